package rounding

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// cube makes a table with totals of any number of dims, totals first, of inner
// figures in row-major order.
func cube(sizes []int, inner func(i int) int64) Problem {
	cells := 1
	for _, n := range sizes {
		cells *= n + 1
	}
	p := Problem{Values: make([]int64, cells), Base: 5}
	next := 0
	for i := range cells {
		if at := place(sizes, i); !slices.Contains(at, 0) {
			p.Values[i] = inner(next)
			next++
		}
	}
	stride := 1
	for d := len(sizes) - 1; d >= 0; d-- {
		for i := range cells {
			if place(sizes, i)[d] != 0 {
				continue
			}
			terms := []Term{{i, -1}}
			p.Values[i] = 0
			for k := 1; k <= sizes[d]; k++ {
				terms = append(terms, Term{i + k*stride, 1})
				p.Values[i] += p.Values[i+k*stride]
			}
			p.Constraints = append(p.Constraints, terms)
		}
		stride *= sizes[d] + 1
	}
	return p
}

func place(sizes []int, i int) []int {
	at := make([]int, len(sizes))
	for d := len(sizes) - 1; d >= 0; d-- {
		at[d] = i % (sizes[d] + 1)
		i /= sizes[d] + 1
	}
	return at
}

// levels adds to a flat table a level between: the first half of the rows
// together.
func levels(p Problem, columns, half int) Problem {
	for c := range columns + 1 {
		terms := []Term{{len(p.Values), -1}}
		var sum int64
		for r := 1; r <= half; r++ {
			terms = append(terms, Term{r*(columns+1) + c, 1})
			sum += p.Values[r*(columns+1)+c]
		}
		p.Values, p.Constraints = append(p.Values, sum), append(p.Constraints, terms)
	}
	between := []Term{{len(p.Values) - columns - 1, -1}}
	for c := 1; c <= columns; c++ {
		between = append(between, Term{len(p.Values) - columns - 1 + c, 1})
	}
	p.Constraints = append(p.Constraints, between)
	return p
}

// holds checks all that a rounding promises, on its own.
func holds(t interface{ Fatalf(string, ...any) }, p Problem, r *Result) {
	for i, v := range p.Values {
		z := r.At(i).Value()
		low, high := r.Interval(i)
		switch {
		case z%p.Base != 0:
			t.Fatalf("figure %d is no multiple of the base", i)
		case v == 0 && z != 0:
			t.Fatalf("figure %d: nobody became somebody", i)
		case v < low || v > high:
			t.Fatalf("figure %d lies outside what a reader is told", i)
		case r.Reach == 1 && (z-v >= p.Base || v-z >= p.Base || v%p.Base == 0 && z != v):
			t.Fatalf("figure %d did not go to a multiple next to it", i)
		}
	}
	for i, terms := range p.Constraints {
		var sum int64
		for _, term := range terms {
			sum += term.Coef * r.At(term.Cell).Value()
		}
		if sum != 0 {
			t.Fatalf("constraint %d does not hold", i)
		}
	}
}

// Tables of two dimensions, with a level between, always go to the multiples
// next to them, and the answer is the best there is.
func TestTwoDimensions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(2, 6).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "columns")
		p := cube([]int{rows, columns}, func(int) int64 { return rapid.Int64Range(0, 30).Draw(t, "v") })
		p = levels(p, columns, (rows+1)/2)
		p.Base = rapid.Int64Range(2, 10).Draw(t, "base")
		r, err := Round(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		if r.Reach != 1 || r.Farther != 0 || !r.Optimal {
			t.Fatalf("reach %d, %d farther, optimal %v", r.Reach, r.Farther, r.Optimal)
		}
		holds(t, p, r)
	})
}

func TestThreeDimensions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sizes := []int{rapid.IntRange(2, 3).Draw(t, "a"), rapid.IntRange(2, 3).Draw(t, "b"), rapid.IntRange(2, 4).Draw(t, "c")}
		p := cube(sizes, func(int) int64 { return rapid.Int64Range(0, 12).Draw(t, "v") })
		r, err := Round(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, p, r)
	})
}

// The best rounding of small tables is that of trying all.
func TestAgainstAllRoundings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := cube([]int{2, 2}, func(int) int64 { return rapid.Int64Range(0, 12).Draw(t, "v") })
		s := newSearch(p, 1)
		if !s.run(context.Background()) {
			t.Fatal("none")
		}
		if best := exhaust(s, p); math.Abs(best-s.cost) > 1e-4 {
			t.Fatalf("cost %f, best is %f", s.cost, best)
		}
	})
}

// exhaust tries every way to move the figures and returns the least cost.
func exhaust(s *search, p Problem) float64 {
	best := math.Inf(1)
	for set := range 1 << len(s.cell) {
		units, cost := slices.Clone(s.drawn), 0.0
		for i, cell := range s.cell {
			if set>>i&1 == 1 {
				units[cell] += int64(s.problem.Low[i] + s.problem.High[i])
				cost += s.problem.CostUp[i]
			}
		}
		ok := true
		for _, terms := range p.Constraints {
			var sum int64
			for _, term := range terms {
				sum += term.Coef * units[term.Cell]
			}
			ok = ok && sum == 0
		}
		if ok {
			best = min(best, cost)
		}
	}
	return best
}

// A figure goes up as often as it is near to the multiple above, so that what is
// published says nothing of the way: a 5 stands for each of 1 to 9. Two figures
// of 400 tables each; 5 standard deviations: falsely rejects once in a million.
func TestWayCannotBeGuessed(t *testing.T) {
	t.Parallel()
	const tables = 400
	for v := int64(1); v <= 4; v++ {
		up := 0
		for n := range tables {
			p := Problem{Values: []int64{v, int64(n)}, Base: 5}
			r, err := Round(context.Background(), p)
			if err != nil {
				t.Fatal(err)
			}
			if r.At(0).Value() == 5 {
				up++
			}
		}
		chance := float64(v) / 5
		if off := math.Abs(float64(up) - tables*chance); off > 5*math.Sqrt(tables*chance*(1-chance)) {
			t.Errorf("%d goes up %d times of %d", v, up, tables)
		}
	}
}

// What a reader can know of a figure is the whole interval: every value in it
// is the figure of some world that fits everything shown.
func TestEveryValueOfTheIntervalFits(t *testing.T) {
	t.Parallel()
	p := cube([]int{3, 3}, func(i int) int64 { return []int64{1, 0, 12, 7, 3, 9, 5, 2, 14}[i] })
	r, err := Round(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Values {
		at := place([]int{3, 3}, i)
		if slices.Contains(at, 0) {
			continue
		}
		low, high := r.Interval(i)
		for v := low; v <= high; v++ {
			world := make([]int64, len(p.Values)) // as shown, moved in this cell and its totals
			for k := range world {
				world[k] = r.At(k).Value()
				if o := place([]int{3, 3}, k); (o[0] == 0 || o[0] == at[0]) && (o[1] == 0 || o[1] == at[1]) {
					world[k] += v - r.At(i).Value()
				}
				if off := world[k] - r.At(k).Value(); world[k] < 0 || off >= p.Base || -off >= p.Base {
					t.Fatalf("figure %d cannot be %d", i, v)
				}
			}
		}
	}
}

// The same table is rounded the same; another key rounds it otherwise.
func TestSameAgain(t *testing.T) {
	t.Parallel()
	p := cube([]int{6, 6}, func(i int) int64 { return int64(i*7%13 + 1) })
	figures := func(key string) (all []int64) {
		p.Key = []byte(key)
		r, err := Round(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Values {
			all = append(all, r.At(i).Value())
		}
		return all
	}
	if !slices.Equal(figures("a"), figures("a")) {
		t.Error("one table was rounded in two ways")
	}
	if slices.Equal(figures("a"), figures("b")) {
		t.Error("the key does not count")
	}
}

// Where multiples next to the figures do not add up, some go one farther, and
// the result says so.
func TestFarther(t *testing.T) {
	t.Parallel()
	// Three figures of 1 (of 2), pairwise in sums of 2 that stay, cannot all go to 0 or 2.
	p := Problem{Base: 2, Values: []int64{1, 1, 1, 2, 2, 2}, Constraints: [][]Term{
		{{3, -1}, {0, 1}, {1, 1}}, {{4, -1}, {1, 1}, {2, 1}}, {{5, -1}, {0, 1}, {2, 1}},
	}}
	r, err := Round(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, p, r)
	if r.Reach != 2 || r.Farther == 0 {
		t.Errorf("reach %d, %d farther", r.Reach, r.Farther)
	}
	low, high := r.Interval(0)
	if high-low < 3 {
		t.Errorf("a reader is told %d to %d", low, high)
	}
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]Problem{
		"base":        {Values: []int64{1}, Base: 1},
		"negative":    {Values: []int64{-1}, Base: 5},
		"coefficient": {Values: []int64{0}, Base: 5, Constraints: [][]Term{{{0, 2}}}},
		"cell":        {Values: []int64{0}, Base: 5, Constraints: [][]Term{{{1, 1}}}},
		"sum":         {Values: []int64{1, 2}, Base: 5, Constraints: [][]Term{{{0, 1}, {1, -1}}}},
	} {
		if _, err := Round(context.Background(), p); err == nil || errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Two names of one figure are rounded alike.
	named := Problem{Base: 5, Values: []int64{3, 3, 6, 6}, Constraints: [][]Term{{{0, 1}, {1, -1}}, {{0, 1}, {1, 1}, {2, -1}}, {{2, 1}, {3, -1}}}}
	if _, err := Round(context.Background(), named); err != nil {
		t.Errorf("two names of one figure: %v", err)
	}
}

func TestCompatible(t *testing.T) {
	t.Parallel()
	for threshold := int64(1); threshold <= 20; threshold++ {
		for base := int64(2); base <= 10; base++ {
			// How many figures that may be shown stand behind the first multiple that shows?
			behind := map[int64]int{}
			for v := threshold; v < threshold+2*base; v++ {
				if down := v - v%base; down > 0 {
					behind[down]++
				}
			}
			first := threshold - threshold%base
			want := first > 0 && behind[first] == int(base)
			if got := Compatible(threshold, base) == nil; got != want {
				t.Errorf("threshold %d, base %d: %v", threshold, base, got)
			}
		}
	}
	if err := Compatible(0, 5); err != nil {
		t.Error(err)
	}
}

// With names, a figure draws by its name and the key: not by what else is
// rounded, and not by its value, so that one that grows goes up once in a base.
func TestDrawsByName(t *testing.T) {
	t.Parallel()
	key := []byte("a secret of sixteen bytes")
	for n := range 50 {
		name := "figure " + string(rune('a'+n))
		alone := func(v int64) int64 {
			r, err := Round(t.Context(), Problem{Values: []int64{v}, Base: 5, Key: key, Names: []string{name}})
			if err != nil {
				t.Fatal(err)
			}
			return r.At(0).Value()
		}
		at := int64(0) // the first value that goes up
		for v := int64(1); v <= 30; v++ {
			z := alone(v)
			if z < alone(v-1) {
				t.Fatalf("%s falls when it grows to %d", name, v)
			}
			if at == 0 && z > 0 {
				at = v
			}
			if at > 0 && (z > alone(v-1)) != ((v-at)%5 == 0) {
				t.Fatalf("%s went up at %d and at %d", name, at, v)
			}
		}
		r, err := Round(t.Context(), Problem{Values: []int64{7, 12}, Base: 5, Key: key, Names: []string{name, "another"}})
		if err != nil {
			t.Fatal(err)
		}
		if r.At(0).Value() != alone(7) {
			t.Errorf("%s is another number beside another figure", name)
		}
	}
	if _, err := Round(t.Context(), Problem{Values: []int64{7}, Base: 5, Names: []string{"a"}}); err == nil {
		t.Error("names without a key are draws that anybody can repeat")
	}
}

// Figures that were rounded before stay, and the others go around them.
func TestKeptFiguresStay(t *testing.T) {
	t.Parallel()
	sum := [][]Term{{{0, -1}, {1, 1}, {2, 1}}}
	for _, z := range []int64{5, 10} {
		r, err := Round(t.Context(), Problem{Values: []int64{14, 7, 7}, Constraints: sum, Base: 5, Kept: map[int]int64{1: z}})
		if err != nil {
			t.Fatal(err)
		}
		if r.At(1).Value() != z || r.Reach != 1 || r.At(1).Value()+r.At(2).Value() != r.At(0).Value() {
			t.Errorf("kept %d: %d is %d and %d", z, r.At(0).Value(), r.At(1).Value(), r.At(2).Value())
		}
	}
	// One that had to go farther before makes room for all.
	r, err := Round(t.Context(), Problem{Values: []int64{14, 7, 7}, Constraints: sum, Base: 5, Kept: map[int]int64{1: 15}})
	if err != nil || r.Reach != 2 {
		t.Errorf("reach %v, %v", r, err)
	}
	for _, kept := range []map[int]int64{{1: 20}, {1: 7}, {1: -5}, {0: 10, 1: 10, 2: 10}} {
		if _, err := Round(t.Context(), Problem{Values: []int64{14, 7, 7}, Constraints: sum, Base: 5, Kept: kept}); !errors.Is(err, ErrNone) {
			t.Errorf("kept %v: %v", kept, err)
		}
	}
}

// A figure that nobody is shown goes as far as those that were shown before push
// it, a zero too; what is shown does not go farther for it.
func TestUnseenFiguresGoAsFarAsTheyMust(t *testing.T) {
	t.Parallel()
	between := [][]Term{{{0, 1}, {1, 1}, {2, -1}, {3, -1}}}
	for _, c := range []struct {
		values []int64
		kept   map[int]int64
		want   int64
	}{
		{[]int64{79, 327, 301, 105}, map[int]int64{0: 75, 1: 325, 2: 305}, 95},
		{[]int64{1, 78, 79, 0}, map[int]int64{0: 5, 1: 80, 2: 75}, 10},
	} {
		p := Problem{Values: c.values, Constraints: between, Base: 5, Kept: c.kept}
		if _, err := Round(t.Context(), p); !errors.Is(err, ErrNone) {
			t.Errorf("%v: shown, %v", c.values, err)
		}
		p.Unseen = []bool{3: true}
		r, err := Round(t.Context(), p)
		if err != nil || r.At(3).Value() != c.want || r.Reach != 1 || r.Farther != 0 {
			t.Errorf("%v: unseen, %+v, %v", c.values, r, err)
		}
	}
	if _, err := Round(t.Context(), Problem{Values: []int64{7}, Base: 5, Unseen: []bool{false, true}}); err == nil {
		t.Error("more figures are unseen than there are")
	}
}
