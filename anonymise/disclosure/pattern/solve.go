package pattern

import (
	"context"
	"errors"
	"fmt"
	"math"
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

// improve searches for better patterns and for a proof, side by side: for
// patterns of the whole system, and for proofs in one region after the other.
func (x *search) improve() error {
	trees, err := x.alone(x.plant())
	if err != nil {
		return err
	}
	l, made := newLane(x.system, x.best), 0
	for _, t := range trees {
		made += t.steps()
	}
	for budget := firstBudget; !x.stop() && x.left()-made > 1; budget = min(lastBudget, 2*budget) {
		t := widest(trees)
		if t == nil {
			break
		}
		half := (x.left() - made) / 2
		made += x.sideBySide(t, l, min(budget, half), half, x.rest(trees, l) == 1)
		before := x.best
		for _, g := range []*good{t.found, l.found} {
			if err := x.consider(g); err != nil {
				return err
			}
		}
		if x.best != before || l.found != nil {
			l.begin(x.best)
		}
		l.listen(t)
		t.found, l.found, l.best = nil, nil, x.best
		trees = x.tend(trees)
		if x.bound = boundOf(trees); x.problem.Progress != nil {
			x.problem.Progress(x.best.cost, x.bound)
		}
	}
	x.bound = boundOf(trees)
	return nil
}

// alone lets each tree work for a while without a search beside it: small regions
// are over then.
func (x *search) alone(trees []*tree) ([]*tree, error) {
	for i := 0; i < len(trees); i++ {
		t := trees[i]
		for end := t.steps() + firstBudget; !t.done() && t.steps() < end && !x.stop(); {
			t.work(end-t.steps(), x.stop)
			if err := x.consider(t.found); err != nil {
				return nil, err
			}
			t.found = nil
			if fresh := x.tend(trees); len(fresh) > 0 && fresh[0] != trees[0] {
				return fresh, nil
			}
		}
	}
	return trees, nil
}

// rest tells the lane which variables are still worth its while, and returns the
// number of trees that are not done.
func (x *search) rest(trees []*tree, l *lane) (open int) {
	clear(l.worth)
	for _, t := range trees {
		if t.done() {
			continue
		}
		open++
		for v, in := range t.region.in {
			l.worth[v] = l.worth[v] || in
		}
	}
	return open
}

// plant makes a tree for each region.
func (x *search) plant() (trees []*tree) {
	for _, r := range x.regions(x.best.hidden) {
		trees = append(trees, newTree(x.system, r, x.best))
	}
	return trees
}

// tend tells the trees what is new, or plants them anew if that does not fit them.
func (x *search) tend(trees []*tree) []*tree {
	sorted := 0
	for _, t := range trees {
		if !t.region.keepUp(x.system) {
			return x.plant()
		}
		sorted += len(t.region.covers)
		t.aimAt(x.best)
	}
	if sorted < len(x.covers) {
		return x.plant()
	}
	return trees
}

// widest returns the tree with the most left to prove, or nil if all is proved.
func widest(trees []*tree) *tree {
	var most *tree
	for _, t := range trees {
		if !t.done() && (most == nil || t.limit()-t.bound() > most.limit()-most.bound()) {
			most = t
		}
	}
	return most
}

// boundOf returns what every pattern costs at least.
func boundOf(trees []*tree) (sum int64) {
	for _, t := range trees {
		sum += t.bound()
	}
	return sum
}

// sideBySide lets a tree and the lane make so many steps each, or a few more to
// end what they are at but none beyond the most. It returns how many that takes
// off what is left. Last says that all other trees are done.
func (x *search) sideBySide(t *tree, l *lane, budget, most int, last bool) int {
	tree, lane := t.steps(), l.steps()
	var both sync.WaitGroup
	var proved atomic.Bool // then whatever the lane finds is no better
	both.Go(func() {
		t.work(budget, func() bool { return x.stop() || t.steps()-tree >= most })
		proved.Store(last && t.done() && t.bound() >= t.limit())
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
