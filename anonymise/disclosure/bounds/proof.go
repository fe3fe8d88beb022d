package bounds

// keeps reports whether a row is an identity that follows from those of the part.
func (t *tableau) keeps(w witness, l *line) bool {
	return w.holds(l.right, func(add func(v int, coef, offset int64)) {
		t.term(l.basic, l.den, add)
		for k, a := range l.num {
			if a != 0 {
				t.term(t.columns[k], a, add)
			}
		}
	})
}

// term gives a times z(v) in terms of the cell itself.
func (t *tableau) term(v int, a int64, add func(v int, coef, offset int64)) {
	if t.flipped[v] {
		add(v, -a, t.low[v]+t.room[v])
		return
	}
	add(v, a, t.low[v])
}

// proved is the end of the interval of a variable that the tableau, pushed there,
// proves: nothing above it if up, else nothing below it. The row of the variable
// says
//
//	den * z = right - sum of num[k] * z(k),  all z at least 0
//
// so that z is at most right/den if no num is below 0, and at least that if none
// is above: weak duality, with the row as the combination of identities. Whether
// it is one is checked by the witness.
func (t *tableau) proved(w witness, v int, up bool) (end int64, ok bool) {
	r := t.where[v]
	if r < 0 {
		return t.at(v, 0), t.flipped[v] == up || t.room[v] == 0
	}
	l := &t.rows[r]
	rise := up != t.flipped[v]
	for k, a := range l.num {
		if t.room[t.columns[k]] != 0 && a != 0 && (a < 0) == rise {
			return 0, false
		}
	}
	if !t.keeps(w, l) {
		panic("bounds: internal error: a row that does not follow from the identities")
	}
	z := floorDiv(l.right, l.den)
	if !rise {
		z = -floorDiv(-l.right, l.den)
	}
	return t.at(v, z), true
}

// at is the value of a cell whose variable stands at z.
func (t *tableau) at(v int, z int64) int64 {
	if t.flipped[v] {
		return t.low[v] + t.room[v] - z
	}
	return t.low[v] + z
}

// contradicted reports whether the rows that are out of their room prove that
// there is no corner at all. With weights above 0 for what is above its room and
// below 0 for what is below 0, their weighed sum says
//
//	sum of weight * den * z(basic) + sum of speed[k] * z(k) = weight * right
//
// and no speed is above 0: the left is at most the sum over what is above its room
// of weight * den * room, and the right is more.
func (t *tableau) contradicted(w witness, weights, speed []int64) bool {
	for k, a := range speed {
		if a > 0 && t.room[t.columns[k]] != 0 {
			return false
		}
	}
	gap := exact{}
	for i, weight := range weights {
		if weight == 0 {
			continue
		}
		l := &t.rows[i]
		if !t.keeps(w, l) {
			panic("bounds: internal error: a row that does not follow from the identities")
		}
		gap.add(weight, l.right)
		if weight > 0 {
			gap.add(-weight*l.den, t.room[l.basic])
		}
	}
	n, ok := gap.value()
	return ok && n > 0
}

// world is the corner at which the tableau stands, one value a cell of the part,
// if it is whole; otherwise the first variable that is not whole.
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
		world[v] = t.at(v, z)
	}
	if !t.agrees(p, world) {
		panic("bounds: internal error: a corner that does not keep the identities")
	}
	return world, -1
}

// agrees checks a world by addition, on the identities themselves.
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
