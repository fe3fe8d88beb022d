package monitor

import (
	"lvv/anonymise/disclosure"
	"lvv/reports/chart"
	"lvv/reports/csvfile"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
	"lvv/schemas"
)

// A figure is a count as disclosure control lets it be shown. Of a suppressed
// one the number is not there.
type figure struct {
	n      int64
	status disclosure.Status
}

func (f figure) shown() bool { return f.status == disclosure.Shown }

// known is a number that is not about people.
func known(n int64) figure { return figure{n, disclosure.Shown} }

// text is the figure in a sentence or a frame.
func (f figure) text() string {
	switch f.status {
	case disclosure.Shown:
		return dutch.Int(f.n)
	case disclosure.Impossible:
		return ""
	}
	return "."
}

// chart is the figure in a picture: a suppressed one has no place in it.
func (f figure) chart() chart.Value {
	if !f.shown() {
		return chart.Suppressed()
	}
	return chart.Int(f.n)
}

// less is the difference of two shown figures.
func (f figure) less(other figure) figure {
	if !f.shown() || !other.shown() {
		return figure{}
	}
	return known(f.n - other.n)
}

// A value is one cell of a table, in whatever file it is written.
type value struct {
	kind valueKind
	n    int64 // count, cents or tenths of a percent
	part int64 // of a percentage, with whole: the shown counts that it is made of
	of   int64
	text string
	day  schemas.Day
}

type valueKind uint8

const (
	blank valueKind = iota
	words
	number
	hidden
	percentage
	money
	date
)

func text(s string) value       { return value{kind: words, text: s} }
func cents(n int64) value       { return value{kind: money, n: n} }
func dayOf(d schemas.Day) value { return value{kind: date, day: d} }

// value is the figure as a cell.
func (f figure) value() value {
	switch f.status {
	case disclosure.Shown:
		return value{kind: number, n: f.n}
	case disclosure.Impossible:
		return value{}
	}
	return value{kind: hidden}
}

// percent is a part of a whole in tenths of a percent, rounded half up. It is made
// of two shown counts and therefore tells nothing beside them: it is suppressed
// where either is, and cannot exist where there is nothing to divide by.
func percent(part, whole figure) value {
	switch {
	case part.status == disclosure.Impossible || whole.status == disclosure.Impossible:
		return value{}
	case !part.shown() || !whole.shown():
		return value{kind: hidden}
	case whole.n == 0:
		return value{}
	}
	return value{kind: percentage, n: (part.n*2000 + whole.n) / (2 * whole.n), part: part.n, of: whole.n}
}

// page is the cell on the page.
func (v value) page() page.Cell {
	switch v.kind {
	case words:
		return page.Value(v.text)
	case number:
		return page.Value(dutch.Int(v.n))
	case hidden:
		return page.Suppressed()
	case percentage:
		return page.Value(dutch.Percent(float64(v.n)/10, 1))
	case money:
		return page.Value(dutch.Cents(v.n))
	case date:
		return page.Value(v.day.Dutch())
	}
	return page.Impossible()
}

// book is the cell in the workbook.
func (v value) book() workbook.Cell {
	switch v.kind {
	case words:
		return workbook.Text(v.text)
	case number:
		return workbook.Int(v.n)
	case hidden:
		return workbook.Suppressed()
	case percentage:
		return workbook.Percent(float64(v.part) / float64(v.of))
	case money:
		return workbook.Cents(v.n)
	case date:
		return workbook.Date(v.day.Time())
	}
	return workbook.Impossible()
}

// csv is the field in the CSV files. Percentages are written as such: 18.1.
func (v value) csv() csvfile.Cell {
	switch v.kind {
	case words:
		return csvfile.Text(v.text)
	case number:
		return csvfile.Int(v.n)
	case hidden:
		return csvfile.Suppressed()
	case percentage:
		return csvfile.Decimal(v.n, 1)
	case money:
		return csvfile.Cents(v.n)
	case date:
		return csvfile.Date(v.day.Time())
	}
	return csvfile.Impossible()
}
