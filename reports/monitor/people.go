package monitor

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/chart"
	"lvv/reports/workbook"
	"lvv/schemas"
)

// outcomes are the people who left for good, by year and group.
func (v *view) outcomes() block {
	version, _ := schemas.RollUp()
	b := block{
		code: "uitkomsten", needs: tLeft, sheet: "Uitkomsten", title: "Vertrokken personen naar uitkomst", heads: 1,
		columns: []column{{"jaar_van_vertrek", "Jaar", 18, ""}},
		means:   meaningOf("uitkomsten").on(v.span()), below: true,
		charts: []workbook.Chart{{Kind: workbook.StackChart, Title: "Vertrokken personen naar uitkomst", Series: []int{1, 2, 3}, To: len(v.years) - 1}},
	}
	b.means.Definition += " Indeling van de redenen: versie " + version + "."
	picture := chart.Bars{Stacked: true, Frame: chart.Frame{Title: b.title,
		Note: "Personen naar jaar van hun laatste vertrek; indeling " + version,
		Desc: "Gestapelde balken per jaar: bestendige oplossing, semibestendige oplossing en geen oplossing."}}
	for _, g := range groupLabels {
		b.columns = append(b.columns, column{g.code, g.short, 16, ""})
		picture.Series = append(picture.Series, chart.Series{Label: g.label})
	}
	b.columns = append(b.columns, column{"totaal", "Totaal", 14, ""}, column{"bestendig_procent", "Aandeel bestendig", 18, "B{r}/E{r}"})
	times := v.leaving().Categories
	for i, t := range append(times[1:len(times):len(times)], times[0]) {
		r := row{keys: []string{t.Code}, cells: []value{text(t.Label)}, total: t.Code == reports.AllCode}
		for g := range groupLabels {
			n := v.figure(tLeft, t.Code, groupLabels[g].code)
			r.cells = append(r.cells, n.value())
			if i < len(v.years) {
				picture.Series[g].Values = append(picture.Series[g].Values, n.chart())
			}
		}
		all := v.figure(tLeft, t.Code, reports.AllCode)
		r.cells = append(r.cells, all.value(), percent(v.figure(tLeft, t.Code, schemas.Durable), all))
		b.rows = append(b.rows, r)
	}
	for _, y := range v.years {
		picture.X = append(picture.X, y.Label)
	}
	b.drawing = picture
	return b
}

// reasons are the same people by reason, under the groups of the roll-up.
func (v *view) reasons() block {
	version, _ := schemas.RollUp()
	b := block{
		code: "uitkomsten_reden", needs: tReasons, sheet: "Uitkomsten per reden", title: "Vertrokken personen naar reden van uitstroom", heads: 2,
		columns: []column{{"groep", "Indeling " + version, 28, ""}, {"reden", "Reden van uitstroom", 46, ""}},
		means:   meaningOf("uitkomsten").on(v.span()),
	}
	for _, y := range v.years {
		b.columns = append(b.columns, column{"personen_" + y.Code, y.Label, 13, ""})
	}
	b.columns = append(b.columns, column{"personen_totaal", "Hele periode", 14, ""})
	all := cellName(len(b.columns) - 1)
	b.columns = append(b.columns, column{"aandeel_procent", "Aandeel", 11, all + "{r}/" + all + "{t}"})
	group := ""
	for _, c := range v.dims.outcome.Categories[1:] {
		label := c.Label
		if c.Total {
			group, label = c.Label, "Totaal"
		}
		b.rows = append(b.rows, v.outcome(row{keys: []string{groupOf(c), c.Code}, cells: []value{text(group), text(label)}, total: c.Total, under: !c.Total}, c.Code))
		if c.Code == v.lastDurable() {
			b.rows = append(b.rows, v.unregistered()...)
		}
	}
	b.rows = append(b.rows, v.outcome(row{keys: []string{reports.AllCode, reports.AllCode}, cells: []value{text("Alle vertrokkenen"), text("Totaal")}, total: true}, reports.AllCode))
	return b
}

// outcome fills a row with the figures of a reason or group, and its share in all
// who left.
func (v *view) outcome(r row, code string) row {
	for _, y := range v.years {
		r.cells = append(r.cells, v.figure(tReasons, y.Code, code).value())
	}
	n, all := v.figure(tReasons, reports.AllCode, code), v.figure(tReasons, reports.AllCode, reports.AllCode)
	r.cells = append(r.cells, n.value(), percent(n, all))
	return r
}

// lastDurable is the last reason that is a durable solution.
func (v *view) lastDurable() string {
	last := ""
	for _, c := range v.dims.outcome.Categories {
		if c.Parent == schemas.Durable {
			last = c.Code
		}
	}
	return last
}

// unregistered are rows for what counts as durable and has no code in this
// contract: blank, because it is not zero.
func (v *view) unregistered() []row {
	var all []row
	for _, c := range v.dims.unregistered {
		r := row{keys: []string{schemas.Durable, c.Code}, under: true,
			cells: []value{text(groupLabels[0].label), text(c.Label + ": niet afzonderlijk geregistreerd")}}
		r.cells = append(r.cells, make([]value, len(v.years)+2)...)
		all = append(all, r)
	}
	return all
}

// groupOf is the code of the group of an outcome, which may be itself.
func groupOf(c disclosure.Category) string {
	if c.Total {
		return c.Code
	}
	return c.Parent
}

// durable sets the durable solutions beside three denominators (S-A 1.5).
func (v *view) durable() block {
	b := block{
		code: "bestendig", needs: tLeft, sheet: "Bestendige oplossingen", title: "Bestendige oplossingen naast drie noemers", heads: 1,
		columns: []column{{"noemer", "Noemer", 52, ""}, {"bestendig", "Bestendig", 14, ""}, {"aantal", "Aantal", 14, ""},
			{"aandeel_procent", "Aandeel", 11, "B{r}/C{r}"}, {"doel", "Doel", 9, ""}, {"doel_procent", "Doel in %", 12, "E{r}/C{r}"}},
		means: meaningOf("bestendig").on(v.span()),
	}
	n := v.figure(tLeft, reports.AllCode, schemas.Durable)
	if goal, places, ok := v.goal(); ok {
		b.rows = append(b.rows, row{keys: []string{"plekken"}, cells: []value{text("van de plekken waarvoor het doel is afgesproken"), n.value(), places.value(), percent(n, places), goal.value(), percent(goal, places)}})
	}
	for _, d := range []struct {
		code, label string
		of          figure
	}{
		{"vertrokken", "van de vertrokken personen", v.figure(tLeft, reports.AllCode, reports.AllCode)},
		{"deelnemers", "van alle personen met een verblijf in de periode", v.figure(tLinked, reports.AllCode)},
	} {
		b.rows = append(b.rows, row{keys: []string{d.code}, cells: []value{text(d.label), n.value(), d.of.value(), percent(n, d.of), {}, {}}})
	}
	return b
}

// goal is the number of durable solutions agreed on, and of how many places.
func (v *view) goal() (goal, places figure, ok bool) {
	g, ok := v.job.Registers.Goal("bestendige_oplossingen")
	if !ok {
		return figure{}, figure{}, false
	}
	of, ok := v.job.Registers.Goal(g.Denominator)
	return known(g.Value), known(of.Value), ok
}

// persons sets persons beside stays, with their bounds.
func (v *view) persons() block {
	b := block{
		code: "personen", sheet: "Personen", title: "Verblijven en unieke personen", heads: 1,
		columns: []column{{"telling", "Telling", 62, ""}, {"aantal", "Aantal", 12, ""}, {"aandeel_procent", "Aandeel", 11, ""}},
		means:   meaningOf("personen").on(v.span()),
	}
	upper, lower := v.bounds()
	start, in := v.figure(tStock, v.startCode()), v.figure(tInflow, reports.AllCode)
	stays := figure{}
	if start.shown() && in.shown() {
		stays = known(start.n + in.n)
	}
	one, more := v.figure(tSpread, orgsOne), v.figure(tSpread, orgsMore)
	for _, r := range []struct {
		code, label string
		n           figure
		share       value
	}{
		{"verblijven", "Verblijven", stays, value{}},
		{"personen_bovengrens", "Unieke personen, bovengrens: niet te koppelen personen tellen elk apart", upper, percent(upper, upper)},
		{"personen_ondergrens", "Unieke personen, ondergrens: niet te koppelen personen waren al geteld", lower, percent(lower, upper)},
		{"een_organisatie", "Personen bij een organisatie", one, percent(one, upper)},
		{"meer_organisaties", "Personen bij meer dan een organisatie", more, percent(more, upper)},
	} {
		b.rows = append(b.rows, row{keys: []string{r.code}, cells: []value{text(r.label), r.n.value(), r.share}})
	}
	return b
}

// bounds are the most and the fewest persons that there can be.
func (v *view) bounds() (upper, lower figure) {
	return v.figure(tLinked, reports.AllCode), v.figure(tLinked, linkSure)
}
