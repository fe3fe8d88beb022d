package anonymise

import (
	"errors"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/schemas"
)

// record makes a record of dataset hulp with two rows, after change had its way
// with fields and columns.
func record(t *testing.T, change func(fields []arrow.Field, columns []arrow.Array)) (*Layout, arrow.RecordBatch) {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	l := NewLayout(c.Dataset("hulp"), memory.NewGoAllocator())
	columns := []arrow.Array{
		build(t, l, 0, `["2019-01-01","2019-02-01"]`),
		codes(l.schema.Field(1).Type, []uint8{0, 1}, l.dicts[1]),
		build(t, l, 2, `[1,2]`), build(t, l, 3, `[3,4]`), build(t, l, 4, `[2,3]`),
	}
	fields := append([]arrow.Field(nil), l.schema.Fields()...)
	change(fields, columns)
	return l, array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, 2)
}

func build(t *testing.T, l *Layout, i int, values string) arrow.Array {
	t.Helper()
	return ofJSON(t, l.schema.Field(i).Type, values)
}

func codes(typ arrow.DataType, index []uint8, dict arrow.Array) arrow.Array {
	b := array.NewUint8Builder(memory.NewGoAllocator())
	b.AppendValues(index, nil)
	return array.NewDictionaryArray(typ, b.NewArray(), dict)
}

func words(list ...string) arrow.Array {
	b := array.NewStringBuilder(memory.NewGoAllocator())
	b.AppendValues(list, nil)
	return b.NewArray()
}

func ofJSON(t *testing.T, typ arrow.DataType, values string) arrow.Array {
	t.Helper()
	a, _, err := array.FromJSON(memory.NewGoAllocator(), typ, strings.NewReader(values))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestReopenRefusesWhatTheGateWouldNotMake(t *testing.T) {
	t.Parallel()
	text := arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint8, ValueType: arrow.BinaryTypes.String}
	for _, c := range []struct {
		about  string
		change func(fields []arrow.Field, columns []arrow.Array)
		ok     bool
	}{
		{"as it was made", func([]arrow.Field, []arrow.Array) {}, true},
		{"a list that has grown since", func(_ []arrow.Field, a []arrow.Array) { a[1] = codes(&text, []uint8{0, 0}, words("medisch")) }, true},
		{"another name", func(f []arrow.Field, _ []arrow.Array) { f[2].Name = "naam" }, false},
		{"another type", func(f []arrow.Field, a []arrow.Array) {
			f[2].Type, a[2] = arrow.BinaryTypes.String, words("Amina", "Jan")
		}, false},
		{"holes where there may be none", func(_ []arrow.Field, a []arrow.Array) { a[2] = ofJSON(t, arrow.PrimitiveTypes.Int32, `[1,null]`) }, false},
		{"holes said to be allowed", func(f []arrow.Field, _ []arrow.Array) { f[2].Nullable = true }, false},
		{"a code outside the list", func(_ []arrow.Field, a []arrow.Array) {
			a[1] = codes(&text, []uint8{0, 2}, a[1].(*array.Dictionary).Dictionary())
		}, false},
		{"a code outside a shorter list", func(_ []arrow.Field, a []arrow.Array) { a[1] = codes(&text, []uint8{0, 1}, words("medisch")) }, false},
		{"another list", func(_ []arrow.Field, a []arrow.Array) {
			a[1] = codes(&text, []uint8{0, 1}, words("medisch", "Amina Yusuf"))
		}, false},
		{"a longer list", func(_ []arrow.Field, a []arrow.Array) {
			a[1] = codes(&text, []uint8{0, 1}, words("medisch", "juridisch", "anders"))
		}, false},
		{"too little memory", func(_ []arrow.Field, a []arrow.Array) { a[4] = tooShort() }, false},
	} {
		l, rec := record(t, c.change)
		b, err := Reopen(l, rec)
		switch {
		case c.ok && err != nil:
			t.Errorf("%s: %v", c.about, err)
		case c.ok:
			if d := b.Record().Column(1).(*array.Dictionary).Dictionary(); d.Len() != 2 {
				t.Errorf("%s: the dictionary has %d words", c.about, d.Len())
			}
		case !errors.Is(err, ErrLayout):
			t.Errorf("%s: got %v", c.about, err)
		}
	}
}

// tooShort is a column whose length says more than its memory holds, as a
// forged file could.
func tooShort() arrow.Array {
	return &short{array.NewInt32Data(array.NewData(arrow.PrimitiveTypes.Int32, 2,
		[]*memory.Buffer{nil, memory.NewBufferBytes(make([]byte, 8))}, nil, 0, 0))}
}

type short struct{ *array.Int32 }

func (s *short) Data() arrow.ArrayData {
	return array.NewData(arrow.PrimitiveTypes.Int32, 2, []*memory.Buffer{nil, memory.NewBufferBytes(make([]byte, 4))}, nil, 0, 0)
}

// No code list may be about to outgrow the type in which its positions are
// kept: what is stored would have to be read in another way.
func TestCodeListsFitTheirTypes(t *testing.T) {
	t.Parallel()
	for _, name := range schemas.Names() {
		c, err := schemas.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range c.Datasets {
			for _, col := range d.Columns() {
				if col.Codes == nil {
					continue
				}
				if n := len(col.Codes.Codes); n > narrow-20 && n <= narrow || n > 60_000 {
					t.Errorf("%s: list %s has %d codes", d.Name, col.Codes.Name, n)
				}
			}
		}
	}
}
