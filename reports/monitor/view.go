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
	dims  dims
	job   reports.Job // without its database
	money budgets
	safe  *disclosure.Safe
}

// figure is what may be shown of a cell. Of a table that could not be protected
// nothing may.
func (v *view) figure(table string, codes ...string) figure {
	t, ok := v.table(table)
	if !ok {
		return figure{}
	}
	n, status := t.At(cell(t.Dims, codes...))
	return figure{n, status}
}

func (v *view) table(name string) (disclosure.Published, bool) {
	for _, t := range v.safe.Tables() {
		if t.Name == name {
			return t, true
		}
	}
	return disclosure.Published{}, false
}

// hidden is the number of cells that were suppressed, of how many.
func (v *view) hidden() (suppressed, all int64) {
	for _, name := range printed() {
		t, _ := v.table(name)
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
	needs   string // table that must be there
	sheet   string // name of the tab
	title   string
	columns []column
	heads   int // columns that name the row
	rows    []row
	means   meaning
	drawing page.Drawing
	charts  []workbook.Chart
	below   bool   // in the workbook the chart stands below the table, which is wide
	short   string // says on the page that rows marked as detail are elsewhere
}

type column struct {
	code  string // header for programs
	head  string
	width float64
	live  string // formula of the workbook: {r} is the row, {t} that of the total
}

type row struct {
	keys   []string // the heads as codes, for programs
	cells  []value
	total  bool
	under  bool // belongs to the group of the row above: the page does not repeat it
	detail bool // not on the page
}

// A meaning is what stands under every table: no figure without what it counts,
// out of whom, when, and where that was agreed.
type meaning struct {
	Definition, Population, Share, When, Clause string
}

// lines are the parts of a meaning that there are.
func (m meaning) lines() []string {
	var all []string
	for _, f := range []struct{ term, text string }{
		{"Definitie", m.Definition}, {"Populatie", m.Population}, {"Teller en noemer", m.Share}, {"Peildatum of periode", m.When},
	} {
		if f.text != "" {
			all = append(all, f.term+": "+f.text)
		}
	}
	return all
}
