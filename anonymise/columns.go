package anonymise

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/ingest/check"
	"lvv/schemas"
)

// A column is one column of the batch that is being filled. Exactly one of its
// slices of values is in use, by type.
type column struct {
	schemas.Column
	i32   []int32
	i64   []int64
	u16   []uint16
	u8    []uint8
	bits  []byte
	valid []byte // nil where there can be no holes
	holes int
}

// room makes the column empty, with room for n rows in memory of its own.
func (c *column) room(n int, t arrow.DataType) {
	*c = column{Column: c.Column}
	if dict, ok := t.(*arrow.DictionaryType); ok {
		t = dict.IndexType
	}
	switch t.ID() {
	case arrow.INT32, arrow.DATE32:
		c.i32 = make([]int32, n)
	case arrow.INT64:
		c.i64 = make([]int64, n)
	case arrow.UINT16:
		c.u16 = make([]uint16, n)
	case arrow.UINT8:
		c.u8 = make([]uint8, n)
	case arrow.BOOL:
		c.bits = make([]byte, bitutil.BytesForBits(int64(n)))
	}
	if c.Nullable {
		c.valid = make([]byte, bitutil.BytesForBits(int64(n)))
	}
}

// put writes the values of the picked rows from place at on. A missing value
// has a zero in its lower 32 bits, which is what then stands in the hole.
func (c *column) put(at int, values []int64, pick []int32) {
	switch {
	case c.i32 != nil:
		putInts(c.i32[at:], values, pick)
	case c.u8 != nil:
		putInts(c.u8[at:], values, pick)
	case c.u16 != nil:
		putInts(c.u16[at:], values, pick)
	default:
		for k, i := range pick {
			v := values[i]
			if v == check.Missing {
				v = 0
			}
			c.i64[at+k] = v
		}
	}
	if c.valid != nil {
		c.putValid(at, values, pick)
	}
}

func putInts[T int32 | uint8 | uint16](to []T, values []int64, pick []int32) {
	to = to[:len(pick)]
	for k, i := range pick {
		to[k] = T(values[i])
	}
}

// putValid marks which of the picked values are there.
func (c *column) putValid(at int, values []int64, pick []int32) {
	there := 0
	for k, i := range pick {
		bit := byte(0)
		if values[i] != check.Missing {
			bit = 1
		}
		there += int(bit)
		c.valid[(at+k)>>3] |= bit << ((at + k) & 7)
	}
	c.holes += len(pick) - there
}

// putPresence marks which of the picked texts are there.
func (c *column) putPresence(at int, texts [][]byte, pick []int32) {
	for k, i := range pick {
		if len(texts[i]) > 0 {
			c.bits[(at+k)>>3] |= 1 << ((at + k) & 7)
		}
	}
}

// array returns the first n values as an Arrow array over the same memory.
func (c *column) array(n int, t arrow.DataType, dict arrow.Array) arrow.Array {
	var valid *memory.Buffer
	if c.holes > 0 {
		valid = memory.NewBufferBytes(c.valid[:bitutil.BytesForBits(int64(n))])
	}
	buffers := []*memory.Buffer{valid, memory.NewBufferBytes(c.bytes(n))}
	if dict != nil {
		data := array.NewDataWithDictionary(t, n, buffers, c.holes, 0, dict.Data().(*array.Data))
		defer data.Release()
		return array.NewDictionaryData(data)
	}
	data := array.NewData(t, n, buffers, nil, c.holes, 0)
	defer data.Release()
	return array.MakeFromData(data)
}

func (c *column) bytes(n int) []byte {
	switch {
	case c.i32 != nil:
		return arrow.Int32Traits.CastToBytes(c.i32[:n])
	case c.i64 != nil:
		return arrow.Int64Traits.CastToBytes(c.i64[:n])
	case c.u16 != nil:
		return arrow.Uint16Traits.CastToBytes(c.u16[:n])
	case c.u8 != nil:
		return c.u8[:n]
	}
	return c.bits[:bitutil.BytesForBits(int64(n))]
}
