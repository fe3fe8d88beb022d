package amif

import (
	"lvv/reports"
	"lvv/reports/csvfile"
	"lvv/reports/workbook"
)

// A statement is the reconciliation: a row for each step, a column for each
// organisation and one for all. Each step is written to the sheet and to the
// CSV at once, so that both tell the same.
type statement struct {
	a     *account
	l     lists
	sheet workbook.Sheet
	part  string // of the reconciliation, as it stands in the CSV
	rows  [][]csvfile.Cell
}

// firstOrg is the column of the first organisation.
const firstOrg = 1

var statementHeader = []string{"onderdeel", "regel", "omschrijving", "organisatie", "aantal"}

func (a *account) statement(l lists) *statement {
	s := &statement{a: a, l: l, sheet: workbook.Sheet{
		Name: sheetChain, Title: "Aansluiting: van ontvangen rijen naar getelde personen", NoFilter: true,
		Notes:   a.notes("Elke regel sluit aan op de lijsten Deelnemers en Trajecten; elke controle moet 0 zijn. Sluit een ervan niet, dan wordt er niets gemaakt."),
		Columns: []workbook.Column{{Header: "Regel", Width: 82}},
	}}
	for _, link := range a.chain.links {
		s.sheet.Columns = append(s.sheet.Columns, counting(link.org, &link))
	}
	s.sheet.Columns = append(s.sheet.Columns, counting("Totaal", &a.chain.total))
	s.received()
	s.persons()
	s.results()
	s.returns()
	s.remarks()
	s.samples()
	return s
}

// counting is a column wide enough for the figures of a link, none of which is
// above the rows received.
func counting(header string, l *link) workbook.Column {
	c := fitted(header)
	c.Width = max(c.Width, float64(len(grouped(l.received))+3))
	return c
}

// A step is one row: a figure of every link, and how the sheet comes to it.
type step struct {
	code, text string
	of         func(*link) int
	list       func(org where) string // formula from a list, for one organisation; nil for none
	above      func(col int) string   // formula from the rows above, for a column; nil for none
	bold       bool
}

// add writes a step and returns its row. Its total is the sum of the
// organisations, unless it is worked out from the rows above.
func (s *statement) add(st step) int {
	at := len(s.sheet.Rows)
	row := []workbook.Cell{workbook.Wrapped(st.text)}
	if st.bold {
		row[0] = workbook.Header(st.text)
	}
	for i := range s.a.chain.links {
		l := &s.a.chain.links[i]
		row = append(row, s.cell(st, l, firstOrg+i))
		s.record(st, l.org, st.of(l))
	}
	total := workbook.Int(int64(st.of(&s.a.chain.total)))
	last := len(row) - 1
	switch {
	case st.above != nil:
		total = workbook.Formula(st.above(len(row)), total)
	case last >= firstOrg:
		total = workbook.Formula("SUM("+s.sheet.At(firstOrg, at)+":"+s.sheet.At(last, at)+")", total)
	}
	s.sheet.Rows = append(s.sheet.Rows, append(row, total.Bold()))
	s.record(st, reports.AllCode, st.of(&s.a.chain.total))
	return at
}

func (s *statement) cell(st step, l *link, col int) workbook.Cell {
	value := workbook.Int(int64(st.of(l)))
	switch {
	case st.list != nil:
		// The header of the column holds the organisation, one row above the first.
		value = s.l.cell(st.list(where{"organisatie", s.sheet.At(col, -1)}), st.of(l))
	case st.above != nil:
		value = workbook.Formula(st.above(col), value)
	}
	if st.bold {
		value = value.Bold()
	}
	return value
}

// whole writes a step that only has a total.
func (s *statement) whole(code, text, formula string, n int) int {
	value := workbook.Int(int64(n))
	if formula != "" {
		value = workbook.Formula(formula, value)
	}
	s.record(step{code: code, text: text}, reports.AllCode, n)
	return s.last(workbook.Text(text), value.Bold())
}

// last writes a row of which only the last column is filled in.
func (s *statement) last(text, value workbook.Cell) int {
	row := make([]workbook.Cell, s.total()+1)
	row[0], row[s.total()] = text, value
	s.sheet.Rows = append(s.sheet.Rows, row)
	return len(s.sheet.Rows) - 1
}

// check writes a row of which every column must be zero.
func (s *statement) check(expr func(col int) string) {
	row := []workbook.Cell{workbook.Text("Controle")}
	for col := firstOrg; col <= s.total(); col++ {
		row = append(row, workbook.Check(expr(col)))
	}
	s.sheet.Rows = append(s.sheet.Rows, row)
}

func (s *statement) head(part, title string) {
	s.part = part
	if len(s.sheet.Rows) > 0 {
		s.sheet.Rows = append(s.sheet.Rows, []workbook.Cell{})
	}
	s.sheet.Rows = append(s.sheet.Rows, []workbook.Cell{workbook.Header(title)})
}

func (s *statement) record(st step, org string, n int) {
	s.rows = append(s.rows, []csvfile.Cell{
		csvfile.Text(s.part), csvfile.Text(st.code), csvfile.Text(st.text), csvfile.Text(org), csvfile.Int(int64(n))})
}

// total is the column of the totals.
func (s *statement) total() int { return len(s.sheet.Columns) - 1 }
