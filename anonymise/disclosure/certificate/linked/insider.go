package linked

import (
	"fmt"
	"slices"
)

// findAlone numbers the persons who are alone in a figure. Two such figures are
// about one person if they are of the same people, or if one side of an identity
// rests on one person: then the other side does too. Of identities that are not
// totals those between releases count; on two sides of a stock identity there may
// be two persons.
func (b *book) findAlone() {
	up := make([]int, len(b.figures))
	for f := range up {
		up[f] = f
	}
	root := func(f int) int {
		for up[f] != f {
			f = up[f]
		}
		return f
	}
	join := func(figures []int) {
		first := -1
		for _, f := range figures {
			if b.figures[f].Contributors != 1 {
				continue
			}
			if first < 0 {
				first = root(f)
			}
			up[root(f)] = first
		}
	}
	for f := range b.figures {
		join(b.mates[b.figures[f].people])
	}
	for _, s := range b.sums {
		if b.onePerson(s) {
			var figures []int
			for _, t := range s.terms {
				figures = append(figures, t.figure)
			}
			join(figures)
		}
	}
	for f := range b.figures {
		if b.figures[f].Contributors == 1 {
			b.figures[f].alone = root(f) + 1
		}
	}
}

// onePerson tells whether one side of an identity rests on one person.
func (b *book) onePerson(s sum) bool {
	var left, right int64
	between := s.total >= 0
	for _, t := range s.terms {
		x := &b.figures[t.figure]
		between = between || x.origin != Fresh
		if t.sign < 0 {
			left += x.Contributors
		} else {
			right += x.Contributors
		}
	}
	return between && (left == 1 || right == 1)
}

// persons counts those who are alone in a hidden figure.
func (b *book) persons() int {
	all := map[int]bool{}
	for f := range b.figures {
		if x := &b.figures[f]; x.alone > 0 && !x.printed() {
			all[x.alone] = true
		}
	}
	return len(all)
}

// findStaff notes who knows all figures of a category, and what follows.
func (b *book) findStaff() {
	for _, name := range b.rules.Staff {
		var codes []string
		own := map[string]map[int]bool{}
		for t := range b.tables {
			table := &b.tables[t]
			d := slices.IndexFunc(table.Dims, func(d Dim) bool { return d.Name == name })
			if d < 0 {
				continue
			}
			for cell, f := range b.index[t] {
				c := table.Dims[d].Categories[coordinates(table, cell)[d]]
				if c.Total {
					continue
				}
				if own[c.Code] == nil {
					own[c.Code] = map[int]bool{}
					codes = append(codes, c.Code)
				}
				own[c.Code][f] = true
			}
		}
		for _, code := range codes {
			b.isStaff++
			for f := range b.follow(own[code]) {
				b.figures[f].staff = append(b.figures[f].staff, -b.isStaff)
			}
		}
	}
}

// follow adds to figures that rest on certain people alone all others that do:
// the same people in another unit, a total of which they are all that is not
// zero, and the parts of a total that is among them.
func (b *book) follow(known map[int]bool) map[int]bool {
	var fresh []int
	for f := range known {
		fresh = append(fresh, f)
	}
	learn := func(f int) {
		for _, g := range b.mates[b.figures[f].people] {
			if !known[g] {
				known[g] = true
				fresh = append(fresh, g)
			}
		}
	}
	for len(fresh) > 0 {
		f := fresh[len(fresh)-1]
		fresh = fresh[:len(fresh)-1]
		learn(f)
		for _, i := range b.sumsOf[f] {
			s := b.sums[i]
			if s.total < 0 || b.figures[s.total].Contributors == 0 || !known[s.total] && !b.allOf(s, known) {
				continue
			}
			for _, t := range s.terms {
				learn(t.figure)
			}
		}
	}
	return known
}

// allOf tells whether all parts of a total that are not zero are known.
func (b *book) allOf(s sum, known map[int]bool) bool {
	return !slices.ContainsFunc(s.terms, func(t term) bool {
		return t.figure != s.total && b.figures[t.figure].Contributors > 0 && !known[t.figure]
	})
}

// knowers are the insiders who know a figure that a world changes.
func (b *book) knowers(w world) []int {
	var all []int
	for f := range w.delta {
		x := &b.figures[f]
		if x.alone > 0 {
			all = append(all, x.alone)
		}
		all = append(all, x.staff...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// leftOpen tells whether a figure is left open to a crew, and to every larger one
// that could exclude the certificate which leaves it so. Whom that does not meet,
// it leaves it open to as well; and whoever knows the figure of himself need not be
// kept from it.
func (b *book) leftOpen(f int, crew []int) bool {
	for _, c := range b.claims[f] {
		if c.open < b.rules.InsiderWidth {
			return false
		}
		if b.excludes(crew, c) {
			continue
		}
		open := true
		for _, who := range c.met {
			if larger, may := b.join(crew, who); may && !b.informed(larger, f) {
				open = open && b.leftOpen(f, larger)
			}
			if !open {
				break
			}
		}
		if open {
			return true
		}
	}
	return false
}

// join returns a crew with one more in it, if there can be one: staff works
// alone, and persons join up to the number that the rules say.
func (b *book) join(crew []int, who int) ([]int, bool) {
	if len(crew) > 0 && (who < 0 || crew[0] < 0 || len(crew) >= b.rules.Coalition) {
		return nil, false
	}
	larger := append(slices.Clone(crew), who)
	slices.Sort(larger)
	return larger, true
}

// informed tells whether a crew knows a figure of itself.
func (b *book) informed(crew []int, f int) bool {
	x := &b.figures[f]
	if crew[0] < 0 {
		return slices.Contains(x.staff, crew[0])
	}
	return slices.Contains(crew, x.alone) || b.together(crew)[f]
}

// excludes tells whether a crew can exclude a world of a claim: one of them knows
// a figure that it changes, or all of them together do.
func (b *book) excludes(crew []int, c claim) bool {
	if slices.ContainsFunc(crew, func(who int) bool { return slices.Contains(c.met, who) }) {
		return true
	}
	for f := range b.together(crew) {
		if c.low.delta[f] != 0 || c.high.delta[f] != 0 {
			return true
		}
	}
	return false
}

// together is what several persons know who put together in which figures each of
// them is alone.
func (b *book) together(crew []int) map[int]bool {
	if len(crew) < 2 {
		return nil
	}
	key := fmt.Sprint(crew)
	known, ok := b.crews[key]
	if !ok {
		known = map[int]bool{}
		for f := range b.figures {
			if a := b.figures[f].alone; a > 0 && slices.Contains(crew, a) {
				known[f] = true
			}
		}
		known = b.follow(known)
		b.crews[key] = known
	}
	return known
}
