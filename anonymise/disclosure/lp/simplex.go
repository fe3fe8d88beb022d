package lp

import "math"

const (
	feasTol  = 1e-8 // an x this far outside its bounds is taken to be inside
	pivotTol = 1e-7 // a pivot element below this is taken to be zero
	tieTol   = 1e-10
	driftTol = 1e-6   // the pivot computed by row and by column differ no more than this
	refresh  = 60     // steps between two fresh factorisations
	maxSteps = 20_000 // a movement needs dozens; beyond this we answer "none"
)

// Each variable x is split in two parts that are not negative: x = up - down.
// Column 2j is the upward part of variable j, column 2j+1 its downward part,
// and after these comes for each row a logical column that makes up what the
// row lacks: A x + logical = 0.

// A Solver holds the working space for one Matrix. It is not safe for
// concurrent use.
type Solver struct {
	m *Matrix
	p Problem

	head     []int     // per row: the column that is basic in it
	low      []float64 // per column: the least it may hold
	high     []float64 // per column: the most it may hold
	basic    []bool    // per column: basic?
	atHigh   []bool    // per column: nonbasic at its upper bound?
	value    []float64 // per row: value of the basic column
	weight   []float64 // per row: reference weight of the dual devex rule
	price    []float64 // per variable: prices of the rows times its column
	rowPrice []float64 // per row: its price
	etas     []eta
	etaBuf   []Entry
	rho      []float64 // a row of the basis inverse
	column   []float64 // an entering column
	filled   []int     // the rows in which it is not zero
	spare    scratch
	alpha    []float64 // per variable: rho times its column
	touched  []int     // variables with a nonzero alpha
	choices  []choice  // columns that can repair a row
	flips    []int     // columns that go to their other bound on the way
	ray      []float64 // multipliers that show that there is no movement
	steps    int
	stopped  bool
	stale    bool // rows came or went since the last factorisation
}

// A scratch is room for another column; it is all zero.
type scratch struct {
	column []float64
	filled []int
}

// An eta is one factor of the product form of the inverse.
type eta struct {
	row        int
	pivot      float64
	start, end int // the other entries of the column, in etaBuf
}

// NewSolver makes a solver for m.
func NewSolver(m *Matrix) *Solver {
	n := len(m.cols)
	s := &Solver{
		m:   m,
		low: make([]float64, 2*n), high: make([]float64, 2*n),
		basic: make([]bool, 2*n), atHigh: make([]bool, 2*n),
		price: make([]float64, n), alpha: make([]float64, n),
	}
	for range m.rows {
		s.grow()
	}
	return s
}

// grow makes room for one row more, which its logical column stands in.
func (s *Solver) grow() {
	s.head = append(s.head, len(s.basic))
	s.low, s.high = append(s.low, 0), append(s.high, 0)
	s.basic, s.atHigh = append(s.basic, true), append(s.atHigh, false)
	s.value, s.weight = append(s.value, 0), append(s.weight, 1)
	s.rowPrice = append(s.rowPrice, 0)
	s.rho, s.column, s.spare.column = append(s.rho, 0), append(s.column, 0), append(s.spare.column, 0)
}

// parts returns how many columns belong to variables.
func (s *Solver) parts() int { return 2 * len(s.m.cols) }

// Solve writes the cheapest movement to x, one entry a variable, and reports
// whether there is one.
func (s *Solver) Solve(p Problem, x []float64) bool {
	s.start(p)
	return s.run(x)
}

// Again solves the same problem with other bounds; the costs must be the same.
// It starts from the last basis, so little changes cost few steps. If variables
// that were fixed may move again, Rest must come first for the least cost.
func (s *Solver) Again(p Problem, x []float64) bool {
	s.p = p
	s.setBounds()
	if s.stale {
		if !s.reinvert() {
			return s.Solve(p, x)
		}
		s.stale = false
		s.setPrices()
	}
	s.setValues()
	return s.run(x)
}

// Steps returns how many steps the solver has made in its life.
func (s *Solver) Steps() int { return s.steps }

// Prices returns what one unit more of each row's bounds would cost, after a
// movement was found for a problem that bounds its rows. It belongs to the solver and holds until the next run.
func (s *Solver) Prices() []float64 { return s.rowPrice }

// Ray returns, after no movement was found, multipliers of the rows: the sum of
// the rows so multiplied cannot be what it should be within the bounds. It is
// nil if the search was broken off instead. It belongs to the solver.
func (s *Solver) Ray() []float64 {
	if s.stopped {
		return nil
	}
	return s.ray
}

func (s *Solver) run(x []float64) bool {
	s.stopped = false
	for i := range maxSteps {
		s.steps++
		if i%refresh == refresh-1 && !s.renew() {
			break
		}
		row, above := s.leaving()
		if row < 0 {
			s.read(x)
			return true
		}
		switch s.step(row, above) {
		case none:
			return false
		case drifted:
			if !s.renew() {
				s.stopped = true
				return false
			}
		}
	}
	s.stopped = true
	return false
}

// renew factorises anew and computes from scratch what was only updated.
func (s *Solver) renew() bool {
	if !s.reinvert() {
		return false
	}
	s.setValues()
	s.setPrices()
	return true
}

// setBounds splits the bounds of the variables over their two parts.
func (s *Solver) setBounds() {
	for j, low := range s.p.Low {
		high := s.p.High[j]
		s.low[2*j], s.high[2*j] = max(0, low), max(0, high)
		s.low[2*j+1], s.high[2*j+1] = max(0, -high), max(0, -low)
	}
	for r := range s.m.rows {
		low, high := s.p.rowBounds(r)
		s.low[s.parts()+r], s.high[s.parts()+r] = -high, -low
	}
}

// Rest puts each variable outside of the basis at the bound where its price
// wants it. As long as it could not move, its price may have passed its cost.
func (s *Solver) Rest() {
	for col, basic := range s.basic[:s.parts()] {
		if d := s.reducedCost(col); !basic && math.Abs(d) > tieTol {
			s.atHigh[col] = d < 0 && !math.IsInf(s.high[col], 1)
		}
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
	for r := range s.m.rows {
		if c := s.parts() + r; !s.basic[c] {
			s.value[r] -= s.nonbasicValue(c)
		}
	}
	s.apply(s.value)
}

// setPrices computes the prices from the costs of the basic columns.
func (s *Solver) setPrices() {
	for r, col := range s.head {
		s.rho[r] = s.cost(col)
	}
	s.applyBack()
	copy(s.rowPrice, s.rho)
	for j, col := range s.m.cols {
		s.price[j] = 0
		for _, e := range col {
			s.price[j] += e.Coef * s.rowPrice[e.Index]
		}
	}
}

// nonbasicValue returns where a nonbasic column rests.
func (s *Solver) nonbasicValue(col int) float64 {
	if s.atHigh[col] {
		return s.high[col]
	}
	return s.low[col]
}

// sign tells which way a column moves its variable.
func sign(col int) float64 { return 1 - 2*float64(col%2) }

// cost returns the price of a unit of a column.
func (s *Solver) cost(col int) float64 {
	switch {
	case col >= s.parts():
		return 0
	case col%2 == 0:
		return s.p.CostUp[col/2]
	}
	return s.p.CostDown[col/2]
}

// start makes every logical column basic and lets every other column rest
// at its lower bound, which is where costs that are not negative want it.
func (s *Solver) start(p Problem) {
	s.p = p
	s.stale = false
	s.etas, s.etaBuf = s.etas[:0], s.etaBuf[:0]
	clear(s.basic)
	clear(s.atHigh)
	clear(s.price)
	clear(s.rowPrice)
	for r := range s.head {
		s.head[r] = s.parts() + r
		s.basic[s.head[r]] = true
		s.weight[r] = 1
	}
	s.setBounds()
	s.setValues()
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
		if col < s.parts() {
			x[col/2] += sign(col) * s.value[r]
		}
	}
}

// snap takes away the dust of rounding, so that zeros stay zeros.
func snap(v float64) float64 {
	if r := math.Round(v); math.Abs(v-r) < 1e-10 {
		return r
	}
	return v
}
