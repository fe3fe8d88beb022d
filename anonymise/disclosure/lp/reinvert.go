package lp

import (
	"math"
	"slices"
)

// reinvert builds the product form anew from the basic columns. Bases of
// tables are nearly triangular: if each row is taken by a column after which
// no other column uses it, the factors are as sparse as the columns. It
// reports false if the basis has become singular in floating point.
func (s *Solver) reinvert() bool {
	order := s.pivotOrder()
	s.etas, s.etaBuf = s.etas[:0], s.etaBuf[:0]
	taken := make([]bool, len(s.head))
	weight := make(map[int]float64, len(s.head))
	for r, col := range s.head {
		weight[col] = s.weight[r]
	}
	for r := range s.head {
		if col := s.parts() + r; s.basic[col] {
			taken[r] = true
			s.head[r], s.weight[r] = col, weight[col]
		}
	}
	for _, p := range order {
		s.ftran(p.col)
		row := p.row
		if row < 0 || taken[row] || math.Abs(s.column[row]) < pivotTol {
			row = s.largest(taken)
		}
		if row < 0 {
			s.empty()
			return false
		}
		s.store(row)
		taken[row] = true
		s.head[row], s.weight[row] = p.col, weight[p.col]
	}
	return true
}

// largest returns the free row in which the column is largest, or -1.
func (s *Solver) largest(taken []bool) int {
	best, size := -1, pivotTol
	for _, r := range s.filled {
		if a := math.Abs(s.column[r]); !taken[r] && (a > size || a == size && r < best) {
			best, size = r, a
		}
	}
	return best
}

// A pivot is a column and the row it should stand in, or -1 if any will do.
type pivot struct{ col, row int }

// An ordering puts the basic columns of variables into an order that fills in
// little.
type ordering struct {
	s     *Solver
	cols  []int   // the columns, sorted
	free  []int   // per row: columns left that use it; -1 if taken
	left  []int   // per column of cols: rows left for it; -1 if placed
	users [][]int // per row: columns that use it, as indexes into cols
}

func (s *Solver) pivotOrder() []pivot {
	o := s.newOrdering()
	var front, back []pivot
	for again := true; again; {
		again = false
		for i, col := range o.cols {
			if o.left[i] < 0 {
				continue
			}
			row, kind := o.singleton(i)
			switch kind {
			case rowSingleton: // no later column uses the row
				front = append(front, pivot{col, row})
			case columnSingleton: // the later columns stand in its other rows
				back = append(back, pivot{col, row})
			default:
				continue
			}
			o.take(i, row)
			again = true
		}
	}
	rest := len(front)
	for i, col := range o.cols {
		if o.left[i] >= 0 {
			front = append(front, pivot{col, -1})
		}
	}
	// The others fill in less if those with few entries come first.
	slices.SortStableFunc(front[rest:], func(a, b pivot) int {
		return len(s.m.cols[a.col/2]) - len(s.m.cols[b.col/2])
	})
	slices.Reverse(back)
	return append(front, back...)
}

func (s *Solver) newOrdering() *ordering {
	o := &ordering{s: s, free: make([]int, len(s.head)), users: make([][]int, len(s.head))}
	for r := range s.head {
		if s.basic[s.parts()+r] {
			o.free[r] = -1
		}
	}
	for _, col := range s.head {
		if col < s.parts() {
			o.cols = append(o.cols, col)
		}
	}
	slices.Sort(o.cols)
	o.left = make([]int, len(o.cols))
	for i, col := range o.cols {
		for _, e := range s.m.cols[col/2] {
			if o.free[e.Index] >= 0 {
				o.free[e.Index]++
				o.left[i]++
				o.users[e.Index] = append(o.users[e.Index], i)
			}
		}
	}
	return o
}

// take places column i in a row.
func (o *ordering) take(i, row int) {
	o.left[i] = -1
	for _, e := range o.s.m.cols[o.cols[i]/2] {
		if o.free[e.Index] > 0 {
			o.free[e.Index]--
		}
	}
	o.free[row] = -1
	for _, c := range o.users[row] {
		if o.left[c] > 0 {
			o.left[c]--
		}
	}
}

const (
	noSingleton = iota
	rowSingleton
	columnSingleton
)

// singleton looks for a row that only column i can take, or for the only row
// left for it.
func (o *ordering) singleton(i int) (row, kind int) {
	for _, e := range o.s.m.cols[o.cols[i]/2] {
		if o.free[e.Index] < 0 {
			continue
		}
		if o.left[i] == 1 {
			return e.Index, columnSingleton
		}
		if o.free[e.Index] == 1 {
			return e.Index, rowSingleton
		}
	}
	return -1, noSingleton
}
