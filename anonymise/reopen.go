package anonymise

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"

	"lvv/schemas"
)

// Reopen makes a Batch of a record that comes back from the store; it is there
// for anonymise/store alone. A record that is not exactly of this layout is
// refused with ErrLayout: another column, another type, a hole where there may
// be none, a code outside its list. The memory safety of whatever counts the
// rows in C depends on these checks.
//
// A dictionary may be shorter than the code list is now, since code lists only
// grow at their end; the record then gets the dictionary of today. The Batch
// has its own hold on the record, to be given back with Release.
func Reopen(l *Layout, rec arrow.RecordBatch) (Batch, error) {
	if !rec.Schema().Equal(l.schema) {
		return Batch{}, ErrLayout
	}
	columns := make([]arrow.Array, rec.NumCols())
	for i, c := range l.columns {
		a := rec.Column(i)
		if err := sound(a, c); err != nil {
			return Batch{}, fmt.Errorf("column %s: %w", c.Name, err)
		}
		columns[i] = a
		if d, ok := a.(*array.Dictionary); ok && d.Dictionary().Len() < l.dicts[i].Len() {
			longer := array.NewDictionaryArray(d.DataType(), d.Indices(), l.dicts[i])
			defer longer.Release() // the record keeps its own hold
			columns[i] = longer
		}
	}
	return Batch{dataset: l.dataset, record: array.NewRecordBatch(l.schema, columns, rec.NumRows())}, nil
}

// sound checks one column: enough memory for its length, no holes where there
// may be none, and codes that are in the list.
func sound(a arrow.Array, c schemas.Column) error {
	data := a.Data()
	if data.Offset() != 0 || len(data.Buffers()) != 2 || a.NullN() != 0 && !c.Nullable {
		return ErrLayout
	}
	if valid := data.Buffers()[0]; valid != nil && valid.Len() > 0 {
		if int64(valid.Len()) < bitutil.BytesForBits(int64(a.Len())) {
			return ErrLayout
		}
	} else if a.NullN() != 0 {
		return ErrLayout
	}
	width := a.DataType().(arrow.FixedWidthDataType).BitWidth()
	if values := data.Buffers()[1]; a.Len() > 0 && (values == nil || int64(values.Len()) < bitutil.BytesForBits(int64(a.Len()*width))) {
		return ErrLayout
	}
	if d, ok := a.(*array.Dictionary); ok {
		return soundCodes(d, c.Codes)
	}
	return nil
}

// soundCodes checks that the dictionary is the beginning of the code list and
// that every position lies in it.
func soundCodes(d *array.Dictionary, codes *schemas.CodeList) error {
	words, ok := d.Dictionary().(*array.String)
	if !ok || words.Len() > len(codes.Codes) || words.NullN() != 0 {
		return ErrLayout
	}
	for i := range words.Len() {
		if words.Value(i) != codes.Codes[i].Code {
			return ErrLayout
		}
	}
	highest := -1
	switch index := d.Indices().(type) {
	case *array.Uint8:
		for _, v := range index.Uint8Values() {
			highest = max(highest, int(v))
		}
	case *array.Uint16:
		for _, v := range index.Uint16Values() {
			highest = max(highest, int(v))
		}
	default:
		return ErrLayout
	}
	if highest >= words.Len() {
		return ErrLayout
	}
	return nil
}
