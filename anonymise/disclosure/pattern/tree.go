package pattern

import (
	"container/heap"
	"math"
)

// A tree searches all patterns: it splits them by whether a cell is hidden, and
// leaves out every part whose proved bound is no better than the best pattern.
type tree struct {
	s         *system
	region    *region
	m         *master
	separator *separator
	trial     *plan // patterns that come up are tried here
	best      *good // the best pattern known
	cost      int64 // of it, in the region
	adopted   bool  // the trial has it
	root      proof // the best of the root
	open      nodes
	at        *node     // where the search is; nil between two nodes
	rounds    int       // rounds of cuts at this node
	lost      int64     // bound of the parts that could not be decided
	low, high []float64 // bounds of the columns everywhere
	covered   int       // covers that are in the master
	number    int       // of nodes made
	found     *good     // a pattern better than the best, to be judged
}

// A node is a part of the patterns.
type node struct {
	fixed  []fixing
	bound  int64
	number int
}

// A fixing says whether a column's cell is hidden.
type fixing struct {
	column int
	hidden bool
}

// nodes is a heap: lowest bound first, deeper ones first among equals.
type nodes []*node

func (h nodes) Len() int { return len(h) }
func (h nodes) Less(i, j int) bool {
	a, b := h[i], h[j]
	if a.bound != b.bound {
		return a.bound < b.bound
	}
	if len(a.fixed) != len(b.fixed) {
		return len(a.fixed) > len(b.fixed)
	}
	return a.number < b.number
}
func (h nodes) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *nodes) Push(x any)   { *h = append(*h, x.(*node)) }
func (h *nodes) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

func newTree(s *system, r *region, best *good) *tree {
	t := &tree{s: s, region: r, m: newMaster(s, r.in), separator: newSeparator(s, r), trial: newPlan(s), lost: math.MaxInt64, at: &node{}}
	t.low, t.high = make([]float64, len(t.m.vars)), make([]float64, len(t.m.vars))
	for j := range t.high {
		t.high[j] = 1
	}
	t.aimAt(best)
	return t
}

// aimAt tells the tree which pattern is the best now.
func (t *tree) aimAt(best *good) {
	if t.best == best {
		return
	}
	t.best, t.cost, t.adopted = best, t.region.cost(t.s, best.hidden), false
	if t.root.slope != nil {
		t.settle(t.root)
	}
}

// limit is the cost that a pattern must stay under, in the region, to be of
// interest.
func (t *tree) limit() int64 { return t.cost }

// bound returns what every pattern costs in the region at least.
func (t *tree) bound() int64 {
	b := min(t.limit(), t.lost)
	if t.at != nil {
		b = min(b, t.at.bound)
	}
	if len(t.open) > 0 {
		b = min(b, t.open[0].bound)
	}
	return b
}

// done tells whether the search is over.
func (t *tree) done() bool { return t.at == nil && len(t.open) == 0 }

// steps counts the work done.
func (t *tree) steps() int {
	return t.m.solver.Steps() + t.separator.asker.solver.Steps() + t.trial.asker.solver.Steps()
}

// work goes on until a number of steps is made, there is nothing left to do, or
// a better pattern is found.
func (t *tree) work(budget int, stop func() bool) {
	for end := t.steps() + budget; t.found == nil && !t.done() && t.steps() < end && !stop(); {
		if t.at == nil {
			t.at, t.rounds = heap.Pop(&t.open).(*node), 0
			if t.at.bound >= t.limit() {
				t.at, t.open = nil, nil // none of the others is better
				continue
			}
		}
		t.round(stop)
	}
}

// Rounds of cuts at a node below the root: the more, the fewer nodes.
const nodeRounds = 1

// round does one round of work at a node.
func (t *tree) round(stop func() bool) {
	t.enterCovers()
	if solved := t.relax(); t.at.bound >= t.limit() {
		t.at = nil
		return
	} else if !solved {
		t.split()
		return
	}
	if t.m.recall() > 0 {
		return
	}
	t.m.drop()
	if t.whole() {
		t.try()
		return
	}
	root := len(t.at.fixed) == 0
	if t.rounds++; root || t.rounds <= nodeRounds {
		var towards []bool
		if root {
			towards = t.best.hidden
		}
		cuts := t.separator.round(t.m.open, towards, stop)
		if t.add(cuts)+t.collect() > 0 || stop() {
			return
		}
	}
	t.split()
}

func (t *tree) enterCovers() {
	for ; t.covered < len(t.region.covers); t.covered++ {
		t.m.add(coverOf(t.s.covers[t.region.covers[t.covered]]))
	}
}

func (t *tree) add(cuts []cut) int {
	n := 0
	for _, c := range cuts {
		if t.m.add(c) {
			n++
		}
	}
	return n
}

// collect takes over the cuts that ask for two cells, and returns how many are
// violated.
func (t *tree) collect() int {
	for _, c := range t.separator.doubles {
		t.m.keep(c)
	}
	t.separator.doubles = t.separator.doubles[:0]
	return t.m.recall()
}

// relax solves the relaxation of the node and raises its bound. It reports
// whether there is a solution.
func (t *tree) relax() bool {
	t.confine(t.at.fixed)
	solved := t.m.solve()
	p := t.m.bound(solved)
	t.at.bound = max(t.at.bound, p.bound())
	if solved && len(t.at.fixed) == 0 {
		t.root = p
		t.settle(p)
	}
	return solved
}

// confine sets the bounds of the columns for a node.
func (t *tree) confine(fixed []fixing) {
	copy(t.m.q.Low, t.low)
	copy(t.m.q.High, t.high)
	for _, f := range fixed {
		t.m.q.Low[f.column], t.m.q.High[f.column] = btof(f.hidden), btof(f.hidden)
	}
}

func btof(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// settle decides cells for good that the proof of the root decides: hiding them,
// or showing them, would cost what the best pattern costs.
func (t *tree) settle(p proof) {
	room := (t.limit() - 1) * int64(p.unit)
	for j, d := range p.slope {
		if t.low[j] == t.high[j] || p.total+max(d, -d) <= room {
			continue
		}
		if d > 0 {
			t.high[j] = 0
		} else {
			t.low[j] = 1
		}
	}
}

// whole tells whether the relaxation hides whole cells only.
func (t *tree) whole() bool {
	for _, x := range t.m.x {
		if math.Abs(x-math.Round(x)) > 1e-6 {
			return false
		}
	}
	return true
}

// try tries the pattern that the relaxation came up with: it is good, or it
// violates a cut, or it cannot be decided.
func (t *tree) try() {
	p := t.trial
	if p.keepUp(); !t.adopted {
		p.adopt(t.best) // for what is outside of the region
		t.adopted = true
	}
	for j, v := range t.m.vars {
		p.hide(v, t.m.x[j] > 0.5)
	}
	if p.cost >= t.best.cost {
		t.split()
		return
	}
	var cuts []cut
	met := true
	for i := range t.s.needs {
		f := p.judge(i)
		met = met && f.met
		if f.proved {
			cuts = append(cuts, f.cut)
		}
		for _, weight := range p.asker.rays {
			if c, ok := t.s.double(t.s.needs[i].cell, weight); ok && !f.met {
				cuts = append(cuts, c)
			}
		}
		if len(cuts) >= roundCuts {
			break
		}
	}
	switch {
	case met:
		t.found = p.good()
	case t.add(cuts) == 0:
		t.split()
	}
}

// split branches, or gives up a pattern that cannot be decided.
func (t *tree) split() {
	if t.free() {
		t.branch()
		return
	}
	t.lost = min(t.lost, t.at.bound)
	t.at = nil
}

// free tells whether a column is not decided at the node.
func (t *tree) free() bool {
	for j, l := range t.m.q.Low {
		if l != t.m.q.High[j] {
			return true
		}
	}
	return false
}
