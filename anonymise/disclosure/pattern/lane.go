package pattern

import "slices"

// A lane improves a pattern by ruin and recreate (Schrimpf and others 2000): it
// shows a few hidden cells that belong together, hides what is missing then at
// prices that differ from time to time, and goes on from there unless that was
// for the worse. Which way it goes depends only on where it began.
type lane struct {
	s      *system
	plan   *plan
	best   *good
	random random
	hint   []float64 // per variable: the part that the relaxation hides, as far as there is one
	worth  []bool    // per variable: it is not proved yet that the best is best there
	found  *good     // better than the best, to be judged
	turns  int
	spent  int // steps of the plans before this one
}

const (
	maxRuin  = 14     // cells shown at once
	samples  = 6      // other cells that are tried for showing
	maxMoves = 20_000 // worlds that are kept before the used ones are sorted out
)

func newLane(s *system, best *good) *lane {
	l := &lane{s: s, best: best, random: 1, hint: make([]float64, len(s.cells)), worth: make([]bool, len(s.cells))}
	l.begin(best)
	return l
}

// begin goes on from a pattern.
func (l *lane) begin(g *good) {
	switch {
	case l.plan == nil:
		l.plan = newPlan(l.s)
	case len(l.plan.moves) > maxMoves:
		l.spent += l.plan.asker.solver.Steps()
		l.plan = newPlan(l.s)
	}
	l.plan.adopt(g)
}

// listen takes over what the relaxation of a region hides.
func (l *lane) listen(t *tree) {
	for v, in := range t.region.in {
		if in {
			l.hint[v] = t.m.open[v]
		}
	}
}

// A turn counts as so many steps more than the solver makes in it.
const turnSteps = 50

// work goes on until a number of steps is made.
func (l *lane) work(budget int, stop func() bool) {
	for end := l.steps() + budget; l.steps() < end && !stop(); l.turns++ {
		if !l.turn(stop) {
			return
		}
	}
}

// steps counts the work done.
func (l *lane) steps() int { return l.spent + l.plan.asker.solver.Steps() + turnSteps*l.turns }

// turn ruins and recreates once. It reports false if there is nothing to ruin.
func (l *lane) turn(stop func() bool) bool {
	p := l.plan
	hidden, meets, cost := slices.Clone(p.hidden), slices.Clone(p.meets), p.cost
	ruin := l.ruin()
	if len(ruin) == 0 {
		return false
	}
	for _, v := range ruin {
		p.hide(v, false)
	}
	if !l.recreate(hidden, cost, stop) || p.cost > cost {
		for v, h := range hidden {
			p.hide(v, h)
		}
		copy(p.meets, meets)
		return true
	}
	if p.cost < l.best.cost {
		l.found = p.good()
		l.best = l.found
	}
	return true
}

// recreate meets all needs again and cleans up. It reports false if it failed
// or the pattern became too dear.
func (l *lane) recreate(before []bool, cost int64, stop func() bool) bool {
	p := l.plan
	broken := p.broken()
	l.random.shuffle(broken)
	if !p.build(broken, l.prices(), stop) {
		return false
	}
	p.showUnused()
	if p.cost > cost+2*int64(l.s.scale) {
		return false
	}
	var order []int
	old := p.secondary()
	for _, v := range old {
		if !before[v] {
			order = append(order, v)
		}
	}
	for range samples {
		order = append(order, old[l.random.below(len(old))])
	}
	p.clean(order, stop)
	return true
}

// prices returns costs that are off by up to a half, and every other time lower
// for what the relaxation hides.
func (l *lane) prices() purse {
	prices := l.s.purse()
	guided := l.random.below(2) == 0
	for v, first := range l.s.lead {
		if v != first {
			prices[v] = prices[first]
			continue
		}
		prices[v] *= 0.6 + 0.8*l.random.part()
		if guided {
			prices[v] *= 1 - 0.8*l.hint[v]
		}
	}
	return prices
}

// ruin picks hidden cells that belong together: one, and others that stand in
// the same worlds or the same sums.
func (l *lane) ruin() []int {
	old := slices.DeleteFunc(l.plan.secondary(), func(v int) bool { return !l.worth[v] })
	if len(old) == 0 {
		return nil
	}
	size := 1 + l.random.below(1+l.random.below(min(maxRuin, len(old))))
	picked := []int{old[l.random.below(len(old))]}
	in := map[int]bool{picked[0]: true}
	for k := 0; k < len(picked) && len(picked) < size; k++ {
		near := l.near(picked[k])
		l.random.shuffle(near)
		for _, v := range near {
			if !in[v] && len(picked) < size {
				in[v] = true
				picked = append(picked, v)
			}
		}
	}
	return picked
}

// near returns hidden free cells beside one.
func (l *lane) near(v int) []int {
	var out []int
	add := func(u int) {
		if u = l.s.lead[u]; u != v && l.s.free[u] && l.plan.hidden[u] {
			out = append(out, u)
		}
	}
	for _, w := range l.s.with[v] {
		for _, t := range l.s.columns[w] {
			for _, u := range l.s.rows[t.index] {
				add(u.index)
			}
		}
	}
	for _, m := range l.plan.meets {
		for _, i := range []int{m.up, m.down} {
			if i == truth || !l.plan.moves[i].touches(l.s.with[v]) {
				continue
			}
			for _, st := range l.plan.moves[i] {
				add(st.v)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// showUnused shows the free cells that no world rests on that meets a need.
func (p *plan) showUnused() {
	used := make([]bool, len(p.hidden))
	for _, m := range p.meets {
		for _, i := range []int{m.up, m.down} {
			if i == truth {
				continue
			}
			for _, st := range p.moves[i] {
				used[p.s.lead[st.v]] = true
			}
		}
	}
	for _, v := range p.secondary() {
		if !used[v] && !p.needed(v) {
			p.hide(v, false)
		}
	}
}

// A random is a sequence of numbers that only looks random (splitmix64, Steele,
// Lea and Flood 2014): the same each time.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// part returns a number from 0 to 1.
func (r *random) part() float64 { return float64(r.next()>>11) / (1 << 53) }

func (r *random) shuffle(x []int) {
	for i := len(x) - 1; i > 0; i-- {
		j := r.below(i + 1)
		x[i], x[j] = x[j], x[i]
	}
}
