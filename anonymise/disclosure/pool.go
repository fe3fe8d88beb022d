package disclosure

import (
	"fmt"
	"slices"
)

// A pool keeps every world found, so that what protects one cell is tried for
// the others first.
type pool struct {
	moves []move
	at    [][]int // per unknown: the moves that change it
	of    [][]int // per figure: the moves that change it
	seen  map[string]bool
}

// A move is a world with what the search asks of it.
type move struct {
	world
	shown   int   // figures it changes that are shown now: 0 makes it usable
	witness []int // insiders who know a figure that it changes, sorted
}

// add keeps a world, stretched as far as it is useful, and its mirror image.
func (x *suppressor) add(w world) {
	if len(w.steps) == 0 {
		return
	}
	unit := w.primitive()
	x.keep(x.stretch(unit))
	x.keep(x.stretch(unit.times(-1, 1)))
}

// stretch returns the largest multiple of a world that no attacker can
// exclude, but no larger than the widest need in it asks for.
func (x *suppressor) stretch(unit world) world {
	most, useful := int64(maxValue), int64(1)
	for _, s := range unit.steps {
		size := max(s.delta, -s.delta)
		most = min(most, maxValue/size)
		if s.delta < 0 {
			most = min(most, x.room[s.unknown]/size)
		} else {
			most = min(most, x.unknowns[s.unknown].rise()/size)
		}
		if i := x.needOf[s.unknown]; i >= 0 {
			n := x.needs[i]
			useful = max(useful, (max(n.width, n.up)+size-1)/size)
		}
	}
	return unit.times(min(most, useful), 1)
}

func (x *suppressor) keep(w world) {
	if w.steps[0].delta == 0 {
		return
	}
	key := fmt.Sprint(w.steps)
	if x.pool.seen[key] {
		return
	}
	x.pool.seen[key] = true
	m := move{world: w}
	i := len(x.pool.moves)
	for _, s := range w.steps {
		f := x.unknowns[s.unknown].figure
		x.pool.at[s.unknown] = append(x.pool.at[s.unknown], i)
		x.pool.of[f] = append(x.pool.of[f], i)
		if !x.hidden[f] {
			m.shown++
		}
		m.witness = append(m.witness, x.knows[f]...)
	}
	slices.Sort(m.witness)
	m.witness = slices.Compact(m.witness)
	x.pool.moves = append(x.pool.moves, m)
}

// A span is the interval that two worlds leave open around one unknown. An
// index of -1 stands for the truth.
type span struct {
	up, down     int64
	above, below int // the moves that reach there
}

func (s span) width() int64 { return s.up + s.down }

// span returns the widest interval for an unknown that the pool knows of
// against a crew.
func (x *suppressor) span(unknown int, c crew) span {
	s := span{above: -1, below: -1}
	together := x.knownTo(c)
	for _, i := range x.pool.at[unknown] {
		m := &x.pool.moves[i]
		if m.shown > 0 || !x.agrees(m, c, together) {
			continue
		}
		if g := x.groupOf[unknown]; g >= 0 && !x.groups[g].open(x.system, m.world) {
			continue
		}
		if d := m.change(unknown); d > s.up {
			s.up, s.above = d, i
		} else if -d > s.down {
			s.down, s.below = -d, i
		}
	}
	return s
}
