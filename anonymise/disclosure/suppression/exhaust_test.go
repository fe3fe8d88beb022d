package suppression

import (
	"context"
	"math/bits"
	"slices"

	"lvv/anonymise/disclosure/pattern"
)

// exhaust is a search that tries every pattern of a small system and, for each,
// every world in which no cell grows by much. It is slow and simple, so that it can be
// believed.
func exhaust(_ context.Context, p pattern.Problem) (pattern.Solution, error) {
	e := exhaustion{p: p, needs: slices.Clone(p.Needs), worlds: map[int][][]int64{}}
	for {
		s, ok := e.cheapest()
		if !ok {
			return pattern.Solution{}, pattern.ErrInfeasible
		}
		if p.Refine == nil {
			return s, nil
		}
		needs, covers := p.Refine(s)
		if len(needs)+len(covers) == 0 {
			return s, nil
		}
		e.needs, e.covers = append(e.needs, needs...), append(e.covers, covers...)
	}
}

// An exhaustion remembers the worlds of each set of hidden free cells.
type exhaustion struct {
	p      pattern.Problem
	needs  []pattern.Need
	covers [][]int
	worlds map[int][][]int64
}

// cheapest tries the patterns from the cheapest one on.
func (e *exhaustion) cheapest() (pattern.Solution, bool) {
	var free []int
	for i, c := range e.p.Cells {
		if c.State == pattern.Free {
			free = append(free, i)
		}
	}
	type choice struct {
		set  int
		cost int64
	}
	choices := make([]choice, 1<<len(free))
	for set := range choices {
		choices[set].set = set
		for rest := set; rest != 0; rest &= rest - 1 {
			choices[set].cost += e.p.Cells[free[bits.TrailingZeros(uint(rest))]].Cost
		}
	}
	slices.SortStableFunc(choices, func(a, b choice) int { return int(a.cost - b.cost) })
	for _, c := range choices {
		s := pattern.Solution{Hidden: make([]bool, len(e.p.Cells)), Cost: c.cost, Bound: c.cost}
		for i, cell := range e.p.Cells {
			at := slices.Index(free, i)
			s.Hidden[i] = cell.State == pattern.Primary || at >= 0 && c.set>>at&1 == 1
		}
		if e.covered(s.Hidden) && e.prove(&s, c.set) {
			return s, true
		}
	}
	return pattern.Solution{}, false
}

func (e *exhaustion) covered(hidden []bool) bool {
	for _, cover := range e.covers {
		if !slices.ContainsFunc(cover, func(cell int) bool { return hidden[cell] }) {
			return false
		}
	}
	return true
}

// prove looks for a certificate of each need.
func (e *exhaustion) prove(s *pattern.Solution, set int) bool {
	worlds, ok := e.worlds[set]
	if !ok {
		values := make([]int64, len(e.p.Cells))
		open := slices.Clone(s.Hidden)
		for i, c := range e.p.Cells {
			values[i] = c.Value
		}
		e.fill(values, open, &worlds)
		e.worlds[set] = worlds
	}
	for n, need := range e.needs {
		var low, high []int64
		for _, w := range worlds {
			if slices.ContainsFunc(need.Known, func(cell int) bool { return w[cell] != e.p.Cells[cell].Value }) {
				continue
			}
			if low == nil || w[need.Cell] < low[need.Cell] {
				low = w
			}
			if high == nil || w[need.Cell] > high[need.Cell] {
				high = w
			}
		}
		if high == nil || high[need.Cell]-low[need.Cell] < need.Width {
			return false
		}
		s.Certificates = append(s.Certificates, pattern.Certificate{Need: n, Low: e.changes(low), High: e.changes(high)})
	}
	return true
}

// changes returns where a world differs from the truth.
func (e *exhaustion) changes(w []int64) (world pattern.World) {
	for i, v := range w {
		if v != e.p.Cells[i].Value {
			world = append(world, pattern.Change{Cell: i, Value: v})
		}
	}
	return world
}

// growth is how far a hidden cell rises above the truth.
const growth = 12

// fill gives the open cells every value that the identities allow: a cell that
// is alone in an identity follows from it, another takes each value in turn.
func (e *exhaustion) fill(values []int64, open []bool, worlds *[][]int64) {
	branch := -1
	for _, terms := range e.p.Constraints {
		var sum, coef int64
		last, count := -1, 0
		for _, t := range terms {
			if open[t.Cell] {
				last, coef = t.Cell, t.Coef
				count++
				continue
			}
			sum += t.Coef * values[t.Cell]
		}
		switch {
		case count == 0 && sum != 0:
			return
		case count == 1:
			e.set(values, open, last, -coef*sum, worlds)
			return
		case count > 1:
			branch = last
		}
	}
	if branch < 0 {
		branch = slices.Index(open, true)
	}
	if branch < 0 {
		*worlds = append(*worlds, slices.Clone(values))
		return
	}
	for v := e.p.Cells[branch].Lower; v <= e.p.Cells[branch].Value+growth; v++ {
		e.set(values, open, branch, v, worlds)
	}
}

// set fills the rest with one more cell known.
func (e *exhaustion) set(values []int64, open []bool, cell int, v int64, worlds *[][]int64) {
	if v < e.p.Cells[cell].Lower || v > e.p.Cells[cell].Upper {
		return
	}
	before := values[cell]
	values[cell], open[cell] = v, false
	e.fill(values, open, worlds)
	values[cell], open[cell] = before, true
}
