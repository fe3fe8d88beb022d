package disclosure

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// square is a table of two by two with its totals, from its inner figures.
func square(name, population string, inner [4]int64) Table {
	dim := func(name string) Dim {
		return Dim{Name: name, Categories: []Category{{Code: "t", Total: true}, {Code: "a"}, {Code: "b"}}}
	}
	t := Table{Name: name, Population: population, Kind: Flow, Unit: UnitPersons, Dims: []Dim{dim("rij"), dim("kolom")}}
	for _, v := range whole(inner) {
		t.Cells = append(t.Cells, Cell{Value: v, Contributors: v})
	}
	return t
}

// whole are the nine figures of a square, totals first.
func whole(in [4]int64) []int64 {
	return []int64{in[0] + in[1] + in[2] + in[3], in[0] + in[2], in[1] + in[3],
		in[0] + in[1], in[0], in[1], in[2] + in[3], in[2], in[3]}
}

// twoReleases is a new table beside an earlier one and what came in between.
// Marks are those of the earlier table: shown or a dot.
func twoReleases(t *testing.T, shown [9]bool) *suppressor {
	t.Helper()
	now, then := square("nu", "nu", [4]int64{30, 4, 7, 20}), square("toen", "toen", [4]int64{25, 4, 5, 12})
	added := square("erbij", "erbij", [4]int64{5, 0, 2, 8})
	then.Unpublished, added.Unpublished = true, true
	var relations []Relation
	for i := range then.Cells {
		then.Cells[i].Public, then.Cells[i].Withheld = shown[i], !shown[i]
		relations = append(relations, Relation{Plus: []Ref{{"nu", i}}, Minus: []Ref{{"toen", i}, {"erbij", i}}})
	}
	s, err := prepare([]Table{now, then, added}, relations, DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return newSuppressor(s, DefaultPolicy(), s.primary(DefaultPolicy()), s.openZeros())
}

// Every movement of the system is one of the reduction, and the other way round.
func TestTheReductionHoldsEveryMovement(t *testing.T) {
	t.Parallel()
	for _, shown := range [][9]bool{{}, {true}, {true, true, true}, {true, true, true, true, false, false, true}} {
		x := twoReleases(t, shown)
		// Eight inner figures can move at most; every other one follows.
		if vars, rows := len(x.members), len(x.rows); vars > 18 || rows > 19 {
			t.Errorf("%d variables and %d rows of %d unknowns and %d identities: hardly reduced", vars, rows, len(x.unknowns), len(x.equations))
		}
		found := 0
		for code := range 6561 {
			var d [8]int64
			for i := range d {
				d[i] = int64(code%3) - 1
				code /= 3
			}
			w := x.movement([4]int64(d[:4]), [4]int64(d[4:]))
			if len(w.steps) == 0 || !x.holds(w) {
				continue
			}
			found++
			if diff := cmp.Diff(w, x.world(x.over(t, w)), cmp.AllowUnexported(world{}, step{})); diff != "" {
				t.Fatalf("shown %v: a movement is another one in the reduction:\n%s", shown, diff)
			}
		}
		if found == 0 {
			t.Errorf("shown %v: nothing can move: the case is too hard to test anything", shown)
		}
	}
}

// movement is the world in which the inner figures of both tables have moved.
func (x *suppressor) movement(now, then [4]int64) world {
	delta := make([]int64, len(x.unknowns))
	for i, v := range whole(now) {
		u := whole(then)[i]
		delta[x.cells[0][i]], delta[x.cells[1][i]], delta[x.cells[2][i]] = v, u, v-u
	}
	var w world
	for u, d := range delta {
		if d != 0 {
			w.steps = append(w.steps, step{u, d})
		}
	}
	return w
}

// over writes a world over variables, whose unknowns must move alike.
func (x *suppressor) over(t *testing.T, w world) (moved []term) {
	t.Helper()
	for v, members := range x.members {
		by := x.sign[members[0]] * w.change(members[0])
		for _, u := range members {
			if x.sign[u]*w.change(u) != by {
				t.Fatal("two unknowns are one variable and move apart")
			}
		}
		if by != 0 {
			moved = append(moved, term{v, by})
		}
	}
	return moved
}
