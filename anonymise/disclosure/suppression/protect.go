package suppression

import (
	"context"
	"errors"
	"fmt"

	"lvv/anonymise/disclosure/counts"
	"lvv/anonymise/disclosure/pattern"
)

// ErrNoPattern means that the cells cannot be protected: whatever else is
// hidden, an attacker can work out one of them.
var ErrNoPattern = errors.New("no pattern of suppression protects the small cells")

// A Status says what becomes of a cell. It is not for publication: it tells
// small cells from those that protect them.
type Status string

// The statuses of a cell.
const (
	Primary   Status = "primary"
	Secondary Status = "secondary"
	Published Status = "published"
)

// A Result is a pattern and what is claimed of it.
type Result struct {
	Status             []Status // by cell
	Primary, Secondary int
	SecondarySum       int64
	Cost, Bound        int64 // of the secondary cells; no pattern costs less than Bound
	certificates       []proof
}

// Proven tells whether no pattern costs less.
func (r *Result) Proven() bool { return r.Bound >= r.Cost }

// A proof is a certificate with the attacker it holds against.
type proof struct {
	cell, alone int // alone: a cell of the contributor, or -1
	low, high   pattern.World
}

// A Search finds a pattern: pattern.Solve, or a stand-in of a test.
type Search func(context.Context, pattern.Problem) (pattern.Solution, error)

// Protect hides what must be hidden and what protects it. When ctx ends it
// answers with the best that it has by then. Under a rule with more attackers
// than outsiders it first looks for a pattern against those, until early ends.
func Protect(ctx, early context.Context, s *counts.System, r Rule, search Search) (*Result, error) {
	r = r.Filled(s)
	if err := r.validate(s); err != nil {
		return nil, err
	}
	t := newTask(s, r)
	solution, err := t.search(ctx, early, search)
	if errors.Is(err, pattern.ErrInfeasible) {
		return nil, fmt.Errorf("%w: %w", ErrNoPattern, err)
	}
	if err != nil {
		return nil, err
	}
	return t.result(solution), nil
}

// search looks for a pattern against outsiders first: that is the faster search,
// its bound holds for all patterns, and often its answer needs no more.
func (t *task) search(ctx, early context.Context, search Search) (pattern.Solution, error) {
	if t.problem.Refine == nil {
		return search(ctx, t.problem)
	}
	simple := t.problem
	simple.Refine = nil
	s, err := search(early, simple)
	if err != nil {
		return s, err
	}
	needs, covers := t.refine(s)
	if s.Proven() && len(needs)+len(covers) == 0 {
		return s, nil
	}
	t.asked = nil
	bound := s.Bound
	s, err = search(ctx, t.problem)
	s.Bound = max(s.Bound, bound)
	return s, err
}

// A task is a rule applied to a system.
type task struct {
	system  *counts.System
	rule    Rule
	problem pattern.Problem
	primary []bool
	price   price
	persons []person
	asked   []pattern.Need // by refine, in the order in which they were asked
}

func newTask(s *counts.System, r Rule) *task {
	t := &task{system: s, rule: r, primary: make([]bool, len(s.Cells))}
	for i, c := range s.Cells {
		t.primary[i] = c.Primary
		if r.Threshold > 0 {
			t.primary[i] = c.Value > 0 && c.Value < r.Threshold
		}
	}
	t.price = newPrice(s, r.Cost, t.primary)
	for i := range s.Cells {
		t.problem.Cells = append(t.problem.Cells, t.cell(i))
		if t.primary[i] {
			t.problem.Needs = append(t.problem.Needs, pattern.Need{Cell: i, Width: r.Width})
		}
	}
	for _, terms := range s.Constraints {
		t.problem.Constraints = append(t.problem.Constraints, convert(terms))
	}
	if r.Insiders {
		t.persons = contributors(s)
	}
	if r.Insiders || r.Unions {
		t.problem.Refine = t.refine
	}
	return t
}

// cell says what the search may do with a cell. Zeros are shown: they tell
// nothing of anybody, and readers need them.
func (t *task) cell(i int) pattern.Cell {
	v := t.system.Cells[i].Value
	c := pattern.Cell{Value: v, Cost: t.price.of(v), Lower: min(v, t.rule.Lower), Upper: pattern.Unbounded}
	switch {
	case t.primary[i]:
		c.State = pattern.Primary
	case v == 0:
		c.State = pattern.Published
	}
	return c
}

func convert(terms []counts.Term) []pattern.Term {
	out := make([]pattern.Term, len(terms))
	for i, term := range terms {
		out[i] = pattern.Term{Cell: term.Cell, Coef: term.Coef}
	}
	return out
}

// result counts the cells of a solution and names its attackers.
func (t *task) result(s pattern.Solution) *Result {
	r := &Result{Cost: s.Cost, Bound: t.price.least(s.Bound)}
	for i, c := range t.system.Cells {
		status := Published
		switch {
		case t.primary[i]:
			status = Primary
			r.Primary++
		case s.Hidden[i]:
			status = Secondary
			r.Secondary++
			r.SecondarySum += c.Value
		}
		r.Status = append(r.Status, status)
	}
	if t.rule.Cost == ByCells {
		r.Cost = int64(r.Secondary)
	}
	for _, c := range s.Certificates {
		if !holds(c, s.Hidden) {
			continue
		}
		need := t.need(c.Need)
		alone := -1
		if len(need.Known) > 0 {
			alone = need.Known[0]
		}
		r.certificates = append(r.certificates, proof{need.Cell, alone, c.Low, c.High})
	}
	return r
}
