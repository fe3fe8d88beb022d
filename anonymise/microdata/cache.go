package microdata

import "slices"

// maxCached bounds the groups that a cache keeps: 16 bytes each.
const maxCached = 8 << 20

// A cache keeps the groups of checked nodes, so that a node above is grouped
// from few groups rather than from all tuples (roll-up). Not safe for
// concurrent use; the groups it gives out do not change.
type cache struct {
	lattice *lattice
	guards  uint64
	packed  []uint64 // levels of the cached nodes, for lattice below
	nodes   []int
	groups  []groups
	room    int
}

// newCache returns a cache that holds the tuples, which every node can be made
// from.
func newCache(b *base, l *lattice) *cache {
	return &cache{lattice: l, guards: l.guards(), packed: []uint64{0}, nodes: []int{0}, groups: []groups{b.tuples}, room: maxCached}
}

// nearest returns the smallest groups from which a node can be made, and the
// node that they are of.
func (c *cache) nearest(node int) (groups, int) {
	packed := c.lattice.packed(node)
	found := 0
	for i, p := range c.packed {
		if below(p, packed, c.guards) && len(c.groups[i].keys) < len(c.groups[found].keys) {
			found = i
		}
	}
	return c.groups[found], c.nodes[found]
}

// add copies groups into the cache while there is room.
func (c *cache) add(node int, g groups) {
	if len(g.keys) > c.room {
		return
	}
	c.room -= len(g.keys)
	copied := groups{keys: slices.Clone(g.keys), rows: slices.Clone(g.rows)}
	copied.persons = copied.rows
	if len(g.rows) > 0 && &g.rows[0] != &g.persons[0] {
		copied.persons = slices.Clone(g.persons)
	}
	c.packed = append(c.packed, c.lattice.packed(node))
	c.nodes = append(c.nodes, node)
	c.groups = append(c.groups, copied)
}
