package disclosure

import "math"

// A total that is known gives away the sum of its suppressed parts. These are
// one group of people then, and the threshold holds for the group.

// mendUnions hides more figures until every such group is large enough. It
// reports whether it hid any.
func (x *suppressor) mendUnions() (changed bool) {
	for again := true; again; {
		again = false
		for i := range x.equations[:x.sums] {
			for x.unionTooSmall(i) {
				f := x.cheapestFor(i)
				if f < 0 {
					return changed
				}
				x.hide(f, true)
				changed, again = true, true
			}
		}
	}
	return changed
}

// known tells whether an attacker has an unknown.
func (x *suppressor) known(u int) bool {
	k := x.unknowns[u]
	return !x.hidden[k.figure] || k.impossible || x.figures[k.figure].public
}

// unionTooSmall tells whether the suppressed parts of a known total rest on
// too few people. Their number is at least that of the largest part, and at
// least what the shown parts leave of the total.
//
// Where no part goes out with this parcel, whatever the total gives away left
// with an earlier one.
func (x *suppressor) unionTooSmall(equation int) bool {
	people, least := x.union(equation, x.known)
	return people > 0 && people < least
}

// union returns how many people the suppressed parts of a total rest on and how
// many they should, to an attacker who knows certain unknowns; 0 people if the
// total is not known or gives nothing away.
func (x *suppressor) union(equation int, known func(u int) bool) (people, least int64) {
	var most, rest int64
	published := false
	for _, t := range x.equations[equation] {
		k := x.unknowns[t.unknown]
		published = published || x.figures[k.figure].published
		switch {
		case t.coef < 0 && !known(t.unknown):
			return 0, 0
		case t.coef < 0:
			rest += k.contributors
		case known(t.unknown):
			rest -= k.contributors
		case !x.policy.Rounding.hides(k):
			least = max(least, x.policy.threshold(k.health))
			most = max(most, k.contributors)
		}
	}
	if !published {
		return 0, 0
	}
	return max(rest, most), least
}

// cheapestFor returns the shown figure of an equation that costs least to
// hide, or -1. What cannot be hidden is left alone.
func (x *suppressor) cheapestFor(equation int) int {
	best, cost := -1, math.Inf(1)
	for _, t := range x.equations[equation] {
		f := x.unknowns[t.unknown].figure
		if x.movable[t.unknown] && !x.hidden[f] && x.cost[f] < cost {
			best, cost = f, x.cost[f]
		}
	}
	return best
}

// unionsHold tells whether the groups around a figure are large enough.
func (x *suppressor) unionsHold(f int) bool {
	for _, u := range x.figures[f].unknowns {
		for _, e := range x.equationsOf[u] {
			if e.unknown < x.sums && x.unionTooSmall(e.unknown) {
				return false
			}
		}
	}
	return true
}
