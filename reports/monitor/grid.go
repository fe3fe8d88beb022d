package monitor

import (
	"slices"

	"lvv/anonymise/disclosure"
)

// A tally counts stays and the people behind them. People come one after the
// other, so that remembering the last one is enough to count each once.
type tally struct {
	stays, people int64
	last          int32 // the last person counted, plus one
}

// A grid counts into all cells of one table at once: a stay in a quarter is also
// one in its year and in the whole period.
type grid struct {
	dims    []disclosure.Dim
	cells   []tally
	targets [][]int32 // by cell: itself and all totals that it is a part of
}

func newGrid(dims ...disclosure.Dim) *grid {
	g := &grid{dims: dims, targets: [][]int32{nil}}
	above := [][]int32{{0}} // by cell of the dimensions so far
	for _, d := range dims {
		up := ancestors(d)
		var next [][]int32
		for _, cells := range above {
			for c := range d.Categories {
				var all []int32
				for _, cell := range cells {
					for _, a := range up[c] {
						all = append(all, cell*int32(len(d.Categories))+a)
					}
				}
				next = append(next, all)
			}
		}
		above = next
	}
	g.targets = above
	g.cells = make([]tally, len(above))
	return g
}

// ancestors are, for each category, itself and the totals that it is a part of.
func ancestors(d disclosure.Dim) [][]int32 {
	root := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Total && c.Parent == "" })
	all := make([][]int32, len(d.Categories))
	for i := range d.Categories {
		for c := i; ; {
			all[i] = append(all[i], int32(c))
			if c == root {
				break
			}
			parent := root
			if code := d.Categories[c].Parent; code != "" {
				parent = at(d, code)
			}
			if parent < 0 {
				break
			}
			c = parent
		}
	}
	return all
}

// add counts one stay of a person in a cell and in all totals above it.
func (g *grid) add(cell int, person int32) {
	for _, t := range g.targets[cell] {
		c := &g.cells[t]
		c.stays++
		if c.last != person+1 {
			c.people++
			c.last = person + 1
		}
	}
}

// cell is the row-major index of the cell with those codes.
func cell(dims []disclosure.Dim, codes ...string) int {
	i := 0
	for n, d := range dims {
		i = i*len(d.Categories) + at(d, codes[n])
	}
	return i
}

// figures are the cells for disclosure control.
func (g *grid) figures(unit string) []disclosure.Cell {
	all := make([]disclosure.Cell, len(g.cells))
	for i, t := range g.cells {
		all[i] = disclosure.Cell{Value: t.stays, Contributors: t.people}
		switch {
		case unit == disclosure.UnitPersons:
			all[i].Value = t.people
		case t.people > 0:
			// Everybody else has at least one of the stays, so that nobody can
			// have more than this.
			all[i].Largest = t.stays - t.people + 1
		}
	}
	return all
}
