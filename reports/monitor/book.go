package monitor

import (
	"fmt"
	"strings"

	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
)

// book is monitor.xlsx: the same tables, each on a tab with its chart.
func (v *view) book(blocks []block, absent []string) workbook.Book {
	b := workbook.Book{Title: "Monitor " + v.job.Programme, Subject: "Beschermde totalen over " + v.span(), Created: v.job.At}
	b.Sheets = append(b.Sheets, v.overview(blocks, absent))
	for _, t := range blocks {
		b.Sheets = append(b.Sheets, t.tab())
	}
	b.Sheets = append(b.Sheets, definitionsTab())
	return b
}

// overview is the first tab: key figures and what is where.
func (v *view) overview(blocks []block, absent []string) workbook.Sheet {
	s := workbook.Sheet{Name: "Overzicht", Title: "Monitor " + v.job.Programme, NoFilter: true,
		Notes:   []string{"Periode: " + v.span() + ". Label: anoniem. Gemaakt op " + dutch.LongDate(v.job.At.UTC()) + " met " + v.job.Provenance.Version + ".", v.lead(), v.protection(absent).Text},
		Columns: []workbook.Column{{Header: "Kerncijfer", Width: 34}, {Header: "Waarde", Width: 22}, {Header: "Toelichting", Width: 34}, {Header: "Definitie", Width: 46}, {Header: "Peildatum of periode", Width: 22}, {Header: "Grondslag", Width: 14}},
	}
	if text := v.job.Provenance.Undelivered(); text != "" {
		s.Notes = append(s.Notes, text)
	}
	for _, f := range v.keyFigures() {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(f.Label), f.value.book(), workbook.Wrapped(f.Denominator), workbook.Wrapped(f.Definition), workbook.Wrapped(f.Reference), workbook.Text(f.Clause)})
	}
	s.Rows = append(s.Rows, nil, []workbook.Cell{workbook.Header("Tabblad"), workbook.Header("CSV-bestand"), workbook.Header("Inhoud")})
	for _, b := range blocks {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(b.sheet), workbook.Text(b.code + ".csv"), workbook.Text(b.title)})
	}
	return s
}

// tab is one table. Totals at its foot stay outside the filter.
func (b block) tab() workbook.Sheet {
	s := workbook.Sheet{Name: b.sheet, Title: b.title, Charts: b.charts}
	s.Notes = append(b.means.lines(), "Grondslag: "+b.means.Clause)
	for _, c := range b.columns {
		s.Columns = append(s.Columns, workbook.Column{Header: c.head, Width: c.width})
	}
	foot := len(b.rows)
	for foot > 0 && b.rows[foot-1].total {
		foot--
	}
	if b.below {
		s.Charts[0].AtRow, s.Charts[0].AtColumn = s.Row(len(b.rows))+1, 1
	}
	for i, r := range b.rows {
		cells := b.line(s, i)
		if i < foot {
			if r.total {
				embolden(cells)
			}
			s.Rows = append(s.Rows, cells)
		} else {
			s.Totals = append(s.Totals, cells)
		}
	}
	return s
}

// line is a row of cells, with what can be calculated from others as a formula.
func (b block) line(s workbook.Sheet, i int) []workbook.Cell {
	place := strings.NewReplacer("{r}", fmt.Sprint(s.Row(i)), "{t}", fmt.Sprint(s.Row(len(b.rows)-1)))
	cells := make([]workbook.Cell, len(b.rows[i].cells))
	for c, v := range b.rows[i].cells {
		cells[c] = v.book()
		if live := b.columns[c].live; live != "" && v.kind != hidden && v.kind != blank {
			cells[c] = workbook.Formula(place.Replace(live), cells[c])
		}
	}
	return cells
}

func embolden(cells []workbook.Cell) {
	for i := range cells {
		cells[i] = cells[i].Bold()
	}
}

// cellName is the letter of a column, from 0; tables have fewer than 26.
func cellName(column int) string { return string(rune('A' + column)) }

func definitionsTab() workbook.Sheet {
	s := workbook.Sheet{Name: "Definities", Title: "Begrippen in deze monitor", Columns: []workbook.Column{{Header: "Begrip", Width: 28}, {Header: "Betekenis", Width: 100}, {Header: "Grondslag", Width: 20}},
		Notes: []string{"S-U: samenwerkingsafspraken van de gemeente Utrecht, punt. S-A: convenant pilot-LVV van de gemeente Amsterdam, artikel."}}
	for _, d := range terms() {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(d[0]), workbook.Wrapped(d[1]), workbook.Text(d[2])})
	}
	return s
}
