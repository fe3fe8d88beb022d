package workbook

import (
	"time"

	"github.com/xuri/excelize/v2"
)

// Book is one workbook.
type Book struct {
	Title   string    // document property, not shown in a sheet
	Subject string    // document property; may be empty
	Created time.Time // document property, written in UTC; must not be zero
	Sheets  []Sheet   // in order of the tabs; at least one
	Names   []Name    // defined names of the whole workbook
}

// Name is a defined name: a word that formulas and readers use for a range.
type Name struct {
	Name string // letters, digits and underscores, not like a cell address
	Ref  string // absolute, as [Sheet.Abs] or [Sheet.Range] give it
}

// Sheet is one tab: a title, notes, one table and charts.
//
// The table begins under the notes with a frozen header row; Rows can be
// filtered, Totals stand below them in bold and stay outside the filter. A
// sheet without Columns is a page of Rows without header or filter.
type Sheet struct {
	Name     string   // at most 31 characters, none of : \ / ? * [ ]
	Title    string   // first line, large
	Notes    []string // one line each under the title: definition, clause, denominator
	Columns  []Column
	Rows     [][]Cell // each at most as long as Columns
	Totals   [][]Cell
	Charts   []Chart
	NoFilter bool // leaves out the filter buttons
	NoFreeze bool // leaves the header unfrozen
	Portrait bool // paper upright instead of lying; always A4 and one page wide
	HideGrid bool // no grid lines, for a statement to be signed
}

// Column is one column of the table of a sheet.
type Column struct {
	Header string
	Width  float64 // in characters; 0 becomes 14
}

// HeaderRow answers the number of the header row, 1-based as Excel counts.
func (s Sheet) HeaderRow() int {
	n := 1
	if s.Title != "" {
		n++
	}
	n += len(s.Notes)
	if n > 1 {
		n++ // one blank row before the table
	}
	return n
}

// Row answers the Excel row number of Rows[i]; i may run on into Totals.
func (s Sheet) Row(i int) int {
	if len(s.Columns) == 0 {
		return s.HeaderRow() + i
	}
	return s.HeaderRow() + 1 + i
}

// At answers the address of column col (0-based) in Rows[i], as B7.
func (s Sheet) At(col, i int) string { return address(col, s.Row(i)) }

// Abs answers the same address in absolute form with the sheet: 'Plaatsen'!$B$7.
func (s Sheet) Abs(col, i int) string { return s.quoted() + "!" + absolute(col, s.Row(i)) }

// Down answers the cells of column col beside all of Rows, as B6:B17, for a
// formula on the same sheet. Without rows it is the header cell, which sums to
// nothing.
func (s Sheet) Down(col int) string {
	if len(s.Rows) == 0 {
		return address(col, s.HeaderRow()) + ":" + address(col, s.HeaderRow())
	}
	return s.At(col, 0) + ":" + s.At(col, len(s.Rows)-1)
}

// Range answers the cells of column col from Rows[from] to Rows[to], both
// included, in absolute form with the sheet: 'Plaatsen'!$B$6:$B$17.
func (s Sheet) Range(col, from, to int) string {
	return s.Abs(col, from) + ":" + absolute(col, s.Row(to))
}

// All is Range over all of Rows.
func (s Sheet) All(col int) string {
	if len(s.Rows) == 0 {
		head := absolute(col, s.HeaderRow())
		return s.quoted() + "!" + head + ":" + head
	}
	return s.Range(col, 0, len(s.Rows)-1)
}

// width answers the number of columns that the sheet uses.
func (s Sheet) width() int {
	n := max(1, len(s.Columns))
	for _, rows := range [][][]Cell{s.Rows, s.Totals} {
		for _, r := range rows {
			n = max(n, len(r))
		}
	}
	return n
}

// numbers answers whether the first filled cell of column col is a number, so
// that the header stands on the same side.
func (s Sheet) numbers(col int) bool {
	for _, rows := range [][][]Cell{s.Rows, s.Totals} {
		for _, r := range rows {
			if col < len(r) && r[col].kind != blank && r[col].style != right {
				return r[col].kind == numeric
			}
		}
	}
	return false
}

func (s Sheet) quoted() string { return quote(s.Name) }

func address(col, row int) string {
	a, err := excelize.CoordinatesToCellName(col+1, row)
	if err != nil {
		panic("workbook: internal error: no such cell")
	}
	return a
}

func absolute(col, row int) string {
	a, err := excelize.CoordinatesToCellName(col+1, row, true)
	if err != nil {
		panic("workbook: internal error: no such cell")
	}
	return a
}
