package intruder

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lvv/anonymise/disclosure/bounds"
	"lvv/schemas"
)

// A joint is all that some parcels say, as one system: each place once, with the
// identities that hold between them.
type joint struct {
	places []place
	cells  []known
	index  map[place]int
	rules  [][]bounds.Term
	said   map[string]bool // identities that were written down
}

// A known is what the parcels say of one place.
type known struct {
	shown  bool
	dotted bool // stands in a file and is hidden; else nobody prints it
	value  int64
	low    int64
	high   int64
	base   int64 // it is printed rounded to this
	zero   bool  // a dot that is a zero, which nobody knows
	aid    bool  // stands in no table: records are counted with it
	where  Where
	// A later file says something else, by so much.
	other    *Where
	revision int64
}

// newJoint joins figures and ties them together, and with records that count the
// same stays.
func newJoint(figures []figure, beside ...*records) *joint {
	j := &joint{index: make(map[place]int), said: make(map[string]bool)}
	for _, f := range figures {
		j.add(f)
	}
	j.periods()
	j.flows()
	j.nested()
	j.cohorts()
	j.anchors()
	for _, r := range beside {
		j.count(r, newVocabulary())
	}
	j.totals()
	return j
}

// add joins a figure to what is known of its place. A dot that stands in one
// file and a number in another are one figure, which is then known.
func (j *joint) add(f figure) {
	i := j.at(f.place)
	k := &j.cells[i]
	if k.where.Table == "" || f.shown && !k.shown {
		k.where = f.where
	}
	if f.shown && k.shown && k.value != f.value {
		k.other, k.revision, k.value = &f.where, f.value-k.value, f.value
	}
	if f.shown && !k.shown {
		k.shown, k.value = true, f.value
	}
	if f.base > 0 && k.base > 0 && (f.low != k.low || f.high != k.high) {
		k.low, k.high = 0, bounds.Unbounded // corrected since: the later one holds
	}
	if !f.shown {
		k.dotted, k.base = k.dotted || f.base == 0, max(k.base, f.base)
		k.low = max(k.low, f.low)
		if f.high >= 0 {
			k.high = min(k.high, f.high)
		}
	}
}

// at is the cell of a place, made if need be: a figure that nobody prints.
func (j *joint) at(p place) int {
	if i, ok := j.index[p]; ok {
		return i
	}
	j.index[p] = len(j.places)
	j.places = append(j.places, p)
	j.cells = append(j.cells, known{high: bounds.Unbounded})
	return j.index[p]
}

// whole writes down that a figure is the sum of others, with signs.
func (j *joint) whole(sum int, parts ...bounds.Term) {
	terms := append([]bounds.Term{{Cell: sum, Coef: -1}}, parts...)
	slices.SortFunc(terms[1:], func(a, b bounds.Term) int { return a.Cell - b.Cell })
	var name strings.Builder
	for _, t := range terms {
		name.WriteString(" " + strconv.Itoa(t.Cell) + ":" + strconv.FormatInt(t.Coef, 10))
	}
	if len(parts) > 0 && !j.said[name.String()] {
		j.said[name.String()] = true
		j.rules = append(j.rules, terms)
	}
}

// sorted are the places there are now, in order.
func (j *joint) sorted() []place {
	return slices.SortedFunc(maps.Keys(j.index), place.compare)
}

// totals ties every category to its parts: where one part of a category has a
// figure, the category is the sum of all parts that any table knows, at the same
// time and of the same people otherwise. Parts that nobody prints are hidden, and
// so are categories between; a total must be printed for its parts to be all.
func (j *joint) totals() {
	// By dim and category above; those of which a table may print one part only
	// are there from the start.
	parts := map[coordinate]map[string]bool{
		{"koppeling", total}: {"gekoppeld": true, "niet_gekoppeld": true},
		{begun, total}:       {inTime: true, before: true},
	}
	for _, p := range j.sorted() {
		for _, c := range p.coordinates() {
			up := coordinate{c.dim, above(c)}
			if parts[up] == nil {
				parts[up] = make(map[string]bool)
			}
			parts[up][c.code] = true
		}
	}
	type job struct {
		sum place
		up  coordinate
		by  schemas.Day
	}
	done := make(map[job]bool)
	for depthNow := 4; depthNow > 0; depthNow-- {
		for _, p := range j.sorted() {
			for _, c := range p.coordinates() {
				up := coordinate{c.dim, above(c)}
				task := job{p.with(c.dim, up.code), up, p.by}
				if depth(c) != depthNow || done[task] {
					continue
				}
				done[task] = true
				if _, printed := j.index[task.sum]; up.code == total && !printed {
					continue // the table may not have all parts
				}
				var terms []bounds.Term
				for _, code := range slices.Sorted(maps.Keys(parts[up])) {
					terms = append(terms, bounds.Term{Cell: j.at(p.with(c.dim, code)), Coef: 1})
				}
				j.whole(j.at(task.sum), terms...)
			}
		}
	}
}

// flowing are the populations that something happens to in a time, so that two
// times after each other add up.
var flowing = []string{entered, left, gone, helped, applied, guided, ended}

// flowsOf are the flows by which a stock changes: in, and out.
var flowsOf = map[string][2]string{present: {entered, left}, ongoing: {guided, ended}}

// periods ties the times of one flow together: quarters and years, and periods
// that a later release made longer. The pieces between all first and last days
// are figures too, whether printed or not.
func (j *joint) periods() {
	cuts := j.cuts()
	for _, p := range j.sorted() {
		if !slices.Contains(flowing, p.population) {
			continue
		}
		key := p.at(schemas.Period{})
		var terms []bounds.Term
		from := p.when.From
		for _, cut := range cuts[key] {
			if cut > from && cut <= p.when.To+1 {
				terms = append(terms, bounds.Term{Cell: j.at(p.at(schemas.Period{From: from, To: cut - 1})), Coef: 1})
				from = cut
			}
		}
		if len(terms) > 1 {
			j.whole(j.at(p), terms...)
		}
	}
}

// cuts are the days on which a time begins, or begins after one ends, for each
// flow; days after a stock was counted as well, where both are known.
func (j *joint) cuts() map[place][]schemas.Day {
	cuts := make(map[place][]schemas.Day)
	for _, p := range j.sorted() {
		of := []string{p.population}
		from, to := p.when.From, p.when.To+1
		if flows, stock := flowsOf[p.population]; stock {
			of, from = flows[:], p.when.To+1
		}
		for _, population := range of {
			key := p.at(schemas.Period{})
			key.population = population
			cuts[key] = append(cuts[key], from, to)
		}
	}
	for key := range cuts {
		slices.Sort(cuts[key])
		cuts[key] = slices.Compact(cuts[key])
	}
	return cuts
}

// flows writes down that stock + inflow - outflow = stock, between each two days
// on which a stock was counted, where both flows are known.
func (j *joint) flows() {
	last := make(map[place]place)
	for _, p := range j.sorted() {
		flows, stock := flowsOf[p.population]
		if !stock {
			continue
		}
		key := p.at(schemas.Period{})
		was, ok := last[key]
		last[key] = p
		if !ok {
			continue
		}
		in, okIn := j.pieces(p, flows[0], was.when.To+1, p.when.To)
		out, okOut := j.pieces(p, flows[1], was.when.To+1, p.when.To)
		if okIn && okOut {
			terms := []bounds.Term{{Cell: j.at(was), Coef: 1}}
			for _, i := range in {
				terms = append(terms, bounds.Term{Cell: i, Coef: 1})
			}
			for _, i := range out {
				terms = append(terms, bounds.Term{Cell: i, Coef: -1})
			}
			j.whole(j.at(p), terms...)
		}
	}
}

// pieces are the figures of a flow that together make up a time, shortest first.
func (j *joint) pieces(p place, population string, from, to schemas.Day) (cells []int, ok bool) {
	key := p
	key.population = population
	for from <= to {
		end := to
		for ; end >= from; end-- {
			if i, there := j.index[key.at(schemas.Period{From: from, To: end})]; there {
				cells = append(cells, i)
				break
			}
		}
		if end < from {
			return nil, false
		}
		from = end + 1
	}
	return cells, true
}

// again is the difference between stays that ended and persons who left: the
// stays of who came back, or is somewhere else.
const again = "tussentijds vertrek"

// nested ties populations of which one holds the other.
func (j *joint) nested() {
	for _, p := range j.sorted() {
		if p.population != gone {
			continue
		}
		stay := p
		stay.population, stay.unit, stay.by = left, stays, 0
		rest := stay
		rest.population = again
		if i, there := j.index[stay]; there {
			j.whole(i, bounds.Term{Cell: j.at(p), Coef: 1}, bounds.Term{Cell: j.at(rest), Coef: 1})
		}
	}
}
