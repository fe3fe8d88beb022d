package bounds

// atMost is what the goal cannot exceed, by weak duality: for any multiples of
// the identities of the part,
//
//	goal = mult*right + sum over cells of (goal - mult*identities) * cell
//
// and each cell is between its ends. It looks at the identities themselves and at
// nothing that the simplex method has made of them, so a mistake there gives a
// bound that is too wide, and never one that is too narrow. It is not ok if some
// cell without an end stands in the sum or the numbers are too large.
func (t *tableau) atMost(p part, g goal, mult []int64) (most int64, ok bool) {
	left := make([]exact, len(p.cells))
	if g.den != 0 {
		left[g.variable].add(1, g.den)
	}
	sum := exact{}
	for r, m := range mult {
		if m == 0 {
			continue
		}
		sum.add(m, p.rows[r].right)
		for _, term := range p.rows[r].terms {
			left[term.Cell].add(-m, term.Coef)
		}
	}
	for v := range left {
		a, fits := left[v].value()
		switch {
		case !fits:
			return 0, false
		case a < 0:
			sum.add(a, t.low[v])
		case a > 0 && t.room[v] == Unbounded:
			return 0, false
		case a > 0:
			sum.add(a, t.low[v]+t.room[v])
		}
	}
	return sum.value()
}

// proved is the end of the interval of a variable that the tableau, pushed
// there, proves: nothing above it if up, else nothing below it.
func (t *tableau) proved(p part, v int, up bool) (end int64, ok bool) {
	g := goal{v, 1}
	mult := make([]int64, len(p.rows))
	if r := t.where[v]; r >= 0 {
		g.den = t.rows[r].den
		copy(mult, t.rows[r].mult)
		if t.flipped[v] == up { // the row speaks of -x
			for i := range mult {
				mult[i] = -mult[i]
			}
		}
	}
	den := g.den
	if !up {
		g.den = -g.den
	}
	most, ok := t.atMost(p, g, mult)
	if !ok {
		return 0, false
	}
	if up {
		return floorDiv(most, den), true
	}
	return -floorDiv(most, den), true
}

// world is the corner at which the tableau stands, one value a cell of the part,
// if it is whole and agrees with every identity; otherwise the first variable
// that is not whole.
func (t *tableau) world(p part) (world []int64, broken int) {
	world = make([]int64, len(p.cells))
	for v := range world {
		z := int64(0)
		if r := t.where[v]; r >= 0 {
			if t.rows[r].right%t.rows[r].den != 0 {
				return nil, v
			}
			z = t.rows[r].right / t.rows[r].den
		}
		if t.flipped[v] {
			z = t.room[v] - z
		}
		world[v] = t.low[v] + z
	}
	if !t.agrees(p, world) {
		panic("bounds: internal error: a corner that does not keep the identities")
	}
	return world, -1
}

// agrees adds up a world.
func (t *tableau) agrees(p part, world []int64) bool {
	for v, x := range world {
		if x < t.low[v] || t.room[v] != Unbounded && x > t.low[v]+t.room[v] {
			return false
		}
	}
	for _, r := range p.rows {
		sum := exact{}
		for _, term := range r.terms {
			sum.add(term.Coef, world[term.Cell])
		}
		if n, ok := sum.value(); !ok || n != r.right {
			return false
		}
	}
	return true
}
