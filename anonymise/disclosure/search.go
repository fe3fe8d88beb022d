package disclosure

import (
	"context"
	"math"

	"lvv/anonymise/disclosure/pattern"
)

// What the search for the cheapest pattern may take is counted in steps of the
// simplex method, of which one takes the longer the more unknowns there are: at
// most about five seconds of a core, which is enough to prove the parcels of a
// pilot. Where there are few needs there is little to be gained, and a report
// should not wait for it.
const (
	mostWork  = 1_000_000_000 // steps times unknowns
	leastWork = 12_000_000
	stepWork  = 300 // what a step takes of itself, in unknowns
	manyNeeds = 100 // the search gets the most; beyond it a step takes longer
)

// allowance returns how many steps the search may take.
func (x *exact) allowance() int {
	few := min(len(x.needs), manyNeeds)
	many := max(len(x.needs), manyNeeds)
	return max(leastWork, mostWork/(manyNeeds*many)*few*few) / (stepWork + len(x.unknowns))
}

// improve looks for a cheaper pattern than that of an outcome, for as long as the
// allowance lasts or until it is proved that there is none, and replaces the
// outcome by it if it passes the audit. It notes how cheap a pattern could be. The
// same tables give the same answer on every machine.
func (s *system) improve(relations []Relation, best *outcome) {
	if best.price() == 0 {
		return
	}
	x := newSuppressor(s, best.policy, best.found, s.openZeros())
	e := &exact{suppressor: x}
	problem, ok := e.asked(best)
	if !ok {
		return
	}
	found, err := pattern.Solve(context.Background(), problem)
	if err != nil {
		return // what was found before stands
	}
	best.bound = found.Bound
	if found.Cost >= best.price() {
		return
	}
	e.take(found)
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

// take hides what a solution hides, and keeps its worlds.
func (x *exact) take(s pattern.Solution) {
	for u, k := range x.unknowns {
		if x.movable[u] {
			x.hide(k.figure, s.Hidden[u])
		}
	}
	for _, c := range s.Certificates {
		for _, changes := range []pattern.World{c.Low, c.High} {
			var w world
			for _, ch := range changes {
				if ch.Cell >= len(x.unknowns) {
					continue
				}
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
func (x *exact) refine(s pattern.Solution) (needs []pattern.Need, covers [][]int) {
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
	for i := range x.equations[:x.sums] {
		if cover := x.cover(i); len(cover) > 0 {
			covers = append(covers, cover)
		}
	}
	return needs, covers
}

// cover returns the unknowns of a sum of which one must be hidden because the
// sum gives away too few people. It must be so whichever of those that are hidden
// now are shown: they are fewer people then, but there may be less to ask for.
func (x *exact) cover(equation int) []int {
	if !x.unionTooSmall(equation) {
		return nil
	}
	people, _ := x.union(equation, x.known)
	fewest, asked := x.union(equation, func(u int) bool { return x.known(u) || !x.fixed[x.unknowns[u].figure] })
	if fewest == 0 || people >= asked {
		return nil
	}
	var cover []int
	for _, t := range x.equations[equation] {
		if f := x.unknowns[t.unknown].figure; x.movable[t.unknown] && !x.hidden[f] {
			cover = append(cover, t.unknown)
		}
	}
	return cover
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
