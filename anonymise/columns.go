package anonymise

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/ingest/check"
	"lvv/schemas"
)

// A column is one column of the batch that is being filled. Its values are seen
// through exactly one of the slices, by type.
type column struct {
	schemas.Column
	values []byte
	width  int // bits of a value
	i32    []int32
	i64    []int64
	u16    []uint16
	u8     []uint8
	bits   []byte
	valid  []byte // nil where there can be no holes
	holes  int
}

// room makes the column empty, with room for n rows in memory of its own.
func (c *column) room(n int, t arrow.DataType, spare *spare) {
	*c = column{Column: c.Column, width: t.(arrow.FixedWidthDataType).BitWidth()}
	c.values = spare.Allocate(c.size(n))
	if dict, ok := t.(*arrow.DictionaryType); ok {
		t = dict.IndexType
	}
	switch t.ID() {
	case arrow.INT32, arrow.DATE32:
		c.i32 = arrow.Int32Traits.CastFromBytes(c.values)
	case arrow.INT64:
		c.i64 = arrow.Int64Traits.CastFromBytes(c.values)
	case arrow.UINT16:
		c.u16 = arrow.Uint16Traits.CastFromBytes(c.values)
	case arrow.UINT8:
		c.u8 = c.values
	case arrow.BOOL:
		c.bits = c.values
		clear(c.bits)
	}
	if c.Nullable {
		c.valid = spare.Allocate(bytesForBits(n))
		clear(c.valid)
	}
}

// size is the number of bytes that n values take.
func (c *column) size(n int) int { return bytesForBits(n * c.width) }

func bytesForBits(n int) int { return int(bitutil.BytesForBits(int64(n))) }

// put writes values from place at on. A missing value has a zero in its lower 32
// bits, which is what then stands in the hole.
func (c *column) put(at int, values []int64) {
	switch {
	case c.i32 != nil:
		putInts(c.i32[at:], values)
	case c.u8 != nil:
		putInts(c.u8[at:], values)
	case c.u16 != nil:
		putInts(c.u16[at:], values)
	default:
		for k, v := range values {
			if v == check.Missing {
				v = 0
			}
			c.i64[at+k] = v
		}
	}
	if c.valid != nil {
		c.putValid(at, values)
	}
}

func putInts[T int32 | uint8 | uint16](to []T, values []int64) {
	to = to[:len(values)]
	for k, v := range values {
		to[k] = T(v)
	}
}

// putValid marks which of the values are there.
func (c *column) putValid(at int, values []int64) {
	there, byteNow := 0, byte(0) // the bits of a byte are gathered before they are written
	for k, v := range values {
		bit := byte(0)
		if v != check.Missing {
			bit = 1
		}
		there += int(bit)
		byteNow |= bit << ((at + k) & 7)
		if (at+k)&7 == 7 {
			c.valid[(at+k)>>3] |= byteNow
			byteNow = 0
		}
	}
	if end := at + len(values); end&7 != 0 {
		c.valid[end>>3] |= byteNow
	}
	c.holes += len(values) - there
}

// putPresence marks which of the texts are there.
func (c *column) putPresence(at int, texts [][]byte) {
	for k, text := range texts {
		if len(text) > 0 {
			c.bits[(at+k)>>3] |= 1 << ((at + k) & 7)
		}
	}
}

// array returns the first n values as an Arrow array over the same memory, which
// is spare again when the array has been released.
func (c *column) array(n int, t arrow.DataType, dict arrow.Array, spare *spare) arrow.Array {
	values := memory.NewBufferWithAllocator(c.values[:c.size(n)], spare)
	defer values.Release()
	buffers := []*memory.Buffer{nil, values}
	if c.holes > 0 {
		buffers[0] = memory.NewBufferWithAllocator(c.valid[:bytesForBits(n)], spare)
		defer buffers[0].Release()
	} else if c.valid != nil {
		spare.Free(c.valid)
	}
	if dict != nil {
		data := array.NewDataWithDictionary(t, n, buffers, c.holes, 0, dict.Data().(*array.Data))
		defer data.Release()
		return array.NewDictionaryData(data)
	}
	data := array.NewData(t, n, buffers, nil, c.holes, 0)
	defer data.Release()
	return array.MakeFromData(data)
}
