package intruder

import (
	"errors"
	"maps"
	"slices"

	"lvv/anonymise/disclosure/bounds"
)

// An insider is somebody who is counted himself, or counts.
type insider struct {
	who     Attacker
	knows   map[int]int64 // cells
	persons []int         // who they are; none for staff
}

// themselves reports whether nobody else is counted in a figure: what it tells,
// it tells those persons about themselves, and they knew it.
func (in insider) themselves(all []Stay, p place) bool {
	counted, ok := members(all, p)
	return ok && len(in.persons) > 0 && !slices.ContainsFunc(counted, func(s Stay) bool { return !slices.Contains(in.persons, s.Person) })
}

// A by says by whom a figure was learned: each is told once.
type by struct {
	cell int
	who  Attacker
}

// insiders tries those who know some hidden figures because they are in them or
// made them. It needs the truth.
func (a *attack) insiders(v view) error {
	if a.known.Stays == nil {
		return nil
	}
	for _, who := range []Attacker{Sole, Coalition, Pair, Staff} {
		a.report.tally(who).Ready = true
	}
	group := make(map[int]int) // of each hidden cell
	groups := v.together()
	for g, cells := range groups {
		for _, i := range cells {
			group[i] = g
		}
	}
	seen := make(map[by]bool)
	for _, in := range append(a.counted(v, group), a.staff(v)...) {
		for _, g := range touched(in.knows, group) {
			if err := a.inside(v, in, groups[g], seen); err != nil {
				return err
			}
		}
	}
	return nil
}

// touched are the groups of hidden cells that somebody knows something of.
func touched(knows map[int]int64, group map[int]int) []int {
	var out []int
	for i := range knows {
		if g, hidden := group[i]; hidden {
			out = append(out, g)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// counted are the persons who are alone in a hidden figure, with all figures that
// they are alone in; pairs of them, when an identity ties their figures together;
// and pairs of persons who are all there is in a figure.
func (a *attack) counted(v view, group map[int]int) (out []insider) {
	alone := make(map[int]map[int]int64)    // by person
	pairs := make(map[[2]int]map[int]int64) // who are all there is in a figure
	for i, k := range v.cells {
		if k.shown || !k.dotted {
			continue
		}
		in, ok := members(a.known.Stays, v.places[i])
		if !ok {
			continue
		}
		switch who := distinct(in); len(who) {
		case 1:
			if alone[who[0]] == nil {
				alone[who[0]] = make(map[int]int64)
			}
			alone[who[0]][i] = int64(len(in))
		case 2:
			slices.Sort(who)
			pair := [2]int(who)
			if pairs[pair] == nil {
				pairs[pair] = make(map[int]int64)
			}
			pairs[pair][i] = int64(len(in))
		}
	}
	for _, p := range slices.Sorted(maps.Keys(alone)) {
		out = append(out, insider{Sole, alone[p], []int{p}})
	}
	met := make(map[[2]int]map[int]int64)
	for _, rule := range v.rules {
		meet(rule, alone, met)
	}
	out = append(out, together(Coalition, met, alone)...)
	return append(out, together(Pair, pairs, alone)...)
}

// together are pairs of persons with what they know as a pair and each alone.
func together(who Attacker, pairs map[[2]int]map[int]int64, alone map[int]map[int]int64) (out []insider) {
	for _, pair := range slices.SortedFunc(maps.Keys(pairs), func(x, y [2]int) int { return slices.Compare(x[:], y[:]) }) {
		knows := pairs[pair]
		for _, p := range pair {
			maps.Copy(knows, alone[p])
		}
		out = append(out, insider{who, knows, pair[:]})
	}
	return out
}

// meet makes pairs of persons who are each alone in a figure of one identity.
func meet(rule []bounds.Term, alone map[int]map[int]int64, pairs map[[2]int]map[int]int64) {
	var here []int
	for p, cells := range alone {
		for _, t := range rule {
			if _, in := cells[t.Cell]; in {
				here = append(here, p)
				break
			}
		}
	}
	slices.Sort(here)
	for i, p := range here {
		for _, q := range here[i+1:] {
			if pair := [2]int{p, q}; pairs[pair] == nil {
				pairs[pair] = make(map[int]int64)
			}
		}
	}
}

// staff know all figures of their own organisation.
func (a *attack) staff(v view) (out []insider) {
	by := make(map[string]map[int]int64)
	for i, k := range v.cells {
		in, ok := members(a.known.Stays, v.places[i])
		if k.shown || !ok {
			continue
		}
		for _, c := range v.places[i].coordinates() {
			if c.dim != house {
				continue
			}
			if by[c.code] == nil {
				by[c.code] = make(map[int]int64)
			}
			by[c.code][i] = int64(len(in))
		}
	}
	for _, org := range slices.Sorted(maps.Keys(by)) {
		out = append(out, insider{who: Staff, knows: by[org]})
	}
	return out
}

// inside works out a group of hidden cells again for somebody who knows some of
// them. Only what he learns exactly counts: that he comes nearer to others by
// taking himself away cannot be helped.
func (a *attack) inside(v view, in insider, group []int, seen map[by]bool) error {
	ask := make(map[int]bool)
	t := a.report.tally(in.who)
	for _, i := range group {
		if n, known := a.truth(v, i); a.worth(v, in, i, n, known) {
			t.Cells++
			ask[i] = !seen[by{i, in.who}] && !(known && v.pool.open(i, n, in.knows))
		}
	}
	if !slices.Contains(slices.Collect(maps.Values(ask)), true) {
		return nil
	}
	s, cells := v.part(group, v.least, in.knows, ask)
	found, worlds, err := bounds.Worlds(a.ctx, s, cells.asked)
	if errors.Is(err, bounds.ErrInconsistent) {
		// Beside a category that holds a whole group, a zero may be a dot too.
		s, cells = v.part(group, 0, in.knows, ask)
		found, worlds, err = bounds.Worlds(a.ctx, s, cells.asked)
	}
	if err != nil {
		return err
	}
	for _, w := range worlds {
		v.pool.add(w, cells.of)
	}
	for n, at := range cells.asked {
		i := cells.of[at]
		if kind, learned := a.learned(v.places[i], v.cells[i], found[n]); learned && found[n].Known() {
			seen[by{i, in.who}] = true
			a.report.find(a.finding(kind, in.who, v, i, found[n]))
		}
	}
	return nil
}

// truth is what a figure is, if stays say so. Each is counted once.
func (a *attack) truth(v view, i int) (n int64, known bool) {
	if v.counted == nil {
		return 0, false
	}
	if v.counted[i] == uncounted {
		v.counted[i] = untold
		if in, ok := members(a.known.Stays, v.places[i]); ok {
			v.counted[i] = int64(len(in))
		}
	}
	return v.counted[i], v.counted[i] >= 0
}

// What stands in counted for a figure that was not counted yet, and for one of
// which stays do not tell.
const (
	uncounted = -1 - iota
	untold
)

// worth reports whether a hidden figure is one that an insider should not come to
// know: it is small, or nobody can say, others are counted in it, and the parcels
// do not tell it to everybody.
func (a *attack) worth(v view, in insider, i int, n int64, known bool) bool {
	k, p := v.cells[i], v.places[i]
	if _, own := in.knows[i]; own || !k.dotted || !countsPeople(p.unit) || known && (n == 0 || n >= a.rules.threshold(p)) {
		return false
	}
	return !v.intervals[i].Known() && !in.themselves(a.known.Stays, p)
}

// A selection is a part of a joint: its cells, and those of them that are asked.
type selection struct {
	of    []int // cells of the joint
	asked []int // places in of
}

// part is the system of a group of hidden cells alone.
func (j *joint) part(group []int, least int64, knows map[int]int64, ask map[int]bool) (bounds.System, selection) {
	inGroup := make(map[int]bool, len(group))
	for _, i := range group {
		inGroup[i] = true
	}
	whole, _ := j.system(least, knows)
	var s bounds.System
	var sel selection
	at := make(map[int]int)
	cell := func(i int) int {
		n, ok := at[i]
		if !ok {
			n = len(sel.of)
			at[i] = n
			sel.of = append(sel.of, i)
			s.Cells = append(s.Cells, whole.Cells[i])
			if ask[i] && whole.Cells[i].Hidden {
				sel.asked = append(sel.asked, n)
			}
		}
		return n
	}
	for _, terms := range j.rules {
		if !slices.ContainsFunc(terms, func(t bounds.Term) bool { return inGroup[t.Cell] }) {
			continue
		}
		local := make([]bounds.Term, len(terms))
		for i, t := range terms {
			local[i] = bounds.Term{Cell: cell(t.Cell), Coef: t.Coef}
		}
		s.Constraints = append(s.Constraints, local)
	}
	return s, sel
}
