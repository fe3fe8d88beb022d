package lp

import (
	"math"
	"math/rand"
	"testing"
)

// cheapest tries every whole movement within the bounds.
func cheapest(rows [][]Entry, p Problem) float64 {
	n := len(p.Low)
	x := make([]float64, n)
	best := math.Inf(1)
	var try func(j int, cost float64)
	try = func(j int, cost float64) {
		if cost >= best {
			return
		}
		if j < n {
			for v := p.Low[j]; v <= p.High[j]; v++ {
				x[j] = v
				try(j+1, cost+p.CostUp[j]*max(0, v)+p.CostDown[j]*max(0, -v))
			}
			return
		}
		for _, row := range rows {
			sum := 0.0
			for _, e := range row {
				sum += e.Coef * x[e.Index]
			}
			if sum != 0 {
				return
			}
		}
		best = cost
	}
	try(0, 0)
	return best
}

// network returns the identities of a table of two dims with totals, whose
// cheapest movements are whole.
func network(r *rand.Rand) (rows [][]Entry, n int) {
	a, b := 2+r.Intn(2), 2
	at := func(i, j int) int { return i*(b+1) + j }
	for i := range a + 1 {
		row := []Entry{{at(i, b), -1}}
		for j := range b {
			row = append(row, Entry{at(i, j), 1})
		}
		rows = append(rows, row)
	}
	for j := range b + 1 {
		row := []Entry{{at(a, j), -1}}
		for i := range a {
			row = append(row, Entry{at(i, j), 1})
		}
		rows = append(rows, row)
	}
	return rows, (a + 1) * (b + 1)
}

func TestSolveAgainstTryingEverything(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(3))
	found := 0
	for round := range 400 {
		rows, n := network(r)
		p := Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)}
		for j := range n {
			p.Low[j], p.High[j] = -float64(r.Intn(3)), float64(r.Intn(2))
			p.CostUp[j], p.CostDown[j] = float64(r.Intn(5)), float64(r.Intn(5))
		}
		s := NewSolver(NewMatrix(n, rows))
		x := make([]float64, n)
		// The second problem goes on from the basis of the first.
		for again, solve := range []func(Problem, []float64) bool{s.Solve, s.Again} {
			j := r.Intn(n)
			p.Low[j], p.High[j] = 1, 1
			want := cheapest(rows, p)
			ok := solve(p, x)
			if ok != !math.IsInf(want, 1) {
				t.Fatalf("round %d.%d: found %v, want cost %v", round, again, ok, want)
			}
			if !ok {
				continue
			}
			found++
			got := 0.0
			for k, v := range x {
				got += p.CostUp[k]*max(0, v) + p.CostDown[k]*max(0, -v)
				if v < p.Low[k]-1e-6 || v > p.High[k]+1e-6 {
					t.Fatalf("round %d.%d: variable %d is out of bounds", round, again, k)
				}
			}
			if math.Abs(got-want) > 1e-6 {
				t.Fatalf("round %d.%d: cost %v, want %v", round, again, got, want)
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d problems had a solution", found)
	}
}

// Long runs pass through several factorisations.
func TestReinvert(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(4))
	const size = 60
	at := func(i, j int) int { return i*(size+1) + j }
	n := (size + 1) * (size + 1)
	var rows [][]Entry
	for i := range size + 1 {
		row, col := []Entry{{at(i, size), -1}}, []Entry{{at(size, i), -1}}
		for j := range size {
			row, col = append(row, Entry{at(i, j), 1}), append(col, Entry{at(j, i), 1})
		}
		rows = append(rows, row, col)
	}
	p := Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)}
	for k := range n {
		p.CostUp[k], p.CostDown[k] = r.Float64(), r.Float64()
		if r.Intn(6) == 0 && k%(size+1) != size && k < size*(size+1) {
			p.Low[k], p.High[k] = -1, math.Inf(1)
		}
	}
	for i := range size {
		p.Low[at(i, i)], p.High[at(i, i)] = float64(i%3), math.Inf(1)
	}
	s, x := NewSolver(NewMatrix(n, rows)), make([]float64, n)
	if !s.Solve(p, x) {
		t.Fatal("no movement found")
	}
	if s.Steps() < 2*refresh {
		t.Errorf("only %d steps: the case is too easy to test anything", s.Steps())
	}
	for i, row := range rows {
		sum := 0.0
		for _, e := range row {
			sum += e.Coef * x[e.Index]
		}
		if math.Abs(sum) > 1e-6 {
			t.Errorf("identity %d is off by %v", i, sum)
		}
	}
}
