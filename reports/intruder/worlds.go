package intruder

import (
	"slices"

	"lvv/anonymise/disclosure/bounds"
)

// A worldPool remembers worlds that agree with all parcels, by cells of a joint.
// For who knows some cells himself, those in which these are as they are still
// hold: a figure that one of them changes is open to him.
type worldPool struct {
	worlds []bounds.World
	by     map[int][]int // by cell: worlds with a value for it
}

// add remembers a world whose cells are called otherwise, or as they are.
func (p *worldPool) add(w bounds.World, called []int) {
	if called != nil {
		own := bounds.World{Cells: make([]int, len(w.Cells)), Values: make([]int64, len(w.Cells))}
		order := make([]int, len(w.Cells))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return called[w.Cells[a]] - called[w.Cells[b]] })
		for to, from := range order {
			own.Cells[to], own.Values[to] = called[w.Cells[from]], w.Values[from]
		}
		w = own
	}
	if p.by == nil {
		p.by = make(map[int][]int)
	}
	for _, c := range w.Cells {
		p.by[c] = append(p.by[c], len(p.worlds))
	}
	p.worlds = append(p.worlds, w)
}

// open reports whether some world in which all that is known holds has another
// value for a cell than the true one.
func (p *worldPool) open(cell int, truth int64, knows map[int]int64) bool {
	return slices.ContainsFunc(p.by[cell], func(n int) bool {
		w := p.worlds[n]
		if v, _ := valueIn(w, cell); v == truth {
			return false
		}
		for c, is := range knows {
			if v, there := valueIn(w, c); there && v != is {
				return false
			}
		}
		return true
	})
}

func valueIn(w bounds.World, cell int) (int64, bool) {
	i, ok := slices.BinarySearch(w.Cells, cell)
	if !ok {
		return 0, false
	}
	return w.Values[i], true
}
