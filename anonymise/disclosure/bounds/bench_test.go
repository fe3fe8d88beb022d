package bounds

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkIntervals audits all small cells of a table with three levels of rows,
// of which as many others are hidden: 488 cells is the size of the turnover table
// that tau-ARGUS explains its methods with.
func BenchmarkIntervals(b *testing.B) {
	for _, size := range []struct{ groups, rows, cols int }{{6, 9, 7}, {10, 20, 9}} {
		s, small := hierarchical(size.groups, size.rows, size.cols)
		b.Run(fmt.Sprintf("%d-cells-%d-small", len(s.Cells), len(small)), func(b *testing.B) {
			for b.Loop() {
				if _, err := Intervals(b.Context(), s, small); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// hierarchical draws a table of a total, groups and rows by columns and their
// total. One cell in six is small; as many others are hidden.
func hierarchical(groups, rows, cols int) (s System, small []int) {
	dice := rand.New(rand.NewPCG(1, 2))
	lines := 1 + groups*(rows+1)
	values := make([]int64, lines*(cols+1))
	at := func(line, col int) int { return line*(cols+1) + col }
	group := func(g int) int { return 1 + g*(rows+1) }
	for g := range groups {
		for r := 1; r <= rows; r++ {
			for c := 1; c <= cols; c++ {
				v := dice.Int64N(60)
				if dice.IntN(6) == 0 {
					v = 1 + dice.Int64N(9)
				}
				for _, line := range []int{0, group(g), group(g) + r} {
					values[at(line, 0)] += v
					values[at(line, c)] += v
				}
			}
		}
	}
	for i, v := range values {
		c := Cell{Value: v}
		if v > 0 && (v < 10 || dice.IntN(6) == 0) {
			c.Hidden, c.Lower, c.Upper = true, 1, Unbounded
			if v < 10 {
				small = append(small, i)
			}
		}
		s.Cells = append(s.Cells, c)
	}
	for c := range cols + 1 {
		top := []Term{{at(0, c), -1}}
		for g := range groups {
			top = append(top, Term{at(group(g), c), 1})
			sub := []Term{{at(group(g), c), -1}}
			for r := 1; r <= rows; r++ {
				sub = append(sub, Term{at(group(g)+r, c), 1})
			}
			s.Constraints = append(s.Constraints, sub)
		}
		s.Constraints = append(s.Constraints, top)
	}
	for line := range lines {
		terms := []Term{{at(line, 0), -1}}
		for c := 1; c <= cols; c++ {
			terms = append(terms, Term{at(line, c), 1})
		}
		s.Constraints = append(s.Constraints, terms)
	}
	return s, small
}
