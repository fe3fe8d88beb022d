package evaluator

import (
	"cmp"
	"maps"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/joint"
)

// compare puts shapes in an order, so that the same records give the same
// proof.
func (sh shape) compare(other shape) int {
	return cmp.Or(cmp.Compare(sh.free, other.free), slices.Compare(sh.leaf[:], other.leaf[:]),
		slices.Compare(sh.written[:], other.written[:]), cmp.Compare(sh.outcome, other.outcome))
}

// moves lists what records of a shape may be instead, by what that does to the
// figures. Moves that do the same are listed once.
func (b *bridge) moves(sh shape) [][]joint.Change {
	var out [][]joint.Change
	seen := make(map[string]bool)
	before := b.counts(sh)
	for _, leaf := range b.instead(sh) {
		other := sh
		other.leaf = leaf
		changes := difference(before, b.counts(other))
		if key := keyOfChanges(changes); len(changes) > 0 && !seen[key] {
			seen[key] = true
			out = append(out, changes)
		}
	}
	return out
}

func keyOfChanges(changes []joint.Change) string {
	var key []byte
	for _, c := range changes {
		key = append(key, byte(c.Figure), byte(c.Figure>>8), byte(c.Figure>>16), byte(c.By))
	}
	return string(key)
}

// instead lists what a record of a shape may be, beside what it is. Moves
// between two nationalities that are both shown serve only in long chains, and
// there are many, so they are left out.
func (b *bridge) instead(sh shape) [][quasis]int32 {
	var out [][quasis]int32
	add := func(q int, l int32) {
		other := sh.leaf
		other[q] = l
		out = append(out, other)
	}
	parts := b.r.quasi[qNationality].levels[partLevel].Values
	own := sh.leaf[qNationality]
	switch sh.free {
	case freeNationality:
		for _, l := range b.inBox(sh, qNationality) {
			if parts[l] == parts[own] && (b.hides(own) || b.hides(l)) {
				add(qNationality, l)
			}
		}
	case freePart:
		for _, l := range b.inBox(sh, qNationality) {
			if b.hides(l) {
				add(qNationality, l)
			}
		}
	case freePerson:
		homes := []int32{own}
		if sh.written[qNationality] != "" {
			homes = b.partsIn(sh)
		}
		for _, home := range homes {
			for _, sex := range b.inBox(sh, qSex) {
				for _, age := range b.inBox(sh, qAge) {
					other := sh.leaf
					other[qNationality], other[qSex], other[qAge] = home, sex, age
					out = append(out, other)
				}
			}
		}
	case freeDuration:
		for _, l := range b.inBox(sh, qDuration) {
			add(qDuration, l)
		}
	}
	return out
}

// partsIn lists one leaf of each part of the world that may stand behind what is
// written.
func (b *bridge) partsIn(sh shape) []int32 {
	parts := b.r.quasi[qNationality].levels[partLevel]
	var out []int32
	for _, l := range b.inBox(sh, qNationality) {
		if firstOf(parts, parts.Values[l]) == int(l) {
			out = append(out, l)
		}
	}
	return out
}

// inBox lists the leaves that may stand behind what is written: of ages one for
// each group.
func (b *bridge) inBox(sh shape, q int) []int32 {
	key := boxKey{q, sh.written[q]}
	if b.boxes[key] == nil {
		groups := b.r.quasi[qAge].levels[groupLevel]
		for l, inside := range b.r.quasi[q].box(sh.written[q]) {
			if inside && (q != qAge || firstOf(groups, groups.Values[l]) == l) {
				b.boxes[key] = append(b.boxes[key], int32(l))
			}
		}
	}
	return b.boxes[key]
}

// counts are the figures that a record is counted in; nil when it is of a leaf
// that a table does not list, which everybody can see that nobody is.
func (b *bridge) counts(sh shape) map[int]int64 {
	out := make(map[int]int64)
	if sh.free == freePerson {
		out[b.trade[b.r.quasi[qNationality].levels[partLevel].Values[sh.leaf[qNationality]]]]++
	}
	for _, sp := range b.spans {
		if !sp.sees(sh.free) || !b.counted(sp, sh) {
			continue
		}
		cells := []int{0}
		for d, dim := range sp.table.Dims {
			at := 0
			switch q, ok := quasiOf(dim.Name); {
			case ok:
				if at = sp.leaf[d][sh.leaf[q]]; at < 0 {
					return nil
				}
			case dim.Name == dimReason:
				at = int(leaf(dim, b.r.solution.Values[sh.outcome]))
			}
			cells = sp.along(cells, d, at)
		}
		for _, c := range cells {
			out[sp.base+c]++
		}
	}
	return out
}

// along takes cells one dimension on: to a category of it and its totals.
func (sp span) along(cells []int, d, at int) (next []int) {
	for _, c := range cells {
		for _, up := range sp.up[d][at] {
			next = append(next, c*len(sp.table.Dims[d].Categories)+up)
		}
	}
	return next
}

// sees reports whether a table is by something that may change.
func (sp span) sees(f freedom) bool {
	by := func(names ...string) bool {
		return slices.ContainsFunc(sp.table.Dims, func(d disclosure.Dim) bool { return slices.Contains(names, d.Name) })
	}
	switch f {
	case freeNationality:
		return by(dimNationality)
	case freePerson:
		return by(dimSex, dimAge)
	case freePart:
		return by(dimNationality, dimSex, dimAge)
	}
	return by(dimDuration)
}

// counted reports whether a record belongs to the population of a table.
func (b *bridge) counted(sp span, sh shape) bool {
	left := b.r.solution.Values[sh.outcome] != stillPresent
	switch sp.table.Population {
	case popLeft:
		return left
	case popPresent:
		return !left
	}
	return true
}

// difference is what changes when a record stands in other figures.
func difference(before, after map[int]int64) []joint.Change {
	if after == nil {
		return nil
	}
	net := maps.Clone(after)
	for f, n := range before {
		net[f] -= n
	}
	var out []joint.Change
	for _, f := range slices.Sorted(maps.Keys(net)) {
		if net[f] != 0 {
			out = append(out, joint.Change{Figure: f, By: net[f]})
		}
	}
	return out
}
