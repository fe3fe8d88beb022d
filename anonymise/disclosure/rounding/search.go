package rounding

import (
	"context"
	"math"

	"lvv/anonymise/disclosure/lp"
)

// A search looks for the figures, in units of the base. Each begins at the
// multiple that it drew; the variables say how far it moves from there so that
// everything adds up: one to the other multiple next to the figure, and with a
// reach of 2 a dear one beyond. The last variable is fixed at 1 and carries
// what the draws leave wrong in each identity.
type search struct {
	p       Problem
	reach   int64
	drawn   []int64 // per figure: in units
	cell    []int   // per variable but the last: its figure
	problem lp.Problem
	solver  *lp.Solver
	x       []float64

	best   []int64
	cost   float64
	nodes  int
	closed bool // nothing was left out
}

const (
	maxNodes = 5000
	dear     = 20   // of a step beyond the multiples next to a figure
	far      = 64   // bases that a figure may go up that nobody is shown
	whole    = 1e-6 // so near to a whole number is one
)

func newSearch(p Problem, reach int64) *search {
	s := &search{p: p, reach: reach, drawn: make([]int64, len(p.Values)), cost: math.Inf(1), closed: true}
	vars := make([][]int, len(p.Values))
	d := newDraw(p)
	for i, v := range p.Values {
		vars[i] = s.variables(i, v, d.of(i))
	}
	var rows [][]lp.Entry
	last := len(s.cell)
	for _, terms := range p.Constraints {
		var row []lp.Entry
		var off int64
		for _, t := range terms {
			off += t.Coef * s.drawn[t.Cell]
			for _, x := range vars[t.Cell] {
				row = append(row, lp.Entry{Index: x, Coef: float64(t.Coef)})
			}
		}
		if off != 0 {
			row = append(row, lp.Entry{Index: last, Coef: float64(off)})
		}
		rows = append(rows, row)
	}
	s.variable(-1, 1, 1, 0)
	s.solver = lp.NewSolver(lp.NewMatrix(last+1, rows))
	s.x = make([]float64, last+1)
	return s
}

// variables draws where a figure begins and makes its variables.
func (s *search) variables(cell int, v int64, draw float64) (vars []int) {
	if z, kept := s.p.Kept[cell]; kept {
		s.drawn[cell] = z / s.p.Base
		return nil
	}
	unit, rest := v/s.p.Base, v%s.p.Base
	s.drawn[cell] = unit
	if rest > 0 {
		chance := float64(rest) / float64(s.p.Base)
		cost := math.Abs(chance-draw) + whole
		if draw < chance {
			s.drawn[cell] = unit + 1
			vars = append(vars, s.variable(cell, -1, 0, cost))
		} else {
			vars = append(vars, s.variable(cell, 0, 1, cost))
		}
	}
	switch {
	case s.p.unseen(cell):
		vars = append(vars, s.variable(cell, -float64(unit), far, dear+draw))
	case s.reach > 1 && v > 0:
		vars = append(vars, s.variable(cell, -float64(min(unit, 1)), 1, dear+draw))
	}
	return vars
}

func (s *search) variable(cell int, low, high, cost float64) int {
	if cell >= 0 {
		s.cell = append(s.cell, cell)
	}
	q := &s.problem
	q.Low, q.High = append(q.Low, low), append(q.High, high)
	q.CostUp, q.CostDown = append(q.CostUp, cost), append(q.CostDown, cost)
	return len(q.Low) - 1
}

// run searches until nothing better is left, and reports whether anything was
// found.
func (s *search) run(ctx context.Context) bool {
	if s.solver.Solve(s.problem, s.x) {
		s.branch(ctx)
	}
	return s.best != nil
}

// branch takes the solution in s.x: whole, it is a rounding; if not, one
// variable goes to either side, the nearer one first.
func (s *search) branch(ctx context.Context) {
	cost := s.value()
	if cost >= s.cost-whole {
		return
	}
	at := s.fraction()
	if at < 0 {
		s.take(cost)
		return
	}
	if s.nodes++; s.nodes > maxNodes || ctx.Err() != nil {
		s.closed = false
		return
	}
	low, high, x := s.problem.Low[at], s.problem.High[at], s.x[at]
	down := func() { s.problem.High[at] = math.Floor(x) }
	up := func() { s.problem.Low[at] = math.Ceil(x) }
	sides := [2]func(){down, up}
	if x-math.Floor(x) > 0.5 {
		sides = [2]func(){up, down}
	}
	for _, side := range sides {
		side()
		if s.solver.Again(s.problem, s.x) {
			s.branch(ctx)
		}
		s.problem.Low[at], s.problem.High[at] = low, high
	}
}

// value is what a solution costs.
func (s *search) value() (cost float64) {
	for i, x := range s.x {
		cost += s.problem.CostUp[i] * math.Abs(x)
	}
	return cost
}

// fraction returns the variable that is farthest from a whole number, or -1.
func (s *search) fraction() int {
	at, most := -1, whole
	for i, x := range s.x {
		if f := math.Abs(x - math.Round(x)); f > most {
			at, most = i, f
		}
	}
	return at
}

// take keeps a solution if it holds in whole numbers.
func (s *search) take(cost float64) {
	units := append([]int64(nil), s.drawn...)
	for i, cell := range s.cell {
		units[cell] += int64(math.Round(s.x[i]))
	}
	for _, terms := range s.p.Constraints {
		var sum int64
		for _, t := range terms {
			sum += t.Coef * units[t.Cell]
		}
		if sum != 0 {
			s.closed = false
			return
		}
	}
	s.best, s.cost = units, cost
}
