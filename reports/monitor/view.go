package monitor

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/workbook"
	"lvv/schemas"
)

// A view is all that the files are written from: what disclosure control let
// through, and what is not about people.
type view struct {
	*calendar
	dims   dims
	job    reports.Job // without its database
	money  budgets
	checks int
	safe   *disclosure.Safe
}

// figure is what may be shown of a cell.
func (v *view) figure(table string, codes ...string) figure {
	t := v.safe.Table(table)
	n, status := t.At(cell(t.Dims, codes...))
	return figure{n, status}
}

// hidden is the number of cells that were suppressed, of how many.
func (v *view) hidden() (suppressed, all int64) {
	for _, name := range printed() {
		t := v.safe.Table(name)
		for i := range t.Len() {
			if _, status := t.At(i); status == disclosure.Suppressed {
				suppressed++
			}
			all++
		}
	}
	return suppressed, all
}

// The day before the period and its last day, as codes of the stock.
func (v *view) startCode() string { return v.dates[0].String() }
func (v *view) lastCode() string  { return v.last().String() }

// places is the number of places of an organisation on a day, or of all.
func (v *view) places(day schemas.Day, org string) figure {
	return known(v.job.Registers.PlacesOn(day, org))
}

// A block is one table with its picture, as it stands on the page, in the
// workbook and as CSV.
type block struct {
	code    string // name of the CSV files
	sheet   string // name of the tab
	title   string
	columns []column
	heads   int // columns that name the row
	rows    []row
	means   meaning
	drawing page.Drawing
	charts  []workbook.Chart
	short   string // says on the page that rows marked as detail are elsewhere
}

type column struct {
	code  string // header for programs
	head  string
	width float64
}

type row struct {
	cells  []value
	total  bool
	detail bool // not on the page
}

// A meaning is what stands under every table: no figure without what it counts,
// out of whom, when, and where that was agreed.
type meaning struct {
	Definition, Population, Share, When, Clause string
}

// facts are the parts of a meaning that there are.
func (m meaning) facts() []page.Fact {
	var all []page.Fact
	for _, f := range []page.Fact{
		{Term: "Definitie", Text: m.Definition}, {Term: "Populatie", Text: m.Population},
		{Term: "Teller en noemer", Text: m.Share}, {Term: "Peildatum of periode", Text: m.When},
		{Term: "Grondslag", Text: m.Clause},
	} {
		if f.Text != "" {
			all = append(all, f)
		}
	}
	return all
}
