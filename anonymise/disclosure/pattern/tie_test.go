package pattern

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// tieSome ties cells together at random: any two or three, in whatever state.
func tieSome(t *rapid.T, p *Problem) {
	order := rapid.Permutation(indexes(len(p.Cells))).Draw(t, "order")
	for len(order) > 2 {
		n := rapid.IntRange(1, 3).Draw(t, "tied")
		p.Tied = append(p.Tied, order[:n])
		order = order[n:]
	}
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// Cells that are hidden together are one choice: the cheapest pattern is what
// trying every choice finds.
func TestTiedCells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := tableOf(t, 2, rapid.IntRange(2, 3).Draw(t, "columns"), 4, rapid.Int64Range(1, 4).Draw(t, "threshold"))
		tieSome(t, &p)
		compare(t, p)
	})
}

// Two units about the same people are hidden together, and need room each.
func TestTiedUnits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := tableOf(t, 1, 3, 4, 3)
		persons := len(p.Cells)
		for i := range persons {
			c := p.Cells[i]
			stays := 2 * c.Value
			p.Cells = append(p.Cells, Cell{Value: stays, Cost: c.Cost, Lower: min(1, stays), Upper: stays + 2, State: c.State})
			if c.State == Primary {
				p.Needs = append(p.Needs, Need{Cell: persons + i, Width: 1})
			}
			p.Tied = append(p.Tied, []int{i, persons + i})
		}
		for _, row := range p.Constraints {
			var twin []Term
			for _, term := range row {
				twin = append(twin, Term{term.Cell + persons, term.Coef})
			}
			p.Constraints = append(p.Constraints, twin)
		}
		compare(t, p)
	})
}

// Sets that make no sense are refused.
func TestTiedTwice(t *testing.T) {
	t.Parallel()
	for _, tied := range [][][]int{{{0, 0}}, {{0, 1}, {1, 2}}, {{0, 9}}, {{-1}}} {
		p := oddCycle(true)
		p.Tied = tied
		if _, err := Solve(t.Context(), p); err == nil || errors.Is(err, ErrInfeasible) {
			t.Errorf("%v: got error %v", tied, err)
		}
	}
}

// A search that starts from a pattern, of whatever worth, ends at the same cost.
func TestStart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := tableOf(t, 2, 2, 4, 3)
		tieSome(t, &p)
		want, err := Solve(context.Background(), p)
		if err != nil {
			return
		}
		p.Start = &Solution{Hidden: rapid.SliceOfN(rapid.Bool(), len(p.Cells), len(p.Cells)).Draw(t, "hidden"), Certificates: want.Certificates}
		got, err := Solve(context.Background(), p)
		if err != nil || got.Cost != want.Cost || !got.Proven() {
			t.Fatalf("cost %d, bound %d, error %v; want %d", got.Cost, got.Bound, err, want.Cost)
		}
		if err := verify(p, p.Needs, got); err != nil {
			t.Fatal(err)
		}
	})
}

// So many steps give the same answer each time, and one that is no less good
// than it says.
func TestSteps(t *testing.T) {
	t.Parallel()
	p := hierarchical(4, 10, 12)
	last := Solution{}
	for _, steps := range []int{1, 2_000, 10_000, 50_000} {
		p.Steps = steps
		s, err := Solve(t.Context(), p)
		if steps == 1 {
			if err == nil {
				t.Error("a pattern in one step")
			}
			continue
		}
		if err != nil {
			t.Fatalf("%d steps: %v", steps, err)
		}
		if err := verify(p, p.Needs, s); err != nil {
			t.Errorf("%d steps: %v", steps, err)
		}
		again, err := Solve(t.Context(), p)
		if err != nil || again.Cost != s.Cost || again.Bound != s.Bound {
			t.Errorf("%d steps: cost %d, bound %d, and then %d, %d, %v", steps, s.Cost, s.Bound, again.Cost, again.Bound, err)
		}
		t.Logf("%d steps: cost %d, bound %d", steps, s.Cost, s.Bound)
		if last.Cost > 0 && (s.Cost > last.Cost || s.Bound < last.Bound) {
			t.Errorf("%d steps: cost %d, bound %d; with fewer steps %d and %d", steps, s.Cost, s.Bound, last.Cost, last.Bound)
		}
		last = s
	}
}
