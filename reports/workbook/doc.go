// Package workbook writes Excel workbooks: it is the only place of the
// reports that knows excelize.
//
// A [Book] of declared sheets, rows and cells comes in; one XLSX file goes
// out. Numbers are numbers, dates are dates, money is exact to the cent, text
// that begins with = + - or @ is text and never a formula, a suppressed cell
// is the text "." and an impossible one is blank. Each formula carries the
// value that the program computed, so that a viewer that does not calculate
// shows the same as Excel, which calculates again when it opens the file.
//
// The same Book gives the same bytes: the parts of the file are sorted and
// carry no times, and the only date is [Book.Created]. Nothing is ever written
// to a temporary file.
package workbook
