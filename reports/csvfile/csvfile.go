// Package csvfile writes the CSV files of the parcels, each table in two forms.
//
// [Data] is for programs: RFC 4180 with commas, a decimal point, ISO dates and
// UTF-8 without byte order mark. [Excel] is for a Dutch Excel that opens the
// file with a double click: semicolons, a decimal comma, dates as dd-mm-jjjj
// and a byte order mark. Lines end in CR LF in both.
//
// A header and rows of [Cell] come in, bytes go to the writer handed in; the
// package opens no files. A suppressed value is a point, an impossible one is
// empty. Text that a spreadsheet would take for a formula gets an apostrophe in
// front; a number is never touched, so -5 stays a number.
package csvfile

import (
	"bufio"
	"io"
	"strings"
)

// A dialect is what differs between the two forms.
type dialect struct {
	start   string
	comma   string
	decimal string
	date    string // layout of package time
}

var (
	excel = dialect{start: "\ufeff", comma: ";", decimal: ",", date: "02-01-2006"}
	data  = dialect{comma: ",", decimal: ".", date: "2006-01-02"}
)

// Excel writes the form for a Dutch Excel. A row that is not as long as the
// header panics: the caller made both. The error is the writer's.
func Excel(w io.Writer, header []string, rows [][]Cell) error { return excel.write(w, header, rows) }

// Data writes the form for programs; otherwise as [Excel].
func Data(w io.Writer, header []string, rows [][]Cell) error { return data.write(w, header, rows) }

func (d dialect) write(w io.Writer, header []string, rows [][]Cell) error {
	if len(header) == 0 {
		panic("csvfile: internal error: table without columns")
	}
	out := bufio.NewWriter(w) // keeps its first error until Flush
	out.WriteString(d.start)
	fields := make([]string, len(header))
	for i, name := range header {
		fields[i] = harmless(name)
	}
	d.line(out, fields)
	for _, row := range rows {
		if len(row) != len(header) {
			panic("csvfile: internal error: row is not as long as the header")
		}
		for i, c := range row {
			fields[i] = c.field(d)
		}
		d.line(out, fields)
	}
	return out.Flush()
}

func (d dialect) line(out *bufio.Writer, fields []string) {
	for i, f := range fields {
		if i > 0 {
			out.WriteString(d.comma)
		}
		out.WriteString(d.quoted(f, len(fields) == 1))
	}
	out.WriteString("\r\n")
}

// quoted puts a field in quotes where a reader would take it for more than one,
// or, when it stands alone and is empty, for no line at all.
func (d dialect) quoted(f string, alone bool) string {
	plain := !strings.ContainsAny(f, d.comma+"\"\r\n") && strings.TrimSpace(f) == f
	if plain && !(alone && f == "") {
		return f
	}
	return `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
}
