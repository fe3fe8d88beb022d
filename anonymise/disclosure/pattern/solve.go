package pattern

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Steps of the simplex method that the search for better patterns and the
// search for a proof each make before they tell each other what they found:
// few at first, so that small problems are over at once.
const (
	firstBudget = 4_000
	lastBudget  = 40_000
)

// Solve returns the cheapest pattern that it finds until the context ends, or
// earlier if it is proved that there is no cheaper one. It fails with
// ErrInfeasible if no pattern meets the needs, and otherwise if the problem
// contradicts itself or the search ended before there was any pattern. If the
// context has a deadline, that is not held against the very first pattern; the
// steps of the problem are.
//
// The answer is the same each time unless the context cuts the search off.
func Solve(ctx context.Context, p Problem) (Solution, error) {
	s, err := newSystem(p)
	if err != nil {
		return Solution{}, fmt.Errorf("pattern: %w", err)
	}
	x := &search{system: s, problem: p, ctx: ctx}
	if err := x.first(); err != nil {
		return Solution{}, fmt.Errorf("pattern: %w", err)
	}
	if err := x.improve(); err != nil {
		return Solution{}, fmt.Errorf("pattern: %w", err)
	}
	if err := x.certify(); err != nil {
		return Solution{}, fmt.Errorf("pattern: %w", err)
	}
	return x.solution(x.best, x.bound), nil
}

// A search brings the parts together.
type search struct {
	*system
	problem Problem
	ctx     context.Context
	plan    *plan // where candidates are judged
	best    *good
	bound   int64
}

func (x *search) stop() bool { return x.ctx.Err() != nil || x.spent() }

// canceled is stop for the first pattern, which a deadline does not stop.
func (x *search) canceled() bool { return errors.Is(x.ctx.Err(), context.Canceled) || x.spent() }

// spent tells whether judging candidates alone has taken all steps.
func (x *search) spent() bool { return x.left() <= 0 }

// left returns how many steps the problem leaves beside those for judging
// candidates.
func (x *search) left() int {
	if x.problem.Steps <= 0 {
		return math.MaxInt
	}
	return x.problem.Steps - x.plan.asker.solver.Steps()
}

// ended says why the search ended before there was a pattern.
func (x *search) ended() error {
	if err := x.ctx.Err(); err != nil {
		return err
	}
	return errors.New("the steps were over before there was a pattern")
}

// first finds a first pattern, from the start on that the problem gives, by
// hiding what is cheapest for one need after the other or, if that leads nowhere,
// by hiding everything.
func (x *search) first() error {
	x.plan = newPlan(x.system)
	if s := x.problem.Start; s != nil {
		if err := x.plan.begin(*s); err != nil {
			return err
		}
	}
	if !x.plan.build(x.hardest(), x.purse(), x.canceled) {
		if x.canceled() {
			return x.ended()
		}
		if err := x.everything(); err != nil {
			return err
		}
	}
	if err := x.refine(x.canceled); err != nil {
		return err
	}
	x.plan.clean(x.dearest(x.plan.secondary()), x.stop)
	return x.refine(x.stop)
}

// everything hides all that can be hidden.
func (x *search) everything() error {
	for v := range x.plan.hidden {
		x.plan.hide(v, true)
	}
	for i := range x.needs {
		if x.canceled() {
			return x.ended()
		}
		switch f := x.plan.judge(i); {
		case f.met:
		case f.proved:
			return fmt.Errorf("need %d: %w", i, ErrInfeasible)
		default:
			return fmt.Errorf("need %d: no worlds found that meet it", i)
		}
	}
	return nil
}

// refine asks the caller about the pattern at hand and mends it until there is
// nothing more to be asked, and makes it the best if it is. It gives up when the
// pattern has become no better than the best.
func (x *search) refine(stop func() bool) error {
	for {
		if !x.plan.build(x.plan.broken(), x.purse(), stop) {
			return x.stuck()
		}
		if x.best != nil && x.plan.cost >= x.best.cost {
			return nil
		}
		var needs []Need
		var covers [][]int
		if x.problem.Refine != nil {
			needs, covers = x.problem.Refine(x.solution(x.plan.good(), 0))
		}
		if len(needs)+len(covers) == 0 {
			x.best = x.plan.good()
			return nil
		}
		if err := errors.Join(x.addNeeds(needs), x.addCovers(covers)); err != nil {
			return err
		}
	}
}

// stuck deals with a pattern that could not be mended: if there is another, the
// search goes on from that.
func (x *search) stuck() error {
	if x.best != nil {
		return nil
	}
	if x.canceled() {
		return x.ended()
	}
	if err := x.everything(); err != nil {
		return err
	}
	return x.refine(x.canceled)
}

// improve searches for better patterns and for a proof, side by side.
func (x *search) improve() error {
	t, l := newTree(x.system, x.best), newLane(x.system, x.best)
	made := 0
	for budget := firstBudget; !t.done() && !x.stop() && x.left()-made > 1; budget = min(lastBudget, 2*budget) {
		half := (x.left() - made) / 2
		made += x.sideBySide(t, l, min(budget, half), half)
		before := x.best
		for _, g := range []*good{t.found, l.found} {
			if err := x.consider(g); err != nil {
				return err
			}
		}
		if x.best != before || l.found != nil {
			l.begin(x.best)
		}
		l.hint = slices.Clone(t.m.open)
		t.found, l.found, t.best, l.best = nil, nil, x.best, x.best
		if x.bound = t.bound(); x.problem.Progress != nil {
			x.problem.Progress(x.best.cost, x.bound)
		}
	}
	x.bound = t.bound()
	return nil
}

// sideBySide lets both searches make so many steps each, or a few more to end
// what they are at but none beyond the most. It returns how many that takes off
// what is left.
func (x *search) sideBySide(t *tree, l *lane, budget, most int) int {
	tree, lane := t.steps(), l.steps()
	var both sync.WaitGroup
	var proved atomic.Bool // then whatever the lane finds is no better
	both.Go(func() {
		t.work(budget, func() bool { return x.stop() || t.steps()-tree >= most })
		proved.Store(t.done() && t.bound() >= t.limit())
	})
	both.Go(func() {
		l.work(budget, func() bool { return proved.Load() || x.stop() || l.steps()-lane >= most })
	})
	both.Wait()
	return 2 * max(budget, t.steps()-tree)
}

// consider makes a pattern the best if it is.
func (x *search) consider(g *good) error {
	if g == nil || g.cost >= x.best.cost {
		return nil
	}
	x.plan.adopt(g)
	return x.refine(x.stop)
}

// certify finds worlds for the needs that were asked for after the best pattern
// was found.
func (x *search) certify() error {
	if len(x.best.up) == len(x.needs) {
		return nil
	}
	x.plan.adopt(x.best)
	if !x.plan.build(x.plan.broken(), x.purse(), func() bool { return false }) {
		return errors.New("no worlds found that meet what was asked for later")
	}
	x.best = x.plan.good()
	return nil
}

// solution translates a pattern back into cells.
func (x *search) solution(g *good, bound int64) Solution {
	out := Solution{Hidden: make([]bool, len(x.varOf)), Cost: g.cost, Bound: bound}
	for v, h := range g.hidden {
		out.Hidden[x.cells[v]] = h
	}
	for i := range g.up {
		out.Certificates = append(out.Certificates, Certificate{Need: i, Low: x.world(g.down[i]), High: x.world(g.up[i])})
	}
	return out
}

// world translates a move into the cells it changes.
func (x *search) world(m move) World {
	var w World
	for _, st := range m {
		c := x.cells[st.v]
		w = append(w, Change{c, x.truth[c].Value + st.delta})
	}
	return w
}
