package finance

import (
	"io"
	"slices"
	"strings"

	"lvv/reports"
	"lvv/reports/chart"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// page writes the statement to be signed.
func (v *view) page(w io.Writer) error {
	p := v.job.Period
	sections := []page.Section{v.amountSection(), v.fundingSection(), v.orgSection(), v.useSection(), v.misuseSection(),
		v.costSection(), v.findingSection(), v.meaningSection(), v.signSection()}
	if v.parts != nil {
		sections = slices.Insert(sections, 1, v.tieOutSection())
	}
	if v.earlier != nil {
		sections = slices.Insert(sections, 1, v.correctionSection())
	}
	return page.Doc{
		Title: "Financiële verantwoording " + v.job.Programme,
		Label: "anoniem",
		Lead: "Deze verantwoording gaat over " + dutch.Period(p.From.Time(), p.To.Time()) + ", beide dagen meegeteld. " +
			"Bedragen volgen uit beschikbare plaatsen en het afgesproken tarief; de bezetting staat ernaast ter informatie." + v.rounding.Behind(),
		Facts: []page.Fact{
			{Term: "Periode", Text: dutchDays(p)},
			{Term: "Opgesteld", Text: dutch.LongDate(v.job.At)},
			{Term: "Aansluitingen", Text: dutch.Int(int64(v.checks)) + " gecontroleerd, geen verschillen"},
		},
		Sections: sections,
		Footer: []string{"Vragen: " + v.job.Contact,
			"Alle getallen staan met hun berekening in financieel.xlsx en, voor verwerking, in de map gegevens."},
	}.Write(w)
}

func (v *view) amountSection() page.Section {
	all := v.spans[0]
	placeDays, amount := v.amount(all, reports.AllCode)
	f := v.funded(all, reports.AllCode)
	reference := dutchDays(all.Days)
	b := []page.Block{page.Figures{
		{Label: "berekend bedrag", Value: brief(amount), Definition: "Plaatsdagen maal tarief, over " + dutch.Int(placeDays) +
			" plaatsdagen.", Denominator: exactly(amount), Reference: reference, Clause: "S-A 15.2"},
		{Label: "beschikbaar", Value: brief(f.Available), Denominator: exactly(f.Available),
			Definition: "Jaarbedragen van de bronnen, naar rato van actieve pilots.", Reference: reference, Clause: "S-A 15.1-15.2"},
		{Label: "beschikbaar min berekend", Value: brief(f.Available - amount), Denominator: exactly(f.Available - amount),
			Definition: "Negatief: berekend boven beschikbaar.", Reference: reference, Clause: "S-A 15.5"},
	}}
	t := page.Table{Caption: "Plaatsdagen en bedragen per kwartaal en jaar, in euro", Heads: 1,
		Columns: []page.Column{{Head: "Periode"}, {Head: "Dagen", Number: true},
			{Head: "Plaatsdagen", Number: true}, {Head: "Berekend", Number: true}, {Head: "Beschikbaar", Number: true}, {Head: "Verschil", Number: true}}}
	row := func(x span) {
		days, cents := v.amount(x, reports.AllCode)
		f := v.funded(x, reports.AllCode)
		t.Rows = append(t.Rows, page.Row{Total: x.Level < quarter, Cells: []page.Cell{page.Value(x.Label), number(int64(x.Days.Days())), number(days),
			money(cents), money(f.Available), money(f.Available - cents)}})
	}
	for _, y := range at(year, v.spans) {
		for _, q := range at(quarter, v.spans) {
			if q.Parent == y.Code {
				row(q)
			}
		}
		row(y)
	}
	row(all)
	return page.Section{Title: "Bedragen", Blocks: append(b, t)}
}

// money is an amount in a table whose caption names the euro.
func money(cents int64) page.Cell {
	return page.Value(strings.TrimPrefix(dutch.Cents(cents), "€ "))
}

// brief is an amount as a headline, with the exact amount under it.
func brief(cents int64) string {
	if abs(cents) >= 1_000_000_00 {
		return "€\u00a0" + dutch.Decimal(float64(cents)/1e8, 1) + "\u00a0mln"
	}
	return strings.Replace(dutch.Euros(cents), " ", "\u00a0", 1)
}

func abs(n int64) int64 { return max(n, -n) }

func exactly(cents int64) string { return "precies " + dutch.Cents(cents) }

func number(n int64) page.Cell { return page.Value(dutch.Int(n)) }

func (v *view) fundingSection() page.Section {
	t := page.Table{Caption: "Financiering per jaar en bron, in euro", Heads: 2, Columns: []page.Column{{Head: "Jaar"},
		{Head: "Bron"}, {Head: "Jaarbedrag, deel", Number: true},
		{Head: "Beschikbaar", Number: true}, {Head: "Berekend", Number: true}, {Head: "Verschil", Number: true}, {Head: "Betaald", Number: true}}}
	compare := chart.Compare{Frame: chart.Frame{Title: "Berekend en beschikbaar per jaar", Unit: chart.Euro,
		Desc: "Per jaar het bedrag dat uit plaatsen en tarief volgt naast wat de bronnen beschikbaar stellen."},
		Labels: [2]string{"berekend", "beschikbaar"}}
	for _, x := range at(year, v.spans) {
		for _, source := range v.sources(x) {
			f := v.funded(x, source)
			t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(x.Label), page.Value(sourceLabel(source)),
				money(f.Full), money(f.Available),
				money(f.Computed), money(f.Available - f.Computed), page.Value(toFill)}})
		}
		f := v.funded(x, reports.AllCode)
		compare.Rows = append(compare.Rows, chart.Pair{Label: x.Label, First: chart.Cents(f.Computed), Second: chart.Cents(f.Available)})
	}
	return page.Section{Title: "Financiering", Blocks: []page.Block{t,
		page.Footnote{Definition: "Het berekende bedrag is over de bronnen verdeeld in de verhouding van hun jaarbedragen. Betaald vult de financiële administratie in. Niets is afgekapt.", Clause: "S-A 15.1-15.5"},
		page.Picture{Drawing: compare}}}
}

// toFill is a line to write on.
const toFill = "……………"

func (v *view) orgSection() page.Section {
	t := page.Table{Caption: "Plaatsdagen en berekend bedrag per organisatie en locatie, in euro", Heads: 3,
		Columns: []page.Column{{Head: "Jaar"}, {Head: "Organisatie"}, {Head: "Locatie"},
			{Head: "Plaatsdagen", Number: true}, {Head: "Berekend", Number: true}}}
	for _, y := range v.yearLines() {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(yearOf(y.Month)), page.Value(v.orgName(y.Org)),
			page.Value(y.Location), number(y.PlaceDays), money(y.Cents)}})
	}
	placeDays, amount := v.amount(v.spans[0], reports.AllCode)
	t.Rows = append(t.Rows, page.Row{Total: true, Cells: []page.Cell{page.Value("Totaal"), {}, {}, number(placeDays), money(amount)}})
	return page.Section{Title: "Organisaties", Blocks: []page.Block{t}}
}

func (v *view) useSection() page.Section {
	mean := chart.Series{Label: "gemiddelde bezetting"}
	room := chart.Series{Label: "plaatsen", Step: true, Reference: true}
	lines := chart.Lines{Frame: chart.Frame{Title: "Bezetting en capaciteit per maand", Note: "Gemiddeld aantal per dag, alle organisaties",
		Desc: "Per maand het gemiddelde aantal bezette plaatsen naast het gemiddelde aantal beschikbare plaatsen."}}
	for _, x := range at(month, v.spans) {
		days := int64(x.Days.Days())
		placeDays, _ := v.amount(x, reports.AllCode)
		lines.X = append(lines.X, x.Label)
		mean.Values = append(mean.Values, v.figure(nights, x.Code, reports.AllCode).per(days))
		room.Values = append(room.Values, figure{placeDays, true}.per(days))
	}
	lines.Series = []chart.Series{mean, room}
	t := page.Table{Caption: "Bezetting per jaar en organisatie", Heads: 2, Columns: []page.Column{{Head: "Jaar"},
		{Head: "Organisatie"}, {Head: "Plaatsdagen", Number: true},
		{Head: "Nachten", Number: true}, {Head: "Gemiddeld bezet", Number: true}, {Head: "Bezettingsgraad", Number: true}}}
	for _, x := range at(year, v.spans) {
		for _, org := range append(v.orgCodes(), reports.AllCode) {
			t.Rows = append(t.Rows, v.useCells(x, org))
		}
	}
	return page.Section{Title: "Bezetting", Blocks: []page.Block{page.Picture{Drawing: lines}, t,
		page.Footnote{Definition: "Nachten tellen van de dag van instroom tot de dag van uitstroom, die niet meetelt. Bezettingsgraad is nachten gedeeld door plaatsdagen. Een punt is onderdrukt.", Clause: "S-A 15.2"}}}
}

func (v *view) useCells(x span, org string) page.Row {
	placeDays, _ := v.amount(x, org)
	n := v.figure(nights, x.Code, org)
	mean, rate := page.Suppressed(), page.Suppressed()
	if n.shown {
		mean = page.Value(dutch.Decimal(n.per(int64(x.Days.Days())).N, 1))
		rate = page.Value(dutch.Percent(100*n.per(max(placeDays, 1)).N, 1))
	}
	if placeDays == 0 {
		rate = page.Impossible()
	}
	return page.Row{Total: isTotal(org), Cells: []page.Cell{page.Value(x.Label), page.Value(v.orgName(org)), number(placeDays), n.page(), mean, rate}}
}

// misuseSection shows the figures that an accountant asks for under the policy
// on misuse and improper use.
func (v *view) misuseSection() page.Section {
	t := page.Table{Caption: "Aanwezigheid en M&O per jaar, alle organisaties", Heads: 1, Columns: []page.Column{{Head: "Maat"}}}
	of := func(table string) func(span) figure {
		return func(x span) figure { return v.figure(table, x.Code) }
	}
	terms := []struct {
		label string
		value func(span) figure
	}{
		{"Aanwezigheidsdagen", v.presence}, {"Vertrekken", of(leaving)}, {"Nachten van unieke personen", v.once},
		{"Dubbele nachten (M&O)", of(repeated)},
		{"Verblijven van een dag", of(sameDay)}, {"Persoonsdagen boven de capaciteit (M&O)", of(above)},
	}
	spans := append(at(year, v.spans), v.spans[0])
	for _, x := range spans {
		t.Columns = append(t.Columns, page.Column{Head: x.Label, Number: true})
	}
	for _, term := range terms {
		cells := []page.Cell{page.Value(term.label)}
		for _, x := range spans {
			cells = append(cells, term.value(x).page())
		}
		t.Rows = append(t.Rows, page.Row{Cells: cells})
	}
	return page.Section{Title: "Aanwezigheid en M&O", Blocks: []page.Block{t,
		page.Footnote{Definition: "M&O: misbruik en oneigenlijk gebruik. Een getal dat op te weinig personen berust, of zo'n getal zou verraden, is een punt.", Clause: "S-U 2a"}}}
}

func (v *view) costSection() page.Section {
	t := page.Table{Caption: "Begrote en gerealiseerde kosten per organisatie, hele periode, in euro", Heads: 1,
		Columns: []page.Column{{Head: "Organisatie"},
			{Head: "Begroot", Number: true}, {Head: "Gerealiseerd", Number: true}, {Head: "Verschil", Number: true}}}
	for _, org := range append(v.orgCodes(), reports.AllCode) {
		budgeted, realised, any := v.cost(org)
		if any {
			t.Rows = append(t.Rows, page.Row{Total: isTotal(org), Cells: []page.Cell{page.Value(v.orgName(org)),
				money(budgeted), money(realised), money(budgeted - realised)}})
		}
	}
	if t.Rows == nil {
		return page.Section{Title: "Kosten", Blocks: []page.Block{page.Text("Over deze periode zijn geen kosten geleverd.")}}
	}
	return page.Section{Title: "Kosten", Blocks: []page.Block{t, page.Footnote{Definition: "Opgave van de organisaties.", Clause: "S-U 4-5"}}}
}

func (v *view) findingSection() page.Section {
	found := v.findings()
	if len(found) == 0 {
		return page.Section{Title: "Bevindingen", Blocks: []page.Block{page.Text("Er zijn geen bevindingen.")}}
	}
	t := page.Table{Caption: "Bevindingen", Heads: 1, Columns: []page.Column{{Head: "Soort"}, {Head: "Onderwerp"},
		{Head: "Bevinding"}, {Head: "Grondslag"}}}
	for _, f := range found {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(f.kind), page.Value(f.about), page.Value(f.text), page.Value(f.clause)}})
	}
	return page.Section{Title: "Bevindingen", Blocks: []page.Block{t}}
}

func (v *view) meaningSection() page.Section {
	meanings := page.Table{Caption: "Begrippen", Heads: 1, Columns: []page.Column{{Head: "Begrip"}, {Head: "Betekenis"}, {Head: "Grondslag"}}}
	for _, d := range definitions() {
		meanings.Rows = append(meanings.Rows, page.Row{Cells: []page.Cell{page.Value(d.Term), page.Value(d.Text), page.Value(d.Clause)}})
	}
	choices := page.Table{Caption: "Instellingen: lezingen van de afspraken waarop de getallen rusten", Heads: 1,
		Columns: []page.Column{{Head: "Instelling"}, {Head: "Waarde"}, {Head: "Grondslag"}}}
	for _, x := range settings() {
		choices.Rows = append(choices.Rows, page.Row{Cells: []page.Cell{page.Value(x.Name), page.Value(x.Value), page.Value(x.Clause)}})
	}
	return page.Section{Title: "Begrippen en instellingen", Blocks: []page.Block{meanings, choices}}
}

func (v *view) signSection() page.Section {
	line := strings.Repeat("…", 9)
	t := page.Table{Caption: "Ondertekening", Heads: 1, Columns: []page.Column{{Head: "Rol"}, {Head: "Naam"},
		{Head: "Datum en plaats"}, {Head: "Handtekening"}}}
	for _, role := range []string{"Opgesteld door", "Gecontroleerd door", "Namens de gemeente vastgesteld door"} {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(role), page.Value(line), page.Value(line), page.Value(line + line)}},
			page.Row{Cells: []page.Cell{page.Value("\u00a0"), {}, {}, {}}}) // room for a signature
	}
	return page.Section{Title: "Ondertekening", Blocks: []page.Block{
		page.Text("Ondergetekenden verklaren dat deze verantwoording is opgesteld volgens de begrippen en instellingen hierboven, en dat de bevindingen bekend zijn."), t}}
}
