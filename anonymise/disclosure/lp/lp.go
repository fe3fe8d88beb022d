// Package lp finds cheapest movements: given linear rows that must stay within
// bounds, it changes some variables by given amounts and lets others move along
// at the least cost.
//
// In come a sparse [Matrix] A, bounds on its rows and for each variable x
// bounds and a cost per unit above and below zero; out comes the x of least
// cost, or the multipliers of the rows that show that there is none. The method
// is the bounded dual simplex in product form with the bound flipping ratio
// test (Maros 2003). It starts from an empty basis, which costs nothing and so
// is dual feasible, and each step repairs one row that does not hold. A
// movement in a table touches few rows, so a solution costs a few dozen sparse
// steps whatever the size of the tables. Bounds may change and rows may come
// and go between two runs: the next goes on from the last basis.
//
// Answers are in floating point and proofs of nothing: the caller rounds
// movements and multipliers and checks them in integers.
package lp

import "slices"

// An Entry is one coefficient of a sparse row or column.
type Entry struct {
	Index int
	Coef  float64
}

// A Matrix holds the coefficients, by row and by column. Solving does not
// change it, and it may be shared by solvers that add no rows of their own.
type Matrix struct {
	rows, cols [][]Entry
}

// NewMatrix makes a matrix of n variables. Each row lists its variables once.
func NewMatrix(n int, rows [][]Entry) *Matrix {
	return &Matrix{rows: slices.Clone(rows), cols: transposed(rows, n)}
}

// NewMatrixByColumn makes a matrix of n rows. The column of each variable lists its
// rows once, in order.
func NewMatrixByColumn(n int, cols [][]Entry) *Matrix {
	return &Matrix{rows: transposed(cols, n), cols: slices.Clone(cols)}
}

// transposed makes n columns of rows, or rows of columns. They lie in one list: one
// by one they would be most of the work.
func transposed(lists [][]Entry, n int) [][]Entry {
	size, all := make([]int, n), 0
	for _, list := range lists {
		all += len(list)
		for _, e := range list {
			size[e.Index]++
		}
	}
	out, room := make([][]Entry, n), make([]Entry, all)
	for i, n := range size {
		out[i], room = room[:0:n], room[n:]
	}
	for i, list := range lists {
		for _, e := range list {
			out[e.Index] = append(out[e.Index], Entry{i, e.Coef})
		}
	}
	return out
}

func (m *Matrix) add(row []Entry) {
	for _, e := range row {
		m.cols[e.Index] = append(m.cols[e.Index], Entry{len(m.rows), e.Coef})
	}
	m.rows = append(m.rows, row)
}

// A Problem asks for the cheapest movement. The slices have one entry for each
// variable or row and are only read.
type Problem struct {
	// Low and High bound the variables; High may be +Inf and Low -Inf.
	Low, High []float64
	// CostUp and CostDown are paid for each unit above and below zero. They
	// must not be negative.
	CostUp, CostDown []float64
	// RowLow and RowHigh bound the rows; if they are nil, every row is zero.
	RowLow, RowHigh []float64
}

// rowBounds returns the bounds of a row.
func (p Problem) rowBounds(r int) (low, high float64) {
	if p.RowLow == nil {
		return 0, 0
	}
	return p.RowLow[r], p.RowHigh[r]
}
