package pattern

import (
	"fmt"
	"slices"
)

// Variables that are tied together move on their own, but are hidden together:
// the first of them stands for the choice to hide them all. It is the one that
// is free and has the cost, and the one that cuts and covers name.

// tie makes one choice of each set of cells.
func (s *system) tie(sets [][]int) error {
	for v := range s.cells {
		s.lead, s.with = append(s.lead, v), append(s.with, []int{v})
	}
	seen := make([]bool, len(s.varOf))
	for i, set := range sets {
		var vars []int
		for _, cell := range set {
			if cell < 0 || cell >= len(s.varOf) || seen[cell] {
				return fmt.Errorf("tied set %d: cell %d is not there, or is tied twice", i, cell)
			}
			seen[cell] = true
			if v := s.varOf[cell]; v >= 0 {
				vars = append(vars, v)
			}
		}
		s.join(vars)
	}
	return nil
}

// join ties variables together.
func (s *system) join(vars []int) {
	if len(vars) < 2 {
		return
	}
	slices.Sort(vars)
	first, all := vars[0], true
	var cost int64
	for _, v := range vars {
		all = all && s.free[v]
		cost = max(cost, s.cost[v])
	}
	for _, v := range vars {
		s.free[v], s.cost[v] = false, 0
		if all {
			s.lead[v] = first
		}
	}
	if all {
		s.free[first], s.cost[first], s.with[first] = true, cost, vars
	}
}

// mayShow tells whether a variable need not be hidden.
func (s *system) mayShow(v int) bool { return s.free[s.lead[v]] }
