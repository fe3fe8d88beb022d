package amif

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"lvv/reports/csvfile"
	"lvv/schemas"
)

// A form is one of the two forms of CSV. Lists are written by appending bytes,
// without cells: that of a million rows would take a gigabyte. How a text is
// written is left to [csvfile], unless it is plain.
type form struct {
	folder string
	about  string // added to what is said of a file
	comma  byte
	day    func(dst []byte, year, month, day int) []byte
	write  func(w io.Writer, header []string, rows [][]csvfile.Cell) error
}

func dataForm() form {
	return form{folder: "gegevens/", comma: ',', write: csvfile.Data,
		day: func(dst []byte, y, m, d int) []byte { return two(append(two(append(four(dst, y), '-'), m), '-'), d) }}
}

func excelForm() form {
	return form{folder: "excel/", about: " (voor Excel)", comma: ';', write: csvfile.Excel,
		day: func(dst []byte, y, m, d int) []byte { return four(append(two(append(two(dst, d), '-'), m), '-'), y) }}
}

func two(dst []byte, n int) []byte { return append(dst, byte('0'+n/10%10), byte('0'+n%10)) }

func four(dst []byte, n int) []byte { return two(two(dst, n/100), n) }

// blockBytes is how much of a list is written at a time.
const blockBytes = 1 << 16

// list writes a list of so many rows.
func (f form) list(w io.Writer, columns []column, rows int) error {
	if err := f.write(w, headers(columns), nil); err != nil {
		return err
	}
	quoted := make(map[string]string) // texts that are not plain, as they are written
	block := make([]byte, 0, blockBytes+1<<12)
	for i := range rows {
		for k := range columns {
			if k > 0 {
				block = append(block, f.comma)
			}
			block = f.append(block, columns[k].of(i), quoted)
		}
		block = append(block, '\r', '\n')
		if len(block) >= blockBytes {
			if _, err := w.Write(block); err != nil {
				return err
			}
			block = block[:0]
		}
	}
	_, err := w.Write(block)
	return err
}

func (f form) append(dst []byte, v value, quoted map[string]string) []byte {
	switch v.kind {
	case word:
		if plain(v.text) {
			return append(dst, v.text...)
		}
		q, ok := quoted[v.text]
		if !ok {
			q = f.field(v.text)
			quoted[v.text] = q
		}
		return append(dst, q...)
	case whole:
		return strconv.AppendInt(dst, int64(v.n), 10)
	case date:
		y, m, d := schemas.Day(v.n).Date()
		return f.day(dst, y, m, d)
	}
	return dst
}

// plain reports whether a text stands in any CSV as it is: letters, digits,
// points, hyphens and underscores, not beginning as a formula.
func plain(s string) bool {
	for i := range len(s) {
		if !plainByte[s[i]] {
			return false
		}
	}
	return s != "" && s[0] != '-'
}

var plainByte = func() (is [256]bool) {
	for c := range byte(utf8.RuneSelf) {
		is[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("-_.<>", c) >= 0
	}
	return is
}()

// field is a text as csvfile writes it.
func (f form) field(s string) string {
	var with, without bytes.Buffer
	row := func(first csvfile.Cell) [][]csvfile.Cell { return [][]csvfile.Cell{{first, csvfile.Text("x")}} }
	// Writing to memory cannot fail.
	_ = f.write(&with, []string{"a", "b"}, row(csvfile.Text(s)))
	_ = f.write(&without, []string{"a", "b"}, row(csvfile.Impossible()))
	end := len(string([]byte{f.comma}) + "x\r\n")
	return string(with.Bytes()[without.Len()-end : with.Len()-end])
}
