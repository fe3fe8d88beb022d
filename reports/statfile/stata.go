package statfile

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"math"
	"slices"
)

// Storage types of format 118; text is its own width.
const (
	typeLong = 65528
	typeInt  = 65529
	typeByte = 65530
)

// The first of the 27 numbers that stand for missing, by storage type. The
// reasons -1, -2 and -3 are the second to fourth: .a, .b and .c.
var firstMissing = map[uint16]int32{typeLong: 2147483621, typeInt: 32741, typeByte: 101}

// Fixed widths of format 118, in bytes with the closing zero.
const (
	widthName   = 129
	widthFormat = 57
	widthLabel  = 321
)

// Stata writes the data set as a .dta file of format 118 (Stata 14 and later).
func (f File) Stata(w io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	columns := make([]dtaColumn, len(f.Columns))
	row := 0
	for i, c := range f.Columns {
		columns[i] = c.dta()
		row += columns[i].size()
	}
	head, at := dtaHead(f, columns)
	at = append(at, at[len(at)-1]+uint64(len("<data></data>"))+uint64(f.Rows*row))
	at = append(at, at[len(at)-1]+uint64(len("<strls></strls>")))
	tail := dtaLabels(columns)
	at = append(at, at[len(at)-1]+uint64(len(tail)))
	at = append(at, at[len(at)-1]+uint64(len(dtaEnd)))
	copy(head[at[1]+uint64(len("<map>")):], mapOf(at))

	out := bufio.NewWriterSize(w, 1<<16)
	out.Write(head)
	out.WriteString("<data>")
	line := make([]byte, 0, row)
	for at, rows := range f.runs {
		line = line[:0]
		for i, c := range f.Columns {
			line = append(line, columns[i].cells[c.Codes[at]]...)
		}
		for range rows {
			out.Write(line)
		}
	}
	out.WriteString("</data><strls></strls>")
	out.Write(tail)
	out.WriteString(dtaEnd)
	return out.Flush()
}

const dtaEnd = "</stata_dta>"

// A dtaColumn is a column as it is stored.
type dtaColumn struct {
	Column
	kind  uint16
	cells [][]byte // by code
}

// dta picks the narrowest type that holds a column.
func (c Column) dta() dtaColumn {
	d := dtaColumn{Column: c, kind: typeByte}
	if c.Words != nil {
		d.kind = uint16(c.width())
		for _, word := range c.Words {
			d.cells = append(d.cells, zeroed(word, c.width()))
		}
		return d
	}
	for _, v := range c.Values {
		switch {
		case v.Number >= firstMissing[typeInt]:
			d.kind = typeLong
		case v.Number >= firstMissing[typeByte] && d.kind == typeByte:
			d.kind = typeInt
		}
	}
	for _, v := range c.Values {
		d.cells = append(d.cells, d.store(stored(v.Number, d.kind)))
	}
	return d
}

// stored is a number as a storage type holds it.
func stored(n int32, kind uint16) int32 {
	if n < 0 {
		return firstMissing[kind] - n
	}
	return n
}

func (d dtaColumn) store(n int32) []byte {
	switch d.kind {
	case typeByte:
		return []byte{byte(int8(n))}
	case typeInt:
		return binary.LittleEndian.AppendUint16(nil, uint16(int16(n)))
	}
	return binary.LittleEndian.AppendUint32(nil, uint32(n))
}

func (d dtaColumn) size() int {
	switch d.kind {
	case typeByte:
		return 1
	case typeInt:
		return 2
	case typeLong:
		return 4
	}
	return int(d.kind)
}

// zeroed is text in n bytes, filled up with zeros.
func zeroed(s string, n int) []byte { return append([]byte(s), make([]byte, n-len(s))...) }

// dtaHead writes all before the data, with room for the map. It returns where
// each part begins, up to the data.
func dtaHead(f File, columns []dtaColumn) (head []byte, at []uint64) {
	var b bytes.Buffer
	le := binary.LittleEndian
	part := func(name string, body []byte) {
		at = append(at, uint64(b.Len()))
		b.WriteString("<" + name + ">")
		b.Write(body)
		b.WriteString("</" + name + ">")
	}
	label, stamp := cutRunes(f.Label, 80), f.Created.UTC().Format("02 Jan 2006 15:04")
	at = append(at, 0)
	b.WriteString("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>")
	b.Write(le.AppendUint16(nil, uint16(len(columns))))
	b.WriteString("</K><N>")
	b.Write(le.AppendUint64(nil, uint64(f.Rows)))
	b.WriteString("</N><label>")
	b.Write(le.AppendUint16(nil, uint16(len(label))))
	b.WriteString(label + "</label><timestamp>" + string(rune(len(stamp))) + stamp + "</timestamp></header>")

	var types, names, formats, sets, labels []byte
	for _, d := range columns {
		types = le.AppendUint16(types, d.kind)
		names = append(names, zeroed(d.Name, widthName)...)
		formats = append(formats, zeroed(d.format(), widthFormat)...)
		sets = append(sets, zeroed(d.set(), widthName)...)
		labels = append(labels, zeroed(cutRunes(d.Label, 80), widthLabel)...)
	}
	part("map", make([]byte, 8*mapEntries))
	part("variable_types", types)
	part("varnames", names)
	part("sortlist", make([]byte, 2*(len(columns)+1)))
	part("formats", formats)
	part("value_label_names", sets)
	part("variable_labels", labels)
	part("characteristics", nil)
	return b.Bytes(), append(at, uint64(b.Len()))
}

// mapEntries are the places that the map lists: from the beginning of the file
// to its end.
const mapEntries = 14

func mapOf(at []uint64) []byte {
	if len(at) != mapEntries {
		panic("statfile: internal error: the map of a .dta file is not complete")
	}
	var out []byte
	for _, v := range at {
		out = binary.LittleEndian.AppendUint64(out, v)
	}
	return out
}

func (d dtaColumn) format() string {
	if d.Words != nil {
		return "%9s"
	}
	return "%12.0g"
}

// set is the name of the value labels of a column.
func (d dtaColumn) set() string {
	if d.Words != nil {
		return ""
	}
	return d.Name
}

// dtaLabels writes the value labels of all columns.
func dtaLabels(columns []dtaColumn) []byte {
	var b bytes.Buffer
	b.WriteString("<value_labels>")
	for _, d := range columns {
		if values := d.distinct(); len(values) > 0 {
			table := labelTable(values)
			b.WriteString("<lbl>")
			b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(table))))
			b.Write(zeroed(d.set(), widthName+3))
			b.Write(table)
			b.WriteString("</lbl>")
		}
	}
	b.WriteString("</value_labels>")
	return b.Bytes()
}

// labelTable is how many, how long, where each text begins, the numbers in
// order, texts.
func labelTable(values []Value) []byte {
	le := binary.LittleEndian
	slices.SortFunc(values, func(a, b Value) int {
		return cmp.Compare(stored(a.Number, typeLong), stored(b.Number, typeLong))
	})
	var offsets, numbers, texts []byte
	for _, v := range values {
		offsets = le.AppendUint32(offsets, uint32(min(len(texts), math.MaxInt32)))
		numbers = le.AppendUint32(numbers, uint32(stored(v.Number, typeLong)))
		texts = append(append(texts, v.Label...), 0)
	}
	out := le.AppendUint32(nil, uint32(len(values)))
	out = le.AppendUint32(out, uint32(len(texts)))
	return append(append(append(out, offsets...), numbers...), texts...)
}
