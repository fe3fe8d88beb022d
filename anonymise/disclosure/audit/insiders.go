package audit

import "fmt"

// findSole numbers the persons who are alone in a figure. Two figures of one
// person each are about the same one if they rest on the same people, or if an
// identity has no other person on one of its sides.
func (b *book) findSole() {
	for i := range b.figures {
		if b.figures[i].Contributors == 1 {
			b.figures[i].sole = i + 1
		}
	}
	for changed := true; changed; {
		changed = false
		first := map[int]int{}
		for i, e := range b.figures {
			if e.sole == 0 {
				continue
			}
			if f, ok := first[e.people]; ok {
				changed = b.sameSole(f, i) || changed
			} else {
				first[e.people] = i
			}
		}
		for _, s := range b.sums {
			changed = b.sameSoles(s) || changed
		}
	}
}

// sameSoles notes that all persons who are alone in a figure of an identity are
// one, if one of its sides rests on one person. Of identities that are not sums
// only those between releases count.
func (b *book) sameSoles(s sum) (changed bool) {
	var sides [2]int64
	between := s.total >= 0
	for k, f := range s.figures {
		between = between || b.figures[f].unpublished
		if s.signs[k] < 0 {
			sides[0] += b.figures[f].Contributors
		} else {
			sides[1] += b.figures[f].Contributors
		}
	}
	if !between || sides[0] != 1 && sides[1] != 1 {
		return false
	}
	for _, f := range s.figures {
		for _, g := range s.figures {
			changed = b.sameSole(f, g) || changed
		}
	}
	return changed
}

func (b *book) sameSole(f, g int) (changed bool) {
	x, y := &b.figures[f].sole, &b.figures[g].sole
	if *x == 0 || *y == 0 || *x == *y {
		return false
	}
	low := min(*x, *y)
	*x, *y = low, low
	return true
}

// findStaff numbers the categories whose staff the rules name, below zero, and
// notes what they know: all figures of the category, and what follows.
func (b *book) findStaff() {
	number := map[[2]string]int{}
	var own []map[int]bool
	for t, table := range b.tables {
		for cell := range table.Cells {
			for d, k := range position(table, cell) {
				c := table.Dims[d].Categories[k]
				if c.Total || !contains(b.rules.Staff, table.Dims[d].Name) {
					continue
				}
				name := [2]string{table.Dims[d].Name, c.Code}
				if number[name] == 0 {
					own = append(own, map[int]bool{})
					number[name] = len(own)
				}
				own[number[name]-1][b.index[t][cell]] = true
			}
		}
	}
	b.staff = len(own)
	for i, known := range own {
		b.complete(known)
		for f := range known {
			b.figures[f].staff = append(b.figures[f].staff, -1-i)
		}
	}
}

// knownTo returns what persons know who put together in which figures each of
// them is alone.
func (b *book) knownTo(crew []int) map[int]bool {
	key := fmt.Sprint(crew)
	known, ok := b.crews[key]
	if !ok {
		known = map[int]bool{}
		for f, e := range b.figures {
			if e.sole != 0 && contains(crew, e.sole) {
				known[f] = true
			}
		}
		b.complete(known)
		b.crews[key] = known
	}
	return known
}

// complete adds to figures that rest on certain people alone all others that
// do so too: the same people in another unit, totals in which nobody else
// stands, and the parts of these.
func (b *book) complete(known map[int]bool) {
	var fresh []int
	for f := range known {
		fresh = append(fresh, f)
	}
	learn := func(f int) {
		for _, g := range b.samePeople[b.figures[f].people] {
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
			if s := b.sums[i]; b.theirs(s, known) {
				for _, g := range s.figures {
					learn(g)
				}
			}
		}
	}
}

// theirs tells whether nobody stands in a sum but those who know: they know its
// total, or all parts that are not zero.
func (b *book) theirs(s sum, known map[int]bool) bool {
	if s.total < 0 || b.figures[s.total].Contributors == 0 {
		return false
	}
	for _, f := range s.figures[1:] {
		if b.figures[f].Contributors > 0 && !known[f] {
			return known[s.total]
		}
	}
	return true
}

func contains[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}
