package lp

import "math"

const (
	feasTol  = 1e-8 // an x this far outside its bounds is taken to be inside
	pivotTol = 1e-7 // a pivot element below this is taken to be zero
	tieTol   = 1e-10
	refresh  = 60     // steps between two fresh factorisations
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
	low     []float64 // per column: the least it may hold
	high    []float64 // per column: the most it may hold
	basic   []bool    // per column of a variable: basic?
	atHigh  []bool    // per column of a variable: nonbasic at its upper bound?
	value   []float64 // per row: value of the basic column
	weight  []float64 // per row: reference weight of the dual devex rule
	price   []float64 // per variable: prices of the rows times its column
	etas    []eta
	etaBuf  []Entry
	rho     []float64 // a row of the basis inverse
	column  []float64 // an entering column
	alpha   []float64 // per variable: rho times its column
	touched []int     // variables with a nonzero alpha
	steps   int
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
		m:    m,
		head: make([]int, rows),
		low:  make([]float64, 2*n+rows), high: make([]float64, 2*n+rows),
		basic: make([]bool, 2*n), atHigh: make([]bool, 2*n),
		value: make([]float64, rows), weight: make([]float64, rows), price: make([]float64, n),
		rho: make([]float64, rows), column: make([]float64, rows),
		alpha: make([]float64, n),
	}
}

// Solve writes the cheapest movement to x, one entry a variable, and reports
// whether there is one.
func (s *Solver) Solve(p Problem, x []float64) bool {
	s.start(p)
	return s.run(x)
}

// Again solves the same problem with other bounds; the costs must be the same.
// It starts from the last basis, so little changes cost few steps.
func (s *Solver) Again(p Problem, x []float64) bool {
	s.p = p
	s.setBounds()
	s.setValues()
	return s.run(x)
}

// Steps returns how many steps the solver has made in its life.
func (s *Solver) Steps() int { return s.steps }

func (s *Solver) run(x []float64) bool {
	for i := range maxSteps {
		s.steps++
		if i%refresh == refresh-1 && !s.reinvert() {
			return false
		}
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

// setBounds splits the bounds of the variables over their two parts.
func (s *Solver) setBounds() {
	for j, low := range s.p.Low {
		high := s.p.High[j]
		s.low[2*j], s.high[2*j] = max(0, low), max(0, high)
		s.low[2*j+1], s.high[2*j+1] = max(0, -high), max(0, -low)
	}
}

// setValues computes the basic columns from the others.
func (s *Solver) setValues() {
	clear(s.value)
	for j, col := range s.m.cols {
		x := 0.0
		for c := 2 * j; c < 2*j+2; c++ {
			if !s.basic[c] {
				x += sign(c) * s.nonbasicValue(c)
			}
		}
		if x == 0 {
			continue
		}
		for _, e := range col {
			s.value[e.Index] -= x * e.Coef
		}
	}
	s.apply(s.value)
}

// nonbasicValue returns where a nonbasic column rests.
func (s *Solver) nonbasicValue(col int) float64 {
	if s.atHigh[col] {
		return s.high[col]
	}
	return s.low[col]
}

func sign(col int) float64 { return 1 - 2*float64(col%2) }

// cost returns the price of a unit of a column.
func (s *Solver) cost(col int) float64 {
	if col%2 == 0 {
		return s.p.CostUp[col/2]
	}
	return s.p.CostDown[col/2]
}

// start makes every artificial column basic and lets every other column rest
// at its lower bound, which is where costs that are not negative want it.
func (s *Solver) start(p Problem) {
	s.p = p
	s.etas, s.etaBuf = s.etas[:0], s.etaBuf[:0]
	clear(s.basic)
	clear(s.atHigh)
	clear(s.value)
	clear(s.price)
	for r := range s.head {
		s.head[r] = 2*len(s.m.cols) + r
		s.weight[r] = 1
	}
	s.setBounds()
	s.setValues()
}

// leaving returns the row to repair and whether its basic column is above its
// bounds, or -1 if all are inside. It takes the row that is farthest outside,
// measured by the devex weights of Forrest and Goldfarb (1992).
func (s *Solver) leaving() (row int, above bool) {
	row = -1
	worst := 0.0
	for r, v := range s.value {
		d := max(s.low[s.head[r]]-v, v-s.high[s.head[r]])
		if d <= feasTol {
			continue
		}
		if score := d * d / s.weight[r]; score > worst {
			row, above, worst = r, v > s.high[s.head[r]], score
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
	theta := (s.cost(enter) - sg*s.price[j]) / (sg * s.alpha[j])
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
			if !helps || s.low[col] == s.high[col] {
				continue
			}
			ratio := math.Abs(s.cost(col)-sg*s.price[j]) / math.Abs(a)
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
	bound := s.low[leave]
	if above {
		bound = s.high[leave]
	}
	t := (s.value[row] - bound) / s.column[row]
	if leave < len(s.basic) {
		s.basic[leave], s.atHigh[leave] = false, above
	}
	entered := s.nonbasicValue(enter) + t
	pivot, weight := s.column[row], s.weight[row]
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
		s.weight[r] = max(s.weight[r], w*w/(pivot*pivot)*weight)
		s.etaBuf = append(s.etaBuf, Entry{r, w})
	}
	f.end = len(s.etaBuf)
	s.etas = append(s.etas, f)
	s.value[row] = entered
	s.weight[row] = max(weight/(pivot*pivot), 1)
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
	s.apply(s.column)
}

// apply multiplies a column by the inverse of the basis.
func (s *Solver) apply(column []float64) {
	for _, f := range s.etas {
		v := column[f.row]
		if v == 0 {
			continue
		}
		v /= f.pivot
		column[f.row] = v
		for _, e := range s.etaBuf[f.start:f.end] {
			column[e.Index] -= v * e.Coef
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
