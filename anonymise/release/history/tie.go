package history

import (
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// merge takes the versions of a figure over one period with one value together:
// what left is shown again, and what was hidden stays hidden.
func (j *joint) merge(all []version) {
	for i, v := range all {
		first := slices.IndexFunc(all[:i], func(x version) bool { return x.period == v.period && x.value == v.value })
		if first >= 0 && j.from[all[first].table] != j.from[v.table] {
			j.equal([]disclosure.Ref{j.ref(all[first])}, []disclosure.Ref{j.ref(v)})
		}
	}
	for i, v := range all {
		if j.from[v.table] != 0 {
			continue
		}
		public, hidden := false, false
		var printed *version
		for _, x := range all {
			if x.period == v.period && x.value == v.value && j.from[x.table] > 0 {
				public, hidden = public || x.public, hidden || x.hidden
				if x.rounded {
					printed = &x
				}
			}
		}
		if !public && !hidden {
			continue
		}
		j.tally.same++
		cell := &j.tables[v.table].Cells[v.cell]
		if printed != nil && !cell.Public {
			cell.Rounded, cell.Printed = true, printed.printed
		}
		cell.Public = cell.Public || public
		if !cell.Public {
			cell.Withheld = true
			j.tally.withheld++
		}
		all[i].public = cell.Public
	}
}

// compareAll compares every table with what the other releases count of the same
// people over the same period or a longer one.
func (j *joint) compareAll() {
	tables := len(j.tables)
	for t := range tables {
		for _, release := range j.others(t) {
			if !j.gone[t] {
				j.compare(t, release)
			}
		}
	}
}

// others are the releases other than that of a table, in order, the new one last.
func (j *joint) others(t int) []int {
	var all []int
	for n := range j.releases {
		if int(n) != j.from[t] {
			all = append(all, int(n))
		}
	}
	slices.Sort(all)
	if j.from[t] != 0 {
		all = append(all, 0)
	}
	return all
}

// A pair is a figure of a table and what it became in another release.
type pair struct {
	less, more version
	ok         bool             // there is such a figure
	fresh      bool             // less is nobody: the category was not there before
	between    int              // of what came between, the version that counts just that; -1 if there is none
	tiles      []disclosure.Ref // of what came between, figures that make it up
}

func (p pair) net() int64 { return p.more.value - p.less.value }

// small reports whether a pair differs by too few people.
func (p pair) small(threshold int64) bool {
	n := p.net()
	people := min(max(n, -n), max(1, p.more.people-p.less.people, p.less.people-p.more.people))
	return n != 0 && people < threshold
}

// compare pairs the figures of a table with those of a release, and says what
// came between.
func (j *joint) compare(t, release int) {
	targets := j.targets(t, release)
	pairs := make([]pair, len(j.tables[t].Cells))
	found, small, open := 0, false, false
	for i, of := range j.keys[t] {
		if of == "" {
			continue
		}
		p := j.counterpart(t, i, of, release, targets)
		if !p.ok {
			continue
		}
		pairs[i] = p
		found++
		small = small || p.small(j.limit(p))
		open = open || !(p.less.public && p.more.public)
	}
	bothOld := j.from[t] != 0 && release != 0
	if found == 0 || !open || bothOld && (!small || !j.adjacent(pairs, release)) || j.between(pairs) || !changes(pairs) {
		return
	}
	j.differ(t, pairs)
}

// adjacent reports whether no other release lies between the two that a pair of
// earlier figures comes from. Those further apart were compared when the later
// one was made.
func (j *joint) adjacent(pairs []pair, release int) bool {
	p := pairs[slices.IndexFunc(pairs, func(p pair) bool { return p.ok })]
	return !slices.ContainsFunc(j.figures[p.less.of], func(x version) bool {
		from := j.from[x.table]
		return from > 0 && from != release && from != j.from[p.less.table] && x.period != p.less.period && x.period != p.more.period &&
			x.period.Holds(p.less.period) && p.more.period.Holds(x.period)
	})
}

// limit is the threshold that a pair is held against.
func (j *joint) limit(p pair) int64 {
	if p.less.health || p.more.health {
		return j.policy.HealthThreshold
	}
	return j.policy.Threshold
}

// changes reports whether anything can have come between.
func changes(pairs []pair) bool {
	return slices.ContainsFunc(pairs, func(p pair) bool { return p.ok && (p.net() != 0 || p.less.period != p.more.period) })
}

// counterpart finds what a figure became in another release: the figure over the
// same period, seen from the earlier release; or that over the shortest longer
// period, unless one of the two releases has both periods and so compares them
// itself. All figures of a table over one period are compared with one period.
func (j *joint) counterpart(t, i int, of string, release int, targets map[schemas.Period]schemas.Period) pair {
	v, ok := j.version(t, i, of)
	if !ok {
		return pair{}
	}
	target, ok := targets[v.period]
	if !ok || target == v.period && release != 0 && (j.from[t] == 0 || j.from[t] > release) {
		return pair{} // nothing to compare, or seen from the other side
	}
	at := slices.IndexFunc(j.figures[of], func(x version) bool { return x.period == target && j.from[x.table] == release })
	if at < 0 {
		return pair{}
	}
	p := pair{less: v, more: j.figures[of][at], ok: true, between: -1}
	if q, cut := rest(target, v.period); cut && j.tables[t].Unit != disclosure.UnitPersons {
		p.between = slices.IndexFunc(j.figures[of], func(y version) bool { return y.period == q && y.value == p.net() })
	}
	if p.between < 0 && target != v.period {
		p.tiles = j.tiles(of, p)
	}
	return p
}

// targets finds, for each period of a table, the period of another release that
// it is compared with: the shortest that holds it and in which that release has
// most of the figures.
func (j *joint) targets(t, release int) map[schemas.Period]schemas.Period {
	votes := map[schemas.Period]map[schemas.Period]int{}
	for i, of := range j.keys[t] {
		v, ok := j.version(t, i, of)
		if !ok {
			continue
		}
		if votes[v.period] == nil {
			votes[v.period] = map[schemas.Period]int{}
		}
		for n, x := range j.figures[of] {
			p := x.period
			if j.from[x.table] != release || j.twice(j.figures[of][:n], x) {
				continue
			}
			if p == v.period || p.Holds(v.period) && !j.knows(j.from[t], of, p) {
				votes[v.period][p]++
			}
		}
	}
	out := map[schemas.Period]schemas.Period{}
	for from, counts := range votes {
		best, most := schemas.Period{}, 0
		for p, n := range counts {
			if n > most || n == most && shorter(p, best) {
				best, most = p, n
			}
		}
		if most > 0 {
			out[from] = best
		}
	}
	return out
}

// twice reports whether the release of a version has the figure over the same period
// among others.
func (j *joint) twice(others []version, v version) bool {
	return slices.ContainsFunc(others, func(x version) bool { return x.period == v.period && j.from[x.table] == j.from[v.table] })
}

// version is the version of a figure that stands in a cell.
func (j *joint) version(t, i int, of string) (version, bool) {
	at := slices.IndexFunc(j.figures[of], func(v version) bool { return v.table == t && v.cell == i })
	if at < 0 {
		return version{}, false
	}
	return j.figures[of][at], true
}

// between says what came between when some release counted just that for every
// figure, and reports whether it could.
func (j *joint) between(pairs []pair) bool {
	nested := 0
	for _, p := range pairs {
		switch {
		case !p.ok || p.less.period == p.more.period && p.net() == 0:
		case p.between < 0 && p.tiles == nil:
			return false
		default:
			nested++
		}
	}
	for _, p := range pairs {
		switch {
		case !p.ok:
		case p.between >= 0:
			j.equal([]disclosure.Ref{j.ref(p.more)}, []disclosure.Ref{j.ref(p.less), j.ref(j.figures[p.less.of][p.between])})
		case p.tiles != nil:
			j.equal([]disclosure.Ref{j.ref(p.more)}, append([]disclosure.Ref{j.ref(p.less)}, p.tiles...))
		}
	}
	return nested > 0
}

// shorter orders periods by length and, of one length, by time.
func shorter(a, b schemas.Period) bool {
	return a.Days() < b.Days() || a.Days() == b.Days() && a.From < b.From
}
