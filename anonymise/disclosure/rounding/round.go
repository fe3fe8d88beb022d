package rounding

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// ErrNone means that no rounding was found in which all identities hold.
var ErrNone = errors.New("no additive rounding was found")

// A Term is a figure of an identity with its coefficient.
type Term struct {
	Cell int
	Coef int64
}

// A Problem is a set of figures to be rounded.
type Problem struct {
	Values      []int64  // not negative
	Constraints [][]Term // each sums to zero
	Base        int64    // at least 2
	Key         []byte   // secret of who rounds; may be nil, see the package comment
	// Names, if set, give each figure its draw by its own name and the Key, which
	// must be there then. A figure that is counted again, a little larger, draws
	// the same: who sees it go up learns no more than its remainder.
	Names []string
	// Kept are figures that were rounded before, with what they became: the same
	// again, whatever they would draw now. By index of Values.
	Kept map[int]int64
	// Unseen, if set, are figures that nobody is shown: they only tie the others
	// together and go as far as those push them, to a multiple of the base.
	Unseen []bool
}

func (p Problem) unseen(cell int) bool { return p.Unseen != nil && p.Unseen[cell] }

// A Result holds the rounded figures.
type Result struct {
	counts []Count
	// Reach is how many multiples of the base a figure may have moved: 1 if each
	// went to one next to it, 2 if that could not be done for all.
	Reach int64
	// Farther is how many figures went farther than to a multiple next to them, of
	// those that are shown.
	Farther                int
	MaxChange, TotalChange int64
	// Optimal means that no rounding of this Reach follows the draws better, as
	// far as arithmetic in floating point can tell. It is always so for a table
	// of two dimensions, even if one of them has levels.
	Optimal bool
}

// A Count is a rounded figure. Only Round makes one; the zero Count panics.
type Count struct{ value, base int64 }

// Value returns the figure.
func (c Count) Value() int64 {
	c.mustBeMade()
	return c.value
}

func (c Count) mustBeMade() {
	if c.base == 0 {
		panic("rounding: internal error: zero Count")
	}
}

// At returns the rounded figure of a cell.
func (r *Result) At(cell int) Count { return r.counts[cell] }

// Interval returns what a reader can know of the figure behind a rounded one.
func (r *Result) Interval(cell int) (low, high int64) {
	c := r.counts[cell]
	span := r.Reach*c.base - 1
	return max(0, c.value-span), c.value + span
}

// maxValue keeps figures exact in floating point.
const maxValue = int64(1) << 50

// Round rounds the figures of a problem. When ctx ends, what was found by then
// counts. What it answers has been checked in whole numbers.
func Round(ctx context.Context, p Problem) (*Result, error) {
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("rounding: %w", err)
	}
	for reach := p.leastReach(); reach <= maxReach; reach++ {
		s := newSearch(p, reach)
		if s.run(ctx) {
			return p.result(s.best, reach, s.closed)
		}
	}
	return nil, ErrNone
}

// maxReach is how many multiples of the base a figure may move at most.
const maxReach = 2

// leastReach is 1, or 2 if a kept figure had to go that far.
func (p Problem) leastReach() int64 {
	for i, v := range p.Values {
		if z, kept := p.Kept[i]; kept && (off(v, z) >= p.Base || v%p.Base == 0 && v != z) {
			return maxReach
		}
	}
	return 1
}

func off(v, z int64) int64 { return max(v-z, z-v) }

// check refuses figures that cannot be rounded.
func (p Problem) check() error {
	if p.Base < 2 || p.Base > math.MaxInt32 {
		return errors.New("a base is 2 or more")
	}
	if p.Unseen != nil && len(p.Unseen) != len(p.Values) {
		return errors.New("not every figure is shown or unseen")
	}
	if p.Names != nil && (len(p.Names) != len(p.Values) || len(p.Key) == 0) {
		return errors.New("draws by name need a name for each figure, and a key")
	}
	for i, v := range p.Values {
		if z, kept := p.Kept[i]; kept && (z < 0 || z%p.Base != 0 || v == 0 && z != 0 || off(v, z) >= maxReach*p.Base) {
			return fmt.Errorf("what was rounded before is not a rounding: %w", ErrNone)
		}
	}
	for _, v := range p.Values {
		if v < 0 || v > maxValue {
			return errors.New("a figure is negative or too large")
		}
	}
	for i, terms := range p.Constraints {
		var sum int64
		for _, t := range terms {
			if t.Cell < 0 || t.Cell >= len(p.Values) || t.Coef != 1 && t.Coef != -1 {
				return fmt.Errorf("constraint %d is not a sum of figures", i)
			}
			sum += t.Coef * p.Values[t.Cell]
		}
		if sum != 0 {
			return fmt.Errorf("constraint %d does not sum to zero", i)
		}
	}
	return nil
}

// result takes in figures in units of the base, after a last look.
func (p Problem) result(units []int64, reach int64, closed bool) (*Result, error) {
	r := &Result{Reach: reach, Optimal: closed, counts: make([]Count, len(units))}
	for i, u := range units {
		v, z := p.Values[i], u*p.Base
		off := off(v, z)
		r.counts[i] = Count{z, p.Base}
		if p.unseen(i) && u >= 0 {
			continue
		}
		if u < 0 || off >= reach*p.Base || v == 0 && z != 0 || reach == 1 && v%p.Base == 0 && off != 0 {
			panic("rounding: internal error: a figure went too far")
		}
		if off >= p.Base || off > 0 && v%p.Base == 0 {
			r.Farther++
		}
		r.MaxChange = max(r.MaxChange, off)
		r.TotalChange += off
	}
	for _, terms := range p.Constraints {
		var sum int64
		for _, t := range terms {
			sum += t.Coef * units[t.Cell]
		}
		if sum != 0 {
			panic("rounding: internal error: a total is not the sum of its parts")
		}
	}
	return r, nil
}

// Compatible refuses a threshold that tells too much beside rounding. If figures
// below the threshold never show as a multiple, the first multiple that shows
// must still stand for as many figures as the others: with a threshold of 6 and
// a base of 5, a 5 could only be 6 to 9, or 6 and 7 where figures go to the
// nearest multiple.
func Compatible(threshold, base int64) error {
	if threshold != 0 && (threshold < base || threshold%base != 0) {
		return fmt.Errorf("a threshold of %d beside rounding to %d tells too much: take a multiple of %d", threshold, base, base)
	}
	return nil
}
