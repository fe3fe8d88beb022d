package monitor

import (
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/chart"
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
)

// span is the period in words.
func (v *view) span() string { return dutch.Period(v.period.From.Time(), v.period.To.Time()) }

// byOrg are the organisations, with the total at the end.
func (v *view) byOrg() []disclosure.Category {
	all := v.dims.orgs.Categories
	return append(all[1:len(all):len(all)], all[0])
}

// flow is what began and ended in each quarter.
func (v *view) flow() block {
	b := block{
		code: "stroom", sheet: "Instroom en uitstroom", title: "Instroom en uitstroom per kwartaal", heads: 1,
		columns: []column{{"tijd", "Periode", 24, ""}, {"instroom", "Instroom", 12, ""}, {"uitstroom", "Uitstroom", 12, ""}, {"saldo", "Saldo", 12, "B{r}-C{r}"}},
		means:   meaningOf("stroom").on(v.span()),
		charts:  []workbook.Chart{{Kind: workbook.ColumnChart, Title: "Instroom en uitstroom per kwartaal", Series: []int{1, 2}, To: len(v.quarters) - 1}},
	}
	picture := chart.Bars{Series: []chart.Series{{Label: "Instroom"}, {Label: "Uitstroom"}},
		Frame: chart.Frame{Title: b.title, Note: "Verblijven die in het kwartaal beginnen en eindigen",
			Desc: "Twee balken per kwartaal: instroom en uitstroom, " + v.span() + "."}}
	add := func(code, label string, total bool) (in, out figure) {
		in, out = v.figure(tInflow, code), v.figure(tOutflow, code)
		b.rows = append(b.rows, row{keys: []string{code}, cells: []value{text(label), in.value(), out.value(), in.less(out).value()}, total: total})
		return in, out
	}
	for _, q := range v.quarters {
		in, out := add(q.Code, q.Label, false)
		picture.X = append(picture.X, shortQuarter(q))
		picture.Series[0].Values = append(picture.Series[0].Values, in.chart())
		picture.Series[1].Values = append(picture.Series[1].Values, out.chart())
	}
	for _, y := range v.years {
		add(y.Code, "Jaar "+y.Label, true)
	}
	add(reports.AllCode, "Hele periode", true)
	b.drawing = picture
	return b
}

// shortQuarter fits under a bar: K1 '20.
func shortQuarter(q span) string { return q.Code[5:] + " '" + q.Code[2:4] }

// flowByOrg is what began and ended at each organisation.
func (v *view) flowByOrg() block {
	b := block{
		code: "stroom_organisatie", needs: tOutflowOrg, sheet: "Stroom organisaties", title: "Instroom en uitstroom per organisatie", heads: 1,
		columns: []column{{"organisatie", "Organisatie", 52, ""}},
		means:   meaningOf("stroom_organisatie").on(v.span()), below: true,
	}
	times := v.time(byYear).Categories
	times = append(times[1:len(times):len(times)], times[0])
	for _, t := range times {
		b.columns = append(b.columns,
			column{"instroom_" + t.Code, "In " + short(t), 13, ""}, column{"uitstroom_" + t.Code, "Uit " + short(t), 13, ""})
	}
	for _, org := range v.byOrg() {
		r := row{keys: []string{org.Code}, cells: []value{text(org.Label)}, total: org.Code == reports.AllCode}
		for _, t := range times {
			r.cells = append(r.cells, v.figure(tInflowOrg, t.Code, org.Code).value(), v.figure(tOutflowOrg, t.Code, org.Code).value())
		}
		b.rows = append(b.rows, r)
	}
	n := len(b.columns)
	b.charts = []workbook.Chart{{Kind: workbook.BarChart, Title: "Instroom en uitstroom per organisatie, hele periode", Series: []int{n - 2, n - 1}}}
	return b
}

// short is the label of a year or of the whole period in the head of a column.
func short(c disclosure.Category) string {
	if c.Total {
		return "totaal"
	}
	return c.Label
}

// balanceSheet is the stock identity in words, as far as it may be shown.
func (v *view) balanceSheet() string {
	start, end := v.figure(tStock, v.startCode()), v.figure(tStock, v.lastCode())
	in, out := v.figure(tInflow, reports.AllCode), v.figure(tOutflow, reports.AllCode)
	if !start.shown() || !in.shown() || !out.shown() || !end.shown() {
		return "De bezetting bij de start, plus de instroom en min de uitstroom, is de bezetting aan het einde. Dat klopt per maand, en per organisatie per jaar."
	}
	return fmt.Sprintf("%s aanwezig bij de start + %s ingestroomd − %s uitgestroomd = %s aanwezig aan het einde. Dat klopt per maand, en per organisatie per jaar.",
		start.text(), in.text(), out.text(), end.text())
}
