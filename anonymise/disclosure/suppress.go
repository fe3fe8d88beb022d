package disclosure

import (
	"cmp"
	"slices"
)

// run looks for a pattern that protects every need, and reports whether it
// found one.
func (x *suppressor) run() bool {
	for again := true; again; again = x.mendUnions() {
		if !x.protectAll() {
			return false
		}
	}
	x.clean()
	return true
}

// protectAll protects every need, first from outsiders and then from those who
// are counted themselves.
func (x *suppressor) protectAll() bool {
	order := x.order()
	for _, i := range order {
		if !x.protect(x.needs[i], nobody) {
			return false
		}
	}
	for _, i := range order {
		if !x.protectFromInsiders(x.needs[i], true) {
			return false
		}
	}
	return true
}

// hideAll suppresses whatever can be suppressed.
func (x *suppressor) hideAll() bool {
	for u, k := range x.unknowns {
		if x.movable[u] {
			x.hide(k.figure, true)
		}
	}
	return x.protectAll()
}

// order returns the needs, those first that are hardest to meet.
func (x *suppressor) order() []int {
	order := make([]int, len(x.needs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(x.unknowns[x.needs[b].unknown].value, x.unknowns[x.needs[a].unknown].value)
	})
	return order
}

// met tells whether the pool holds the worlds that a need asks for against a
// person.
func (n need) met(s span, person int) bool {
	if person != nobody {
		return s.width() >= n.insider
	}
	return s.width() >= n.width && s.down >= n.down
}

// wanted returns the width that a need asks for against a person.
func (n need) wanted(person int) int64 {
	if person != nobody {
		return n.insider
	}
	return n.width
}

// protectFromInsiders protects a need from each sole contributor whose figures
// the worlds against outsiders change. Others cannot exclude these worlds.
func (x *suppressor) protectFromInsiders(n need, pay bool) bool {
	own := x.person[x.unknowns[n.unknown].figure]
	for _, person := range x.witnesses(x.span(n.unknown, nobody)) {
		if person == own {
			continue
		}
		if pay && !x.protect(n, person) || !pay && !x.protectFree(n, person) {
			return false
		}
	}
	return true
}

// witnesses returns the persons whose own figures an interval rests on.
func (x *suppressor) witnesses(s span) []int {
	var persons []int
	for _, i := range []int{s.above, s.below} {
		if i >= 0 {
			persons = append(persons, x.pool.moves[i].persons...)
		}
	}
	slices.Sort(persons)
	return slices.Compact(persons)
}

// protectFree looks for the worlds that a need asks for among what is hidden.
func (x *suppressor) protectFree(n need, person int) bool {
	s := x.span(n.unknown, person)
	if n.met(s, person) {
		return true
	}
	width := n.wanted(person)
	if w, ok := x.reachFar(request{unknown: n.unknown, amount: width, person: person}); ok {
		x.add(w)
		s = x.span(n.unknown, person)
		if n.met(s, person) {
			return true
		}
	}
	down := width
	if person == nobody {
		down = max(width, n.down)
	}
	if w, ok := x.reachFar(request{unknown: n.unknown, amount: -down, person: person}); ok {
		x.add(w)
	}
	return n.met(x.span(n.unknown, person), person)
}

// protect hides more figures until a need is met.
func (x *suppressor) protect(n need, person int) bool {
	for range 8 {
		if x.protectFree(n, person) {
			return true
		}
		plan, ok := x.cheapest(n, person)
		if !ok {
			return false
		}
		for _, w := range plan {
			x.reveal(w)
		}
	}
	return false
}

// reveal hides every figure that a world changes, and keeps the world.
func (x *suppressor) reveal(w world) {
	for _, s := range w.steps {
		x.hide(x.unknowns[s.unknown].figure, true)
	}
	x.add(w)
}

// cheapest returns the worlds that meet a need at the least cost in figures to
// be hidden: all of the missing width upwards, all of it downwards, or both.
func (x *suppressor) cheapest(n need, person int) ([]world, bool) {
	s, width := x.span(n.unknown, person), n.wanted(person)
	room := x.room[n.unknown]
	down := int64(0)
	if person == nobody {
		down = n.down
	}
	var best []world
	bestCost := 0.0
	for _, d := range []int64{down, s.down, min(room, width-s.up), min(room, width)} {
		if d < down || d > room || d < 0 {
			continue
		}
		plan, cost, ok := x.plan(n.unknown, person, s, max(0, width-d), d)
		if ok && len(plan) > 0 && (best == nil || cost < bestCost) {
			best, bestCost = plan, cost
		}
	}
	return best, best != nil
}

// plan returns worlds that take an unknown up and down by given amounts, where
// the pool does not reach that far, and what they cost.
func (x *suppressor) plan(unknown, person int, s span, up, down int64) (plan []world, cost float64, ok bool) {
	var opened []int
	defer func() {
		for _, f := range opened {
			x.hide(f, false)
		}
	}()
	for _, amount := range []int64{up, -down} {
		if amount >= 0 && amount <= s.up || amount <= 0 && -amount <= s.down {
			continue
		}
		w, ok := x.reach(request{unknown: unknown, amount: amount, person: person, pay: true})
		if !ok {
			return nil, 0, false
		}
		plan = append(plan, w)
		for _, st := range w.steps {
			if f := x.unknowns[st.unknown].figure; !x.hidden[f] {
				x.hide(f, true)
				opened = append(opened, f)
				cost += x.cost[f]
			}
		}
	}
	return plan, cost, true
}
