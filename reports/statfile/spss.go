package statfile

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

// Codes of the data compression of a .sav file: a byte for each eight bytes of
// a row, in groups of eight. A whole number from -99 to 151 is its own code.
const (
	codeBias   = 100
	codeRaw    = 253 // the eight bytes follow the group
	codeSpaces = 254
	segment    = 8
)

// Record types of the dictionary.
const (
	recVariable    = 2
	recValueLabels = 3
	recLabelOf     = 4
	recExtension   = 7
	recEnd         = 999
)

// SPSS writes the data set as a .sav file, compressed, in UTF-8.
func (f File) SPSS(w io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	s := savWriter{out: bufio.NewWriterSize(w, 1<<16)}
	s.header(f)
	index := make([]int, len(f.Columns)) // in the dictionary, from 1
	next := 1
	for i, c := range f.Columns {
		index[i] = next
		next += s.variable(i, c)
	}
	for i, c := range f.Columns {
		s.valueLabels(index[i], c)
	}
	s.extensions(f)
	s.i32(recEnd, 0)
	s.data(f)
	return s.out.Flush()
}

// A savWriter writes little-endian. bufio keeps the first error.
type savWriter struct{ out *bufio.Writer }

func (s savWriter) i32(values ...int32) {
	for _, v := range values {
		s.out.Write(binary.LittleEndian.AppendUint32(nil, uint32(v)))
	}
}

func (s savWriter) f64(values ...float64) {
	for _, v := range values {
		s.out.Write(number(v))
	}
}

func number(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }

// text writes n bytes, padded with spaces.
func (s savWriter) text(v string, n int) { s.out.WriteString(padded(cut(v, n), n)) }

func padded(s string, n int) string { return s + strings.Repeat(" ", n-len(s)) }

func (s savWriter) header(f File) {
	segments := 0
	for _, c := range f.Columns {
		segments += c.segments()
	}
	s.text("$FL2", 4)
	s.text("@(#) SPSS DATA FILE lvv", 60)
	s.i32(2, int32(segments), 1, 0, int32(min(f.Rows, math.MaxInt32)))
	s.f64(codeBias)
	s.text(f.Created.UTC().Format("02 Jan 06"), 9)
	s.text(f.Created.UTC().Format("15:04:00"), 8)
	s.text(f.Label, 64)
	s.text("", 3)
}

// segments is how many groups of eight bytes a column takes in a row.
func (c Column) segments() int {
	if c.Words == nil {
		return 1
	}
	return (c.width() + segment - 1) / segment
}

// variable writes the records of column i and returns how many there are.
func (s savWriter) variable(i int, c Column) int {
	kind, format := int32(0), int32(5<<16|8<<8) // F8.0
	if c.Words != nil {
		kind = int32(c.width())
		format = 1<<16 | kind<<8 // A
	}
	missing := int32(0)
	if c.hasMissing() {
		missing = -2 // a range
	}
	s.i32(recVariable, kind, 1, missing, format, format)
	s.text(shortName(i), segment)
	label := cut(c.Label, 255)
	s.i32(int32(len(label)))
	s.text(label, (len(label)+3)/4*4)
	if missing != 0 {
		s.f64(leastMissing, -1)
	}
	for range c.segments() - 1 {
		s.i32(recVariable, -1, 0, 0, 0, 0)
		s.text("", segment)
	}
	return c.segments()
}

// shortName is the name of a column for programs older than names of 64.
func shortName(i int) string { return fmt.Sprintf("V%d", i+1) }

func (s savWriter) valueLabels(index int, c Column) {
	values := c.distinct()
	if len(values) == 0 {
		return
	}
	s.i32(recValueLabels, int32(len(values)))
	for _, v := range values {
		label := cut(v.Label, 120)
		s.f64(float64(v.Number))
		s.out.WriteByte(byte(len(label)))
		s.text(label, (len(label)+segment)/segment*segment-1)
	}
	s.i32(recLabelOf, 1, int32(index))
}

// extensions tell how numbers and text are written, and the long names.
func (s savWriter) extensions(f File) {
	extension := func(kind, size, count int32) { s.i32(recExtension, kind, size, count) }
	extension(3, 4, 8)
	s.i32(1, 0, 0, -1, 1, 1, 2, 65001) // version, machine, IEEE, compressed, little-endian, UTF-8
	extension(4, segment, 3)
	s.f64(-math.MaxFloat64, math.MaxFloat64, math.Nextafter(-math.MaxFloat64, 0))
	extension(11, 4, int32(3*len(f.Columns)))
	for _, c := range f.Columns {
		s.i32(1, int32(min(40, max(8, c.width()))), int32(btoi(c.Words == nil))) // nominal, width, alignment
	}
	var names []string
	for i, c := range f.Columns {
		names = append(names, shortName(i)+"="+c.Name)
	}
	long := strings.Join(names, "\t")
	extension(13, 1, int32(len(long)))
	s.out.WriteString(long)
	extension(16, segment, 2)
	s.out.Write(binary.LittleEndian.AppendUint64(nil, 1))
	s.out.Write(binary.LittleEndian.AppendUint64(nil, uint64(f.Rows)))
	extension(20, 1, 5)
	s.out.WriteString("UTF-8")
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A savCell is a value as it stands in the data: a code for each segment, and
// the bytes of those that are raw.
type savCell struct{ codes, raw []byte }

func (c Column) savCells() []savCell {
	var out []savCell
	for _, v := range c.Values {
		if code := v.Number + codeBias; code > 0 && code < 252 {
			out = append(out, savCell{codes: []byte{byte(code)}})
			continue
		}
		out = append(out, savCell{[]byte{codeRaw}, number(float64(v.Number))})
	}
	for _, word := range c.Words {
		var cell savCell
		word = padded(word, c.segments()*segment)
		for ; word != ""; word = word[segment:] {
			if word[:segment] == padded("", segment) {
				cell.codes = append(cell.codes, codeSpaces)
				continue
			}
			cell.codes = append(cell.codes, codeRaw)
			cell.raw = append(cell.raw, word[:segment]...)
		}
		out = append(out, cell)
	}
	return out
}

// data writes the rows.
func (s savWriter) data(f File) {
	cells := make([][]savCell, len(f.Columns))
	for i, c := range f.Columns {
		cells[i] = c.savCells()
	}
	var g savGroup
	var row savCell
	for at, rows := range f.runs {
		row.codes, row.raw = row.codes[:0], row.raw[:0]
		for i, c := range f.Columns {
			cell := &cells[i][c.Codes[at]]
			row.codes, row.raw = append(row.codes, cell.codes...), append(row.raw, cell.raw...)
		}
		for range rows {
			s.row(&g, &row)
		}
	}
	if g.n > 0 {
		s.flush(&g)
	}
}

// A savGroup is a group of codes that is not full yet, with the bytes of those
// that are raw.
type savGroup struct {
	codes [segment]byte
	n     int
	raw   []byte
}

// row adds a row to a group, and writes those that become full.
func (s savWriter) row(g *savGroup, row *savCell) {
	raw := row.raw
	for _, code := range row.codes {
		g.codes[g.n] = code
		g.n++
		if code == codeRaw {
			g.raw, raw = append(g.raw, raw[:segment]...), raw[segment:]
		}
		if g.n == segment {
			s.flush(g)
		}
	}
}

// flush writes a group; what is not full ends in zeros.
func (s savWriter) flush(g *savGroup) {
	clear(g.codes[g.n:])
	s.out.Write(g.codes[:])
	s.out.Write(g.raw)
	g.n, g.raw = 0, g.raw[:0]
}
