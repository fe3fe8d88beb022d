package disclosure

import (
	"context"
	"math"
	"slices"

	"lvv/anonymise/disclosure/pattern"
)

// ProtectWithin does what [Protect] does and then looks for the cheapest pattern
// until the context ends, or until it is proved that there is none cheaper; the
// Control says how far it came. Unless the context cuts the search off, the same
// tables give the same answer.
//
// The search knows figures by one unit each and no group disclosure; for tables
// that need more, and if it finds nothing cheaper, the pattern is that of
// Protect.
func ProtectWithin(ctx context.Context, tables []Table, relations []Relation, p Policy) (*Safe, error) {
	s, err := prepare(tables, relations, p)
	if err != nil {
		return nil, err
	}
	best, err := s.protect(relations, p)
	if err != nil {
		return nil, err
	}
	if s.searchable() && ctx.Err() == nil {
		s.improve(ctx, relations, best)
	}
	return s.finish(best, relations)
}

// searchable tells whether the search for the cheapest pattern knows all that
// these tables ask for.
func (s *system) searchable() bool {
	return len(s.groups) == 0 && !slices.ContainsFunc(s.figures, func(f figure) bool { return len(f.unknowns) > 1 })
}

// improve replaces an outcome by a cheaper one that passes the audit, if the
// search finds one, and notes how cheap it could be.
func (s *system) improve(ctx context.Context, relations []Relation, best *outcome) {
	x := newSuppressor(s, best.policy, best.found, s.openZeros())
	found, err := pattern.Solve(ctx, x.asked())
	if err != nil {
		return // what was found before stands
	}
	best.bound = found.Bound
	x.take(found)
	if !x.secure() || x.price() >= best.price() {
		return
	}
	proofs := x.proofs()
	if report, err := x.judge(relations, proofs); err == nil {
		best.suppressor, best.proofs, best.report = x, proofs, report
	}
}

// priceUnit makes prices whole: that of a figure about nobody.
const priceUnit = 1000

func (x *suppressor) priceOf(figure int) int64 {
	return int64(math.Round(priceUnit * x.cost[figure]))
}

// price is what the complementary figures of a pattern cost together.
func (x *suppressor) price() (sum int64) {
	for f, h := range x.hidden {
		if h && !x.fixed[f] {
			sum += x.priceOf(f)
		}
	}
	return sum
}

// asked puts the system as the search knows it.
func (x *suppressor) asked() pattern.Problem {
	p := pattern.Problem{Refine: x.refine}
	for u, k := range x.unknowns {
		c := pattern.Cell{Value: k.value, Cost: x.priceOf(k.figure), Lower: k.value - x.room[u], Upper: pattern.Unbounded}
		switch {
		case !x.movable[u]:
			c.State = pattern.Published
		case x.fixed[k.figure]:
			c.State = pattern.Primary
		}
		p.Cells = append(p.Cells, c)
	}
	for _, eq := range x.equations {
		var terms []pattern.Term
		for _, t := range eq {
			terms = append(terms, pattern.Term{Cell: t.unknown, Coef: t.coef})
		}
		p.Constraints = append(p.Constraints, terms)
	}
	for _, n := range x.needs {
		p.Needs = append(p.Needs, pattern.Need{Cell: n.unknown, Width: n.width, Up: n.up})
	}
	return p
}

// take hides what a solution hides, and keeps its worlds.
func (x *suppressor) take(s pattern.Solution) {
	for u, k := range x.unknowns {
		if x.movable[u] {
			x.hide(k.figure, s.Hidden[u])
		}
	}
	for _, c := range s.Certificates {
		for _, changes := range []pattern.World{c.Low, c.High} {
			var w world
			for _, ch := range changes {
				if d := ch.Value - x.unknowns[ch.Cell].value; d != 0 {
					w.steps = append(w.steps, step{ch.Cell, d})
				}
			}
			if x.holds(w) {
				x.add(w)
			}
		}
	}
}

// refine tells the search what a pattern still lacks: the crews that it leaves a
// need open to, and the totals that give away a group of too few people. Both
// would be lacking in every pattern that does not mend them.
func (x *suppressor) refine(s pattern.Solution) (needs []pattern.Need, covers [][]int) {
	x.take(s)
	for _, n := range x.needs {
		x.guard(n, nil, func(n need, c crew) bool {
			if x.protectFree(n, c) {
				return true
			}
			if len(c) > 0 {
				needs = append(needs, pattern.Need{Cell: n.unknown, Width: n.insider, Known: x.unknownsOf(c)})
			}
			return false
		})
	}
	for i, eq := range x.equations[:x.sums] {
		if !x.unionTooSmall(i) {
			continue
		}
		cover := []int{}
		for _, t := range eq {
			if f := x.unknowns[t.unknown].figure; x.movable[t.unknown] && !x.hidden[f] {
				cover = append(cover, t.unknown)
			}
		}
		covers = append(covers, cover)
	}
	return needs, covers
}

// unknownsOf returns what a crew knows of itself, in order.
func (x *suppressor) unknownsOf(c crew) []int {
	var out []int
	for u, k := range x.unknowns {
		if x.informed(c, k.figure) {
			out = append(out, u)
		}
	}
	return out
}
