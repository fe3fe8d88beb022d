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
	for r, col := range s.head {
		taken[r] = col >= len(s.basic)
	}
	value := make([]float64, len(s.head))
	weight := slices.Clone(s.weight)
	oldRow := map[int]int{}
	for r, col := range s.head {
		oldRow[col] = r
	}
	copy(value, s.value)
	for _, p := range order {
		col := p.col
		s.ftran(col)
		row := p.row
		if row < 0 || taken[row] || math.Abs(s.column[row]) < pivotTol {
			row = s.largest(taken)
		}
		if row < 0 {
			clear(s.column)
			return false
		}
		s.store(row)
		taken[row] = true
		s.head[row] = col
		s.value[row], s.weight[row] = value[oldRow[col]], weight[oldRow[col]]
	}
	return true
}

// largest returns the free row in which the column is largest, or -1.
func (s *Solver) largest(taken []bool) int {
	best, size := -1, pivotTol
	for r, w := range s.column {
		if a := math.Abs(w); !taken[r] && a > size {
			best, size = r, a
		}
	}
	return best
}

// store appends the column as the factor of a row, and clears it.
func (s *Solver) store(row int) {
	f := eta{row: row, pivot: s.column[row], start: len(s.etaBuf)}
	for r, w := range s.column {
		if w == 0 {
			continue
		}
		s.column[r] = 0
		if r != row && math.Abs(w) >= 1e-12 {
			s.etaBuf = append(s.etaBuf, Entry{r, w})
		}
	}
	f.end = len(s.etaBuf)
	s.etas = append(s.etas, f)
}

// A pivot is a column and the row it should stand in, or -1 if any will do.
type pivot struct{ col, row int }

// pivotOrder puts the basic columns into an order that fills in little.
func (s *Solver) pivotOrder() []pivot {
	free := make([]int, len(s.head))    // per row: columns left that use it; -1 if taken
	left := map[int]int{}               // per column left: rows left for it
	users := make([][]int, len(s.head)) // per row: columns that use it
	var cols []int
	for r, col := range s.head {
		if col >= len(s.basic) {
			free[r] = -1
		} else {
			cols = append(cols, col)
		}
	}
	slices.Sort(cols)
	for _, col := range cols {
		for _, e := range s.m.cols[col/2] {
			if free[e.Index] >= 0 {
				free[e.Index]++
				left[col]++
				users[e.Index] = append(users[e.Index], col)
			}
		}
	}
	var front, back []pivot
	take := func(col, row int) {
		delete(left, col)
		for _, e := range s.m.cols[col/2] {
			if free[e.Index] > 0 {
				free[e.Index]--
			}
		}
		if row < 0 {
			return
		}
		free[row] = -1
		for _, c := range users[row] {
			if _, ok := left[c]; ok {
				left[c]--
			}
		}
	}
	for again := true; again; {
		again = false
		for _, col := range cols {
			if _, ok := left[col]; !ok {
				continue
			}
			row, kind := s.singleton(col, free, left[col])
			switch kind {
			case rowSingleton: // no later column uses the row
				front = append(front, pivot{col, row})
			case columnSingleton: // the later columns stand in its other rows
				back = append(back, pivot{col, row})
			default:
				continue
			}
			take(col, row)
			again = true
		}
	}
	for _, col := range cols {
		if _, ok := left[col]; ok {
			front = append(front, pivot{col, -1})
		}
	}
	slices.Reverse(back)
	return append(front, back...)
}

const (
	noSingleton = iota
	rowSingleton
	columnSingleton
)

// singleton looks for a row that only this column can take, or for the only
// row left for this column.
func (s *Solver) singleton(col int, free []int, rows int) (row, kind int) {
	for _, e := range s.m.cols[col/2] {
		if free[e.Index] < 0 {
			continue
		}
		if rows == 1 {
			return e.Index, columnSingleton
		}
		if free[e.Index] == 1 {
			return e.Index, rowSingleton
		}
	}
	return -1, noSingleton
}
