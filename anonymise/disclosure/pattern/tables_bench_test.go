package pattern

import (
	"context"
	"fmt"
	"math/rand"
	"testing"
	"time"
)

// hierarchical returns a table of skewed counts with totals, and subtotals for
// each band of five rows. Cells below five are primary; zeros are shown.
func hierarchical(seed int64, rows, columns int) Problem {
	r := rand.New(rand.NewSource(seed))
	bands := (rows + 4) / 5
	lines := rows + bands + 1 // the rows, the bands, the total
	values := make([][]int64, lines)
	for i := range values {
		values[i] = make([]int64, columns+1)
	}
	for i := range rows {
		for j := range columns {
			v := int64(r.ExpFloat64() * r.ExpFloat64() * 6)
			for _, line := range []int{i, rows + i/5, lines - 1} {
				values[line][j] += v
				values[line][columns] += v
			}
		}
	}
	var p Problem
	at := func(i, j int) int { return i*(columns+1) + j }
	for i, line := range values {
		row := []Term{{at(i, columns), -1}}
		for j, v := range line {
			p.addCell(v, 1, 5, 1, Need{Width: 1})
			p.Cells[len(p.Cells)-1].Upper = max(v, Unbounded*min(1, v))
			if j < columns {
				row = append(row, Term{at(i, j), 1})
			}
		}
		p.Constraints = append(p.Constraints, row)
	}
	for j := range columns + 1 {
		total := []Term{{at(lines-1, j), -1}}
		for b := range bands {
			total = append(total, Term{at(rows+b, j), 1})
			band := []Term{{at(rows+b, j), -1}}
			for i := 5 * b; i < min(rows, 5*b+5); i++ {
				band = append(band, Term{at(i, j), 1})
			}
			p.Constraints = append(p.Constraints, band)
		}
		p.Constraints = append(p.Constraints, total)
	}
	return p
}

// BenchmarkTables tells how many cells are hidden in tables with subtotals and
// what is proved, after at most five seconds.
func BenchmarkTables(b *testing.B) {
	for _, size := range [][2]int{{6, 8}, {10, 20}, {20, 30}, {40, 50}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			p := hierarchical(1, size[0], size[1])
			for b.Loop() {
				ctx, cancel := context.WithTimeout(b.Context(), 5*time.Second)
				s, err := Solve(ctx, p)
				cancel()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(s.Cost), "hidden")
				b.ReportMetric(float64(s.Bound), "bound")
				b.ReportMetric(float64(len(p.Needs)), "needs")
			}
		})
	}
}

// The answer is the same each time.
func TestSameAnswerEachTime(t *testing.T) {
	t.Parallel()
	p := hierarchical(3, 6, 8)
	first, err := Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(p, p.Needs, first); err != nil {
		t.Fatal(err)
	}
	second, err := Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := fmt.Sprint(first), fmt.Sprint(second); a != b {
		t.Errorf("first %s\nthen %s", a, b)
	}
}
