package pattern

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// insiders returns the needs of those who know their own cell: each small cell
// must stay open to the only person counted in another.
func insiders(p Problem) []Need {
	var needs []Need
	for _, n := range p.Needs {
		for i, c := range p.Cells {
			if c.Value == 1 && c.State != Published && i != n.Cell {
				needs = append(needs, Need{Cell: n.Cell, Width: 1, Known: []int{i}})
			}
		}
	}
	return needs
}

// changes tells whether a certificate rests on a cell.
func (c Certificate) changes(cell int) bool {
	has := func(w World) bool {
		return slices.ContainsFunc(w, func(ch Change) bool { return ch.Cell == cell })
	}
	return has(c.Low) || has(c.High)
}

// What Refine asks for piece by piece leads to the same pattern as what is
// asked for at once.
func TestRefineIsAsGoodAsAskingAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := tableOf(t, 2, 2, 4, 3)
		all := p
		all.Needs = append(slices.Clone(p.Needs), insiders(p)...)
		want, ok := cheapest(all)
		asked := slices.Clone(p.Needs)
		p.Refine = func(s Solution) (needs []Need, covers [][]int) {
			for _, n := range insiders(p) {
				outside := slices.IndexFunc(p.Needs, func(o Need) bool { return o.Cell == n.Cell })
				known := slices.ContainsFunc(asked, func(o Need) bool { return o.Cell == n.Cell && slices.Equal(o.Known, n.Known) })
				if !known && s.Certificates[outside].changes(n.Known[0]) {
					needs = append(needs, n)
				}
			}
			asked = append(asked, needs...)
			return needs, nil
		}
		got, err := Solve(context.Background(), p)
		switch {
		case !ok && !errors.Is(err, ErrInfeasible):
			t.Fatalf("there is no pattern; got cost %d, error %v", got.Cost, err)
		case !ok:
			return
		case err != nil:
			t.Fatalf("there is a pattern of cost %d; got error %v", want, err)
		case got.Cost != want || !got.Proven():
			t.Fatalf("cost %d, bound %d; the cheapest costs %d", got.Cost, got.Bound, want)
		}
		if err := verify(p, asked, got); err != nil {
			t.Fatal(err)
		}
	})
}

// What is said of a pattern holds for that pattern: a certificate that met a need
// in an older one, of cells that are shown by now, must not be passed on.
func TestCertificatesAreOfTheirPattern(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		inner [4]int64
		width int64
	}{{[4]int64{0, 1, 1, 3}, 1}, {[4]int64{1, 1, 1, 3}, 1}, {[4]int64{1, 1, 1, 4}, 3}, {[4]int64{3, 1, 2, 1}, 2}, {[4]int64{2, 2, 1, 4}, 3}} {
		p := square(c.inner, c.width)
		asked := slices.Clone(p.Needs)
		p.Refine = func(s Solution) (needs []Need, covers [][]int) {
			if err := verify(p, asked, s); err != nil {
				t.Errorf("%v, asked: %v", c.inner, err)
			}
			for _, n := range insiders(p) {
				if !slices.ContainsFunc(s.Certificates, func(c Certificate) bool {
					return asked[c.Need].Cell == n.Cell && !c.changes(n.Known[0])
				}) {
					needs = append(needs, n)
				}
			}
			asked = append(asked, needs...)
			return needs, nil
		}
		s, err := Solve(t.Context(), p)
		if errors.Is(err, ErrInfeasible) {
			continue
		}
		if err != nil {
			t.Fatalf("%v: %v", c.inner, err)
		}
		if err := verify(p, asked, s); err != nil {
			t.Errorf("%v: %v", c.inner, err)
		}
	}
}

// square returns a table of two by two with totals, in which what is below three
// is small and zeros are shown.
func square(v [4]int64, width int64) Problem {
	var p Problem
	for _, value := range []int64{v[0], v[1], v[0] + v[1], v[2], v[3], v[2] + v[3], v[0] + v[2], v[1] + v[3], v[0] + v[1] + v[2] + v[3]} {
		p.addCell(value, 1, 3, 1, Need{Width: width})
		p.Cells[len(p.Cells)-1].Upper = max(value, Unbounded*min(1, value))
	}
	for k := range 3 {
		p.Constraints = append(p.Constraints, []Term{{3 * k, 1}, {3*k + 1, 1}, {3*k + 2, -1}}, []Term{{k, 1}, {3 + k, 1}, {6 + k, -1}})
	}
	return p
}

// A cover asks for one more cell of a set.
func TestRefineCovers(t *testing.T) {
	t.Parallel()
	p := oddCycle(true)
	p.Cells[5].State, p.Cells[5].Cost = Free, 3
	p.Refine = func(s Solution) ([]Need, [][]int) {
		if s.Hidden[5] {
			return nil, nil
		}
		return nil, [][]int{{5}}
	}
	s, err := Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if s.Cost != 3 || !s.Proven() || !s.Hidden[5] {
		t.Errorf("cost %d, bound %d; want 3, proved, for the second sum", s.Cost, s.Bound)
	}
	p.Refine = func(Solution) ([]Need, [][]int) { return nil, [][]int{{}} }
	if _, err := Solve(t.Context(), p); !errors.Is(err, ErrInfeasible) {
		t.Errorf("an empty cover: got error %v, want ErrInfeasible", err)
	}
}

// Three ways at once can have gaps between what parts of persons and what
// persons could do.
func TestCheapestOfAllPatternsThreeWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := cube(t)
		if free(p) <= 6 {
			compare(t, p)
		}
	})
}

func free(p Problem) int {
	n := 0
	for _, c := range p.Cells {
		if c.State == Free {
			n++
		}
	}
	return n
}

// cube draws a 2x2x2 table of which the two-way margins are known or can be
// hidden, with odd relations between a few cells besides.
func cube(t *rapid.T) Problem {
	var p Problem
	n := needOf(t)
	value := make([]int64, 8)
	for i := range value {
		value[i] = rapid.Int64Range(1, 3).Draw(t, "value")
		p.addCell(value[i], 1, rapid.Int64Range(1, 3).Draw(t, "threshold"), 1, n)
	}
	sum := func(parts ...int) {
		row := []Term{{len(p.Cells), -1}}
		total := int64(0)
		for _, i := range parts {
			row = append(row, Term{i, 1})
			total += value[i]
		}
		c := Cell{Value: total, Cost: rapid.Int64Range(1, 3).Draw(t, "cost"), Lower: total - 1, Upper: total + 1, State: Published}
		if rapid.IntRange(0, 3).Draw(t, "shown") == 0 {
			c.State = Free
		}
		p.Cells = append(p.Cells, c)
		p.Constraints = append(p.Constraints, row)
	}
	for axis := range 3 {
		for i := range 8 {
			if i>>axis&1 == 0 {
				sum(i, i|1<<axis)
			}
		}
	}
	odd := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7}).Draw(t, "odd")
	sum(odd[:3]...)
	return p
}
