package history

import (
	"cmp"
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// Periods that follow one another make up a longer one, whatever releases they
// left with: who has a figure of three years, and those of two of them, takes these
// off. A figure over a period is what had happened by its end less what had happened
// before it began. So figures are lines between days, and each line that closes a
// ring is an identity. Persons do not add up over time, and what left rounded is
// rounded each by itself.

// A stretched is a figure over a period: one that left or is to leave, a difference
// between two of these that is over one period as well, or the zero of a table in
// which the category is not listed.
type stretched struct {
	period  schemas.Period
	value   int64
	at      disclosure.Ref // of no table: a zero that everybody knows
	table   int
	printed bool // stands in a parcel
	public  bool // has left
	health  bool
	less    schemas.Period // of a difference: of what, and from what
	more    schemas.Period
}

// known reports whether a figure is a zero that stands nowhere.
func (x stretched) known() bool { return x.at.Table == "" }

// tile writes down every identity between figures over periods that follow one
// another, beyond those that one table or one comparison shows, and adds what lies
// between two days that such figures tell of, where these are few people.
func (j *joint) tile() {
	if j.policy.Rounding.Base > 0 {
		return
	}
	var found gaps
	for _, of := range j.order {
		r := ring{}
		for _, x := range j.stretches(of) {
			path, closed := r.add(x)
			if !closed || sum(path) != x.value { // or something was corrected
				continue
			}
			if !j.told(of, append(path, line{stretched: x})) {
				j.close(x.at, path)
			}
			j.without(of, x, path)
		}
		j.unseen(of, r, &found)
	}
	for _, g := range found.order {
		j.addGap(g, found.pieces[g])
	}
}

// A shelf is a table that counts something over periods, by some dims.
type shelf struct {
	population, unit string
	dims             map[string]bool
	periods          []schemas.Period
}

// shelves are the tables of all releases whose figures add up over time.
func (j *joint) shelves() (all []shelf) {
	for t := range j.tables {
		x := &j.tables[t]
		if x.Kind != disclosure.Flow || x.Unit == disclosure.UnitPersons || j.from[t] == difference {
			continue
		}
		s := shelf{unit: x.Unit, dims: map[string]bool{}}
		for _, d := range x.Dims {
			s.dims[d.Name] = true
		}
		for i, of := range j.keys[t] {
			v, ok := j.version(t, i, of)
			if of == "" || !ok {
				continue
			}
			s.population, _, _ = strings.Cut(of, "\x00")
			if !slices.Contains(s.periods, v.period) {
				s.periods = append(s.periods, v.period)
			}
		}
		all = append(all, s)
	}
	return all
}

// holds reports whether a figure would stand on a shelf if it were not zero.
func (s shelf) holds(of string) bool {
	parts := strings.SplitN(of, "\x00", 3)
	if parts[0] != s.population || parts[1] != s.unit {
		return false
	}
	for c := range strings.SplitSeq(parts[2], "\x02") {
		if dim, _, ok := strings.Cut(c, "\x01"); ok && !s.dims[dim] {
			return false
		}
	}
	return true
}

// stretches are the versions of a figure that add up over time, one for each
// period, and differences between them: the shorter first, so that a longer one is
// told by its parts.
func (j *joint) stretches(of string) []stretched {
	all := slices.Clone(j.printed(of))
	for _, d := range j.differences[of] {
		if d.period != (schemas.Period{}) && !slices.ContainsFunc(all, func(x stretched) bool { return x.period == d.period }) {
			all = append(all, d)
		}
	}
	// Of a period that was corrected the newest holds; the new parcel is release 0.
	age := func(x stretched) int {
		if n := j.from[x.table]; n != 0 || x.known() {
			return -n
		}
		return -1 << 30
	}
	slices.SortStableFunc(all, func(a, b stretched) int {
		return cmp.Or(cmp.Compare(a.period.Days(), b.period.Days()), cmp.Compare(a.period.From, b.period.From), age(a)-age(b))
	})
	return slices.CompactFunc(all, func(a, b stretched) bool { return a.period == b.period })
}

// printed are the versions of a figure that add up over time, and the zeros of
// tables that do not list it. They are looked up once.
func (j *joint) printed(of string) []stretched {
	all, ok := j.prints[of]
	if !ok {
		all = j.lookUp(of)
		j.prints[of] = all
	}
	return all
}

func (j *joint) lookUp(of string) []stretched {
	var all []stretched
	for _, v := range j.figures[of] {
		if t := &j.tables[v.table]; t.Kind != disclosure.Flow || t.Unit == disclosure.UnitPersons {
			return nil
		}
		all = append(all, stretched{period: v.period, value: v.value, at: j.ref(v), table: v.table, printed: true, public: v.public, health: v.health})
	}
	for _, s := range j.shelved {
		if !s.holds(of) {
			continue
		}
		for _, p := range s.periods {
			if !slices.ContainsFunc(all, func(x stretched) bool { return x.period == p }) {
				all = append(all, stretched{period: p, public: true})
			}
		}
	}
	return all
}

// told reports whether an identity needs no saying: it is how a difference came
// about, everything in it has left, or one table has it all.
func (j *joint) told(of string, all []line) bool {
	open, printed := false, 0
	for _, l := range all {
		open = open || !l.public
		if l.printed {
			printed++
		}
		if l.less != l.more && len(all) == 3 && covers(all, l.less) && covers(all, l.more) {
			return true
		}
	}
	if !open || printed < 2 {
		return true
	}
	return slices.ContainsFunc(j.figures[of], func(v version) bool {
		return !j.gone[v.table] && !slices.ContainsFunc(all, func(l line) bool {
			return !l.printed || !slices.ContainsFunc(j.figures[of], func(x version) bool {
				return x.table == v.table && x.period == l.period && x.value == l.value
			})
		})
	})
}

// covers reports whether a period is among those of lines.
func covers(all []line, p schemas.Period) bool {
	return slices.ContainsFunc(all, func(l line) bool { return l.period == p })
}

// close writes down that a figure is what the way between its days comes to.
func (j *joint) close(at disclosure.Ref, path []line) {
	var plus, minus []disclosure.Ref
	if at.Table != "" {
		plus = append(plus, at)
	}
	for _, l := range path {
		switch {
		case l.known():
		case l.back:
			plus = append(plus, l.at)
		default:
			minus = append(minus, l.at)
		}
	}
	if len(plus) > 0 && len(minus) > 0 {
		j.equal(plus, minus)
	}
}

// without says of what came between a part and a figure that is made up of parts
// that it is the other parts: who is alone in the one, is alone in the other.
func (j *joint) without(of string, x stretched, path []line) {
	for _, d := range j.differences[of] {
		if d.more != x.period || d.value > x.value {
			continue
		}
		at := slices.IndexFunc(path, func(l line) bool { return l.period == d.less && !l.back })
		if at < 0 || len(path) < 2 {
			continue
		}
		rest := slices.Delete(slices.Clone(path), at, at+1)
		if sum(rest) == d.value && !slices.ContainsFunc(rest, func(l line) bool { return l.at == d.at }) {
			j.close(d.at, rest)
			j.people(d, rest)
		}
	}
}

// tiles are figures that left, or are to leave, and make up what came between a
// figure and one over a longer period; nil if there are none. Zeros are left out.
func (j *joint) tiles(of string, p pair) []disclosure.Ref {
	if j.policy.Rounding.Base > 0 {
		return nil
	}
	r := ring{}
	for _, x := range j.printed(of) {
		if p.more.period.Holds(x.period) && x.period != p.more.period {
			r[x.period.From] = append(r[x.period.From], line{stretched: x}) // in its own time only
		}
	}
	refs, n := []disclosure.Ref{}, int64(0)
	for _, side := range [][2]schemas.Day{{p.more.period.From, p.less.period.From}, {p.less.period.To + 1, p.more.period.To + 1}} {
		if side[0] == side[1] {
			continue
		}
		path, ok := r.way(side[0], side[1])
		if !ok {
			return nil
		}
		n += sum(path)
		for _, l := range path {
			if !l.known() {
				refs = append(refs, l.at)
			}
		}
	}
	if n != p.net() {
		return nil
	}
	return refs
}

// people narrows how many people are behind a difference by how many are behind the
// figures that make it up: no fewer than behind any, no more than behind all.
func (j *joint) people(d stretched, path []line) {
	x := &j.crowds[d.table][d.at.Cell]
	var most int64
	for _, l := range path {
		if l.back || !l.printed && !l.known() {
			return
		}
		if !l.known() {
			n := j.tables[l.table].Cells[l.at.Cell].Contributors
			most += n
			x.least = max(x.least, min(n, x.most))
		}
	}
	x.most = max(x.least, min(x.most, most))
}
