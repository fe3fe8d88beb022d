package microdata

import "errors"

// countPeople collapses the population to its tuples. It refuses one that lacks
// people of the records.
func (b *base) countPeople() error {
	p := b.records.Population
	if p == nil {
		return nil
	}
	var t table
	t.reset()
	for person := range p.N {
		key := uint64(0)
		for c, f := range b.fields {
			key |= uint64(p.Codes[c][person]) << f.shift
		}
		id := t.number(key)
		if int(id) == len(b.people.rows) {
			b.people.rows = append(b.people.rows, 0)
		}
		b.people.rows[id]++
	}
	b.people.keys = t.keys
	all := len(t.keys)
	for tuple, key := range b.tuples.keys {
		id := int(t.number(key))
		if id >= all || b.people.rows[id] < b.tuples.persons[tuple] {
			return errors.New("population: it lacks people of the records")
		}
	}
	return nil
}

// countPeople fills how many of the population fit each class. The table is the
// one that numbered the classes.
func (c *classes) countPeople(levels []int, t *table) {
	b := c.base
	if b.records.Population == nil {
		c.people = c.persons
		return
	}
	c.people = make([]int32, len(c.keys))
	for i, key := range b.people.keys {
		up := uint64(0)
		for col, f := range b.fields {
			up |= b.lifts[col][0][levels[col]][f.of(key)]
		}
		class := int(t.number(up))
		if class == len(c.people) {
			c.people = append(c.people, 0)
		}
		c.people[class] += b.people.rows[i]
	}
	c.absent = len(c.people) - len(c.keys)
	c.people = c.people[:len(c.keys)]
}

// fitting returns how many of the population fit each class, in the order of
// some of the keys; nil without a population.
func (c *classes) fitting(keys []uint64) []int32 {
	if c.base.records.Population == nil {
		return nil
	}
	of := make(map[uint64]int32, len(c.keys))
	for class, key := range c.keys {
		of[key] = c.people[class]
	}
	out := make([]int32, len(keys))
	for i, key := range keys {
		out[i] = of[key]
	}
	return out
}

// fitting returns how many of the population fit each cluster; nil without a
// population. One person can fit several: their regions may overlap. The
// population is looked up by its leaves in the column that has the most.
func (f forest) fitting(b *base, clusters []*cluster) []int32 {
	if b.records.Population == nil {
		return nil
	}
	by := 0
	for c := range f {
		if b.records.Quasi[c].Hierarchy.size() > b.records.Quasi[by].Hierarchy.size() {
			by = c
		}
	}
	leaf := make([]int32, len(b.people.keys))
	for i, key := range b.people.keys {
		leaf[i] = int32(b.fields[by].of(key))
	}
	leaves := b.records.Quasi[by].Hierarchy.size()
	tuples := listBy(leaf, leaves)
	out := make([]int32, len(clusters))
	for i, cl := range clusters {
		for l := range leaves {
			if !f[by].under(l, cl.region[by]) {
				continue
			}
			for _, t := range tuples.list(int32(l)) {
				if f.holds(cl.region, b, b.people.keys[t]) {
					out[i] += b.people.rows[t]
				}
			}
		}
	}
	return out
}

// holds reports whether a tuple lies in a region.
func (f forest) holds(r region, b *base, key uint64) bool {
	for c, t := range f {
		if !t.under(int(b.fields[c].of(key)), r[c]) {
			return false
		}
	}
	return true
}

// under reports whether a leaf lies under a node.
func (t *tree) under(leaf int, node uint16) bool {
	return t.ancestor[int(node)*t.nodes+leaf] == node
}
