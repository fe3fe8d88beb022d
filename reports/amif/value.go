package amif

import (
	"lvv/reports/workbook"
	"lvv/schemas"
)

// A value is one cell of a list, written the same in the workbook and as CSV. A
// code is written as code for programs and with its label for people.
type value struct {
	kind  valueKind
	n     int // a number, or a day
	text  string
	label string // for people; text when empty
}

type valueKind uint8

const (
	empty valueKind = iota // what cannot be, as the end of what still runs
	word
	whole
	date
)

func text(s string) value { return value{kind: word, text: s} }

// coded are the codes of a list with their Dutch labels, by place; nothing for
// what was not told.
func coded(list string) func(place) value {
	var all []value
	for _, c := range schemas.List(list).Codes {
		all = append(all, value{kind: word, text: c.Code, label: c.Label})
	}
	return func(p place) value {
		if p == untold {
			return value{}
		}
		return all[p]
	}
}

// labelled are the labels alone, for a column beside that of the codes.
func labelled(list string) func(place) value {
	of := coded(list)
	return func(p place) value { return optional(of(p).label) }
}

func number[T int | int32](n T) value { return value{kind: whole, n: int(n)} }

func day(d schemas.Day, open bool) value {
	if open {
		return value{}
	}
	return value{kind: date, n: int(d)}
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
		return workbook.Int(int64(v.n))
	case date:
		return workbook.Date(schemas.Day(v.n).Time())
	}
	return workbook.Impossible()
}

// A column is one column of a list: what it is called, what it means, which
// delivered field it comes from and what the account needs it for.
type column struct {
	name    string // in CSV
	header  string // in the workbook
	width   float64
	of      func(row int) value
	meaning string
	source  string // delivered fields, or how it is made
	use     string
}

// at is the place of a column; formulas refer to it.
func at(columns []column, name string) int {
	for i := range columns {
		if columns[i].name == name {
			return i
		}
	}
	panic("amif: internal error: no column " + name)
}

// headers are the names of columns in CSV.
func headers(columns []column) []string {
	var names []string
	for i := range columns {
		names = append(names, columns[i].name)
	}
	return names
}

// sheetOf writes a list as the table of a sheet.
func sheetOf(s workbook.Sheet, columns []column, rows int) workbook.Sheet {
	for i := range columns {
		s.Columns = append(s.Columns, workbook.Column{Header: columns[i].header, Width: columns[i].width})
	}
	for i := range rows {
		row := make([]workbook.Cell, len(columns))
		for k := range columns {
			row[k] = columns[k].of(i).cell()
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}
