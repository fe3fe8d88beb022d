package pattern

import (
	"math"

	"lvv/anonymise/disclosure/lp"
)

// pathCost is what it costs to move a hidden cell by one: movements through few
// cells are better worlds.
const pathCost = 1e-3

// A prober plays the attacker: it asks how far a cell can be from the truth. It
// holds working space and is not safe for concurrent use; what it answers does
// not depend on what it was asked before.
type prober struct {
	s      *system
	solver *lp.Solver
	q      lp.Problem
	x      []float64
	sums   []int64
	nodes  int // branches left for the question at hand
}

func newProber(s *system) *prober {
	n := len(s.cells)
	return &prober{
		s: s, solver: lp.NewSolver(s.matrix), x: make([]float64, n), sums: make([]int64, len(s.rows)),
		q: lp.Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)},
	}
}

// A question asks for a world in which a variable is at least so far from the
// truth.
type question struct {
	v      int
	amount int64 // signed
	known  []int // variables that stay as they are
}

func (q question) size() int64 { return max(q.amount, -q.amount) }

// spread makes costs of equal worlds differ a little, so that ties are rare.
func spread(v int) float64 { return 1 + float64(v*7919%1009)/4036 }

// pose sets up the bounds for a pattern that hides a part of each cell: open[v]
// is 1 for hidden, 0 for shown. A cell that is open in part moves by that part
// of the amount asked for, or of its room if that is less.
func (p *prober) pose(q question, open []float64) {
	t := float64(q.size())
	for v, o := range open {
		up, down := float64(p.s.up[v]), float64(p.s.down[v])
		if o < 1 {
			up, down = min(up, t)*o, min(down, t)*o
		}
		p.q.Low[v], p.q.High[v] = -down, up
		c := pathCost * spread(v)
		p.q.CostUp[v], p.q.CostDown[v] = c, c
	}
	p.fix(q)
}

// price sets up the bounds and costs for a pattern in which shown cells may
// move at a price for each. A cell with room for a part of the amount is that
// much dearer for each unit.
func (p *prober) price(q question, hidden []bool, prices []float64) {
	t := float64(q.size())
	for v, h := range hidden {
		up, down := float64(p.s.up[v]), float64(p.s.down[v])
		p.q.Low[v], p.q.High[v] = -down, up
		c := pathCost * spread(v)
		p.q.CostUp[v], p.q.CostDown[v] = c, c
		if !h {
			p.q.CostUp[v] += prices[v] / max(1, min(t, up))
			p.q.CostDown[v] += prices[v] / max(1, min(t, down))
		}
	}
	p.fix(q)
}

// fix holds the variable asked about at the amount or beyond, and those that
// are known at the truth.
func (p *prober) fix(q question) {
	for _, k := range q.known {
		p.q.Low[k], p.q.High[k] = 0, 0
	}
	if q.amount > 0 {
		p.q.Low[q.v], p.q.High[q.v] = float64(q.amount), max(float64(q.amount), float64(p.s.up[q.v]))
	} else {
		p.q.Low[q.v], p.q.High[q.v] = min(float64(q.amount), -float64(p.s.down[q.v])), float64(q.amount)
	}
}

// What a prober found.
type verdict int

const (
	possible   verdict = iota // there is such a world
	impossible                // proved: there is none
	unsettled                 // the search was broken off
)

// Branches of one question: where failing means that more must be hidden, and
// where it decides about a proof.
const (
	quickBranches = 40
	proofBranches = 400
)

// world answers the question posed in whole numbers.
func (p *prober) world(branches int) (move, verdict) {
	p.nodes = branches
	if !p.solver.Solve(p.q, p.x) {
		return nil, p.denied()
	}
	return p.branch()
}

// denied tells whether the solver's answer that there is no movement is proved.
func (p *prober) denied() verdict {
	if p.excluded() {
		return impossible
	}
	return unsettled
}

// branch makes the solution at hand whole: as it is, or else with a fractional
// variable held down or up.
func (p *prober) branch() (move, verdict) {
	if m, ok := p.whole(); ok {
		return m, possible
	}
	worst := fractional(p.x)
	if worst < 0 {
		return nil, unsettled
	}
	x := p.x[worst]
	low, high := p.q.Low[worst], p.q.High[worst]
	defer func() { p.q.Low[worst], p.q.High[worst] = low, high }()
	all := impossible
	for _, up := range []bool{x > math.Floor(x)+0.5, x <= math.Floor(x)+0.5} {
		p.q.Low[worst], p.q.High[worst] = low, math.Floor(x)
		if up {
			p.q.Low[worst], p.q.High[worst] = math.Ceil(x), high
		}
		if p.nodes--; p.nodes < 0 {
			return nil, unsettled
		}
		v := p.halfway()
		if v == possible {
			var m move
			if m, v = p.branch(); v == possible {
				return m, possible
			}
		}
		all = max(all, v)
	}
	return nil, all
}

// halfway solves the problem after a bound has changed.
func (p *prober) halfway() verdict {
	if p.solver.Again(p.q, p.x) {
		return possible
	}
	return p.denied()
}

// whole reads the solution, or a small multiple of it that there is room for,
// as a world.
func (p *prober) whole() (move, bool) {
	for n := 1.0; n <= 4; n++ {
		if m, ok := rounded(p.x, n); ok && p.s.holds(m, p.sums) {
			return m, true
		}
	}
	return nil, false
}
