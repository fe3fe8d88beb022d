package disclosure

import (
	"cmp"
	"slices"
)

// run looks for a pattern that protects every need, and reports whether it
// found one.
func (x *suppressor) run() bool {
	if !x.secure() {
		return false
	}
	x.clean()
	return x.secure() // showing figures again has changed who vouches for whom
}

// secure meets every need and makes the groups large enough, until both hold.
func (x *suppressor) secure() bool {
	for again := true; again; again = x.mendUnions() {
		if !x.protectAll() {
			return false
		}
	}
	return true
}

// protectAll protects every need, first from outsiders and then from those who
// know something themselves.
func (x *suppressor) protectAll() bool {
	order := x.order()
	for _, i := range order {
		if !x.protect(x.needs[i], nil) {
			return false
		}
	}
	for _, i := range order {
		if !x.guard(x.needs[i], nil, x.protect) {
			return false
		}
	}
	return true
}

// hideAll suppresses whatever can be suppressed, and protects every need then.
func (x *suppressor) hideAll() bool {
	x.hideEverything()
	return x.protectAll()
}

// showAgain begins with everything suppressed, and shows again what can be shown.
func (x *suppressor) showAgain() bool {
	if !x.hideAll() {
		return false
	}
	x.clean()
	return x.secure()
}

func (x *suppressor) hideEverything() {
	for u, k := range x.unknowns {
		if x.movable[u] {
			x.hide(k.figure, true)
		}
	}
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
// crew.
func (n need) met(s span, c crew) bool {
	if len(c) > 0 {
		return s.width() >= n.insider
	}
	return s.width() >= n.width && s.up >= n.up
}

// wanted returns what a need asks for against a crew.
func (n need) wanted(c crew) (width, up int64) {
	if len(c) > 0 {
		return n.insider, 0
	}
	return n.width, n.up
}

// guard meets a need against a crew, and then against every crew with one more
// in it whose figures the worlds change that meet it: others can exclude these
// worlds no more than the crew can. Meet does it for one crew.
func (x *suppressor) guard(n need, c crew, meet func(need, crew) bool) bool {
	if !meet(n, c) {
		return false
	}
	for _, next := range x.suspects(n, c) {
		if !x.guard(n, next, meet) {
			return false
		}
	}
	return true
}

// suspects returns the crews, larger by one, that must be looked at next.
func (x *suppressor) suspects(n need, c crew) []crew {
	var out []crew
	for _, i := range x.witnesses(x.span(n.unknown, c)) {
		next, ok := x.join(c, i, x.policy.Coalition)
		if ok && !x.informed(next, x.unknowns[n.unknown].figure) {
			out = append(out, next)
		}
	}
	return out
}

// witnesses returns the insiders whose own figures an interval rests on.
func (x *suppressor) witnesses(s span) []int {
	var all []int
	for _, i := range []int{s.above, s.below} {
		if i >= 0 {
			all = append(all, x.pool.moves[i].witness...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// protectFree looks for the worlds that a need asks for among what is hidden.
func (x *suppressor) protectFree(n need, c crew) bool {
	if n.met(x.span(n.unknown, c), c) {
		return true
	}
	width, up := n.wanted(c)
	for _, amount := range []int64{max(width, up), -width} {
		if w, ok := x.reachFar(request{unknown: n.unknown, amount: amount, crew: c}); ok {
			x.add(w)
			if n.met(x.span(n.unknown, c), c) {
				return true
			}
		}
	}
	return false
}

// protect hides more figures until a need is met.
func (x *suppressor) protect(n need, c crew) bool {
	for range 8 {
		if x.protectFree(n, c) {
			return true
		}
		plan, ok := x.cheapest(n, c)
		if !ok {
			return x.force(n, c)
		}
		for _, w := range plan {
			x.reveal(w)
		}
	}
	return false
}

// force meets a need with worlds that are found while everything is hidden, and
// hides what they change. It hides more than the cheapest would, and finds worlds
// where the search for the cheapest gives up.
func (x *suppressor) force(n need, c crew) bool {
	var opened []int
	for u, k := range x.unknowns {
		if x.movable[u] && !x.hidden[k.figure] {
			x.hide(k.figure, true)
			opened = append(opened, k.figure)
		}
	}
	x.protectFree(n, c)
	s := x.span(n.unknown, c)
	for _, f := range opened {
		x.hide(f, false)
	}
	if !n.met(s, c) {
		return false
	}
	for _, i := range []int{s.above, s.below} {
		if i >= 0 {
			for _, st := range x.pool.moves[i].steps {
				x.hide(x.unknowns[st.unknown].figure, true)
			}
		}
	}
	return true
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
func (x *suppressor) cheapest(n need, c crew) ([]world, bool) {
	s, room := x.span(n.unknown, c), x.room[n.unknown]
	width, up := n.wanted(c)
	var best []world
	bestCost := 0.0
	splits := []int64{0, s.down, min(room, width-s.up), min(room, width)}
	for i, d := range splits {
		if d > room || d < 0 || slices.Contains(splits[:i], d) {
			continue
		}
		plan, cost, ok := x.plan(n.unknown, c, s, max(up, width-d), d)
		if ok && len(plan) > 0 && (best == nil || cost < bestCost) {
			best, bestCost = plan, cost
		}
	}
	return best, best != nil
}

// plan returns worlds that take an unknown up and down by given amounts, where
// the pool does not reach that far, and what they cost.
func (x *suppressor) plan(unknown int, c crew, s span, up, down int64) (plan []world, cost float64, ok bool) {
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
		w, ok := x.reach(request{unknown: unknown, amount: amount, crew: c, pay: true})
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
