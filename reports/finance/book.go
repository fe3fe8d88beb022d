package finance

import (
	"slices"

	"lvv/reports/workbook"
)

// A book is the workbook while it is made: each sheet is ready before another
// refers to it. Text is compared with EXACT and never given to SUMIFS as a
// criterion, which would take "2020-01" for a date and "=x" for a condition.
type book struct {
	v *view

	assumed  workbook.Sheet
	rows     assumedRows
	days     workbook.Sheet
	shares   workbook.Sheet
	quarters workbook.Sheet
	years    workbook.Sheet
	funding  workbook.Sheet
	use      workbook.Sheet
	present  workbook.Sheet
	costs    workbook.Sheet
	findings workbook.Sheet
	sisa     workbook.Sheet
	tied     workbook.Sheet // where parts of the period were stated before
}

// workbook declares financieel.xlsx.
func (v *view) workbook() workbook.Book {
	b := &book{v: v}
	b.assume()
	b.placeDays()
	b.sharesByMonth()
	b.byQuarter()
	b.byYear()
	b.bySource()
	b.occupancy()
	b.presence()
	b.costSheet()
	b.findingSheet()
	b.wholeEuros()
	if v.parts != nil {
		b.tieOut()
	}
	sheets := []workbook.Sheet{b.explain(), b.assumed, b.days, b.quarters, b.years, b.funding, b.shares,
		b.use, b.present, b.costs, b.findings, b.sisa, b.control()}
	if v.parts != nil {
		sheets = slices.Insert(sheets, 1, b.tied)
	}
	if v.earlier != nil {
		sheets = slices.Insert(sheets, 1, b.correction())
	}
	return workbook.Book{
		Title:   "Financiële verantwoording " + v.job.Programme,
		Subject: v.job.Period.String(),
		Created: v.job.At,
		Sheets:  sheets,
	}
}

// col is a column of a sheet with its width in characters; 0 is the usual one.
func col(header string, width float64) workbook.Column {
	return workbook.Column{Header: header, Width: width}
}

// matching sums the values beside the cells of keys that are exactly the key.
func matching(keys, key, values string) string {
	return "SUMPRODUCT(--EXACT(" + keys + "," + key + ")," + values + ")"
}

// matchingBoth is matching on two columns.
func matchingBoth(keys, key, others, other, values string) string {
	return "SUMPRODUCT(EXACT(" + keys + "," + key + ")*EXACT(" + others + "," + other + ")," + values + ")"
}

// cents rounds an amount to cents: a sum of cents in binary fractions may be
// off in the tenth decimal.
func cents(expr string) string { return "ROUND(" + expr + ",2)" }

// total sums a column below the rows.
func total(s workbook.Sheet, col int, value workbook.Cell) workbook.Cell {
	return workbook.Formula("SUM("+s.Down(col)+")", value)
}
