package microdata

// classes are the groups of one generalisation with all that the criteria
// need: exact person counts and the groups of each class.
type classes struct {
	groups
	base   *base
	from   *stage
	of     []int32 // group of from → class
	people []int32 // persons of the population who fit a class; persons if there is no population
	absent int     // classes that only the population has
}

// classify groups the tuples at the given levels and counts persons exactly.
func (b *base) classify(levels []int) *classes {
	var t table
	c := b.rollUp(&b.tuples, levels, &t)
	c.countPersons()
	c.countPeople(levels, &t)
	return c
}

// rollUp groups a stage at levels that are nowhere lower. Of persons only a bound
// is known until [classes.countPersons]. The keys are good until the next use of t.
func (b *base) rollUp(from *stage, levels []int, t *table) *classes {
	var ups []lifting
	kept := ^uint64(0)
	for c, f := range b.fields {
		at := 0
		if from.levels != nil {
			at = from.levels[c]
		}
		if at != levels[c] {
			ups = append(ups, lifting{f, b.lifts[c][at][levels[c]]})
			kept &^= f.mask << f.shift
		}
	}
	c := &classes{base: b, from: from, of: make([]int32, len(from.keys))}
	t.reset()
	for i, key := range from.keys {
		up := key & kept
		for j := range ups {
			up |= ups[j].table[ups[j].of(key)]
		}
		c.of[i] = t.number(up)
	}
	c.keys = t.keys
	c.sum()
	return c
}

// A lifting raises one column of a key.
type lifting struct {
	field
	table []uint64
}

// sum fills rows and persons from those of the groups.
func (c *classes) sum() {
	add := func(counts []int32) []int32 {
		out := make([]int32, len(c.keys))
		for g, class := range c.of {
			out[class] += counts[g]
		}
		return out
	}
	c.rows = add(c.from.rows)
	c.persons = c.rows
	if len(c.from.rows) > 0 && &c.from.rows[0] != &c.from.persons[0] {
		c.persons = add(c.from.persons)
	}
}

// countPersons makes persons exact: it takes a person with several groups off again
// for each further one in the same class.
func (c *classes) countPersons() {
	seenBy := make([]int32, len(c.keys)) // class → last person seen in it, + 1
	for p := range int32(c.from.linked.len()) {
		for _, g := range c.from.linked.list(p) {
			class := c.of[g]
			if seenBy[class] == p+1 {
				c.persons[class]--
			}
			seenBy[class] = p + 1
		}
	}
}
