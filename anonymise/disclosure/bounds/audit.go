package bounds

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

// round is how many cells are worked out side by side. They know the worlds that
// were found in the rounds before and not each other's, so that the answers do
// not depend on who is first.
const round = 64

// An audit works on one part. It remembers the worlds that were found: an end of
// an interval that one of them reaches need not be reached again.
type audit struct {
	part    part
	cells   []Cell
	witness witness
	start   *tableau // a corner within all rooms; not changed

	tell        func(world []int64)
	any         bool
	least, most []int64 // of each variable, in the worlds that were found
}

// newAudit finds a first corner. Errors: ErrInconsistent, errTooLarge.
func newAudit(p part, cells []Cell) (*audit, error) {
	a := &audit{part: p, cells: cells, least: make([]int64, len(p.cells)), most: make([]int64, len(p.cells))}
	var err error
	if a.witness, err = newWitness(p); err != nil {
		return nil, err
	}
	if a.start, err = newTableau(p, cells); err != nil {
		return nil, err
	}
	if err := a.start.feasible(a.witness); err != nil {
		return nil, err
	}
	if world, broken := a.start.world(p); broken < 0 {
		a.note(world)
	}
	return a, nil
}

// note remembers a world.
func (a *audit) note(world []int64) {
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

// round works out some variables side by side.
func (a *audit) round(ctx context.Context, variables []int, out []Interval) error {
	errs := make([]error, len(variables))
	worlds := make([][][]int64, len(variables))
	todo := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(variables)) {
		wait.Go(func() {
			own := new(memory)
			for i := range todo {
				out[i], worlds[i], errs[i] = a.interval(ctx, own, variables[i])
			}
		})
	}
	for i := range variables {
		todo <- i
	}
	close(todo)
	wait.Wait()
	for i := range variables {
		if errs[i] != nil {
			return errs[i]
		}
		for _, world := range worlds[i] {
			a.note(world)
			a.tell(world)
		}
	}
	return nil
}

// interval works out one variable and gives the worlds that were found on the way.
func (a *audit) interval(ctx context.Context, own *memory, v int) (Interval, [][]int64, error) {
	c := a.cells[a.part.cells[v]]
	low, down, err := a.end(ctx, own, v, false, c.Lower)
	if err != nil {
		return Interval{}, nil, err
	}
	high, up, err := a.end(ctx, own, v, true, c.Upper)
	if err != nil {
		return Interval{}, nil, err
	}
	i := Interval{Low: low, High: high, ReachLow: 1}
	if down.found || up.found {
		i.ReachLow, i.ReachHigh = down.reached, up.reached
		if !down.found {
			i.ReachLow = up.reached
		} else if !up.found {
			i.ReachHigh = down.reached
		}
		i.Exact = i.ReachLow == low && i.ReachHigh == high
	}
	return i, append(down.worlds, up.worlds...), nil
}

// end works out one end of a variable; it cannot lie outside what is assumed.
func (a *audit) end(ctx context.Context, own *memory, v int, up bool, assumed int64) (int64, *search, error) {
	s := &search{part: a.part, witness: a.witness, v: v, up: up, memory: own}
	if err := ctx.Err(); err != nil {
		return 0, s, fmt.Errorf("bounds: %w", err)
	}
	if a.any {
		s.reach(a.least[v])
		s.reach(a.most[v])
	}
	if s.found && s.reached == assumed {
		return assumed, s, nil
	}
	t := own.copy(a.start)
	proved, ok, err := s.end(t)
	own.free = append(own.free, t)
	if err = ignoreTooLarge(err); err != nil {
		return 0, s, err
	}
	if !ok || s.further(proved, assumed) {
		proved = assumed
	}
	return proved, s, nil
}
