// Package lp finds cheapest movements: given linear identities that must keep
// holding, it changes some variables by given amounts and lets others move
// along at the least cost.
//
// In come a sparse [Matrix] A and for each variable x bounds and a cost per
// unit above and below zero; out comes the x of least cost with A x = 0. The method is the
// bounded dual simplex in product form. It starts from an empty basis, which
// costs nothing and so is dual feasible, and each step repairs one identity
// that does not hold. A movement in a table touches few identities, so a
// solution costs a few dozen sparse steps whatever the size of the tables.
//
// Answers are in floating point and proofs of nothing: the caller rounds them
// and checks them in integers.
package lp

// An Entry is one coefficient of a sparse row or column.
type Entry struct {
	Index int
	Coef  float64
}

// A Matrix holds the identities, by row and by column. It is not changed by
// solving and may be shared by solvers.
type Matrix struct {
	rows, cols [][]Entry
}

// NewMatrix makes a matrix of n variables. Each row lists its variables once.
func NewMatrix(n int, rows [][]Entry) *Matrix {
	m := &Matrix{rows: rows, cols: make([][]Entry, n)}
	for r, row := range rows {
		for _, e := range row {
			m.cols[e.Index] = append(m.cols[e.Index], Entry{r, e.Coef})
		}
	}
	return m
}

// A Problem asks for the cheapest movement. The slices have one entry for each
// variable and are only read.
type Problem struct {
	// Low and High bound the variables; High may be +Inf and Low -Inf.
	Low, High []float64
	// CostUp and CostDown are paid for each unit above and below zero. They
	// must not be negative.
	CostUp, CostDown []float64
}
