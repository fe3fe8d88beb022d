package intruder

import (
	"lvv/anonymise/disclosure/bounds"
)

// threshold is that of a place.
func (r Rules) threshold(p place) int64 {
	for _, c := range p.coordinates() {
		if health[c.code] {
			return max(r.Threshold, r.Health)
		}
	}
	return r.Threshold
}

// countsPeople reports whether a unit is one that a threshold on persons can be
// held against: one for each time that somebody did something.
func countsPeople(unit string) bool {
	return unit == stays || unit == people || unit == "aanmeldingen" || unit == "trajecten" || unit == "persoonsmaanden"
}

// what names a figure by its categories.
func (p place) what() string {
	text := p.population + " " + p.when.String()
	if p.of != "" {
		text += " " + p.of
	}
	return text
}

// judge looks at all that one attacker worked out.
func (a *attack) judge(who Attacker, v view) {
	t := a.report.tally(who)
	t.Ready = true
	for i, k := range v.cells {
		if k.shown {
			continue
		}
		t.Cells++
		if kind, learned := a.learned(v.places[i], k, v.intervals[i]); learned {
			a.report.find(a.finding(kind, who, v, i, v.intervals[i]))
		}
	}
}

func (a *attack) finding(kind Kind, who Attacker, v view, i int, b bounds.Interval) Finding {
	return Finding{Kind: kind, Attacker: who, Where: v.where(i), What: v.places[i].what(), Low: b.Low, High: b.High}
}

// where is where a figure stands; one that nobody printed has the first place
// that is about the same.
func (j *joint) where(i int) Where {
	if w := j.cells[i].where; w.Table != "" {
		return w
	}
	for _, terms := range j.rules {
		for _, t := range terms {
			if t.Cell != i {
				continue
			}
			for _, other := range terms {
				if w := j.cells[other.Cell].where; w.Table != "" {
					return w
				}
			}
		}
	}
	return Where{}
}

// learned says whether an interval is too good. A figure that is known and not
// small tells nothing that could not have been shown.
func (a *attack) learned(p place, k known, b bounds.Interval) (Kind, bool) {
	threshold := a.rules.threshold(p)
	switch {
	case !countsPeople(p.unit) || b.Low < 1 || b.Low >= threshold:
		return "", false
	case k.base > 0 && b.Known():
		return Exact, true
	case k.base > 0: // rounding promises as many values as its base
		return Narrow, b.Width() < k.base-1
	case !k.dotted:
		return Difference, b.High < threshold
	case b.Known():
		return Exact, true
	}
	return Narrow, b.High < threshold || b.Width() < a.rules.Width && a.small(p)
}

// told says whether records tell too much of a figure: exactly what it is, or
// within the width that parcels promise beside their records.
func (a *attack) told(v view, i int) (Kind, bool) {
	p, k, b := v.places[i], v.cells[i], v.intervals[i]
	kind, learned := a.learned(p, k, b)
	switch kind {
	case Narrow:
		return kind, b.Width() < a.rules.RecordWidth && a.small(p)
	case Difference:
		return kind, learned && b.Width() < a.rules.RecordWidth
	}
	return kind, learned
}

// knows reports whether a figure is known exactly.
func (v view) knows(p place) bool {
	i, there := v.index[p]
	return there && v.intervals[i].Known()
}

// small reports whether the truth is at hand and says that a figure is small.
func (a *attack) small(p place) bool {
	n, ok := count(a.known.Stays, p)
	return ok && n > 0 && n < a.rules.threshold(p)
}

// judgeRule uses that nothing is hidden without something small: of hidden
// figures that hang together, if all but one are certainly not small, that one is.
func (a *attack) judgeRule(v view) {
	t := a.report.tally(KnowsRule)
	t.Ready = true
	for _, group := range v.together() {
		t.Cells += len(group)
		candidate, n := -1, 0
		for _, i := range group {
			p := v.places[i]
			if !v.cells[i].dotted || v.intervals[i].Low >= a.rules.threshold(p) && !aboutOutcome(p) {
				continue
			}
			candidate = i
			n++
		}
		if n != 1 || !countsPeople(v.places[candidate].unit) {
			continue
		}
		// That it is small is what a dot says; more than that is too much.
		b, most := v.intervals[candidate], a.rules.threshold(v.places[candidate])-1
		if b.High = min(b.High, most); b.Low > 1 || b.High < most {
			a.report.find(a.finding(Narrow, KnowsRule, v, candidate, b))
		}
	}
}

// aboutOutcome reports whether a figure may be hidden for another reason than its
// size: because nearly all of a group share an outcome.
func aboutOutcome(p place) bool {
	for _, c := range p.coordinates() {
		if sensitive[c.dim] {
			return true
		}
	}
	return false
}

// together are the hidden cells that identities tie to each other.
func (v view) together() [][]int {
	leader := make([]int, len(v.cells))
	for i := range leader {
		leader[i] = i
	}
	find := func(i int) int {
		for leader[i] != i {
			leader[i] = leader[leader[i]]
			i = leader[i]
		}
		return i
	}
	for _, terms := range v.rules {
		first := -1
		for _, t := range terms {
			if v.cells[t.Cell].shown {
				continue
			}
			if first < 0 {
				first = t.Cell
			}
			leader[find(t.Cell)] = find(first)
		}
	}
	place := make(map[int]int)
	var out [][]int
	for i, k := range v.cells {
		if k.shown {
			continue
		}
		g, ok := place[find(i)]
		if !ok {
			g = len(out)
			place[find(i)] = g
			out = append(out, nil)
		}
		out[g] = append(out[g], i)
	}
	return out
}

// shown looks for small figures that are simply there, and for groups of whom
// nearly all share an outcome.
func (a *attack) shown(all []content) {
	for _, c := range all {
		j := newJoint(c.figures)
		for i, k := range j.cells {
			p := j.places[i]
			if !k.shown || k.value == 0 || !countsPeople(p.unit) {
				continue
			}
			f := Finding{Attacker: Outsider, Where: k.where, What: p.what(), Low: k.value, High: k.value}
			if k.value < a.rules.threshold(p) {
				f.Kind = Shown
				a.report.find(f)
			}
			for _, up := range p.coordinates() {
				parent, there := j.index[p.with(up.dim, above(up))]
				if there && sensitive[up.dim] && j.cells[parent].shown && 100*k.value > a.rules.GroupPercent*j.cells[parent].value && j.divided(p, up) {
					f.Kind = Group
					a.report.find(f)
				}
			}
		}
	}
}

// divided reports whether the category above has other parts: a part that is all
// there can be tells nothing.
func (j *joint) divided(p place, c coordinate) bool {
	for _, q := range j.places {
		if q.population != p.population || q.unit != p.unit || q.when != p.when {
			continue
		}
		for _, other := range q.coordinates() {
			if other.dim == c.dim && other.code != c.code && above(other) == above(c) {
				return true
			}
		}
	}
	return false
}

// revised looks for figures that one release corrected by a few.
func (a *attack) revised(j *joint) {
	for i, k := range j.cells {
		if k.other == nil || !countsPeople(j.places[i].unit) {
			continue
		}
		if by := k.revision; max(by, -by) < a.rules.threshold(j.places[i]) {
			a.report.find(Finding{Kind: Revised, Attacker: Holder, Where: *k.other, What: j.places[i].what(), Low: by, High: by})
		}
	}
}
