package evaluator

import "lvv/anonymise/disclosure"

// A counter counts rows into the cells of a table: each row in its own
// categories and in every total above them. Rows of one person must come one
// after the other; that is how distinct persons are counted without a set.
//
// Most persons have all their rows in one combination of categories. They are
// counted there, and added to the totals at the end, all at once.
type counter struct {
	axes    []axis
	strides []int
	up      [][][]int         // per axis and category: the category and its totals
	into    [][]int32         // per combination of categories: the cells; made when first met
	whole   []disclosure.Cell // per combination: those with all their rows in it
	sums    []disclosure.Cell // what was counted cell by cell
	last    []int32           // per cell: the person counted last, plus one
	run     []int64           // per cell: rows of that person so far
	at      struct {          // rows not counted yet
		person int32
		place  int   // their combination
		rows   int64 // 0: none
		apart  bool  // rows of that person in other combinations were counted
	}
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
	c.into, c.whole = make([][]int32, size), make([]disclosure.Cell, size)
	c.sums, c.last, c.run = make([]disclosure.Cell, size), make([]int32, size), make([]int64, size)
	return c
}

// place is the combination of categories that a row is in.
func (c *counter) place(row int) int {
	at := 0
	for i := range c.axes {
		at += int(c.axes[i].of[row]) * c.strides[i]
	}
	return at
}

// add counts one row of a person.
func (c *counter) add(row int, person int32) {
	place := c.place(row)
	switch at := &c.at; {
	case at.rows == 0 || at.person != person:
		c.flush()
		at.person, at.place, at.rows, at.apart = person, place, 1, false
	case at.place != place:
		c.spread()
		at.place, at.rows, at.apart = place, 1, true
	default:
		at.rows++
	}
}

// flush counts the last rows of a person.
func (c *counter) flush() {
	switch at := &c.at; {
	case at.rows == 0:
	case at.apart:
		c.spread()
	default:
		w := &c.whole[at.place]
		w.Value, w.Contributors, w.Largest = w.Value+at.rows, w.Contributors+1, max(w.Largest, at.rows)
	}
}

// spread counts rows of a person who has others elsewhere, cell by cell.
func (c *counter) spread() {
	for _, i := range c.cellsOf(c.at.place) {
		cell := &c.sums[i]
		cell.Value += c.at.rows
		if c.last[i] != c.at.person+1 {
			c.last[i] = c.at.person + 1
			c.run[i] = 0
			cell.Contributors++
		}
		c.run[i] += c.at.rows
		cell.Largest = max(cell.Largest, c.run[i])
	}
}

// cells ends the counting.
func (c *counter) cells() []disclosure.Cell {
	c.flush()
	c.at.rows = 0
	for place, w := range c.whole {
		if w.Contributors == 0 {
			continue
		}
		for _, i := range c.cellsOf(place) {
			cell := &c.sums[i]
			cell.Value, cell.Contributors, cell.Largest = cell.Value+w.Value, cell.Contributors+w.Contributors, max(cell.Largest, w.Largest)
		}
	}
	clear(c.whole)
	return c.sums
}

// cellsOf lists the cells that a row of a combination of categories counts in.
func (c *counter) cellsOf(place int) []int32 {
	if c.into[place] == nil {
		c.into[place] = c.expand(place)
	}
	return c.into[place]
}

func (c *counter) expand(place int) []int32 {
	cells := []int32{0}
	for i, a := range c.axes {
		category := place / c.strides[i] % len(a.dim.Categories)
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
	for _, i := range c.cellsOf(c.place(row)) {
		cell := &c.sums[i]
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
