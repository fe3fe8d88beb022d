package evaluator

import "lvv/anonymise/disclosure"

// A counter counts rows into the cells of a table: each row in its own
// categories and in every total above them. Rows of one person must come one
// after the other; that is how distinct persons are counted without a set.
type counter struct {
	axes    []axis
	strides []int
	up      [][][]int // per axis and category: the category and its totals
	into    [][]int32 // per combination of categories: the cells; made when first met
	cells   []disclosure.Cell
	last    []int32 // per cell: the person counted last, plus one
	run     []int64 // per cell: rows of that person so far
}

func newCounter(axes []axis) *counter {
	c := &counter{axes: axes, strides: make([]int, len(axes))}
	size := 1
	for i := len(axes) - 1; i >= 0; i-- {
		c.strides[i] = size
		size *= len(axes[i].dim.Categories)
	}
	for _, a := range axes {
		c.up = append(c.up, ancestors(a.dim))
	}
	c.into = make([][]int32, size)
	c.cells, c.last, c.run = make([]disclosure.Cell, size), make([]int32, size), make([]int64, size)
	return c
}

// add counts one row of a person.
func (c *counter) add(row int, person int32) {
	at := 0
	for i := range c.axes {
		at += int(c.axes[i].of[row]) * c.strides[i]
	}
	if c.into[at] == nil {
		c.into[at] = c.expand(at)
	}
	for _, i := range c.into[at] {
		cell := &c.cells[i]
		cell.Value++
		if c.last[i] != person+1 {
			c.last[i] = person + 1
			c.run[i] = 0
			cell.Contributors++
		}
		c.run[i]++
		cell.Largest = max(cell.Largest, c.run[i])
	}
}

// expand lists the cells that a row of these categories counts in.
func (c *counter) expand(at int) []int32 {
	cells := []int32{0}
	for i, a := range c.axes {
		category := at / c.strides[i] % len(a.dim.Categories)
		var next []int32
		for _, base := range cells {
			for _, up := range c.up[i][category] {
				next = append(next, base+int32(up*c.strides[i]))
			}
		}
		cells = next
	}
	return cells
}

// A tally adds up what was counted elsewhere, of persons about whom nothing is
// known: the same ones may be behind all of it.
func (c *counter) tally(row int, value, persons int64) {
	at := 0
	for i := range c.axes {
		at += int(c.axes[i].of[row]) * c.strides[i]
	}
	if c.into[at] == nil {
		c.into[at] = c.expand(at)
	}
	for _, i := range c.into[at] {
		cell := &c.cells[i]
		cell.Value += value
		cell.Contributors = max(cell.Contributors, persons)
	}
}

// dims are the dimensions of the axes.
func (c *counter) dims() []disclosure.Dim {
	out := make([]disclosure.Dim, len(c.axes))
	for i, a := range c.axes {
		out[i] = a.dim
	}
	return out
}
