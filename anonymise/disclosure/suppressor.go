package disclosure

import (
	"math"
	"slices"
)

// A suppressor looks for a pattern of suppression and for the worlds that
// prove it. It may fail or suppress too much; it is not trusted to be right.
type suppressor struct {
	*system
	insiders
	policy Policy
	needs  []need
	needOf []int // per unknown: its need, or -1

	groupOf []int // per unknown: the group it is the rest of, or -1

	movable []bool  // per unknown: may be other than it is, if hidden
	room    []int64 // per unknown: how far it may fall
	cost    []float64

	hidden []bool // per figure
	fixed  []bool // per figure: hidden for good
	pool   pool

	*reduction
	residue []int64
	flow    []int64 // per unknown: how far the pushes have moved it
	flowing []bool
	flowed  []int
}

// newSuppressor prepares the search. opened are zero figures that may be
// suppressed although zeros are shown as a rule.
func newSuppressor(s *system, p Policy, found findings, opened []bool) *suppressor {
	n, needs := len(s.unknowns), found.needs
	x := &suppressor{
		system: s, insiders: s.insiders(p), policy: p, needs: needs, needOf: make([]int, n),
		groupOf: make([]int, n),
		movable: make([]bool, n), room: make([]int64, n),
		cost: make([]float64, len(s.figures)), hidden: slices.Clone(found.small), fixed: make([]bool, len(s.figures)),
		pool:    pool{at: make([][]int, n), of: make([][]int, len(s.figures)), seen: map[string]bool{}},
		residue: make([]int64, len(s.equations)),
		flow:    make([]int64, n), flowing: make([]bool, n),
	}
	for f, fig := range s.figures {
		x.cost[f] = s.importance(f)
		unseen := !fig.public && (fig.withheld || !fig.published)
		x.hidden[f] = x.hidden[f] || unseen
		x.fixed[f] = x.hidden[f]
		for _, u := range fig.unknowns {
			k := s.unknowns[u]
			x.movable[u] = !fig.public && !k.impossible && (k.contributors > 0 || opened[f] || unseen)
			x.room[u] = max(0, k.value-s.floor(k))
			x.needOf[u], x.groupOf[u] = -1, -1
		}
	}
	for i, n := range needs {
		x.needOf[n.unknown] = i
	}
	for i, g := range s.groups {
		x.groupOf[g.rest] = i
	}
	x.reduction = x.reduce()
	return x
}

// importance is what it costs to suppress a figure: one, a little more for
// figures about many people, and that again for each classification of which it
// is a total: readers miss a total most, and whoever counts records finds it.
func (s *system) importance(f int) float64 {
	var people int64
	for _, u := range s.figures[f].unknowns {
		people = max(people, s.unknowns[u].contributors)
	}
	return (1 + math.Log2(float64(1+people))/8) * float64(1+s.figures[f].totals)
}

// hide suppresses a figure or shows it again.
func (x *suppressor) hide(f int, hidden bool) {
	if x.hidden[f] == hidden {
		return
	}
	x.hidden[f] = hidden
	for _, i := range x.pool.of[f] {
		if hidden {
			x.pool.moves[i].shown--
		} else {
			x.pool.moves[i].shown++
		}
	}
}
