package bounds

import (
	"errors"
	"fmt"
	"math"
)

// ErrInconsistent means that no world agrees with all that is said to be known:
// figures contradict each other or what is assumed about the hidden ones.
var ErrInconsistent = errors.New("the figures contradict each other")

// Unbounded is the Upper of a cell about which nothing is known, and the High of
// one that may be as large as you like.
const Unbounded = math.MaxInt64

// A Cell is one figure.
type Cell struct {
	Value  int64 // what is known; not read when Hidden
	Hidden bool
	// Lower and Upper are what is known about a hidden cell without any other
	// figure: 0, or 1 where zeros are shown. Upper may be Unbounded.
	Lower, Upper int64
}

// A Term is one part of an identity: Coef times the cell of that index.
type Term struct {
	Cell int
	Coef int64
}

// A System is what is known. The terms of each constraint sum to 0.
type System struct {
	Cells       []Cell
	Constraints [][]Term
}

// validate says what is wrong with a system that no caller should make.
func (s System) validate() error {
	for i, c := range s.Cells {
		if c.Hidden && c.Lower > c.Upper {
			return fmt.Errorf("bounds: cell %d: %w", i, ErrInconsistent)
		}
	}
	for i, terms := range s.Constraints {
		for _, t := range terms {
			if t.Cell < 0 || t.Cell >= len(s.Cells) {
				return fmt.Errorf("bounds: constraint %d names cell %d of %d", i, t.Cell, len(s.Cells))
			}
		}
	}
	return nil
}

// A row is what is left of an identity for the hidden cells that are not fixed:
// the sum of terms is right. Each cell stands in it once.
type row struct {
	terms []Term
	right int64
}

// rows moves what is known to the right, and adds up cells that are named twice.
func (s System) rows() ([]row, error) {
	out := make([]row, 0, len(s.Constraints))
	coef := make(map[int]int64)
	for i, terms := range s.Constraints {
		clear(coef)
		known := exact{}
		var order []int
		for _, t := range terms {
			if c := s.Cells[t.Cell]; !c.Hidden {
				known.add(-t.Coef, c.Value)
			} else if _, seen := coef[t.Cell]; seen {
				coef[t.Cell] += t.Coef
			} else {
				coef[t.Cell] = t.Coef
				order = append(order, t.Cell)
			}
		}
		r := row{}
		for _, c := range order {
			if coef[c] != 0 {
				r.terms = append(r.terms, Term{c, coef[c]})
			}
		}
		var ok bool
		if r.right, ok = known.value(); !ok {
			return nil, fmt.Errorf("bounds: the figures of constraint %d are too large", i)
		}
		out = append(out, r)
	}
	return out, nil
}
