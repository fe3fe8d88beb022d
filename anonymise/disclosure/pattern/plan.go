package pattern

import (
	"errors"
	"slices"
)

// truth stands for the world that is the truth, among the moves of a plan.
const truth = -1

// A plan is a pattern in the making, with the worlds found so far. Worlds that
// rest on shown cells are kept: hiding these brings them back.
type plan struct {
	s       *system
	asker   *asker
	hidden  []bool
	cost    int64
	inCover []int // per cover: the hidden cells in it

	moves []move
	shown []int          // per move: the shown cells it changes; 0 makes it a world
	of    [][]int        // per variable: the moves that change it
	seen  map[string]int // the number of each move
	meets []pair         // per need: the worlds that met it last
}

// A pair are the moves that take a cell up and down, or truth.
type pair struct{ up, down int }

// unmet marks a need that no worlds are known for.
var unmet = pair{truth, truth}

func newPlan(s *system) *plan {
	n := len(s.cells)
	p := &plan{s: s, hidden: make([]bool, n), of: make([][]int, n), seen: map[string]int{}}
	p.asker = newAsker(s, p.hidden, false)
	for v := range p.hidden {
		if p.hidden[v] = !s.mayShow(v); p.hidden[v] {
			p.asker.open[v] = 1
		}
	}
	p.keepUp()
	return p
}

// A good is a pattern that meets all needs, with the worlds that show it.
type good struct {
	hidden   []bool
	cost     int64
	up, down []move // per need; nil for the truth
}

// good returns the pattern as it stands.
func (p *plan) good() *good {
	g := &good{hidden: slices.Clone(p.hidden), cost: p.cost}
	for _, m := range p.meets {
		g.up, g.down = append(g.up, p.world(m.up)), append(g.down, p.world(m.down))
	}
	return g
}

func (p *plan) world(i int) move {
	if i == truth {
		return nil
	}
	return p.moves[i]
}

// adopt takes over a pattern and its worlds.
func (p *plan) adopt(g *good) {
	p.keepUp()
	for v, h := range g.hidden {
		p.hide(v, h)
	}
	for i := range g.up {
		p.meets[i] = pair{p.take(g.up[i]), p.take(g.down[i])}
	}
}

// begin takes over a pattern that somebody else has found.
func (p *plan) begin(s Solution) error {
	if len(s.Hidden) != len(p.s.varOf) {
		return errors.New("the pattern to start from is one of other cells")
	}
	for i, v := range p.s.varOf {
		if s.Hidden[i] && v >= 0 {
			p.hide(v, true)
		}
	}
	sums := make([]int64, len(p.s.rows))
	for _, c := range s.Certificates {
		for _, w := range []World{c.Low, c.High} {
			if m, ok := p.s.moveOf(w); ok && p.s.holds(m, sums) {
				p.keep(m)
			}
		}
	}
	return nil
}

func (p *plan) take(m move) int {
	if m == nil {
		return truth
	}
	return p.keep(m)
}

// keepUp makes room for needs and covers that came later.
func (p *plan) keepUp() {
	for len(p.meets) < len(p.s.needs) {
		p.meets = append(p.meets, unmet)
	}
	for len(p.inCover) < len(p.s.covers) {
		n := 0
		for _, v := range p.s.covers[len(p.inCover)] {
			if p.hidden[v] {
				n++
			}
		}
		p.inCover = append(p.inCover, n)
	}
}

// hide hides a cell, and those that are tied to it, or shows them again.
func (p *plan) hide(v int, hidden bool) {
	v = p.s.lead[v]
	if p.hidden[v] == hidden {
		return
	}
	by := 1
	if hidden {
		by = -1
	}
	p.cost -= int64(by) * p.s.cost[v]
	for _, u := range p.s.with[v] {
		p.hidden[u] = hidden
		p.asker.open[u] = float64(1-by) / 2
		for _, i := range p.of[u] {
			p.shown[i] += by
		}
	}
	for _, i := range p.s.inCover[v] {
		if i < len(p.inCover) {
			p.inCover[i] -= by
		}
	}
}

// keep adds a move, as far as it goes and is useful, and its mirror image, and
// returns the number of the first.
func (p *plan) keep(m move) int {
	unit := m.unit()
	if p.s.room(unit.times(-1, 1)) > 0 {
		p.add(p.stretch(unit.times(-1, 1)))
	}
	first := p.add(p.stretch(unit))
	if long := len(m) > 0 && p.moves[first][0].delta != m[0].delta; long {
		return p.add(m)
	}
	return first
}

// stretch returns the largest multiple of a move that there is room for, but no
// larger than the widest need in it asks for.
func (p *plan) stretch(unit move) move {
	useful := int64(1)
	for _, st := range unit {
		size := max(st.delta, -st.delta)
		useful = max(useful, (p.s.asked[st.v]+size-1)/size)
	}
	return unit.times(max(1, min(useful, p.s.room(unit))), 1)
}

func (p *plan) add(m move) int {
	key := m.key()
	if i, ok := p.seen[key]; ok {
		return i
	}
	i := len(p.moves)
	p.seen[key] = i
	shown := 0
	for _, st := range m {
		p.of[st.v] = append(p.of[st.v], i)
		if !p.hidden[st.v] {
			shown++
		}
	}
	p.moves, p.shown = append(p.moves, m), append(p.shown, shown)
	return i
}

// usable tells whether a move is a world now.
func (p *plan) usable(i int) bool { return i == truth || p.shown[i] == 0 }

// holds tells whether the worlds that met a need last still do.
func (p *plan) holds(i int) bool {
	n := p.s.needs[i]
	return n.cell < 0 || p.meets[i] != unmet && p.usable(p.meets[i].up) && p.usable(p.meets[i].down)
}

// broken returns the needs whose worlds do not hold any more.
func (p *plan) broken() []int {
	p.keepUp()
	var out []int
	for i := range p.s.needs {
		if !p.holds(i) {
			out = append(out, i)
		}
	}
	return out
}

// recall looks for worlds that meet a need among those known, and returns how
// far they reach.
func (p *plan) recall(i int) (ok bool, up, down int64) {
	n := p.s.needs[i]
	best := unmet
	for _, k := range p.of[n.cell] {
		if p.shown[k] > 0 {
			continue
		}
		d := p.moves[k].change(n.cell)
		if (d <= up && -d <= down) || p.moves[k].touches(n.known) {
			continue
		}
		if d > 0 {
			up, best.up = d, k
		} else {
			down, best.down = -d, k
		}
	}
	ok = up >= n.up && down >= n.down && up+down >= n.width
	if ok {
		p.meets[i] = best
	}
	return ok, up, down
}

// meet tells whether a need is met by what is hidden now.
func (p *plan) meet(i int) bool { return p.judge(i).met }

// judge finds out whether a need is met: by worlds that are known, or else by
// a search among all that is hidden.
func (p *plan) judge(i int) finding {
	if p.holds(i) {
		return finding{met: true}
	}
	if ok, _, _ := p.recall(i); ok {
		return finding{met: true}
	}
	f := p.asker.judge(p.s.needs[i])
	if !f.met {
		return f
	}
	p.meets[i] = unmet
	if f.high != nil {
		p.meets[i].up = p.keep(f.high)
	}
	if f.low != nil {
		p.meets[i].down = p.keep(f.low)
	}
	return f
}

// secondary returns the free cells that are hidden.
func (p *plan) secondary() []int {
	var out []int
	for v, h := range p.hidden {
		if h && p.s.free[v] {
			out = append(out, v)
		}
	}
	return out
}

// needed tells whether a cover has no other cell hidden than this.
func (p *plan) needed(v int) bool {
	return slices.ContainsFunc(p.s.inCover[v], func(i int) bool { return p.inCover[i] <= 1 })
}
