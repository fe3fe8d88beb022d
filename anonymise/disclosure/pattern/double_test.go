package pattern

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// insidersOf adds needs against those who know a column of the table, as staff
// do, and against those who know a single hidden cell.
func insidersOf(t *rapid.T, p *Problem, columns int) {
	width := rapid.Int64Range(1, 2).Draw(t, "insiders")
	var crews [][]int
	for j := range columns {
		var known []int
		for i := j; i < len(p.Cells); i += columns + 1 {
			known = append(known, i)
		}
		crews = append(crews, known)
	}
	for i, c := range p.Cells {
		if c.State == Primary && c.Value == 1 {
			crews = append(crews, []int{i})
		}
	}
	for _, n := range slices.Clone(p.Needs) {
		for _, known := range crews {
			if !slices.Contains(known, n.Cell) {
				p.Needs = append(p.Needs, Need{Cell: n.Cell, Width: width, Known: known})
			}
		}
	}
}

// Where each column is known to somebody one more hidden cell is seldom enough:
// the cuts that ask for two must not ask for too much.
func TestCheapestAgainstInsiders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(2, 3).Draw(t, "columns")
		p := tableOf(t, 2, columns, 5, 2)
		insidersOf(t, &p, columns)
		compare(t, p)
	})
}

// A row of one small cell and three others, each known to somebody else.
func TestTwoCellsWhereOneIsNotEnough(t *testing.T) {
	t.Parallel()
	row := []Term{{0, -1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}}
	p := Problem{Constraints: [][]Term{row}, Needs: []Need{{Cell: 1, Width: 4}}}
	for i, v := range []int64{60, 2, 20, 19, 19} {
		c := Cell{Value: v, Cost: 10, Lower: 1, Upper: Unbounded}
		switch i {
		case 0:
			c.State = Published
		case 1:
			c.State = Primary
		default:
			p.Needs = append(p.Needs, Need{Cell: 1, Width: 2, Known: []int{i}})
		}
		p.Cells = append(p.Cells, c)
	}
	s, err := newSystem(p)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := s.double(s.varOf[1], s.combine([]int64{1}))
	if !ok || c.need != 2 || len(c.terms) != 3 {
		t.Fatalf("cut is %v, %v", c, ok)
	}
	for _, term := range c.terms {
		if term.coef != 1 {
			t.Errorf("a cell that somebody knows counts for %d", term.coef)
		}
	}
}
