package microdata

// classes are the groups of one generalisation with all that the criteria
// need: exact person counts and the tuples of each class.
type classes struct {
	groups
	base   *base
	of     []int32 // tuple → class
	people []int32 // persons of the population who fit a class; persons if there is no population
	absent int     // classes that only the population has
}

// classify groups the tuples at the given levels and counts persons exactly.
func (b *base) classify(levels []int) *classes {
	var t table
	t.reset()
	c := &classes{base: b, of: make([]int32, len(b.tuples.keys))}
	for i, key := range b.tuples.keys {
		up := uint64(0)
		for col, f := range b.fields {
			up |= b.lifts[col][0][levels[col]][f.of(key)]
		}
		c.of[i] = t.number(up)
	}
	c.keys = t.keys
	c.count()
	c.countPeople(levels, &t)
	return c
}

// count fills rows and persons from the tuples. A person with several tuples
// is taken off again for each further tuple in one class.
func (c *classes) count() {
	b := c.base
	c.rows, c.persons = make([]int32, len(c.keys)), make([]int32, len(c.keys))
	for t, class := range c.of {
		c.rows[class] += b.tuples.rows[t]
		c.persons[class] += b.tuples.persons[t]
	}
	seenBy := make([]int32, len(c.keys)) // class → last person seen in it, + 1
	for p := range int32(b.linked.len()) {
		for _, t := range b.linked.list(p) {
			class := c.of[t]
			if seenBy[class] == p+1 {
				c.persons[class]--
			}
			seenBy[class] = p + 1
		}
	}
}
