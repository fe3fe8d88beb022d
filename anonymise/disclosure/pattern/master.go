package pattern

import (
	"math"

	"lvv/anonymise/disclosure/lp"
)

// A master is the linear relaxation of all that is known of good patterns: the
// cheapest parts of cells that satisfy every cut. A solver in floating point
// finds it; what it proves is computed again in whole numbers.
type master struct {
	s       *system
	vars    []int // per column: a free variable
	column  []int // per variable: its column, or -1
	cuts    []cut
	seen    map[string]bool
	rows    []int // per row of the solver: its cut
	inRow   []int // per cut: its row, or -1
	idle    []int // per cut: rounds since it mattered
	solver  *lp.Solver
	q       lp.Problem
	x       []float64 // per column
	open    []float64 // per variable: the part that is hidden
	started bool
}

// newMaster makes the relaxation of a region, without cuts yet.
func newMaster(s *system, in []bool) *master {
	m := &master{s: s, column: make([]int, len(s.cells)), seen: map[string]bool{}, open: make([]float64, len(s.cells))}
	for v, f := range s.free {
		m.column[v], m.open[v] = -1, 1
		if f && in[v] {
			m.column[v] = len(m.vars)
			m.vars = append(m.vars, v)
		}
	}
	n := len(m.vars)
	m.solver = lp.NewSolver(lp.NewMatrix(n, nil))
	m.x = make([]float64, n)
	m.q = lp.Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)}
	for j, v := range m.vars {
		m.q.High[j] = 1
		m.q.CostUp[j] = float64(s.cost[v]) / s.scale
	}
	return m
}

// add adds a cut as a row and reports whether it is new.
func (m *master) add(c cut) bool {
	fresh := m.keep(c)
	if fresh {
		m.enter(len(m.cuts) - 1)
	}
	return fresh
}

// keep adds a cut that becomes a row when it is violated, and reports whether it
// is new.
func (m *master) keep(c cut) bool {
	key := c.key()
	if m.seen[key] {
		return false
	}
	m.seen[key] = true
	m.cuts = append(m.cuts, c)
	m.inRow, m.idle = append(m.inRow, -1), append(m.idle, 0)
	return true
}

// enter makes a cut a row of the relaxation.
func (m *master) enter(i int) {
	c := m.cuts[i]
	row := make([]lp.Entry, len(c.terms))
	for k, t := range c.terms {
		row[k] = lp.Entry{Index: m.column[t.index], Coef: float64(t.coef) / float64(c.need)}
	}
	m.solver.AddRow(row)
	m.inRow[i], m.idle[i] = len(m.rows), 0
	m.rows = append(m.rows, i)
	m.q.RowLow, m.q.RowHigh = append(m.q.RowLow, 1), append(m.q.RowHigh, math.Inf(1))
}

// recall makes rows of cuts that were dropped and are violated now, and returns
// how many.
func (m *master) recall() int {
	n := 0
	for i, c := range m.cuts {
		if m.inRow[i] < 0 && c.sum(m.open) < 1-violation {
			m.enter(i)
			n++
		}
	}
	return n
}

// A cut that has not mattered for so many rounds is dropped.
const idleRounds = 3

// drop takes out rows that have not mattered for long.
func (m *master) drop() {
	old := 0
	for r, i := range m.rows {
		m.idle[i]++
		if !m.solver.Slack(r) {
			m.idle[i] = 0
		}
		if m.idle[i] > idleRounds {
			old++
		}
	}
	if old*4 < len(m.rows) {
		return
	}
	number := m.solver.Keep(func(r int) bool { return m.idle[m.rows[r]] <= idleRounds })
	var rows []int
	for r, n := range number {
		m.inRow[m.rows[r]] = n
		if n >= 0 {
			rows = append(rows, m.rows[r])
		}
	}
	m.rows = rows
	m.q.RowLow, m.q.RowHigh = m.q.RowLow[:len(rows)], m.q.RowHigh[:len(rows)]
}

// solve solves the relaxation and reports whether it has a solution.
func (m *master) solve() bool {
	ok := false
	if m.started {
		m.solver.Rest()
		ok = m.solver.Again(m.q, m.x)
	} else {
		ok = m.solver.Solve(m.q, m.x)
	}
	m.started = true
	if ok {
		for j, v := range m.vars {
			for _, u := range m.s.with[v] {
				m.open[u] = min(1, max(0, m.x[j]))
			}
		}
	}
	return ok
}

// violation is how much of a cut a pattern must lack for the cut to be worth it.
const violation = 1e-4

// A proof is a bound as whole numbers: no pattern within the bounds of the
// columns costs less than total/unit. slope is what hiding one more of a column
// adds, in the same unit.
type proof struct {
	total int64
	unit  float64 // a power of two
	slope []int64
}

// bound returns the least whole cost that the proof leaves.
func (p proof) bound() int64 {
	unit := int64(p.unit)
	return p.total/unit + btoi(p.total%unit > 0)
}

func btoi(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// prove turns prices of the cuts into a bound. Any prices that are not negative
// prove one: what the cuts need, at these prices, is paid for by the cells; a
// cell that gives more than it costs is hidden, the others are not (Neumaier and
// Shcherbina 2004). Prices are rounded down to multiples of a unit, and from
// there on everything is exact. With no costs a bound above zero proves that
// there is no pattern at all.
func (m *master) prove(prices []float64, costs bool) proof {
	size := 1.0
	for r, y := range prices {
		c := m.cuts[m.rows[r]]
		y = m.truePrice(r, y)
		size += y * float64(c.need) * float64(1+len(c.terms))
	}
	for _, v := range m.vars {
		size += float64(m.s.cost[v])
	}
	_, exp := math.Frexp(size)
	p := proof{unit: math.Ldexp(1, min(40, max(0, 60-exp))), slope: make([]int64, len(m.vars))}
	if exp > 61 {
		return p // beyond what int64 can add up
	}
	if costs {
		for j, v := range m.vars {
			p.slope[j] = m.s.cost[v] * int64(p.unit)
		}
	}
	for r, y := range prices {
		c := m.cuts[m.rows[r]]
		w := int64(math.Floor(m.truePrice(r, y) * p.unit))
		p.total += w * c.need
		for _, t := range c.terms {
			p.slope[m.column[t.index]] -= w * t.coef
		}
	}
	for j, d := range p.slope {
		p.total += min(d*int64(m.q.Low[j]), d*int64(m.q.High[j]))
	}
	return p
}

// truePrice returns the price of a cut as it is written, in true costs.
func (m *master) truePrice(r int, y float64) float64 {
	return max(0, y) * m.s.scale / float64(m.cuts[m.rows[r]].need)
}

// bound proves a bound from the relaxation that was solved last; ok tells
// whether it had a solution.
func (m *master) bound(ok bool) proof {
	if ok {
		return m.prove(m.solver.Prices(), true)
	}
	ray := m.solver.Ray()
	if ray == nil {
		return m.prove(nil, true)
	}
	for _, sign := range []float64{1, -1} {
		turned := make([]float64, len(ray))
		for r, y := range ray {
			turned[r] = sign * y
		}
		if p := m.prove(turned, false); p.total > 0 {
			return proof{total: maxCost, unit: 1}
		}
	}
	return m.prove(nil, true)
}

// cost returns what the relaxation costs, in units of an average cell.
func (m *master) cost() float64 {
	sum := 0.0
	for j, x := range m.x {
		sum += x * m.q.CostUp[j]
	}
	return sum
}
