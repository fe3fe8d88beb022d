package lp

import "math"

const (
	feasTol  = 1e-8 // an x this far outside its bounds is taken to be inside
	pivotTol = 1e-7 // a pivot element below this is taken to be zero
	tieTol   = 1e-10
	maxSteps = 20_000 // a movement needs dozens; beyond this we answer "none"
)

// Each variable x is split in two parts that are not negative: x = up - down.
// Column 2j is the upward part of variable j, column 2j+1 its downward part,
// and artificial columns, one a row and fixed at zero, come after these.

// A Solver holds the working space for one Matrix. It is not safe for
// concurrent use.
type Solver struct {
	m *Matrix
	p Problem

	head    []int     // per row: the column that is basic in it
	basic   []bool    // per column of a variable: basic?
	atHigh  []bool    // per column of a variable: nonbasic at its upper bound?
	value   []float64 // per row: value of the basic column
	price   []float64 // per variable: prices of the rows times its column
	etas    []eta
	etaBuf  []Entry
	rho     []float64 // a row of the basis inverse
	column  []float64 // an entering column
	alpha   []float64 // per variable: rho times its column
	touched []int     // variables with a nonzero alpha
}

// An eta is one factor of the product form of the inverse.
type eta struct {
	row        int
	pivot      float64
	start, end int // the other entries of the column, in etaBuf
}

// NewSolver makes a solver for m.
func NewSolver(m *Matrix) *Solver {
	n, rows := len(m.cols), len(m.rows)
	return &Solver{
		m:     m,
		head:  make([]int, rows),
		basic: make([]bool, 2*n), atHigh: make([]bool, 2*n),
		value: make([]float64, rows), price: make([]float64, n),
		rho: make([]float64, rows), column: make([]float64, rows),
		alpha: make([]float64, n),
	}
}

// Solve writes the cheapest movement to x, one entry a variable, and reports
// whether there is one.
func (s *Solver) Solve(p Problem, x []float64) bool {
	s.start(p)
	for range maxSteps {
		row, up := s.leaving()
		if row < 0 {
			s.read(x)
			return true
		}
		if !s.step(row, up) {
			return false
		}
	}
	return false
}

// bounds returns the least and most that a column may hold.
func (s *Solver) bounds(col int) (low, high float64) {
	j := col / 2
	if j >= len(s.m.cols) {
		return 0, 0
	}
	if col%2 == 0 {
		return max(0, s.p.Low[j]), max(0, s.p.High[j])
	}
	return max(0, -s.p.High[j]), max(0, -s.p.Low[j])
}

// nonbasicValue returns where a nonbasic column rests.
func (s *Solver) nonbasicValue(col int) float64 {
	low, high := s.bounds(col)
	if s.atHigh[col] {
		return high
	}
	return low
}

func sign(col int) float64 { return 1 - 2*float64(col%2) }

// start makes every artificial column basic and lets every other column rest
// at the bound that its cost prefers.
func (s *Solver) start(p Problem) {
	s.p = p
	s.etas, s.etaBuf = s.etas[:0], s.etaBuf[:0]
	clear(s.basic)
	clear(s.atHigh)
	clear(s.value)
	clear(s.price)
	for r := range s.head {
		s.head[r] = 2*len(s.m.cols) + r
	}
	for j := range s.m.cols {
		var x float64
		for col := 2 * j; col < 2*j+2; col++ {
			s.atHigh[col] = p.Cost[j] < 0
			x += sign(col) * s.nonbasicValue(col)
		}
		if x == 0 {
			continue
		}
		for _, e := range s.m.cols[j] {
			s.value[e.Index] -= x * e.Coef
		}
	}
}

// leaving returns the row whose basic column is farthest outside its bounds
// and whether it is above them, or -1 if all are inside.
func (s *Solver) leaving() (row int, above bool) {
	row = -1
	worst := feasTol
	for r, v := range s.value {
		if v == 0 && s.head[r] >= 2*len(s.m.cols) {
			continue
		}
		low, high := s.bounds(s.head[r])
		if d := low - v; d > worst {
			row, above, worst = r, false, d
		}
		if d := v - high; d > worst {
			row, above, worst = r, true, d
		}
	}
	return row, above
}

// step brings the basic column of a row back to the bound that it has passed
// and lets another column take its place. It reports false if none can.
func (s *Solver) step(row int, above bool) bool {
	s.btran(row)
	s.priceRow()
	enter := s.entering(above)
	if enter < 0 {
		s.clearRow()
		return false
	}
	j, sg := enter/2, sign(enter)
	// The price moves until the entering column is worth its cost.
	theta := (s.p.Cost[j] - sg*s.price[j]) / (sg * s.alpha[j])
	for _, k := range s.touched {
		s.price[k] += theta * s.alpha[k]
	}
	s.clearRow()
	s.exchange(row, above, enter)
	return true
}

// entering returns the column that can repair a row at the least loss, or -1.
func (s *Solver) entering(above bool) int {
	best, bestRatio, bestSize := -1, math.Inf(1), 0.0
	for _, j := range s.touched {
		a := s.alpha[j]
		if math.Abs(a) < pivotTol {
			continue
		}
		for col := 2 * j; col < 2*j+2; col++ {
			if s.basic[col] {
				continue
			}
			sg := sign(col)
			// Raising the column lowers the row's value by a: that helps when
			// the row is above its bounds. From its upper bound a column can
			// only go down.
			helps := (sg*a > 0) == above
			if s.atHigh[col] {
				helps = !helps
			}
			if low, high := s.bounds(col); !helps || low == high {
				continue
			}
			ratio := math.Abs(s.p.Cost[j]-sg*s.price[j]) / math.Abs(a)
			if ratio < bestRatio-tieTol || ratio < bestRatio+tieTol && math.Abs(a) > bestSize {
				best, bestRatio, bestSize = col, min(ratio, bestRatio), math.Abs(a)
			}
		}
	}
	return best
}

// exchange makes column enter basic in a row.
func (s *Solver) exchange(row int, above bool, enter int) {
	s.ftran(enter)
	leave := s.head[row]
	low, high := s.bounds(leave)
	bound := low
	if above {
		bound = high
	}
	t := (s.value[row] - bound) / s.column[row]
	if leave < len(s.basic) {
		s.basic[leave], s.atHigh[leave] = false, above
	}
	entered := s.nonbasicValue(enter) + t
	f := eta{row: row, pivot: s.column[row], start: len(s.etaBuf)}
	for r, w := range s.column {
		if w == 0 {
			continue
		}
		s.column[r] = 0
		if r == row || math.Abs(w) < 1e-12 {
			continue
		}
		s.value[r] = snap(s.value[r] - t*w)
		s.etaBuf = append(s.etaBuf, Entry{r, w})
	}
	f.end = len(s.etaBuf)
	s.etas = append(s.etas, f)
	s.value[row] = entered
	s.head[row] = enter
	s.basic[enter] = true
}

// snap takes away the dust of rounding, so that zeros stay zeros.
func snap(v float64) float64 {
	if r := math.Round(v); math.Abs(v-r) < 1e-10 {
		return r
	}
	return v
}

// ftran writes the inverse of the basis times a column to s.column.
func (s *Solver) ftran(col int) {
	for _, e := range s.m.cols[col/2] {
		s.column[e.Index] = sign(col) * e.Coef
	}
	for _, f := range s.etas {
		v := s.column[f.row]
		if v == 0 {
			continue
		}
		v /= f.pivot
		s.column[f.row] = v
		for _, e := range s.etaBuf[f.start:f.end] {
			s.column[e.Index] -= v * e.Coef
		}
	}
}

// btran writes a row of the inverse of the basis to s.rho.
func (s *Solver) btran(row int) {
	clear(s.rho)
	s.rho[row] = 1
	for i := len(s.etas) - 1; i >= 0; i-- {
		f := s.etas[i]
		v := s.rho[f.row]
		for _, e := range s.etaBuf[f.start:f.end] {
			v -= s.rho[e.Index] * e.Coef
		}
		s.rho[f.row] = v / f.pivot
	}
}

// priceRow writes s.rho times every column to s.alpha.
func (s *Solver) priceRow() {
	for r, v := range s.rho {
		if math.Abs(v) < 1e-12 {
			continue
		}
		for _, e := range s.m.rows[r] {
			if s.alpha[e.Index] == 0 {
				s.touched = append(s.touched, e.Index)
			}
			s.alpha[e.Index] += v * e.Coef
			if s.alpha[e.Index] == 0 {
				s.alpha[e.Index] = 1e-300 // listed already
			}
		}
	}
}

func (s *Solver) clearRow() {
	for _, j := range s.touched {
		s.alpha[j] = 0
	}
	s.touched = s.touched[:0]
}

// read collects the values of the variables.
func (s *Solver) read(x []float64) {
	for j := range x {
		x[j] = 0
		for col := 2 * j; col < 2*j+2; col++ {
			if !s.basic[col] {
				x[j] += sign(col) * s.nonbasicValue(col)
			}
		}
	}
	for r, col := range s.head {
		if j := col / 2; j < len(x) {
			x[j] += sign(col) * s.value[r]
		}
	}
}
