package microdata

import "slices"

// A stage is the records in groups at some levels, with all that coarser groups
// are made from. It does not change.
type stage struct {
	groups
	levels   []int     // nil: all at their leaves
	linked   ragged    // for each person with several groups: those groups
	outcomes []counted // for each of the base's occurrences; nil when nobody will ask
}

// size is how many numbers a stage holds.
func (s *stage) size() int {
	n := 4*len(s.keys) + len(s.linked.items) + len(s.linked.start)
	for _, o := range s.outcomes {
		n += 2*len(o.times) + len(o.values.start)
	}
	return n
}

// stage makes of classes, whose persons were counted, a stage from which coarser
// ones are made (roll-up). Persons of a class of so many or more are not looked at
// again: whatever it is joined to, there will be enough of them, and how many more
// is then not known.
func (c *classes) stage(levels []int, enough int32, outcomes bool) *stage {
	s := &stage{groups: c.groups, levels: slices.Clone(levels), linked: c.link(enough)}
	s.keys = slices.Clone(c.keys)
	if outcomes {
		for i := range c.from.outcomes {
			s.outcomes = append(s.outcomes, c.from.outcomes[i].rolled(c.of, len(c.keys), c.values(i)))
		}
	}
	return s
}

// stageSize is how many numbers it takes, at most, to make a stage.
func (c *classes) stageSize(outcomes bool) int {
	n := 4*len(c.keys) + len(c.from.linked.items) + len(c.from.linked.start)
	for i := range c.from.outcomes {
		if outcomes {
			n += 3 * c.values(i) * len(c.keys)
		}
	}
	return n
}

// values is how many values the column of an occurrence may have.
func (c *classes) values(occurrence int) int {
	return len(c.base.records.Sensitive[c.base.occurrences[occurrence].column].labels())
}

// few is a stage of the tuples that looks no more at persons of a tuple of so many.
func (b *base) few(enough int32) *stage {
	c := classes{groups: b.tuples.groups, from: &b.tuples, of: identity(len(b.tuples.keys))}
	s := b.tuples
	s.linked = c.link(enough)
	return &s
}

// identity returns the numbers below n.
func identity(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// link lists the classes of each person who stands in several with fewer persons
// than enough.
func (c *classes) link(enough int32) ragged {
	out := ragged{start: []int32{0}}
	seenBy := make([]int32, len(c.keys)) // class → last person seen in it, + 1
	for p := range int32(c.from.linked.len()) {
		first := len(out.items)
		for _, g := range c.from.linked.list(p) {
			class := c.of[g]
			if c.persons[class] < enough && seenBy[class] != p+1 {
				seenBy[class] = p + 1
				out.items = append(out.items, class)
			}
		}
		if len(out.items)-first < 2 {
			out.items = out.items[:first]
			continue
		}
		out.start = append(out.start, int32(len(out.items)))
	}
	return out
}
