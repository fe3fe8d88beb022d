package anonymise

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/schemas"
)

// ErrLayout means that a record is not made of exactly the columns that the
// schema says the store keeps.
var ErrLayout = errors.New("the record does not have the columns of its dataset")

// narrow is the longest code list whose positions are kept in eight bits. It
// leaves room for a list to grow without changing what is stored.
const narrow = 128

// A Layout is the Arrow form of the columns that are kept of a dataset: their
// types and the dictionaries of their code lists. A code column is a dictionary
// array: its values are positions in the code list (uint8, or uint16 for lists
// over 128 codes), its dictionary is the list.
type Layout struct {
	dataset *schemas.Dataset
	columns []schemas.Column
	schema  *arrow.Schema
	dicts   []arrow.Array // by column; nil where there are no codes
}

// NewLayout returns the layout of a dataset. Its dictionaries are in memory of
// mem until Release.
func NewLayout(d *schemas.Dataset, mem memory.Allocator) *Layout {
	l := &Layout{dataset: d, columns: d.Columns()}
	fields := make([]arrow.Field, len(l.columns))
	l.dicts = make([]arrow.Array, len(l.columns))
	for i, c := range l.columns {
		fields[i] = arrow.Field{Name: c.Name, Type: arrowType(c), Nullable: c.Nullable}
		if c.Type == schemas.TypeCode {
			l.dicts[i] = dictionary(c.Codes, mem)
		}
	}
	l.schema = arrow.NewSchema(fields, nil)
	return l
}

// Schema is the Arrow schema of every record of the dataset.
func (l *Layout) Schema() *arrow.Schema { return l.schema }

// Release gives the memory of the dictionaries back.
func (l *Layout) Release() {
	for _, d := range l.dicts {
		if d != nil {
			d.Release()
		}
	}
	l.dicts = nil
}

func arrowType(c schemas.Column) arrow.DataType {
	switch c.Type {
	case schemas.TypeInt32:
		return arrow.PrimitiveTypes.Int32
	case schemas.TypeInt64:
		return arrow.PrimitiveTypes.Int64
	case schemas.TypeUint8:
		return arrow.PrimitiveTypes.Uint8
	case schemas.TypeDate:
		return arrow.FixedWidthTypes.Date32
	case schemas.TypeBool:
		return arrow.FixedWidthTypes.Boolean
	case schemas.TypeCode:
		index := arrow.DataType(arrow.PrimitiveTypes.Uint8)
		if len(c.Codes.Codes) > narrow {
			index = arrow.PrimitiveTypes.Uint16
		}
		return &arrow.DictionaryType{IndexType: index, ValueType: arrow.BinaryTypes.String}
	}
	panic(fmt.Sprintf("anonymise: internal error: column of type %d", c.Type))
}

func dictionary(codes *schemas.CodeList, mem memory.Allocator) arrow.Array {
	b := array.NewStringBuilder(mem)
	defer b.Release()
	b.AppendValues(codes.Strings(), nil)
	return b.NewArray()
}
