package table

// A Column is the cells of one column, for loops that have no time to look up
// where each row begins.
type Column struct {
	data  []byte
	cells []span // from the column's first cell on
	width int
}

// Column returns a column of a batch in which every row has width cells; false
// when there is a row with more or fewer of them.
func (b *Batch) Column(col, width int) (Column, bool) {
	if b.width == unknown {
		b.width = b.even()
	}
	if b.width != width || col >= width {
		return Column{}, false
	}
	return Column{b.data, b.cells[col:], width}, true
}

// What a batch knows of the width of its rows, beside the width itself.
const (
	unknown = 0
	uneven  = -1
)

// even returns the number of cells of every row.
func (b *Batch) even() int {
	width := int(b.starts[min(1, b.Len())])
	for i, start := range b.starts {
		if int(start) != i*width || width == 0 {
			return uneven
		}
	}
	return width
}

// Text returns the text of the cell in a row. Within its capacity it is followed
// by bytes of other cells, which may be read, a word of memory at a time, but not
// written: nothing may be appended to it.
func (c *Column) Text(row int) []byte {
	s := c.cells[row*c.width]
	return c.data[s.from:s.to]
}
