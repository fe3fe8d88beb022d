package disclosure

import "math"

const (
	hiddenCost = 1e-3 // per figure: a movement through few figures is better
	branches   = 24   // tries to make a fractional movement whole
	maxSplit   = 2    // strides that make up a movement
)

// A request asks for a world in which one unknown has moved.
type request struct {
	unknown int
	amount  int64 // signed
	person  int   // whose own figures must stay as they are, or nobody
	pay     bool  // figures that are shown may move, at their cost
}

// reach returns a world in which the unknown has moved by the amount or more.
//
// It first looks for a pattern of single steps through unknowns that have room
// for the whole amount each, then for one of smaller steps. Such patterns are
// mostly whole by themselves, their cost counts figures and not flow, and they
// are found as fast for millions as for ones.
func (x *suppressor) reach(r request) (world, bool) {
	size := r.amount * sgn(r.amount)
	if r.amount == 0 || r.amount < -x.room[r.unknown] {
		return world{}, false
	}
	for steps := int64(1); steps <= maxSplit; steps++ {
		stride := (size + steps - 1) / steps
		if r.amount < 0 && stride*steps > x.room[r.unknown] {
			continue
		}
		x.pose(r, stride)
		x.problem.Low[r.unknown] = float64(steps * sgn(r.amount))
		x.problem.High[r.unknown] = x.problem.Low[r.unknown]
		if w, ok := x.whole(); ok {
			w = w.times(stride, 1)
			if w.change(r.unknown)*sgn(r.amount) >= size && x.holds(w) {
				return w, true
			}
		}
		if stride == 1 {
			break
		}
	}
	return world{}, false
}

// reachFar returns a world in which the unknown has moved far among what is
// hidden, at most by the amount.
func (x *suppressor) reachFar(r request) (world, bool) {
	r.pay = false
	if r.amount < 0 {
		r.amount = max(r.amount, -x.room[r.unknown])
	}
	for ; r.amount != 0; r.amount /= 2 {
		if w, ok := x.reach(r); ok {
			return w, true
		}
	}
	return world{}, false
}

func sgn(v int64) int64 {
	if v < 0 {
		return -1
	}
	return 1
}

// pose sets up the bounds and costs that a request allows, in strides.
func (x *suppressor) pose(r request, stride int64) {
	for u, k := range x.unknowns {
		f := k.figure
		x.problem.Low[u], x.problem.High[u] = 0, 0
		if !x.movable[u] || r.person != nobody && x.person[f] == r.person || !x.hidden[f] && !r.pay {
			continue
		}
		x.problem.Low[u], x.problem.High[u] = -float64(x.room[u]/stride), math.Inf(1)
		cost := hiddenCost * (1 + float64(u*7919%1009)/4036) // spread, so that ties are rare
		if !x.hidden[f] {
			cost += x.cost[f]
		} else if x.person[f] != nobody {
			cost += 2 * hiddenCost
		}
		x.problem.Cost[u] = cost
	}
}

// whole solves the problem posed in whole numbers, or gives up.
func (x *suppressor) whole() (world, bool) {
	budget := branches
	return x.branch(&budget)
}

func (x *suppressor) branch(budget *int) (world, bool) {
	if *budget--; *budget < 0 || !x.solver.Solve(x.problem, x.point) {
		return world{}, false
	}
	if w, ok := x.rounded(); ok {
		return w, true
	}
	worst, gap := -1, 1e-6
	for u, v := range x.point {
		if d := math.Abs(v - math.Round(v)); d > gap {
			worst, gap = u, d
		}
	}
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
		if w, ok := x.branch(budget); ok {
			return w, true
		}
	}
	return world{}, false
}

// rounded reads the solution as whole numbers, if that is what it is.
func (x *suppressor) rounded() (world, bool) {
	var w world
	for u, v := range x.point {
		r := math.Round(v)
		if math.Abs(v-r) > 1e-6 || math.Abs(r) > maxValue {
			return world{}, false
		}
		if r != 0 {
			w.steps = append(w.steps, step{u, int64(r)})
		}
	}
	return w, true
}
