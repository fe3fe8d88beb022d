package amif

import (
	"lvv/reports/csvfile"
	"lvv/reports/workbook"
	"lvv/schemas"
)

// A value is one cell of a list, written the same in the workbook and as CSV. A
// code is written as code for programs and with its label for people.
type value struct {
	kind  valueKind
	text  string
	label string // for people; text when empty
	n     int64
	day   schemas.Day
}

type valueKind uint8

const (
	empty valueKind = iota // what cannot be, as the end of what still runs
	word
	whole
	date
)

func text(s string) value { return value{kind: word, text: s} }

// coded is a code of a list with its Dutch label; nothing when there is none.
func coded(list, code string) value {
	if code == "" {
		return value{}
	}
	l := schemas.List(list)
	return value{kind: word, text: code, label: l.Codes[l.Index(code)].Label}
}

func number(n int) value { return value{kind: whole, n: int64(n)} }

func day(d schemas.Day, open bool) value {
	if open {
		return value{}
	}
	return value{kind: date, day: d}
}

func yesNo(yes bool) value {
	if yes {
		return text("ja")
	}
	return text("nee")
}

// optional is text that may not be there.
func optional(s string) value {
	if s == "" {
		return value{}
	}
	return text(s)
}

func (v value) cell() workbook.Cell {
	switch v.kind {
	case word:
		if v.label != "" {
			return workbook.Text(v.label)
		}
		return workbook.Text(v.text)
	case whole:
		return workbook.Int(v.n)
	case date:
		return workbook.Date(v.day.Time())
	}
	return workbook.Impossible()
}

func (v value) field() csvfile.Cell {
	switch v.kind {
	case word:
		return csvfile.Text(v.text)
	case whole:
		return csvfile.Int(v.n)
	case date:
		return csvfile.Date(v.day.Time())
	}
	return csvfile.Impossible()
}

// A column is one column of a list: what it is called, what it means, which
// delivered field it comes from and what the account needs it for.
type column[T any] struct {
	name    string // in CSV
	header  string // in the workbook
	width   float64
	of      func(*T) value
	meaning string
	source  string // delivered fields, or how it is made
	use     string
}

// at is the place of a column; formulas refer to it.
func at[T any](columns []column[T], name string) int {
	for i, c := range columns {
		if c.name == name {
			return i
		}
	}
	panic("amif: internal error: no column " + name)
}

// sheetOf writes a list as the table of a sheet.
func sheetOf[T any](s workbook.Sheet, columns []column[T], list []T) workbook.Sheet {
	for _, c := range columns {
		s.Columns = append(s.Columns, workbook.Column{Header: c.header, Width: c.width})
	}
	for i := range list {
		row := make([]workbook.Cell, len(columns))
		for k, c := range columns {
			row[k] = c.of(&list[i]).cell()
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// A table is a list as CSV: a header and rows.
type table struct {
	name   string
	about  string
	header []string
	rows   [][]csvfile.Cell
	list   bool // of which the workbook may be too small to hold it
}

func tableOf[T any](name, about string, columns []column[T], list []T) table {
	t := table{name: name, about: about}
	for _, c := range columns {
		t.header = append(t.header, c.name)
	}
	for i := range list {
		row := make([]csvfile.Cell, len(columns))
		for k, c := range columns {
			row[k] = c.of(&list[i]).field()
		}
		t.rows = append(t.rows, row)
	}
	return t
}
