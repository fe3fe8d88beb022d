package microdata

// maxCached bounds the stages that a cache keeps: so many numbers.
const maxCached = 16 << 20

// A cache keeps stages of checked nodes, so that a node above is grouped from few
// groups rather than from all tuples (roll-up). Not safe for concurrent use.
type cache struct {
	lattice *lattice
	guards  uint64
	packed  []uint64 // levels of the cached nodes, for lattice below
	stages  []*stage
	room    int
}

// newCache returns a cache that holds the tuples, which every node can be made
// from.
func newCache(tuples *stage, l *lattice) *cache {
	return &cache{lattice: l, guards: l.guards(), packed: []uint64{0}, stages: []*stage{tuples}, room: maxCached}
}

// nearest returns the smallest stage from which a node can be made.
func (c *cache) nearest(node int) *stage {
	packed := c.lattice.packed(node)
	found := c.stages[0]
	for i, p := range c.packed {
		if below(p, packed, c.guards) && len(c.stages[i].keys) < len(found.keys) {
			found = c.stages[i]
		}
	}
	return found
}

// fits reports whether there is room for a stage of some classes.
func (c *cache) fits(of *classes, outcomes bool) bool {
	return of.stageSize(outcomes) <= c.room
}

// add puts a stage into the cache.
func (c *cache) add(node int, s *stage) {
	c.room -= s.size()
	c.packed = append(c.packed, c.lattice.packed(node))
	c.stages = append(c.stages, s)
}
