package bounds

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// hidden is a cell of which it is only known that it is no less than low.
func hidden(low int64) Cell { return Cell{Hidden: true, Lower: low, Upper: Unbounded} }

func known(v int64) Cell { return Cell{Value: v} }

// sum says that the first cell is the sum of the others.
func sum(total int, parts ...int) []Term {
	terms := []Term{{total, -1}}
	for _, p := range parts {
		terms = append(terms, Term{p, 1})
	}
	return terms
}

func TestIntervals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		s     System
		cells []int
		want  []Interval
	}{
		{"one cell below a total",
			System{[]Cell{known(10), known(7), hidden(0)}, [][]Term{sum(0, 1, 2)}},
			[]int{0, 2}, []Interval{{10, 10, 10, 10, true}, {3, 3, 3, 3, true}}},
		{"two cells below a total",
			System{[]Cell{known(10), hidden(0), hidden(0)}, [][]Term{sum(0, 1, 2)}},
			[]int{1, 2}, []Interval{{0, 10, 0, 10, true}, {0, 10, 0, 10, true}}},
		{"zeros are shown",
			System{[]Cell{known(2), hidden(1), hidden(1)}, [][]Term{sum(0, 1, 2)}},
			[]int{1, 2}, []Interval{{1, 1, 1, 1, true}, {1, 1, 1, 1, true}}},
		{"nothing above it",
			System{[]Cell{hidden(1)}, nil},
			[]int{0}, []Interval{{1, Unbounded, 1, 1, false}}},
		{"the rule is known",
			System{[]Cell{known(30), {Hidden: true, Lower: 1, Upper: 9}, hidden(1)}, [][]Term{sum(0, 1, 2)}},
			[]int{1, 2}, []Interval{{1, 9, 1, 9, true}, {21, 29, 21, 29, true}}},
		{"a triangle in which half people would fit",
			// a+b = 5, b+c = 4, a+c = 4 plus a shared slack of one half each way.
			System{[]Cell{known(5), known(4), known(5), hidden(0), hidden(0), hidden(0), {Hidden: true, Upper: 1}},
				[][]Term{sum(0, 3, 4), sum(1, 4, 5), sum(2, 3, 5, 6)}},
			[]int{3, 6}, []Interval{{3, 3, 3, 3, true}, {0, 0, 0, 0, true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := Intervals(t.Context(), c.s, c.cells)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestContradictionsAreFound(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]System{
		"the parts are too large":      {[]Cell{known(3), known(5), hidden(0)}, [][]Term{sum(0, 1, 2)}},
		"known figures do not add up":  {[]Cell{known(3), known(1), known(1)}, [][]Term{sum(0, 1, 2)}},
		"two totals of one set":        {[]Cell{known(3), known(4), hidden(0), hidden(0)}, [][]Term{sum(0, 2, 3), sum(1, 2, 3)}},
		"no whole number fits":         {[]Cell{known(3), hidden(0)}, [][]Term{{{0, -1}, {1, 2}}}},
		"no whole numbers fit":         {[]Cell{known(1), hidden(0), hidden(0)}, [][]Term{{{0, -1}, {1, 2}, {2, 2}}}},
		"a cell that is nothing":       {[]Cell{{Hidden: true, Lower: 3, Upper: 2}}, nil},
		"too little room in all parts": {[]Cell{known(9), {Hidden: true, Upper: 4}, {Hidden: true, Upper: 4}}, [][]Term{sum(0, 1, 2)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := Intervals(t.Context(), s, []int{len(s.Cells) - 1}); !errors.Is(err, ErrInconsistent) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNumbersTooLargeAreNotGuessed(t *testing.T) {
	t.Parallel()
	huge := int64(math.MaxInt64 / 3)
	s := System{[]Cell{known(huge), hidden(0), hidden(0), hidden(0)}, [][]Term{{{0, -1}, {1, 1 << 40}, {2, 3}, {3, 5}}}}
	got, err := Intervals(t.Context(), s, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	if want := (Interval{Low: 0, High: Unbounded, ReachLow: 1}); got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
}

func TestItStopsWhenAsked(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := System{[]Cell{known(10), hidden(0), hidden(0), known(4), hidden(0)}, [][]Term{sum(0, 1, 2), sum(3, 2, 4)}}
	if _, err := Intervals(ctx, s, []int{1, 2}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// tableOf draws a table with totals both ways, some of it hidden, and sometimes
// tied to a second one by an identity that no table has.
func tableOf(t *rapid.T) System {
	rows, cols := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "columns")
	var s System
	at := func(r, c int) int { return r*(cols+1) + c }
	values := make([]int64, (rows+1)*(cols+1))
	for r := range rows {
		for c := range cols {
			v := rapid.Int64Range(0, 3).Draw(t, "value")
			for _, i := range []int{at(r, c), at(r, cols), at(rows, c), at(rows, cols)} {
				values[i] += v
			}
		}
	}
	low := rapid.Int64Range(0, 1).Draw(t, "low")
	for _, v := range values {
		c := known(v)
		if v > 0 && rapid.IntRange(0, 3).Draw(t, "hide") > 0 {
			c = Cell{Value: v, Hidden: true, Lower: low, Upper: v + 2}
		}
		s.Cells = append(s.Cells, c)
	}
	for r := range rows + 1 {
		terms := []Term{{at(r, cols), -1}}
		for c := range cols {
			terms = append(terms, Term{at(r, c), 1})
		}
		s.Constraints = append(s.Constraints, terms)
	}
	for c := range cols + 1 {
		terms := []Term{{at(rows, c), -1}}
		for r := range rows {
			terms = append(terms, Term{at(r, c), 1})
		}
		s.Constraints = append(s.Constraints, terms)
	}
	return tied(t, s, values)
}

// tied adds odd identities that the values keep: weighed sums that make corners
// which are not whole.
func tied(t *rapid.T, s System, values []int64) System {
	for range rapid.IntRange(0, 2).Draw(t, "odd identities") {
		var terms []Term
		total := int64(0)
		for i := range values {
			if k := rapid.Int64Range(-2, 3).Draw(t, "coefficient"); s.Cells[i].Hidden && k != 0 {
				terms = append(terms, Term{i, k})
				total += k * values[i]
			}
		}
		s.Cells = append(s.Cells, known(total))
		s.Constraints = append(s.Constraints, append(terms, Term{len(s.Cells) - 1, -1}))
	}
	return s
}

// worlds tries every world there is.
func worlds(s System, visit func([]int64)) {
	world := make([]int64, len(s.Cells))
	var fill func(i int)
	// A constraint is looked at as soon as its last cell has a value.
	last := make([][]int, len(s.Cells))
	for c, terms := range s.Constraints {
		end := 0
		for _, t := range terms {
			end = max(end, t.Cell)
		}
		last[end] = append(last[end], c)
	}
	holds := func(i int) bool {
		for _, c := range last[i] {
			total := int64(0)
			for _, t := range s.Constraints[c] {
				total += t.Coef * world[t.Cell]
			}
			if total != 0 {
				return false
			}
		}
		return true
	}
	fill = func(i int) {
		if i == len(world) {
			visit(world)
			return
		}
		low, high := s.Cells[i].Value, s.Cells[i].Value
		if s.Cells[i].Hidden {
			low, high = s.Cells[i].Lower, s.Cells[i].Upper
		}
		for x := low; x <= high; x++ {
			if world[i] = x; holds(i) {
				fill(i + 1)
			}
		}
	}
	fill(0)
}

func TestIntervalsAreWhatEveryWorldSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := tableOf(t)
		least, most := make([]int64, len(s.Cells)), make([]int64, len(s.Cells))
		n := 0
		worlds(s, func(world []int64) {
			for i, x := range world {
				if n == 0 || x < least[i] {
					least[i] = x
				}
				if n == 0 || x > most[i] {
					most[i] = x
				}
			}
			if n++; !s.holds(world) {
				t.Fatalf("%v should hold", world)
			}
		})
		cells := make([]int, len(s.Cells))
		for i := range cells {
			cells[i] = i
		}
		got, err := Intervals(context.Background(), s, cells)
		if err != nil {
			t.Fatal(err)
		}
		for i, g := range got {
			if want := (Interval{least[i], most[i], least[i], most[i], true}); g != want {
				t.Errorf("cell %d: %+v, but of %d worlds %+v", i, g, n, want)
			}
		}
	})
}

// holds reports whether a world, one value a cell, agrees with the system: with
// what is known, with what is assumed, and with every identity.
func (s System) holds(world []int64) bool {
	if len(world) != len(s.Cells) {
		return false
	}
	for i, c := range s.Cells {
		if !c.Hidden && world[i] != c.Value || c.Hidden && (world[i] < c.Lower || world[i] > c.Upper) {
			return false
		}
	}
	for _, terms := range s.Constraints {
		sum := exact{}
		for _, t := range terms {
			sum.add(t.Coef, world[t.Cell])
		}
		if n, ok := sum.value(); !ok || n != 0 {
			return false
		}
	}
	return true
}
