package history

import (
	"math"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// How many people are behind a difference of stays or nights follows from no
// table: who came back was counted before. It matters, because one person hides
// nobody. So it is counted again where the caller can; elsewhere it lies between
// by how many the people behind the figures differ and how many there are.

// A crowd is how many people may be behind a figure.
type crowd struct{ least, most int64 }

// A recount is what happened between two releases, as the caller counted it.
type recount struct{ value, people int64 }

// crowd returns how many people may be behind a pair that comes to n.
func (j *joint) crowd(p pair, unit string, n int64) crowd {
	switch {
	case !p.ok || n == 0:
		return crowd{}
	case unit == disclosure.UnitPersons:
		return crowd{n, n}
	}
	if people, ok := j.recount(p); ok && n == p.net() {
		return crowd{people, people}
	}
	if p.between >= 0 && n == p.net() {
		people := j.figures[p.less.of][p.between].people
		return crowd{people, people}
	}
	more, less := p.more.people, p.less.people
	if p.net() < 0 {
		more, less = less, more
	}
	most := min(n, max(1, more))
	return crowd{min(most, max(1, more-less)), most}
}

// recount returns how many people are behind a pair, if the caller can count what
// happened between its two periods and comes to the same figure.
func (j *joint) recount(p pair) (people int64, ok bool) {
	q, cut := rest(p.more.period, p.less.period)
	if !cut || p.fresh {
		return 0, false
	}
	return j.recounted(q, p.more.of, p.net())
}

// recounted returns how many people are behind a figure over a period, if the caller
// can count it and comes to the same.
func (j *joint) recounted(q schemas.Period, figure string, value int64) (people int64, ok bool) {
	if j.count == nil {
		return 0, false
	}
	of, known := j.recounts[q]
	if !known {
		of = map[string]recount{}
		for _, t := range j.count(q) {
			for _, at := range places(&t, q) {
				if at.period == q {
					c := t.Cells[at.cell]
					of[at.of] = recount{c.Value, c.Contributors}
				}
			}
		}
		j.recounts[q] = of
	}
	c, ok := of[figure]
	return c.people, ok && c.value == value
}

// agree settles how many people are behind each difference. A total is of no fewer
// than any part of it, and of no more than all its parts together. Of what that
// leaves open it is the least, so that nobody is thought to hide among people who
// may not be there.
func (j *joint) agree() {
	var s settlement
	at := make([][]int, len(j.tables))
	for t := range j.tables {
		if j.from[t] == difference {
			at[t] = s.add(&j.tables[t], j.crowds[t])
		}
	}
	for s.each(s.narrow) {
	}
	for s.each(s.raise) {
	}
	for t, cells := range at {
		for i, n := range cells {
			j.tables[t].Cells[i].Contributors = s.crowds[n].least
		}
	}
}

// A settlement holds each figure once, with the sums that it is in.
type settlement struct {
	number map[string]int
	crowds []crowd
	values []int64
	sums   [][]int // the total first
}

// add adds a table, and returns the numbers of its figures.
func (s *settlement) add(t *disclosure.Table, crowds []crowd) []int {
	if s.number == nil {
		s.number = map[string]int{}
	}
	at := make([]int, len(t.Cells))
	for i, key := range coordinates(t) {
		key = t.Population + key
		n, ok := s.number[key]
		if !ok {
			n = len(s.crowds)
			s.number[key] = n
			s.crowds, s.values = append(s.crowds, crowd{0, math.MaxInt64}), append(s.values, t.Cells[i].Value)
		}
		x := &s.crowds[n]
		x.least, x.most = max(x.least, crowds[i].least), min(x.most, crowds[i].most)
		at[i] = n
	}
	eachSum(t, func(total int, parts []int) {
		sum := []int{at[total]}
		for _, p := range parts {
			sum = append(sum, at[p])
		}
		s.sums = append(s.sums, sum)
	})
	return at
}

// each does something with every sum. It reports whether that changed anything.
func (s *settlement) each(do func(total *crowd, parts []int) bool) (changed bool) {
	for _, sum := range s.sums {
		changed = do(&s.crowds[sum[0]], sum[1:]) || changed
	}
	return changed
}

// narrow tightens the bounds of a total and its parts by each other. Bounds that
// would cross are left alone: then a correction is not what it seems.
func (s *settlement) narrow(total *crowd, parts []int) (changed bool) {
	var most int64
	for _, p := range parts {
		most += s.crowds[p].most
	}
	atLeast := func(x *crowd, n int64) {
		if n > x.least && n <= x.most {
			x.least, changed = n, true
		}
	}
	atMost := func(x *crowd, n int64) {
		if n < x.most && n >= x.least {
			x.most, changed = n, true
		}
	}
	atMost(total, most)
	for _, p := range parts {
		x := &s.crowds[p]
		atLeast(total, x.least)
		atLeast(x, total.least-(most-x.most))
		atMost(x, total.most)
	}
	return changed
}

// raise makes the least numbers of a total and its parts agree, by raising them:
// within their bounds, or up to one for each stay where these do not agree.
func (s *settlement) raise(total *crowd, parts []int) (changed bool) {
	var people int64
	for _, p := range parts {
		n := s.crowds[p].least
		people += n
		if n > total.least {
			total.least, changed = n, true
		}
	}
	for _, bound := range []func(p int) int64{func(p int) int64 { return s.crowds[p].most }, func(p int) int64 { return s.values[p] }} {
		for _, p := range parts {
			if more := min(total.least-people, bound(p)-s.crowds[p].least); more > 0 {
				s.crowds[p].least += more
				people, changed = people+more, true
			}
		}
	}
	return changed
}
