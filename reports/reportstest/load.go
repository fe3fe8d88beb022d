package reportstest

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// A Delivery is rows of one organisation that passed gate 1, cell by cell as the
// store keeps them: codes as their place in the list, [warehouse.Empty] for
// nothing.
type Delivery struct {
	warehouse.Delivery
	Rows  int
	Value func(col schemas.Column, row int) int64
}

// Load is a warehouse with exactly these deliveries.
func Load(t testing.TB, c *schemas.Contract, deliveries func(*schemas.Dataset) []Delivery) *warehouse.DB {
	t.Helper()
	db, err := warehouse.Open(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, d := range c.Datasets {
		err := db.Load(t.Context(), d, func(deliver func(warehouse.Delivery, anonymise.Batch) error) error {
			for _, of := range deliveries(d) {
				if err := of.deliver(d, warehouse.Memory(), deliver); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func (of Delivery) deliver(d *schemas.Dataset, alloc memory.Allocator, deliver func(warehouse.Delivery, anonymise.Batch) error) error {
	layout := anonymise.NewLayout(d, alloc)
	defer layout.Release()
	rec := of.record(d, alloc, layout.Schema())
	defer rec.Release()
	b, err := anonymise.Reopen(layout, rec)
	if err != nil {
		return err
	}
	defer b.Release()
	return deliver(of.Delivery, b)
}

// record writes the rows in the columns of the store.
func (of Delivery) record(d *schemas.Dataset, alloc memory.Allocator, schema *arrow.Schema) arrow.RecordBatch {
	columns := d.Columns()
	arrays := make([]arrow.Array, len(columns))
	for c, col := range columns {
		b := array.NewBuilder(alloc, indexType(schema.Field(c).Type))
		for r := range of.Rows {
			put(b, of.Value(col, r))
		}
		arrays[c] = b.NewArray()
		b.Release()
		if col.Type == schemas.TypeCode {
			arrays[c] = withCodes(arrays[c], schema.Field(c).Type, col.Codes, alloc)
		}
		defer arrays[c].Release()
	}
	return array.NewRecordBatch(schema, arrays, int64(of.Rows))
}

func indexType(t arrow.DataType) arrow.DataType {
	if d, ok := t.(*arrow.DictionaryType); ok {
		return d.IndexType
	}
	return t
}

func withCodes(index arrow.Array, t arrow.DataType, codes *schemas.CodeList, alloc memory.Allocator) arrow.Array {
	defer index.Release()
	b := array.NewStringBuilder(alloc)
	defer b.Release()
	b.AppendValues(codes.Strings(), nil)
	dict := b.NewArray()
	defer dict.Release()
	return array.NewDictionaryArray(t, index, dict)
}

func put(b array.Builder, v int64) {
	if v == warehouse.Empty {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.Int32Builder:
		b.Append(int32(v))
	case *array.Int64Builder:
		b.Append(v)
	case *array.Uint8Builder:
		b.Append(uint8(v))
	case *array.Uint16Builder:
		b.Append(uint16(v))
	case *array.Date32Builder:
		b.Append(arrow.Date32(v))
	case *array.BooleanBuilder:
		b.Append(v != 0)
	default:
		panic("reportstest: internal error: a column of another type")
	}
}
