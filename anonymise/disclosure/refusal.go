package disclosure

import (
	"fmt"
	"slices"
	"strings"
)

// refusal says why nothing can be published: which cells stay open though
// everything is suppressed, and which public figures are to blame. failed is
// what the audit said, if it came to that.
func (s *system) refusal(x *suppressor, failed error) error {
	if u := x.unprotected(); u != nil {
		return fmt.Errorf("%w: %w", ErrUnprotectable, u)
	}
	if failed != nil {
		return fmt.Errorf("%w: %w", ErrUnprotectable, failed)
	}
	return ErrUnprotectable
}

// maxBlamed bounds the cells that a refusal explains.
const maxBlamed = 20

// unprotected returns the cells that cannot be protected, or nil.
func (x *suppressor) unprotected() *Unprotected {
	x.hideEverything()
	var cells, because []int
	for _, i := range x.order() {
		if len(cells) == maxBlamed {
			break
		}
		n, last := x.needs[i], crew(nil)
		if !x.guard(n, nil, func(n need, c crew) bool { last = c; return x.protect(n, c) }) {
			cells = append(cells, n.unknown)
			because = append(because, x.blame(n, last)...)
		}
	}
	for i, eq := range x.equations[:x.sums] {
		if !x.unionTooSmall(i) {
			continue
		}
		for _, t := range eq {
			if x.figures[x.unknowns[t.unknown].figure].public {
				because = append(because, t.unknown)
			} else if !x.known(t.unknown) {
				cells = append(cells, t.unknown)
			}
		}
	}
	if len(cells) == 0 {
		return nil
	}
	u := &Unprotected{Cells: x.refs(cells, false), Because: x.refs(because, true)}
	u.text = x.list(u.Cells)
	if len(u.Because) > 0 {
		u.text += ", because of " + x.list(u.Because)
	}
	return u
}

// blame returns the public unknowns that would have to move so that a need can
// be met against a crew: as few as the search can find.
func (x *suppressor) blame(n need, c crew) []int {
	movable, hidden, reduced := slices.Clone(x.movable), slices.Clone(x.hidden), x.reduction
	defer func() { x.movable, x.hidden, x.reduction = movable, hidden, reduced }()
	for u, k := range x.unknowns {
		if f := k.figure; x.figures[f].public && !k.impossible {
			x.movable[u], x.hidden[f] = true, false
		}
	}
	x.reduction = x.reduce()
	var out []int
	width, up := n.wanted(c)
	for _, amount := range []int64{max(width, up), -min(x.room[n.unknown], width)} {
		w, ok := x.reach(request{unknown: n.unknown, amount: amount, crew: c, pay: true})
		if !ok {
			continue
		}
		for _, s := range w.steps {
			if x.figures[x.unknowns[s.unknown].figure].public {
				out = append(out, s.unknown)
			}
		}
	}
	return out
}

// refs returns where unknowns stand, each once and in order: the first cell of
// each, or the first that is public.
func (x *suppressor) refs(unknowns []int, public bool) []Ref {
	slices.Sort(unknowns)
	at := x.places()
	var out []Ref
	for _, u := range slices.Compact(unknowns) {
		if len(at[u]) == 0 { // the rest of a group
			out = append(out, x.unknowns[u].first)
			continue
		}
		place := at[u][0]
		for _, p := range at[u] {
			if public && x.layouts[p.Table].table.Cells[p.Cell].Public {
				place = p
				break
			}
		}
		out = append(out, Ref{x.layouts[place.Table].table.Name, place.Cell})
	}
	return out
}

// list names cells by table and codes, the first few of them.
func (x *suppressor) list(refs []Ref) string {
	const most = 3
	var names []string
	for i, r := range refs {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(refs)-most))
			break
		}
		for _, l := range x.layouts {
			if l.table.Name == r.Table {
				names = append(names, fmt.Sprintf("table %q, %s", r.Table, l.codes(r.Cell)))
			}
		}
	}
	return strings.Join(names, "; ")
}
