package workbook_test

import (
	"io"
	"testing"
	"time"

	"lvv/reports/workbook"
)

// BenchmarkWrite writes 20,000 rows of 8 cells, more than an audit file of all
// shelters in the pilot.
func BenchmarkWrite(b *testing.B) {
	s := workbook.Sheet{Name: "Groot", Columns: make([]workbook.Column, 8)}
	for i := range s.Columns {
		s.Columns[i].Header = string(rune('a' + i))
	}
	for i := range 20_000 {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text("ABCDEFGH"), workbook.Int(int64(i)), workbook.Cents(int64(i) * 5000),
			workbook.Date(created.Add(time.Duration(i) * time.Hour)), workbook.Suppressed(), workbook.Text("terugkeer"),
			workbook.Formula(s.At(1, i)+"*50", workbook.Cents(int64(i)*5000)), workbook.Percent(0.5)})
	}
	book := workbook.Book{Created: created, Sheets: []workbook.Sheet{s}}
	for b.Loop() {
		if err := book.Write(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
