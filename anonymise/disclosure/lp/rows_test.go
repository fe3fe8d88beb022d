package lp

import (
	"math"
	"math/rand"
	"testing"
)

// covering draws a problem of covering: rows of which the sum must be one or
// more, by variables from zero to one.
func covering(r *rand.Rand, n, rows int) (matrix [][]Entry, p Problem) {
	p = Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)}
	for j := range n {
		p.High[j], p.CostUp[j] = 1, float64(1+r.Intn(4))
	}
	for range rows {
		var row []Entry
		for j := range n {
			if r.Intn(4) == 0 {
				row = append(row, Entry{j, []float64{0.5, 1}[r.Intn(2)]})
			}
		}
		matrix = append(matrix, append(row, Entry{r.Intn(n), 0}))
		p.RowLow, p.RowHigh = append(p.RowLow, 1), append(p.RowHigh, math.Inf(1))
	}
	return matrix, p
}

func (p Problem) cost(x []float64) float64 {
	sum := 0.0
	for j, v := range x {
		sum += p.CostUp[j]*max(0, v) + p.CostDown[j]*max(0, -v)
	}
	return sum
}

// dual returns what the prices of the rows prove that any solution costs.
func dual(rows [][]Entry, p Problem, prices []float64) float64 {
	sum, reduced := 0.0, append([]float64(nil), p.CostUp...)
	for i, y := range prices {
		sum += y * p.RowLow[i]
		for _, e := range rows[i] {
			reduced[e.Index] -= y * e.Coef
		}
	}
	for j, d := range reduced {
		sum += min(d*p.Low[j], d*p.High[j])
	}
	return sum
}

// Rows that come one by one and go again lead to the solution of all at once,
// and the prices prove that it is the cheapest.
func TestRowsComeAndGo(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(5))
	solved := 0
	for round := range 200 {
		const n = 12
		rows, p := covering(r, n, 10)
		x, whole := make([]float64, n), make([]float64, n)
		ok := NewSolver(NewMatrix(n, rows)).Solve(p, whole)

		s := NewSolver(NewMatrix(n, nil))
		q := p
		q.RowLow, q.RowHigh = nil, nil
		grown := s.Solve(Problem{Low: p.Low, High: p.High, CostUp: p.CostUp, CostDown: p.CostDown, RowLow: []float64{}, RowHigh: []float64{}}, x)
		for i, row := range rows {
			s.AddRow(row)
			q.RowLow, q.RowHigh = p.RowLow[:i+1], p.RowHigh[:i+1]
			grown = s.Again(q, x)
		}
		if grown != ok {
			t.Fatalf("round %d: one by one %v, at once %v", round, grown, ok)
		}
		if !ok {
			continue
		}
		solved++
		if got, want := p.cost(x), p.cost(whole); math.Abs(got-want) > 1e-6 {
			t.Fatalf("round %d: one by one %v, at once %v", round, got, want)
		}
		if got, want := dual(rows, p, s.Prices()), p.cost(x); math.Abs(got-want) > 1e-6 {
			t.Fatalf("round %d: the prices prove %v, the solution costs %v", round, got, want)
		}
		number := s.Keep(func(int) bool { return false })
		q.RowLow, q.RowHigh = nil, nil
		for _, k := range number {
			if k >= 0 {
				q.RowLow, q.RowHigh = append(q.RowLow, 1), append(q.RowHigh, math.Inf(1))
			}
		}
		if !s.Again(q, x) || math.Abs(p.cost(x)-p.cost(whole)) > 1e-6 {
			t.Fatalf("round %d: without the rows that do not matter it costs %v, want %v", round, p.cost(x), p.cost(whole))
		}
	}
	if solved < 50 {
		t.Errorf("only %d problems had a solution", solved)
	}
}

// If there is no movement, the rows times the ray cannot be zero within the
// bounds; and a run goes on from where an earlier one of the same costs ended.
func TestRaysAndBases(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(6))
	none := 0
	for round := range 400 {
		rows, n := network(r)
		p := Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)}
		for j := range n {
			p.Low[j], p.High[j] = -float64(r.Intn(3)), float64(r.Intn(2))
			p.CostUp[j], p.CostDown[j] = float64(r.Intn(5)), float64(r.Intn(5))
		}
		m := NewMatrix(n, rows)
		s, x := NewSolver(m), make([]float64, n)
		s.Solve(p, x)
		start := s.Basis()
		j := r.Intn(n)
		p.Low[j], p.High[j] = 1, 1
		y := make([]float64, n)
		cold, warm := NewSolver(m).Solve(p, x), s.From(start, p, y)
		if cold != warm || cold && math.Abs(p.cost(x)-p.cost(y)) > 1e-6 {
			t.Fatalf("round %d: from nothing %v at %v, from a basis %v at %v", round, cold, p.cost(x), warm, p.cost(y))
		}
		if warm {
			continue
		}
		none++
		low, high := 0.0, 0.0
		for j, col := range m.cols {
			w := 0.0
			for _, e := range col {
				w += e.Coef * s.Ray()[e.Index]
			}
			low, high = low+min(w*p.Low[j], w*p.High[j]), high+max(w*p.Low[j], w*p.High[j])
		}
		if low < 1e-6 && high > -1e-6 {
			t.Fatalf("round %d: the ray leaves %v to %v, which holds zero", round, low, high)
		}
	}
	if none < 50 {
		t.Errorf("only %d problems had no solution", none)
	}
}
