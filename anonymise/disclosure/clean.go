package disclosure

import (
	"cmp"
	"slices"
)

// cleanWork bounds the work of cleaning, in steps of the simplex method times
// unknowns, so that a large parcel, or one with a long past, takes seconds and not
// minutes. What is left over then stays suppressed.
const cleanWork = 120_000_000

// clean shows figures again that turned out not to be needed, the most
// important ones first.
func (x *suppressor) clean() {
	var extra []int
	for f, h := range x.hidden {
		if h && !x.fixed[f] {
			extra = append(extra, f)
		}
	}
	slices.SortStableFunc(extra, func(a, b int) int { return cmp.Compare(x.cost[b], x.cost[a]) })
	relies := make([][]int, len(x.needs))
	for i, n := range x.needs {
		relies[i] = x.reliesOn(n)
	}
	end := x.solver.Steps() + cleanWork/(stepWork+len(x.unknowns))
	for _, f := range extra {
		if x.solver.Steps() > end {
			return
		}
		x.tryShow(f, relies)
	}
}

// reliesOn returns the moves that meet a need now.
func (x *suppressor) reliesOn(n need) []int {
	var moves []int
	x.guard(n, nil, func(n need, c crew) bool {
		s := x.span(n.unknown, c)
		moves = append(moves, s.above, s.below)
		return true
	})
	slices.Sort(moves)
	return slices.DeleteFunc(slices.Compact(moves), func(m int) bool { return m < 0 })
}

// tryShow shows a figure if every need can be met without it.
func (x *suppressor) tryShow(f int, relies [][]int) {
	x.hide(f, false)
	ok := x.unionsHold(f)
	for i := 0; ok && i < len(x.needs); i++ {
		if !slices.ContainsFunc(relies[i], func(m int) bool { return x.pool.moves[m].shown > 0 }) {
			continue
		}
		n := x.needs[i]
		if ok = x.guard(n, nil, x.protectFree); ok {
			relies[i] = x.reliesOn(n)
		}
	}
	if !ok {
		x.hide(f, true)
	}
}
