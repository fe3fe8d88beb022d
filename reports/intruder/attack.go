package intruder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lvv/anonymise/disclosure/bounds"
)

// Rules are the numbers by which the intruder decides that he learned something.
type Rules struct {
	Threshold, Health int64 // persons; a figure of fewer, and not none, is small
	Width             int64 // the least distance between what a small figure can be
	RecordWidth       int64 // the same, beside records
	GroupPercent      int64 // the largest part of a group that may share an outcome
	K                 int   // the least number of records and of persons that must fit
	SkewPercent       int64 // the largest part of the records that fit with one outcome
}

// DefaultRules are those of the policies in force where a workspace says nothing
// else.
func DefaultRules() Rules {
	return Rules{Threshold: 10, Health: 15, Width: 10, RecordWidth: 5, GroupPercent: 90, K: 10, SkewPercent: 90}
}

// Knowledge is what the intruder may use beside the parcels.
type Knowledge struct {
	// Stays are the stays of real persons: the truth. Without them nobody is
	// looked for in the records, and attackers who are counted themselves are
	// not tried.
	Stays []Stay
	// Background says what is known of whom is looked for.
	Background Background
	// AllButOne tries the attacker of that name.
	AllButOne bool
}

// Attack tries everything on the parcels together. They must be in the order in
// which they were released. Errors: [ErrNotAParcel], the end of ctx.
func Attack(ctx context.Context, parcels []Parcel, rules Rules, known Knowledge) (*Report, error) {
	r := &Report{Findings: []Finding{}}
	for _, a := range Attackers() {
		r.tally(a)
	}
	a := &attack{ctx: ctx, rules: rules, known: known, report: r}
	var all []content
	for _, p := range parcels {
		c, err := read(p)
		if err != nil {
			return nil, err
		}
		r.Unread = append(r.Unread, c.unread...)
		if c.label != anonymous {
			r.Skipped = append(r.Skipped, fmt.Sprintf("%s (%s)", c.name, c.label))
			continue
		}
		all = append(all, c)
		if err := a.elsewhere(p, c); err != nil {
			return nil, err
		}
		for _, who := range c.beyond {
			r.tally(who).Beyond = true
		}
	}
	r.tally(Pair).Beyond = true // no parcel promises that
	if err := a.tables(all); err != nil {
		return nil, err
	}
	if err := a.records(all); err != nil {
		return nil, err
	}
	return r, nil
}

// An attack is what is shared while it runs.
type attack struct {
	ctx    context.Context
	rules  Rules
	known  Knowledge
	report *Report
}

// tables attacks the figures: each parcel by itself, then all together.
func (a *attack) tables(all []content) error {
	var together []figure
	for _, c := range all {
		together = append(together, c.figures...)
		var v view
		var err error
		for _, low := range []struct {
			who   Attacker
			least int64
		}{{Outsider, 0}, {KnowsZeros, 1}} {
			if low.who == KnowsZeros && !c.dotted() {
				a.judge(low.who, v) // there is no dot to know more of
				continue
			}
			v, err = a.solve(newJoint(c.figures), low.least, nil)
			if err != nil {
				return err
			}
			a.judge(low.who, v)
			if low.who == KnowsZeros {
				a.judgeRule(v)
			}
		}
	}
	a.shown(all)
	v, err := a.solveNewest(all, together)
	if err != nil {
		return err
	}
	a.revised(v.joint)
	a.judge(Holder, v)
	for _, k := range v.cells {
		a.report.Figures++
		if k.dotted && !k.shown {
			a.report.Hidden++
		}
	}
	if v, err = a.counts(all, together, v); err != nil {
		return err
	}
	a.others(v.joint)
	return a.insiders(v)
}

// counts tries who counts the records beside all tables, and gives what he knows.
// What the tables tell by themselves is no finding of his.
func (a *attack) counts(all []content, together []figure, before view) (view, error) {
	var beside []*records
	for _, c := range all {
		if c.records != nil {
			beside = append(beside, c.records)
		}
	}
	if len(beside) == 0 {
		return before, nil
	}
	v, err := a.solve(newJoint(together, beside...), 1, nil)
	if errors.Is(err, bounds.ErrInconsistent) {
		a.report.Apart = append(a.report.Apart, recordsFile)
		return before, nil
	}
	if err != nil {
		return before, err
	}
	t := a.report.tally(Counter)
	t.Ready = true
	for i, k := range v.cells {
		if k.shown || k.aid {
			continue
		}
		t.Cells++
		if kind, learned := a.told(v, i); learned && !before.knows(v.places[i]) {
			a.report.find(a.finding(kind, Counter, v, i, v.intervals[i]))
		}
	}
	return v, nil
}

// A view is a joint with what can be known of each hidden cell of it.
type view struct {
	*joint
	least     int64
	intervals []bounds.Interval // by cell
	pool      *worldPool
	counted   []int64 // by cell: the truth, as far as it was looked up
}

// solveNewest joins all parcels; where releases contradict each other beyond
// single figures that were corrected, it leaves out the first.
func (a *attack) solveNewest(all []content, together []figure) (view, error) {
	for {
		v, err := a.solve(newJoint(together), 1, nil)
		if !errors.Is(err, bounds.ErrInconsistent) || len(all) < 2 {
			return v, err
		}
		together = together[len(all[0].figures):]
		a.report.Apart = append(a.report.Apart, all[0].name)
		all = all[1:]
	}
}

// solve works out every hidden cell, for somebody to whom a dot is at least so
// much and who knows some cells.
func (a *attack) solve(j *joint, least int64, extra map[int]int64) (view, error) {
	v := view{joint: j, least: least, pool: &worldPool{}, counted: slices.Repeat([]int64{uncounted}, len(j.cells))}
	a.zeros(j)
	s, hidden := j.system(least, extra)
	hidden = slices.DeleteFunc(hidden, func(i int) bool { return j.cells[i].aid || a.large(j.places[i], j.cells[i]) })
	found, worlds, err := bounds.Worlds(a.ctx, s, hidden)
	if errors.Is(err, bounds.ErrInconsistent) && least > 0 {
		// Beside a category that holds a whole group, a zero may be a dot too.
		return a.solve(j, 0, extra)
	}
	if err != nil {
		return v, fmt.Errorf("working out hidden figures: %w", err)
	}
	for _, w := range worlds {
		v.pool.add(w, nil)
	}
	v.intervals = make([]bounds.Interval, len(j.cells))
	for i, cell := range hidden {
		v.intervals[cell] = found[i]
		if !found[i].Exact && found[i].High != bounds.Unbounded {
			a.report.Unsolved++
		}
	}
	return v, nil
}

// zeros marks the dots that are zeros: beside a category that holds a whole group,
// a zero is hidden too, so that of outcomes nobody is sure that a dot is not zero.
// Where it is one, who takes it for more would only deceive himself.
func (a *attack) zeros(j *joint) {
	for i, p := range j.places {
		if k := &j.cells[i]; k.dotted && !k.shown && aboutOutcome(p) {
			in, ok := members(a.known.Stays, p)
			k.zero = ok && len(in) == 0
		}
	}
}

// system is what somebody knows, and the cells that he does not.
func (j *joint) system(least int64, extra map[int]int64) (s bounds.System, hidden []int) {
	s.Constraints = j.rules
	for i, k := range j.cells {
		value, told := extra[i]
		switch {
		case k.shown:
			s.Cells = append(s.Cells, bounds.Cell{Value: k.value})
		case told:
			s.Cells = append(s.Cells, bounds.Cell{Value: value})
		default:
			c := bounds.Cell{Hidden: true, Lower: k.low, Upper: k.high}
			if k.dotted && !k.zero {
				c.Lower = max(c.Lower, least)
			}
			s.Cells = append(s.Cells, c)
			hidden = append(hidden, i)
		}
	}
	return s, hidden
}
