package evaluator

import (
	"unicode/utf8"

	"lvv/anonymise/disclosure"
	"lvv/reports/workbook"
)

// workbook declares tabellen.xlsx: a sheet for each table, with its definition
// above it, and one that says what is where.
func (e edition) workbook() workbook.Book {
	b := workbook.Book{Title: "Monitoringtabellen " + e.job.Programme, Subject: e.job.Period.String(), Created: e.job.At}
	sheets := []workbook.Sheet{e.keySheet(), e.balanceSheet()}
	for _, v := range e.views {
		sheets = append(sheets, v.sheet())
	}
	sheets = append(sheets, e.courseSheet())
	b.Sheets = append([]workbook.Sheet{e.contents(sheets)}, sheets...)
	return b
}

// contents lists the sheets with their definitions.
func (e edition) contents(sheets []workbook.Sheet) workbook.Sheet {
	s := workbook.Sheet{Name: "Inhoud", Title: "Monitoringtabellen " + e.job.Programme,
		Notes:   []string{e.span() + ". Label: " + string(e.label) + ".", "Een punt (.) is een onderdrukte waarde; een leeg vak kan niet voorkomen. Percentages zijn gemaakt van getoonde aantallen."},
		Columns: []workbook.Column{{Header: "Blad", Width: 26}, {Header: "Wat er staat", Width: 52}, {Header: "Definitie", Width: 90}, {Header: "Grondslag", Width: 18}}, NoFilter: true}
	if note := e.rounding.Note(); note != "" {
		s.Notes = append(s.Notes, note)
	}
	about := map[string]view{}
	for _, v := range e.views {
		about[v.Name] = v
	}
	for _, sheet := range sheets {
		row := []workbook.Cell{workbook.Text(sheet.Name), workbook.Wrapped(sheet.Title), workbook.Impossible(), workbook.Impossible()}
		if v, ok := about[sheet.Name]; ok {
			row[2], row[3] = workbook.Wrapped(v.definition), workbook.Text(v.clause)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func (s shown) sheetCell() workbook.Cell {
	if !s.ok {
		return workbook.Suppressed()
	}
	return workbook.Int(s.n)
}

// keySheet computes the percentages live from numerator and denominator.
func (e edition) keySheet() workbook.Sheet {
	s := workbook.Sheet{Name: "kengetallen", Title: "Kengetallen", Notes: []string{e.rounding.After("Elk percentage staat naast zijn teller en zijn noemer.")},
		Columns: []workbook.Column{{Header: "Kengetal", Width: 42}, {Header: "Teller"}, {Header: "Noemer"}, {Header: "Aandeel"}, {Header: "Stand of stroom", Width: 16},
			{Header: "Noemer telt", Width: 48}, {Header: "Peilmoment", Width: 28}, {Header: "Definitie", Width: 70}, {Header: "Grondslag", Width: 20}}}
	for i, k := range e.keyFigures() {
		row := []workbook.Cell{workbook.Text(k.name), k.value.sheetCell(), workbook.Impossible(), workbook.Impossible(), workbook.Text(k.kind),
			workbook.Wrapped(k.baseName), workbook.Text(k.reference), workbook.Wrapped(k.definition), workbook.Text(k.clause)}
		if k.isBased {
			row[2], row[3] = k.base.sheetCell(), workbook.Suppressed()
			if pct, ok := percent(k.value, k.base); ok {
				row[3] = workbook.Formula(s.At(1, i)+"/"+s.At(2, i), workbook.Percent(pct/100))
			}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// balanceSheet checks the balance live where all four figures are shown.
func (e edition) balanceSheet() workbook.Sheet {
	s := workbook.Sheet{Name: "balans", Title: "Balans per jaar en organisatie", Notes: []string{e.rounding.After(balanceDefinition + " (S-A 9)"), "De laatste kolom rekent het na en moet 0 zijn."},
		Columns: []workbook.Column{{Header: "Tijdvak", Width: 16}, {Header: "Organisatie", Width: 34}, {Header: "Stand begin (stand)", Width: 20}, {Header: "Instroom (stroom)", Width: 18},
			{Header: "Uitstroom (stroom)", Width: 18}, {Header: "Stand eind (stand)", Width: 18}, {Header: "Controle", Width: 10}}}
	for i, b := range e.balance() {
		row := []workbook.Cell{workbook.Text(b.time[1]), workbook.Text(b.org[1]), b.start.sheetCell(), b.in.sheetCell(), b.out.sheetCell(), b.end.sheetCell(), workbook.Impossible()}
		if b.start.ok && b.in.ok && b.out.ok && b.end.ok {
			row[6] = workbook.Check(s.At(2, i) + "+" + s.At(3, i) + "-" + s.At(4, i) + "-" + s.At(5, i))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// sheet lays a table out, with a chart where one helps.
func (v view) sheet() workbook.Sheet {
	g := v.grid()
	s := workbook.Sheet{Name: v.Name, Title: v.Title, Notes: []string{
		v.definition, capital(v.Kind.String()) + " van " + v.Unit + " · " + v.Population + " · " + v.reference + " · grondslag " + v.clause}}
	for _, h := range g.heads {
		s.Columns = append(s.Columns, workbook.Column{Header: h, Width: 38})
	}
	for _, c := range g.columns {
		// Wide enough for a header of one line.
		s.Columns = append(s.Columns, workbook.Column{Header: c, Width: max(12, float64(utf8.RuneCountInString(c)+4))})
	}
	for _, r := range g.rows {
		var row []workbook.Cell
		for _, h := range r.heads {
			row = append(row, bold(workbook.Text(h), r.total))
		}
		for _, i := range r.cells {
			n, status := v.cell(i)
			cell := n.sheetCell()
			if status == disclosure.Impossible {
				cell = workbook.Impossible()
			}
			row = append(row, bold(cell, r.total && n.ok))
		}
		s.Rows = append(s.Rows, row)
	}
	s.Charts = v.charts(g)
	for i := range s.Charts {
		s.Charts[i].AtColumn, s.Charts[i].AtRow = 1, s.Row(len(s.Rows))+2 // below the table, so that it prints
	}
	return s
}

func bold(c workbook.Cell, on bool) workbook.Cell {
	if on {
		return c.Bold()
	}
	return c
}

// charts are native: quarters in a run of rows, reasons as bars.
func (v view) charts(g grid) []workbook.Chart {
	last := len(leaves(v.Dims[0])) - 1
	switch v.Name {
	case "instroom", "uitstroom":
		return []workbook.Chart{{Kind: workbook.ColumnChart, Title: v.Title + ": alle organisaties", Series: []int{1}, To: last}}
	case "bezetting":
		return []workbook.Chart{{Kind: workbook.LineChart, Title: v.Title + ": alle organisaties", Series: []int{1}, To: last}}
	case "uitstroom_reden":
		return []workbook.Chart{{Kind: workbook.StackChart, Title: "Uitstroom per jaar naar oplossing", Series: v.columnsOf(g, solutionCodes()), To: last}}
	case "uitstroom_oplossing":
		if len(g.rows) < 2 {
			return nil // organisations are not told apart
		}
		return []workbook.Chart{{Kind: workbook.StackChart, Title: v.Title, Series: v.columnsOf(g, solutionCodes()), From: 1, To: len(g.rows) - 1}}
	}
	return nil
}

func solutionCodes() []string {
	var out []string
	for _, s := range solutions {
		out = append(out, s.code)
	}
	return out
}

// columnsOf finds the columns of categories of the last dimension.
func (v view) columnsOf(g grid, codes []string) []int {
	var out []int
	for i, c := range v.Dims[len(v.Dims)-1].Categories {
		for _, code := range codes {
			if c.Code == code {
				out = append(out, len(g.heads)+i)
			}
		}
	}
	return out
}

// courseSheet shows the cumulative incidence with the counts it rests on.
func (e edition) courseSheet() workbook.Sheet {
	c := e.course()
	s := workbook.Sheet{Name: "cumulatieve_incidentie", Title: "Cumulatieve incidentie per soort uitstroom", Notes: []string{e.rounding.After(courseDefinition + " (S-A 6.2)")},
		Columns: []workbook.Column{{Header: "Verblijfsduur", Width: 26}}}
	for _, k := range c.kinds {
		s.Columns = append(s.Columns, workbook.Column{Header: k.Label, Width: 24})
	}
	var series []int
	for i, class := range c.classes {
		row := []workbook.Cell{workbook.Text(class.Label)}
		for k := range c.kinds {
			if i < len(c.share) {
				row = append(row, workbook.Percent(c.share[i][k]))
			} else {
				row = append(row, workbook.Suppressed())
			}
			if i == 0 {
				series = append(series, k+1)
			}
		}
		s.Rows = append(s.Rows, row)
	}
	s.Charts = []workbook.Chart{{Kind: workbook.LineChart, Title: s.Title, Series: series}}
	return s
}
