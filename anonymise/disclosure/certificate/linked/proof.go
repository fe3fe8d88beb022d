package linked

import (
	"cmp"
	"fmt"
	"slices"
)

// A claim is a certificate as it was read.
type claim struct {
	open  int64 // how far apart its worlds lie in the figure
	above int64 // how far the higher one reaches above the truth
	met   []int // insiders who know a figure that some world changes
	low   *world
	high  *world
}

// readCertificates holds each certificate against its worlds. One that proves
// nothing, or that nobody asked for, is refused.
func (b *book) readCertificates(all []Certificate) error {
	b.claims, b.number = make([][]claim, len(b.figures)), len(all)
	seen := map[string]bool{}
	for _, c := range all {
		f, ok := b.find(c.Cell)
		low, lowOK := b.world(c.Low)
		high, highOK := b.world(c.High)
		if !ok || !lowOK || !highOK {
			return &Fault{-1, 0, "a certificate names a cell or a world that is not there"}
		}
		key := fmt.Sprint(f, c.Attacker, c.Known)
		if c.Whole != nil {
			if err := b.readGroup(c, f, high); err != nil {
				return err
			}
			key += fmt.Sprint(*c.Whole)
		} else if err := b.readClaim(c, f, low, high); err != nil {
			return err
		}
		if seen[key] {
			return faultAt(c.Cell, "it has one certificate twice")
		}
		seen[key] = true
	}
	for f := range b.claims {
		slices.SortStableFunc(b.claims[f], func(x, y claim) int { return cmp.Compare(y.open, x.open) })
	}
	return nil
}

// world finds a world by its number.
func (b *book) world(n int) (*world, bool) {
	if n == Truth {
		return &world{}, true
	}
	if n < 0 || n >= len(b.worlds) {
		return nil, false
	}
	return &b.worlds[n], true
}

// readClaim reads a certificate for a figure.
func (b *book) readClaim(c Certificate, f int, low, high *world) error {
	need := b.figures[f].need
	if !need.wanted {
		return faultAt(c.Cell, "it has a certificate and needs none")
	}
	for _, k := range c.Known {
		g, ok := b.find(k)
		if !ok || low.delta[g] != 0 || high.delta[g] != 0 {
			return faultAt(c.Cell, "its certificate changes what the attacker knows of himself")
		}
	}
	x := claim{open: b.in(high, f) - b.in(low, f), above: high.delta[f], low: low, high: high}
	enough := x.open >= b.rules.InsiderWidth
	if len(c.Known) == 0 {
		enough = x.open >= need.width && x.above >= need.up
	}
	if !enough {
		return faultAt(c.Cell, "the two worlds of its certificate lie too close together")
	}
	x.met = slices.Concat(low.met, high.met)
	slices.Sort(x.met)
	x.met = slices.Compact(x.met)
	b.claims[f] = append(b.claims[f], x)
	return nil
}

// readGroup reads a certificate for a group of nearly everybody.
func (b *book) readGroup(c Certificate, part int, high *world) error {
	total, ok := b.find(*c.Whole)
	if !ok || !slices.ContainsFunc(b.groups, func(g group) bool { return g.part == part && g.total == total }) {
		return faultAt(c.Cell, "it has a certificate as nearly all of a total, and it is not")
	}
	if n := b.in(high, part); n > 0 && b.nearly(n, b.in(high, total)) {
		return faultAt(c.Cell, "it is nearly all of its total in the world of its certificate as well")
	}
	b.opened[[2]int{part, total}] = true
	return nil
}

// checkProofs asks a certificate for every figure that needs one.
func (b *book) checkProofs() (Report, error) {
	r := Report{Certificates: b.number, Worlds: len(b.worlds), Insiders: b.persons()}
	given := b.givenAway()
	cells := map[int]int{} // per figure
	for t := range b.tables {
		for c, f := range b.index[t] {
			if b.tables[t].Origin != Fresh {
				continue
			}
			cells[f]++
			if b.tables[t].Cells[c].Standing == Point {
				r.Points++
			}
		}
	}
	for f := range b.figures {
		x := &b.figures[f]
		switch {
		case x.Before && x.Standing == Point && b.small(f), x.need.wanted && given[f]:
			r.Exposed++
			continue
		case !x.need.wanted:
			continue
		}
		if what := b.unproved(f); what != "" {
			return r, faultAt(x.at, what)
		}
		switch {
		case x.origin != Fresh:
			r.Beside++
		case x.need.round:
			r.Rounded += cells[f]
		default:
			r.Small += cells[f]
		}
	}
	return r, b.checkGroups(&r)
}

// unproved says what is not proved of a figure that needs proof.
func (b *book) unproved(f int) string {
	need := b.figures[f].need
	if !slices.ContainsFunc(b.claims[f], func(c claim) bool { return c.open >= need.width && c.above >= need.up }) {
		return "it is too small and has no certificate"
	}
	if !need.round && !b.leftOpen(f, nil) {
		return "it has no certificate against somebody who knows another hidden figure"
	}
	return ""
}

// checkGroups asks a world for each part that holds nearly all of a total, in
// which it does not.
func (b *book) checkGroups(r *Report) error {
	for _, g := range b.groups {
		x := &b.figures[g.part]
		if x.Before || x.Standing == Shown && b.rules.Base == 0 {
			continue // it told before; one that tells it now was refused as too small
		}
		if !b.opened[[2]int{g.part, g.total}] {
			return faultAt(x.at, "it holds nearly all of a total, and no certificate leaves that open")
		}
		r.Groups++
	}
	return nil
}
