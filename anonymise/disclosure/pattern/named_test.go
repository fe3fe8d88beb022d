package pattern

import (
	"context"
	"errors"
	"testing"
	"time"
)

// oddCycle is a system in which halves of persons could move but no persons:
// x1+x2 and x2+x3 are known, and y = x1+x3 has room for one. If x1 rises by one,
// x2 falls, x3 rises and y rises by two. With open the first sum may be hidden.
func oddCycle(open bool) Problem {
	small := Cell{Value: 3, Lower: 1, Upper: 9, State: Primary}
	sum := Cell{Value: 6, Lower: 1, Upper: 12, State: Published, Cost: 1}
	first := sum
	if open {
		first.State = Free
	}
	return Problem{
		Cells: []Cell{small, small, small, {Value: 6, Lower: 5, Upper: 7, State: Primary}, first, sum},
		Constraints: [][]Term{
			{{0, 1}, {1, 1}, {4, -1}},
			{{1, 1}, {2, 1}, {5, -1}},
			{{0, 1}, {2, 1}, {3, -1}},
		},
		Needs: []Need{{Cell: 0, Width: 1}, {Cell: 3, Width: 1}},
	}
}

// A cell that only halves of persons could move is exactly known: the interval
// of the linear relaxation is 0.5 wide for x1 and 2 for y.
func TestOddCycleIsNotProtection(t *testing.T) {
	t.Parallel()
	p := oddCycle(true)
	s, err := Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if s.Cost != 1 || !s.Proven() || !s.Hidden[4] {
		t.Errorf("cost %d, bound %d; want the first sum hidden, proved", s.Cost, s.Bound)
	}
	if err := verify(p, p.Needs, s); err != nil {
		t.Error(err)
	}
	if _, err := Solve(t.Context(), oddCycle(false)); !errors.Is(err, ErrInfeasible) {
		t.Errorf("nothing can be hidden: got error %v, want ErrInfeasible", err)
	}
	p = oddCycle(false)
	p.Needs = p.Needs[1:]
	if _, err := Solve(t.Context(), p); !errors.Is(err, ErrInfeasible) {
		t.Errorf("y alone: got error %v, want ErrInfeasible", err)
	}
}

// The attacker of the textbooks does not know that a hidden cell is not zero:
// two ones in a row of a table protect each other from him, but not from who
// knows it.
func TestZerosAreShown(t *testing.T) {
	t.Parallel()
	table := func(lower int64) Problem {
		cell := func(v int64, state State) Cell {
			return Cell{Value: v, Cost: 1, Lower: min(v, lower), Upper: Unbounded, State: state}
		}
		return Problem{
			Cells: []Cell{
				cell(1, Primary), cell(1, Primary), cell(9, Free), cell(11, Published),
				cell(1, Primary), cell(1, Primary), cell(8, Free), cell(10, Published),
				cell(2, Published), cell(2, Published), cell(17, Published),
			},
			Constraints: [][]Term{
				{{0, 1}, {1, 1}, {2, 1}, {3, -1}}, {{4, 1}, {5, 1}, {6, 1}, {7, -1}},
				{{0, 1}, {4, 1}, {8, -1}}, {{1, 1}, {5, 1}, {9, -1}}, {{2, 1}, {6, 1}, {10, -1}},
			},
			Needs: []Need{{Cell: 0, Width: 1}, {Cell: 1, Width: 1}, {Cell: 4, Width: 1}, {Cell: 5, Width: 1}},
		}
	}
	if s, err := Solve(t.Context(), table(0)); err != nil || s.Cost != 0 || !s.Proven() {
		t.Errorf("zeros possible: cost %d, error %v; want 0", s.Cost, err)
	}
	if _, err := Solve(t.Context(), table(1)); !errors.Is(err, ErrInfeasible) {
		t.Errorf("zeros shown: got error %v, want ErrInfeasible", err)
	}
}

func TestMalformedProblems(t *testing.T) {
	t.Parallel()
	good := func() Problem { return oddCycle(true) }
	for _, c := range []struct {
		about string
		spoil func(*Problem)
	}{
		{"a sum that is not the sum", func(p *Problem) { p.Cells[4].Value++ }},
		{"a value the attacker rules out", func(p *Problem) { p.Cells[0].Lower = 4 }},
		{"a cell that costs nothing", func(p *Problem) { p.Cells[4].Cost = 0 }},
		{"an unknown state", func(p *Problem) { p.Cells[0].State = 7 }},
		{"a need of no cell", func(p *Problem) { p.Needs[0].Cell = 6 }},
		{"a negative width", func(p *Problem) { p.Needs[0].Width = -1 }},
		{"a constraint on no cell", func(p *Problem) { p.Constraints[0][0].Cell = -1 }},
		{"a coefficient out of all measure", func(p *Problem) { p.Constraints[0][0].Coef = 1 << 40 }},
	} {
		p := good()
		c.spoil(&p)
		if _, err := Solve(t.Context(), p); err == nil || errors.Is(err, ErrInfeasible) {
			t.Errorf("%s: got error %v", c.about, err)
		}
	}
}

func TestContextEndsBeforeThereIsAPattern(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Solve(ctx, oddCycle(true)); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	ctx, cancel = context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	p := oddCycle(true)
	s, err := Solve(ctx, p)
	if err != nil {
		t.Fatalf("a deadline that has passed: %v", err)
	}
	if err := verify(p, p.Needs, s); err != nil {
		t.Error(err)
	}
}
