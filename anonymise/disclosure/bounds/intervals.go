package bounds

import (
	"context"
	"errors"
	"fmt"
)

// An Interval is what can be known about a hidden cell.
type Interval struct {
	// Low and High are proved: no world outside agrees with the system. High may
	// be Unbounded.
	Low, High int64
	// ReachLow and ReachHigh are the lowest and highest value of the cell in the
	// worlds that were found. If none was, ReachLow is above ReachHigh.
	ReachLow, ReachHigh int64
	// Exact means that the worlds reach both ends.
	Exact bool
}

// Width is the proved distance between the ends.
func (i Interval) Width() int64 {
	if i.High == Unbounded {
		return Unbounded
	}
	return i.High - i.Low
}

// Known reports whether there is no doubt about the cell.
func (i Interval) Known() bool { return i.Low == i.High }

// Intervals works out what can be known about some cells of a system, each by
// itself. Cells that are not hidden are known. Errors: ErrInconsistent, the end
// of ctx, or indexes that are none.
func Intervals(ctx context.Context, s System, cells []int) ([]Interval, error) {
	return s.intervals(ctx, cells, func(World) {})
}

// A World is a value for each hidden cell of a part of a system, such that they
// agree with all that is known. Cells of other parts may have any value that they
// have in some world.
type World struct {
	Cells  []int // of the system, in order
	Values []int64
}

// Worlds gives with the intervals the worlds that prove them, in no order that
// means anything. Whoever knows some cells besides, and finds a world in which
// these are as they are, need not work out the others again.
func Worlds(ctx context.Context, s System, cells []int) (found []Interval, worlds []World, err error) {
	found, err = s.intervals(ctx, cells, func(w World) { worlds = append(worlds, w) })
	return found, worlds, err
}

func (s System) intervals(ctx context.Context, cells []int, tell func(World)) ([]Interval, error) {
	d, err := s.reduce()
	if err != nil {
		return nil, err
	}
	out := make([]Interval, len(cells))
	wanted := make([][]int, len(d.parts)) // places in cells, by part
	for i, c := range cells {
		switch {
		case c < 0 || c >= len(s.Cells):
			return nil, fmt.Errorf("bounds: there is no cell %d", c)
		case d.of[c] >= 0:
			wanted[d.of[c]] = append(wanted[d.of[c]], i)
		default:
			out[i] = Interval{d.value[c], d.value[c], d.value[c], d.value[c], true}
		}
	}
	for n, p := range d.parts {
		at := make([]int, len(wanted[n]))
		for i, place := range wanted[n] {
			at[i] = d.at[cells[place]]
		}
		found, err := p.intervals(ctx, s.Cells, at, func(values []int64) { tell(World{p.cells, values}) })
		if err != nil {
			return nil, err
		}
		for i, place := range wanted[n] {
			out[place] = found[i]
		}
	}
	return out, nil
}

// intervals works out the variables of one part, several at a time. A part of
// which nothing is asked is only tried for contradictions.
func (p part) intervals(ctx context.Context, cells []Cell, variables []int, tell func([]int64)) ([]Interval, error) {
	a, err := newAudit(p, cells)
	if errors.Is(err, errTooLarge) {
		return p.assumed(cells, variables), nil
	}
	if err != nil {
		return nil, err
	}
	a.tell = tell
	out := make([]Interval, len(variables))
	for from := 0; from < len(variables); from += round {
		to := min(from+round, len(variables))
		if err := a.round(ctx, variables[from:to], out[from:to]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// assumed are intervals of which nothing was worked out.
func (p part) assumed(cells []Cell, variables []int) []Interval {
	out := make([]Interval, len(variables))
	for i, v := range variables {
		c := cells[p.cells[v]]
		out[i] = Interval{Low: c.Lower, High: c.Upper, ReachLow: 1}
	}
	return out
}
