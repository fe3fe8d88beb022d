package monitor

import (
	"lvv/reports"
	"lvv/reports/chart"
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
	"lvv/schemas"
)

// occupancy is the stock at the ends of months against the places of that day.
func (v *view) occupancy() block {
	b := block{
		code: "bezetting", sheet: "Bezetting", title: "Bezetting aan het einde van de maand", heads: 2,
		columns: []column{{"maand", "Maand", 12, ""}, {"peildatum", "Peildatum", 13, ""}, {"bezetting", "Bezetting", 12, ""}, {"plekken", "Plekken", 12, ""}, {"bezettingsgraad_procent", "Bezettingsgraad", 16, "C{r}/D{r}"}},
		means:   meaningOf("bezetting").on(v.span()),
		charts:  []workbook.Chart{{Kind: workbook.LineChart, Title: "Bezetting en plekken aan het einde van de maand", Series: []int{2, 3}}},
		short:   "Op deze pagina staan de laatste dag van elk kwartaal en de dag voor de periode; alle maanden staan in monitor.xlsx.",
	}
	var names []string
	stock, places := chart.Series{Label: "Bezetting"}, chart.Series{Label: "Plekken", Step: true, Reference: true}
	for i, d := range v.dates {
		n, room := v.figure(tStock, d.String()), v.places(d, "")
		b.rows = append(b.rows, row{
			keys: []string{d.String()[:7], d.String()}, cells: []value{text(dutch.Month(d.Time())), dayOf(d), n.value(), room.value(), percent(n, room)},
			detail: !v.endsQuarter(d) && i > 0,
		})
		if i == 0 && room.n == 0 {
			b.charts[0].From = 1
			continue // a pilot that begins has no places the day before; the picture begins with it
		}
		names = append(names, dutch.Month(d.Time()))
		stock.Values, places.Values = append(stock.Values, n.chart()), append(places.Values, room.chart())
	}
	b.drawing = chart.Lines{
		Frame: chart.Frame{Title: b.title, Note: "Verblijven en plekken, stand aan het einde van de dag",
			Desc: "Lijn van de bezetting per maand van " + v.dates[0].Dutch() + " tot en met " + v.last().Dutch() + ", naast het aantal plekken op dezelfde dagen."},
		X: names, Series: []chart.Series{stock, places},
	}
	return b
}

func (c *calendar) endsQuarter(d schemas.Day) bool {
	for _, q := range c.quarters {
		if q.Days.To == d {
			return true
		}
	}
	return false
}

// occupancyByOrg is the stock of each organisation at the ends of years.
func (v *view) occupancyByOrg() block {
	b := block{
		code: "bezetting_organisatie", needs: tStockOrg, sheet: "Bezetting organisaties", title: "Bezetting per organisatie", heads: 1,
		columns: []column{{"organisatie", "Organisatie", 52, ""}},
		means:   meaningOf("bezetting_organisatie").on(v.span()),
	}
	for _, d := range v.yearEnds {
		b.columns = append(b.columns, column{"bezetting_" + d.String(), "Bezetting " + d.Dutch(), 21, ""})
	}
	last := len(b.columns) - 1
	b.columns = append(b.columns, column{"plekken_" + v.lastCode(), "Plekken " + v.last().Dutch(), 19, ""}, column{"bezettingsgraad_procent", "Bezettingsgraad", 16, cellName(last) + "{r}/" + cellName(last+1) + "{r}"})
	picture := chart.Bars{Lying: true, Series: []chart.Series{{Label: "Bezetting"}, {Label: "Plekken"}},
		Frame: chart.Frame{Title: "Bezetting en plekken per organisatie op " + v.last().Dutch(), Note: "Verblijven en plekken, stand aan het einde van de dag",
			Desc: "Twee balken per organisatie: de bezetting en het aantal plekken op de laatste dag van de periode."}}
	for _, org := range v.byOrg() {
		r := row{keys: []string{org.Code}, cells: []value{text(org.Label)}, total: org.Code == reports.AllCode}
		for _, d := range v.yearEnds {
			r.cells = append(r.cells, v.figure(tStockOrg, d.String(), org.Code).value())
		}
		code := org.Code
		if r.total {
			code = ""
		}
		n, room := v.figure(tStockOrg, v.lastCode(), org.Code), v.places(v.last(), code)
		r.cells = append(r.cells, room.value(), percent(n, room))
		b.rows = append(b.rows, r)
		if !r.total {
			picture.X = append(picture.X, org.Label)
			picture.Series[0].Values = append(picture.Series[0].Values, n.chart())
			picture.Series[1].Values = append(picture.Series[1].Values, room.chart())
		}
	}
	b.drawing, b.below = picture, true
	b.charts = []workbook.Chart{{Kind: workbook.BarChart, Title: picture.Title, Series: []int{last, last + 1}}}
	return b
}

// lengthSoFar is how long the stays of the last day had lasted.
func (v *view) lengthSoFar() block {
	b := block{code: "duur_lopend", needs: tStockLength, sheet: "Duur lopend", title: "Verblijfsduur tot nu toe van lopende verblijven"}
	b.means = meaningOf("duur_lopend").on("op " + v.last().Dutch())
	v.lengths(&b, tStockLength, v.lastCode())
	return b
}

// lengthEnded is how long the stays lasted that ended in the period.
func (v *view) lengthEnded() block {
	b := block{code: "duur_beeindigd", needs: tLength, sheet: "Duur beëindigd", title: "Verblijfsduur van beëindigde verblijven"}
	b.means = meaningOf("duur_beeindigd").on(v.span())
	v.lengths(&b, tLength)
	return b
}

// lengths fills in classes of length with their shares. Classes have no means,
// shortest or longest stay beside them: those are one person (S-A 6.2).
func (v *view) lengths(b *block, table string, codes ...string) {
	b.heads = 1
	b.columns = []column{{"verblijfsduur", "Verblijfsduur", 28, ""}, {"verblijven", "Verblijven", 13, ""}, {"aandeel_procent", "Aandeel", 12, "B{r}/B{t}"}}
	classes := v.dims.length.Categories
	var parts []figure
	picture := chart.Bars{Lying: true, Series: []chart.Series{{Label: "Verblijven"}},
		Frame: chart.Frame{Title: b.title, Note: "Aantal verblijven naar hele maanden; " + b.means.When, Desc: "Een balk voor elke klasse van verblijfsduur."}}
	for _, c := range classes[1:] {
		n := v.figure(table, append(codes[:len(codes):len(codes)], c.Code)...)
		parts = append(parts, n)
		picture.X = append(picture.X, c.Label)
		picture.Series[0].Values = append(picture.Series[0].Values, n.chart())
	}
	all := v.figure(table, append(codes[:len(codes):len(codes)], reports.AllCode)...)
	for i, n := range parts {
		b.rows = append(b.rows, row{keys: []string{classes[i+1].Code}, cells: []value{text(classes[i+1].Label), n.value(), percent(n, all)}})
	}
	b.rows = append(b.rows, row{keys: []string{reports.AllCode}, cells: []value{text("Totaal"), all.value(), percent(all, all)}, total: true})
	b.drawing = picture
	b.charts = []workbook.Chart{{Kind: workbook.BarChart, Title: b.title, Series: []int{1}, To: len(parts) - 1}}
}
