package disclosure

import (
	"math"
	"slices"
)

const (
	hiddenCost = 1e-3 // per figure: a movement through few figures is better
	pushes     = 16   // movements that may be added up to reach far
	// Tries to make a fractional movement whole: among what is hidden, and
	// where failing would cost more suppression.
	freeBranches, paidBranches = 8, 40
)

// A request asks for a world in which one unknown has moved.
type request struct {
	unknown int
	amount  int64 // signed
	crew    crew  // what it knows must stay as it is
	pay     bool  // figures that are shown may move, at their cost
	rising  bool  // nothing may fall
}

// reach returns a world in which the unknown has moved by the amount or more.
func (x *suppressor) reach(r request) (world, bool) {
	w := x.push(r)
	return w, len(w.steps) > 0 && w.change(r.unknown)*sgn(r.amount) >= r.amount*sgn(r.amount)
}

// reachFar returns a world in which the unknown has moved as far as the search
// can take it among what is hidden.
func (x *suppressor) reachFar(r request) (world, bool) {
	r.pay = false
	if r.amount < 0 {
		r.amount = max(r.amount, -x.room[r.unknown])
	}
	w := x.push(r)
	return w, len(w.steps) > 0
}

// push moves an unknown towards an amount, as flow is pushed through a network:
// it finds the cheapest direction in which everything that has to move along
// has room for a unit, goes that way as far as the room lasts, and starts again
// from there. A direction through single units is nearly always whole, its cost
// is that of figures and hardly depends on the size of the numbers.
func (x *suppressor) push(r request) world {
	if x.variable[r.unknown] < 0 && x.roomOf[r.unknown] < 0 {
		return world{} // it cannot move, whatever is hidden
	}
	defer x.forget()
	left := r.amount * sgn(r.amount)
	for i := 0; left > 0 && i < pushes; i++ {
		if r.amount < 0 && x.left(r.unknown) == 0 {
			break
		}
		again := i > 0 && !r.pay
		if again && !x.tighten(r) || !again && !x.pose(r, left) {
			break
		}
		dir, ok := x.whole(r, again)
		if !ok {
			break
		}
		times := left // as often as is asked for
		if per := dir.change(r.unknown) * sgn(r.amount); per > 0 {
			times = (left + per - 1) / per
			left -= per * min(times, x.lasts(dir))
		}
		x.advance(dir, min(times, x.lasts(dir)))
	}
	w := x.flown()
	if !x.holds(w) {
		return world{}
	}
	return w
}

// left returns how far an unknown may still fall.
func (x *suppressor) left(u int) int64 { return x.room[u] + x.flow[u] }

// lasts returns how often a direction can be taken.
func (x *suppressor) lasts(dir world) int64 {
	times := int64(maxValue)
	for _, s := range dir.steps {
		if s.delta < 0 {
			times = min(times, x.left(s.unknown)/-s.delta)
		} else {
			times = min(times, (x.unknowns[s.unknown].rise()-x.flow[s.unknown])/s.delta)
		}
	}
	return times
}

// advance takes a direction a number of times.
func (x *suppressor) advance(dir world, times int64) {
	for _, s := range dir.steps {
		if !x.flowing[s.unknown] {
			x.flowing[s.unknown] = true
			x.flowed = append(x.flowed, s.unknown)
		}
		x.flow[s.unknown] += s.delta * times
	}
}

// flown returns the world that the pushes add up to.
func (x *suppressor) flown() world {
	slices.Sort(x.flowed)
	var w world
	for _, u := range x.flowed {
		if x.flow[u] != 0 {
			w.steps = append(w.steps, step{u, x.flow[u]})
		}
	}
	return w
}

func (x *suppressor) forget() {
	for _, u := range x.flowed {
		x.flow[u], x.flowing[u] = 0, false
	}
	x.flowed = x.flowed[:0]
}

func sgn(v int64) int64 {
	if v < 0 {
		return -1
	}
	return 1
}

// pose sets up the bounds and costs of a push. A figure that has room for a
// part of what is left is that much dearer for each unit.
// It reports whether the bounds leave anything.
func (x *suppressor) pose(r request, left int64) bool {
	q, open := &x.problem, true
	limits := x.limits(r)
	for v, members := range x.members {
		q.Low[v], q.High[v] = x.bound(members, limits)
		q.CostUp[v], q.CostDown[v] = 0, 0
		open = open && q.Low[v] <= q.High[v]
		if q.Low[v] == q.High[v] {
			continue
		}
		for _, u := range members {
			cost := x.unitCost(u)
			up, down := cost, cost*float64(left)/float64(max(1, min(left, x.left(u))))
			if x.sign[u] < 0 {
				up, down = down, up
			}
			q.CostUp[v] += up
			q.CostDown[v] += down
		}
	}
	for i, w := range x.rows {
		if w.coef != 0 {
			open = x.boundRow(i, limits) && open
		}
	}
	return open
}

// unitCost is what it costs to move an unknown by one.
func (x *suppressor) unitCost(u int) float64 {
	f := x.unknowns[u].figure
	cost := hiddenCost * (1 + float64(u*7919%1009)/4036) // spread, so that ties are rare
	if !x.hidden[f] && !x.flowing[u] {
		cost += x.cost[f]
	} else if x.hasPerson(f) {
		cost += 2 * hiddenCost
	}
	return cost
}

// limits returns how far each unknown may move for a request, which must move
// by one itself.
func (x *suppressor) limits(r request) func(u int) (low, high float64) {
	return func(u int) (low, high float64) {
		f := x.unknowns[u].figure
		switch {
		case u == r.unknown:
			return float64(sgn(r.amount)), float64(sgn(r.amount))
		case !x.movable[u] || x.informed(r.crew, f) || !x.hidden[f] && !r.pay:
			return 0, 0
		}
		low, high = -float64(x.left(u)), math.Inf(1)
		if k := x.unknowns[u]; k.capped {
			high = float64(k.rise() - x.flow[u])
		}
		if r.rising {
			low = 0
		}
		return low, high
	}
}

// tighten sets the bounds of the next push and leaves the costs alone, so that
// the solver can go on from where it is. It reports as pose does.
func (x *suppressor) tighten(r request) bool {
	limits, open := x.limits(r), true
	for _, u := range x.flowed {
		if i := x.roomOf[u]; i >= 0 {
			open = x.boundRow(i, limits) && open
		} else {
			v := x.variable[u]
			x.problem.Low[v], x.problem.High[v] = x.bound(x.members[v], limits)
			open = open && x.problem.Low[v] <= x.problem.High[v]
		}
	}
	return open
}

// whole solves the problem posed in whole numbers, or gives up. Again says that
// only bounds have changed since the last time.
func (x *suppressor) whole(r request, again bool) (world, bool) {
	solve := x.solver.Solve
	if again {
		solve = x.solver.Again
	}
	if !solve(x.problem, x.point) {
		return world{}, false
	}
	budget := freeBranches
	if r.pay {
		budget = paidBranches
	}
	if w, ok := x.branch(&budget); ok {
		return w, true
	}
	if w, ok := x.avoid(); ok || !r.pay {
		return w, ok
	}
	return x.grow(r)
}

// grow looks for a direction in which nothing falls: more people everywhere. It
// is dear, since totals grow too, but there is one unless figures are public.
func (x *suppressor) grow(r request) (world, bool) {
	if r.amount < 0 {
		return world{}, false
	}
	r.rising = true
	if !x.pose(r, 1) || !x.solver.Solve(x.problem, x.point) {
		return world{}, false
	}
	budget := paidBranches
	return x.branch(&budget)
}

// avoid takes fractional variables out of the way, one after the other, until
// the solution is whole.
func (x *suppressor) avoid() (world, bool) {
	for range freeBranches {
		if !x.solver.Again(x.problem, x.point) {
			return world{}, false
		}
		if w, ok := x.asWhole(); ok {
			return w, true
		}
		v := x.mostFractional()
		if v < 0 {
			return world{}, false
		}
		x.problem.Low[v], x.problem.High[v] = 0, 0
	}
	return world{}, false
}

// branch makes the solution at hand whole: as it is or times a small number, or
// else with a fractional variable held down or up.
func (x *suppressor) branch(budget *int) (world, bool) {
	if w, ok := x.asWhole(); ok {
		return w, true
	}
	worst := x.mostFractional()
	if worst < 0 {
		return world{}, false
	}
	v := x.point[worst]
	low, high := x.problem.Low[worst], x.problem.High[worst]
	defer func() { x.problem.Low[worst], x.problem.High[worst] = low, high }()
	for _, up := range []bool{v > math.Floor(v)+0.5, v <= math.Floor(v)+0.5} {
		x.problem.Low[worst], x.problem.High[worst] = low, math.Floor(v)
		if up {
			x.problem.Low[worst], x.problem.High[worst] = math.Ceil(v), high
		}
		if *budget--; *budget < 0 || !x.solver.Again(x.problem, x.point) {
			continue
		}
		if w, ok := x.branch(budget); ok {
			return w, true
		}
	}
	return world{}, false
}

// asWhole reads the solution, or a small multiple that there is room for.
func (x *suppressor) asWhole() (world, bool) {
	for n := 1.0; n <= 4; n++ {
		if w, ok := x.rounded(n); ok && x.lasts(w) > 0 {
			return w, true
		}
	}
	return world{}, false
}

// mostFractional returns the variable farthest from a whole number, or -1.
func (x *suppressor) mostFractional() int {
	worst, gap := -1, 1e-6
	for v, at := range x.point {
		if d := math.Abs(at - math.Round(at)); d > gap {
			worst, gap = v, d
		}
	}
	return worst
}

// rounded reads n times the solution as whole numbers, if that is what it is.
func (x *suppressor) rounded(n float64) (world, bool) {
	var moved []term
	for v, at := range x.point {
		if at == 0 {
			continue
		}
		r := math.Round(n * at)
		if math.Abs(n*at-r) > 1e-6 || math.Abs(r) > maxValue {
			return world{}, false
		}
		if r != 0 {
			moved = append(moved, term{v, int64(r)})
		}
	}
	return x.world(moved), true
}
