package disclosure

import (
	"context"
	"errors"
	"fmt"
	"math"

	"lvv/anonymise/disclosure/audit"
	"lvv/anonymise/disclosure/lp"
	"lvv/anonymise/disclosure/rounding"
)

// errNoKey means that figures would be rounded in a way that anybody can repeat.
var errNoKey = fmt.Errorf("disclosure: rounding needs a secret key of at least %d bytes", leastKey)

// round rounds every figure of a system at once, so that all identities hold
// between all tables. A figure that left rounded before stays what it was.
func (s *system) round(o *outcome) (*roundedSystem, error) {
	if len(o.policy.Rounding.Key) < leastKey {
		return nil, errNoKey
	}
	rest := map[int]bool{} // made up by us, and in no table
	for _, g := range s.groups {
		rest[g.rest] = true
	}
	names := s.names()
	p := rounding.Problem{Base: o.policy.Rounding.Base, Key: o.policy.Rounding.Key, Names: names, Kept: map[int]int64{}}
	for i, u := range s.unknowns {
		p.Values, p.Unseen = append(p.Values, u.value), append(p.Unseen, s.unseen(u))
		if u.rounded {
			p.Kept[i] = u.printed
		}
	}
	for _, eq := range s.equations {
		var terms []rounding.Term
		ours := false
		for _, t := range eq {
			ours = ours || rest[t.unknown]
			terms = append(terms, rounding.Term{Cell: t.unknown, Coef: t.coef})
		}
		if !ours {
			p.Constraints = append(p.Constraints, terms)
		}
	}
	found, err := rounding.Round(context.Background(), p)
	if errors.Is(err, rounding.ErrNone) {
		return nil, fmt.Errorf("%w: %w", ErrUnprotectable, err)
	}
	if err != nil {
		return nil, err
	}
	r := &roundedSystem{outcome: o, reach: found.Reach, far: found.Farther}
	for i := range s.unknowns {
		r.figures = append(r.figures, found.At(i).Value())
	}
	return r, nil
}

// unseen reports whether a figure is shown to nobody, now or before: it stands
// there because it follows from others.
func (s *system) unseen(u unknown) bool {
	f := s.figures[u.figure]
	return !f.published && !f.public && !u.rounded && !u.impossible
}

// names gives each unknown a name by which it draws: what it counts, in whatever
// table it stands.
func (s *system) names() []string {
	out := make([]string, len(s.unknowns))
	for t, l := range s.layouts {
		for c, u := range s.cells[t] {
			if out[u] == "" {
				out[u] = l.table.Unit + "\x00" + l.people(c)
			}
		}
	}
	return out
}

// A prober looks for worlds that somebody who has all rounded figures cannot
// tell from the truth. He is granted more than he has: in tables that go out, the
// rounded figures of cells that are not shown as well.
type prober struct {
	*roundedSystem
	solver    *lp.Solver
	problem   lp.Problem
	point     []float64
	at        [][]audit.Ref
	worlds    []audit.World
	low, high []int64 // per unknown: the least and most it is in a world so far
	lowAt     []int   // and the number of that world
	highAt    []int
}

func newProber(r *roundedSystem) *prober {
	n := len(r.unknowns)
	p := &prober{roundedSystem: r, point: make([]float64, n), at: r.places(),
		low: make([]int64, n), high: make([]int64, n), lowAt: make([]int, n), highAt: make([]int, n),
		problem: lp.Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)}}
	rows := make([][]lp.Entry, len(r.equations))
	for i, eq := range r.equations {
		for _, t := range eq {
			rows[i] = append(rows[i], lp.Entry{Index: t.unknown, Coef: float64(t.coef)})
		}
	}
	p.solver = lp.NewSolver(lp.NewMatrix(n, rows))
	for u, k := range r.unknowns {
		low, high := r.room(u)
		p.problem.Low[u], p.problem.High[u] = float64(low-k.value), float64(high-k.value)
		p.problem.CostUp[u], p.problem.CostDown[u] = 1, 1
		p.low[u], p.high[u], p.lowAt[u], p.highAt[u] = k.value, k.value, audit.Truth, audit.Truth
	}
	return p
}

// room is what an unknown can be for who has the rounded figures.
func (r *roundedSystem) room(u int) (low, high int64) {
	k := r.unknowns[u]
	f := r.system.figures[k.figure]
	switch {
	case k.impossible || f.public && !k.rounded && !r.earlier(u):
		return k.value, k.value
	case len(r.groupOf) > u && r.groupOf[u] >= 0: // follows from the others
		return 0, math.MaxInt32
	case r.unseen(k):
		return min(r.floor(k), k.value), math.MaxInt32
	}
	span := r.reach*r.policy.Rounding.Base - 1
	low, high = max(0, r.figures[u]-span), r.figures[u]+span
	if r.figures[u] > 0 {
		low = max(low, 1) // a zero is printed as it is
	}
	if r.hidden[k.figure] {
		low = max(low, r.floor(k))
	}
	return min(low, k.value), max(high, k.value)
}

// earlier reports whether a figure is public because it left rounded.
func (r *roundedSystem) earlier(u int) bool {
	for _, other := range r.system.figures[r.unknowns[u].figure].unknowns {
		if r.unknowns[other].rounded {
			return true
		}
	}
	return false
}

// to looks for a world in which some unknowns have given values.
func (p *prober) to(unknowns []int, values []int64) bool {
	for i, u := range unknowns {
		low, high, by := p.problem.Low[u], p.problem.High[u], float64(values[i]-p.unknowns[u].value)
		if by < low || by > high {
			return false
		}
		p.problem.Low[u], p.problem.High[u] = by, by
		defer func() { p.problem.Low[u], p.problem.High[u] = low, high }()
	}
	return p.solver.Solve(p.problem, p.point) && p.take()
}

// take keeps the solution if it holds in whole numbers.
func (p *prober) take() bool {
	delta := make([]int64, len(p.point))
	for u, x := range p.point {
		n := math.Round(x)
		if math.Abs(x-n) > 1e-6 || n < p.problem.Low[u] || n > p.problem.High[u] {
			return false
		}
		delta[u] = int64(n)
	}
	for _, eq := range p.equations {
		var sum int64
		for _, t := range eq {
			sum += t.coef * delta[t.unknown]
		}
		if sum != 0 {
			return false
		}
	}
	var w audit.World
	for u, d := range delta {
		if d == 0 || len(p.at[u]) == 0 {
			continue
		}
		w = append(w, audit.Change{Cell: p.at[u][0], Delta: d})
		if x := p.unknowns[u].value + d; x < p.low[u] {
			p.low[u], p.lowAt[u] = x, len(p.worlds)
		} else if x > p.high[u] {
			p.high[u], p.highAt[u] = x, len(p.worlds)
		}
	}
	p.worlds = append(p.worlds, w)
	return true
}

// open finds worlds that leave an unknown a base of values, and reports whether
// there are.
func (p *prober) open(u int) bool {
	wanted := p.policy.Rounding.Base - 1
	low, high := p.room(u)
	for try := int64(0); try < wanted && p.high[u]-p.low[u] < wanted; try++ {
		for _, x := range []int64{high - try, low + try} {
			if p.high[u]-p.low[u] < wanted && (x > p.high[u] || x < p.low[u]) {
				p.to([]int{u}, []int64{x})
			}
		}
	}
	return p.high[u]-p.low[u] >= wanted
}

// mix finds a world in which a part is not nearly all of its total.
func (p *prober) mix(part, total int) bool {
	low, _ := p.room(part)
	if p.to([]int{part, total}, []int64{low, p.figures[total]}) {
		return true
	}
	return low == 0 && p.to([]int{part}, []int64{0})
}
