package monitor

import (
	"lvv/reports"
	"lvv/reports/chart"
	"lvv/reports/workbook"
)

// amounts are what the places cost, against what is available.
func (v *view) amounts() block {
	b := block{
		code: "geld", sheet: "Geld", title: "Berekende en beschikbare bijdrage", heads: 1,
		columns: []column{{"jaar", "Jaar", 16, ""}, {"plaatsdagen", "Plaatsdagen", 14, ""}, {"berekend_eur", "Berekend", 20, ""}, {"beschikbaar_eur", "Beschikbaar", 20, ""}, {"verschil_eur", "Verschil", 20, "D{r}-C{r}"}},
		means:   meaningOf("geld").on(v.span()), below: true,
		charts: []workbook.Chart{{Kind: workbook.ColumnChart, Title: "Berekend en beschikbaar per jaar", Series: []int{2, 3}, To: len(v.money) - 1, Euro: true}},
	}
	picture := chart.Compare{Labels: [2]string{"Berekend", "Beschikbaar"},
		Frame: chart.Frame{Title: b.title, Unit: chart.Euro, Note: "Per jaar, in euro; plekken maal tarief tegenover de jaarbedragen van de bronnen",
			Desc: "Twee balken per jaar: het berekende en het beschikbare bedrag."}}
	for _, y := range v.money {
		b.rows = append(b.rows, y.row(y.Year.Code, y.Year.Label, false))
		if y.Funded {
			picture.Rows = append(picture.Rows, chart.Pair{Label: y.Year.Label, First: chart.Cents(y.Computed), Second: chart.Cents(y.Available)})
		}
	}
	b.rows = append(b.rows, v.money.sum().row(reports.AllCode, "Hele periode", true))
	if len(picture.Rows) > 0 {
		b.drawing = picture
	}
	return b
}

// row leaves blank what the register of funding does not know.
func (y budget) row(code, label string, total bool) row {
	r := row{keys: []string{code}, cells: []value{text(label), known(y.PlaceDays).value(), cents(y.Computed), {}, {}}, total: total}
	if y.Funded {
		r.cells[3], r.cells[4] = cents(y.Available), cents(y.Available-y.Computed)
	}
	return r
}
