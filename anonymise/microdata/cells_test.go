package microdata

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// With suppressed cells every class still meets the policy, a suppressed value
// counted as a value of its own; no more rows are touched than may be dropped;
// what passed without stays as it was; and no detail is lost by it.
func TestSuppressedCellsMeetPolicy(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, p := smallRecords(t), drawPolicy(t)
		without, err := Anonymise(t.Context(), r, p)
		if errors.Is(err, ErrNotUseful) {
			return
		}
		p.Cells = true
		set, err := Anonymise(t.Context(), r, p)
		if err != nil {
			t.Fatal(err)
		}
		checkSet(t, &r, p, set)
		was, is := without.Result(), set.Result()
		if diff := cmp.Diff(was.Levels, is.Levels); diff != "" {
			t.Errorf("other levels (-without +with):\n%s", diff)
		}
		if is.MeanLoss > was.MeanLoss+1e-9 || is.Suppressed > was.Suppressed {
			t.Errorf("mean loss %v and %d suppressed; without cells %v and %d", is.MeanLoss, is.Suppressed, was.MeanLoss, was.Suppressed)
		}
		checkCells(t, &r, without, set)
		p.Workers = 4 - p.Workers
		again, err := Anonymise(t.Context(), r, p)
		if diff := cmp.Diff(set, again, cmp.AllowUnexported(Set{}, Risks{}, sizeCount{})); err != nil || diff != "" {
			t.Errorf("another number of workers, another set: %v\n%s", err, diff)
		}
	})
}

// checkCells recounts the suppressed cells, and the rows that have one.
func checkCells(t *rapid.T, r *Records, without, set *Set) {
	res := set.Result()
	passed := make(map[int32]bool)
	for _, row := range without.Kept() {
		passed[row] = true
	}
	cells, touched := make([]int, len(r.Quasi)), r.N-set.N()
	for i, row := range set.Kept() {
		stars := 0
		for c, q := range set.Quasi() {
			switch q.Label(i) {
			case label(&r.Quasi[c], int(row), res.Levels[c]):
			case Top:
				cells[c]++
				stars++
			default:
				t.Fatalf("column %s: row %d is neither at its level nor suppressed", q.Name, row)
			}
		}
		if stars > 0 && passed[row] {
			t.Errorf("row %d passed without, and lost a value", row)
		}
		if stars > 0 {
			touched++
		}
	}
	if diff := cmp.Diff(cells, res.Cells); diff != "" {
		t.Errorf("suppressed cells (-recounted +got):\n%s", diff)
	}
	if touched > without.Result().Suppressed {
		t.Errorf("%d rows touched, %d would have been dropped", touched, without.Result().Suppressed)
	}
}

// Pitfall of missing values that match anything (sdcMicro leaves 7,253 records
// of a file below k when a missing value counts as itself): two records that
// agree only because one of them says nothing do not hide each other.
func TestPitfall15SuppressedMatchesOnlySuppressed(t *testing.T) {
	t.Parallel()
	flat := func(name string, leaves ...string) *Hierarchy {
		var rows [][]string
		for _, leaf := range leaves {
			rows = append(rows, []string{leaf, Top})
		}
		h, err := NewHierarchy(name, rows)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	// Four of Utrecht and F; one of Utrecht and M, one of Zwolle and M. If the
	// last two lose their city they hide each other, and only each other.
	r := Records{N: 6, Quasi: []Column{
		{Name: "stad", Hierarchy: flat("stad", "Utrecht", "Zwolle"), Codes: []int32{0, 0, 0, 0, 0, 1}},
		{Name: "geslacht", Hierarchy: flat("geslacht", "F", "M"), Codes: []int32{0, 0, 0, 0, 1, 1}},
	}}
	set, err := Anonymise(t.Context(), r, Policy{K: 2, SuppressionLimit: 0.4, Cells: true, Levels: []int{0, 0}})
	if err != nil {
		t.Fatal(err)
	}
	if res := set.Result(); set.N() != 6 || res.Classes != 2 || res.MinClass != 2 || !cmp.Equal(res.Cells, []int{2, 0}) {
		t.Errorf("%d rows, %d classes, smallest %d, cells %v; want all rows, the two without a city as a class of their own", set.N(), res.Classes, res.MinClass, res.Cells)
	}
	// With one such record there is nobody to hide behind: it is dropped, though
	// "* M" would match nobody's and "Utrecht *" four others'.
	r.N--
	for c := range r.Quasi {
		r.Quasi[c].Codes = r.Quasi[c].Codes[:5]
	}
	if set, err = Anonymise(t.Context(), r, Policy{K: 2, SuppressionLimit: 0.4, Cells: true, Levels: []int{0, 0}}); err != nil || set.N() != 4 {
		t.Errorf("a record that is alone was kept: %v", err)
	}
}

func TestCellRefusals(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 60, 20, false)
	if _, err := Anonymise(t.Context(), r, Policy{K: 2, Cells: true, KMap: 3}); err == nil || !strings.Contains(err.Error(), "suppressed cells") {
		t.Errorf("cells with k-map: %v, want a refusal", err)
	}
	h, err := NewHierarchy("land", [][]string{{Top, Top}, {"Gambia", Top}, {"Peru", Top}})
	if err != nil {
		t.Fatal(err)
	}
	r.Quasi[0] = Column{Name: "land", Hierarchy: h, Codes: make([]int32, r.N)}
	r.Quasi[0].Codes[7] = 1
	p := Policy{K: 2, Cells: true, SuppressionLimit: 0.9, Levels: []int{0, 1, 2, 2, 1}}
	if _, err := Anonymise(t.Context(), r, p); err == nil || !strings.Contains(err.Error(), "two different groups") {
		t.Errorf("a leaf that looks suppressed: %v, want a refusal", err)
	}
}
