package evaluator

import (
	"cmp"
	"encoding/binary"
	"slices"

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
	before, after := make(stand, len(b.spans)+1), make(stand, len(b.spans)+1)
	b.stands(sh, before)
	seen := map[string]bool{string(before.key(nil)): true}
	var key []byte
	for _, leaf := range b.instead(sh) {
		other := sh
		other.leaf = leaf
		if !b.stands(other, after) {
			continue
		}
		if key = after.key(key[:0]); !seen[string(key)] {
			seen[string(key)] = true
			out = append(out, changes(b.spans, before, after))
		}
	}
	return out
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
			if parts[l] == parts[own] && (b.hidden[own] || b.hidden[l]) {
				add(qNationality, l)
			}
		}
	case freePart:
		for _, l := range b.inBox(sh, qNationality) {
			if b.hidden[l] {
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

// A stand is where a record is counted: per table the cell, or nowhere. At the end
// is a figure by itself, or nowhere.
type stand []int32

// key tells stands apart.
func (at stand) key(into []byte) []byte {
	for _, cell := range at {
		into = binary.LittleEndian.AppendUint32(into, uint32(cell))
	}
	return into
}

// stands notes where a record of a shape is counted. It reports false, and counts
// it nowhere, when it is of a leaf that a table does not list, which everybody can
// see that nobody is.
func (b *bridge) stands(sh shape, at stand) bool {
	for i := range at {
		at[i] = nowhere
	}
	for i := range b.spans {
		sp := &b.spans[i]
		if !sp.sees[sh.free] || !b.counted(sp, sh) {
			continue
		}
		cell, listed := sp.cell(sh)
		if !listed {
			for i := range at {
				at[i] = nowhere
			}
			return false
		}
		at[i] = cell
	}
	if sh.free == freePerson {
		at[len(b.spans)] = b.trade[sh.leaf[qNationality]]
	}
	return true
}

// cell is the cell of a record of a shape, without its totals; false when its leaf
// is not listed.
func (sp *span) cell(sh shape) (cell int32, listed bool) {
	for d, by := range sp.by {
		code := sh.outcome
		if by.q != outcomes {
			code = sh.leaf[by.q]
		}
		if by.leaf[code] == nowhere {
			return nowhere, false
		}
		cell = cell*int32(len(sp.table.Dims[d].Categories)) + by.leaf[code]
	}
	return cell, true
}

// changes lists what differs when a record stands elsewhere.
func changes(spans []span, before, after stand) []joint.Change {
	var out []joint.Change
	for i := range spans {
		if before[i] != after[i] {
			out = difference(out, spans[i].figures(before[i]), spans[i].figures(after[i]))
		}
	}
	if last := len(spans); before[last] != after[last] {
		out = difference(out, alone(before[last]), alone(after[last]))
	}
	return out
}

// figures are those of a cell and its totals, in order; none of nowhere.
func (sp *span) figures(cell int32) []int {
	if cell == nowhere {
		return nil
	}
	if sp.into[cell] == nil {
		out, stride := []int{0}, len(sp.table.Cells)
		for d, dim := range sp.table.Dims {
			stride /= len(dim.Categories)
			out = sp.along(out, d, int(cell)/stride%len(dim.Categories))
		}
		slices.Sort(out)
		for i := range out {
			out[i] += sp.base
		}
		sp.into[cell] = out
	}
	return sp.into[cell]
}

// alone is a figure by itself.
func alone(figure int32) []int {
	if figure == nowhere {
		return nil
	}
	return []int{int(figure)}
}

// along takes cells one dimension on: to a category of it and its totals.
func (sp *span) along(cells []int, d, at int) (next []int) {
	for _, c := range cells {
		for _, up := range sp.up[d][at] {
			next = append(next, c*len(sp.table.Dims[d].Categories)+up)
		}
	}
	return next
}

// counted reports whether a record belongs to the population of a table.
func (b *bridge) counted(sp *span, sh shape) bool {
	left := b.r.solution.Values[sh.outcome] != stillPresent
	switch sp.table.Population {
	case popLeft:
		return left
	case popPresent:
		return !left
	}
	return true
}

// difference adds what changes between two lists of figures, which are in order.
func difference(out []joint.Change, before, after []int) []joint.Change {
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && before[0] < after[0]:
			out, before = append(out, joint.Change{Figure: before[0], By: -1}), before[1:]
		case len(before) == 0 || after[0] < before[0]:
			out, after = append(out, joint.Change{Figure: after[0], By: 1}), after[1:]
		default:
			before, after = before[1:], after[1:]
		}
	}
	return out
}
