package pattern

import (
	"math"
	"slices"
)

// A flow is a world of a pattern in parts: how far each variable moves. What
// answers one question often answers others: a flow that is scaled down is one
// too, and so it is to whoever knows nothing that it moves.
type flow struct {
	far   float64 // how far it takes the cell asked about
	parts []part
}

// A part is how far a variable moves.
type part struct {
	v     int
	moves float64
}

// So many answers about a cell are kept.
const keptFlows = 6

// note keeps the answer that the solver has found.
func (a *asker) note(q question) {
	f := flow{far: a.x[q.v]}
	for v, d := range a.x {
		if math.Abs(d) > 1e-9 {
			f.parts = append(f.parts, part{v, d})
		}
	}
	kept := a.flows[q.v]
	if len(kept) == keptFlows {
		kept = slices.Delete(kept, 0, 1)
	}
	a.flows[q.v] = append(kept, f)
}

// answered tells whether an earlier answer answers a question.
func (a *asker) answered(q question) bool {
	return slices.ContainsFunc(a.flows[q.v], func(f flow) bool { return a.fits(f, q) })
}

func (a *asker) fits(f flow, q question) bool {
	scale := float64(q.amount) / f.far
	if !(scale > 0 && scale <= 1) {
		return false
	}
	for _, p := range f.parts {
		if p.v == q.v {
			continue
		}
		if _, known := slices.BinarySearch(q.known, p.v); known {
			return false
		}
		room, moves := float64(a.s.up[p.v]), p.moves*scale
		if moves < 0 {
			room, moves = float64(a.s.down[p.v]), -moves
		}
		if o := a.open[p.v]; o < 1 {
			room = min(room, float64(q.size())) * o
		}
		if moves > room+1e-7 {
			return false
		}
	}
	return true
}
