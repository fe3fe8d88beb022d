package suppression

import (
	"errors"
	"fmt"

	"lvv/anonymise/disclosure/counts"
)

// ErrRule means that a rule contradicts itself or protects nobody.
var ErrRule = errors.New("not a rule to protect people by")

// MaxRule bounds thresholds and widths.
const MaxRule = 1_000_000

// A Cost is what a pattern should have little of.
type Cost string

// The costs of hiding a cell that need not be hidden.
const (
	ByCells Cost = "cells" // one for each cell
	ByValue Cost = "value" // its value, at least one
)

// A Rule says what must be hidden, and from whom.
type Rule struct {
	// Threshold is the least figure that may be shown, other than zero. 0: the
	// system says which cells must be hidden.
	Threshold int64
	// Lower is what an attacker knows of a hidden figure above zero: 1 where
	// zeros are shown, as they are here; 0 is the attacker of the textbooks.
	Lower int64
	// Width is the least distance between the lowest and the highest value that
	// an outsider can hold possible for a cell that must be hidden.
	Width int64
	// Insiders: a person who is alone in a cell subtracts himself, and is left
	// an interval of InsiderWidth.
	Insiders bool
	// Unions: the hidden parts of a known total reach the threshold together.
	Unions bool
	Cost   Cost
}

// InsiderWidth is the least interval for a person who is alone in another cell:
// half the width for outsiders, at least 1. It is 0 if insiders do not count.
func (r Rule) InsiderWidth() int64 {
	if !r.Insiders {
		return 0
	}
	return (r.Width + 1) / 2
}

// Union is the least sum of the hidden parts of a known total; 0 if any will
// do.
func (r Rule) Union(s *counts.System) int64 {
	if !r.Unions {
		return 0
	}
	return r.least(s)
}

// least is the threshold, or the lowest one that fits the cells that a system
// marks: one above the largest of them.
func (r Rule) least(s *counts.System) int64 {
	least := r.Threshold
	if least == 0 {
		for _, c := range s.Cells {
			if c.Primary {
				least = max(least, c.Value+1)
			}
		}
	}
	return least
}

// Filled returns the rule with the width that fits a system, if it has none: as
// wide as the threshold. The interval of each cell then reaches above the
// threshold, so that nobody can tell that the cell is small.
func (r Rule) Filled(s *counts.System) Rule {
	if r.Width == 0 {
		r.Width = max(1, r.least(s))
	}
	return r
}

// validate refuses a rule that protects nobody, with a sentence for who set it.
func (r Rule) validate(s *counts.System) error {
	switch {
	case r.Threshold == 0 && !s.Marked:
		return fmt.Errorf("%w: there is no threshold and no column that says which cells are primary", ErrRule)
	case r.Threshold == 1 || r.Threshold < 0 || r.Threshold > MaxRule:
		return fmt.Errorf("%w: a threshold is between 2 and %d; below 2 no cell is small", ErrRule, MaxRule)
	case r.Lower != 0 && r.Lower != 1:
		return fmt.Errorf("%w: the lower bound of a hidden figure is 0 or 1", ErrRule)
	case r.Width < 1 || r.Width > MaxRule:
		return fmt.Errorf("%w: a width is between 1 and %d; below 1 a cell is known exactly", ErrRule, MaxRule)
	case r.Cost != ByCells && r.Cost != ByValue:
		return fmt.Errorf("%w: the cost is cells or value", ErrRule)
	}
	return nil
}
