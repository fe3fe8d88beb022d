package bounds

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
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
		found, err := p.intervals(ctx, s.Cells, at)
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
func (p part) intervals(ctx context.Context, cells []Cell, variables []int) ([]Interval, error) {
	start, err := newTableau(p, cells)
	if err == nil {
		err = start.feasible(p)
	}
	if errors.Is(err, errTooLarge) {
		return p.assumed(cells, variables), nil
	}
	if err != nil {
		return nil, err
	}
	a := &audit{part: p, cells: cells, start: start, least: make([]int64, len(p.cells)), most: make([]int64, len(p.cells)), any: false}
	if world, broken := start.world(p); broken < 0 {
		a.note(world)
	}
	out := make([]Interval, len(variables))
	todo := make(chan int)
	var failed error
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(variables)) {
		wait.Go(func() {
			scratch := new(tableau)
			for i := range todo {
				interval, err := a.interval(ctx, scratch, variables[i])
				if err != nil {
					a.mu.Lock()
					failed = err
					a.mu.Unlock()
				}
				out[i] = interval
			}
		})
	}
	for i := range variables {
		todo <- i
	}
	close(todo)
	wait.Wait()
	return out, failed
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

// An audit works on one part. What it remembers of worlds only saves it from
// proving again that a cell can be as low or high as was assumed, so the answers
// do not depend on the order in which cells are done.
type audit struct {
	part  part
	cells []Cell
	start *tableau // a corner within all rooms; not changed

	mu          sync.Mutex
	any         bool
	least, most []int64 // of each variable, in the worlds that were found
}

// note remembers a world.
func (a *audit) note(world []int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for v, x := range world {
		if !a.any || x < a.least[v] {
			a.least[v] = x
		}
		if !a.any || x > a.most[v] {
			a.most[v] = x
		}
	}
	a.any = true
}

// reaches reports whether a world was found in which the variable has that value
// as its lowest or highest.
func (a *audit) reaches(v int, end int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.any && (a.least[v] == end || a.most[v] == end)
}

// interval works out one variable, with the memory of scratch.
func (a *audit) interval(ctx context.Context, scratch *tableau, v int) (Interval, error) {
	c := a.cells[a.part.cells[v]]
	low, atLow, err := a.end(ctx, scratch, v, false, c.Lower)
	if err != nil {
		return Interval{}, err
	}
	high, atHigh, err := a.end(ctx, scratch, v, true, c.Upper)
	if err != nil {
		return Interval{}, err
	}
	i := Interval{Low: low, High: high, ReachLow: 1, Exact: atLow.found && atHigh.found && atLow.reached == low && atHigh.reached == high}
	switch {
	case atLow.found && atHigh.found:
		i.ReachLow, i.ReachHigh = min(atLow.reached, atHigh.reached), max(atLow.reached, atHigh.reached)
	case atLow.found:
		i.ReachLow, i.ReachHigh = atLow.reached, atLow.reached
	case atHigh.found:
		i.ReachLow, i.ReachHigh = atHigh.reached, atHigh.reached
	}
	return i, nil
}

// end works out one end of a variable; it cannot lie outside what is assumed.
func (a *audit) end(ctx context.Context, scratch *tableau, v int, up bool, assumed int64) (int64, *search, error) {
	s := &search{part: a.part, v: v, up: up, seen: a.note}
	if err := ctx.Err(); err != nil {
		return 0, s, fmt.Errorf("bounds: %w", err)
	}
	if a.reaches(v, assumed) {
		s.found, s.reached = true, assumed
		return assumed, s, nil
	}
	scratch.copyFrom(a.start)
	proved, ok, err := s.end(scratch)
	if err = ignoreTooLarge(err); err != nil {
		return 0, s, err
	}
	if !ok || s.further(proved, assumed) {
		proved = assumed
	}
	return proved, s, nil
}
