package monitor

import (
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
)

// book is monitor.xlsx: the same tables, each on a tab with its chart.
func (v *view) book(blocks []block) workbook.Book {
	b := workbook.Book{Title: "Monitor " + v.job.Programme, Subject: "Beschermde totalen over " + v.span(), Created: v.job.At}
	b.Sheets = append(b.Sheets, v.overview(blocks))
	for _, t := range blocks {
		b.Sheets = append(b.Sheets, t.tab())
	}
	b.Sheets = append(b.Sheets, definitionsTab())
	return b
}

// overview is the first tab: key figures and what is where.
func (v *view) overview(blocks []block) workbook.Sheet {
	s := workbook.Sheet{Name: "Overzicht", Title: "Monitor " + v.job.Programme, NoFilter: true,
		Notes:   []string{"Periode: " + v.span() + ". Label: anoniem. Gemaakt op " + dutch.LongDate(v.job.At.UTC()) + " met " + v.job.Provenance.Version + ".", v.lead(), v.protection().Text},
		Columns: []workbook.Column{{Header: "Kerncijfer", Width: 34}, {Header: "Waarde", Width: 18}, {Header: "Toelichting", Width: 52}, {Header: "Definitie", Width: 70}, {Header: "Peildatum of periode", Width: 40}, {Header: "Grondslag", Width: 18}},
	}
	for _, f := range v.keyFigures() {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(f.Label), workbook.Text(f.Value), workbook.Wrapped(f.Denominator), workbook.Wrapped(f.Definition), workbook.Text(f.Reference), workbook.Text(f.Clause)})
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
	for _, f := range b.means.facts() {
		s.Notes = append(s.Notes, f.Term+": "+f.Text)
	}
	for _, c := range b.columns {
		s.Columns = append(s.Columns, workbook.Column{Header: c.head, Width: c.width})
	}
	foot := len(b.rows)
	for foot > 0 && b.rows[foot-1].total {
		foot--
	}
	for i, r := range b.rows {
		cells := make([]workbook.Cell, len(r.cells))
		for c, v := range r.cells {
			cells[c] = v.book()
			if r.total && i < foot {
				cells[c] = cells[c].Bold()
			}
		}
		if i < foot {
			s.Rows = append(s.Rows, cells)
		} else {
			s.Totals = append(s.Totals, cells)
		}
	}
	return s
}

func definitionsTab() workbook.Sheet {
	s := workbook.Sheet{Name: "Definities", Title: "Begrippen in deze monitor", Columns: []workbook.Column{{Header: "Begrip", Width: 28}, {Header: "Betekenis", Width: 100}, {Header: "Grondslag", Width: 20}},
		Notes: []string{"S-U: samenwerkingsafspraken van de gemeente Utrecht, punt. S-A: convenant pilot-LVV van de gemeente Amsterdam, artikel."}}
	for _, d := range terms() {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(d[0]), workbook.Wrapped(d[1]), workbook.Text(d[2])})
	}
	return s
}
