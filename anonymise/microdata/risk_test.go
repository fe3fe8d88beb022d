package microdata

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestMeasure(t *testing.T) {
	t.Parallel()
	h, err := NewHierarchy("stad", [][]string{{"Utrecht", Top}, {"Amsterdam", Top}, {"Groningen", Top}})
	if err != nil {
		t.Fatal(err)
	}
	// Utrecht: 3 rows of 2 persons; Amsterdam: 2 rows of 1 person; Groningen: 1 row.
	r := Records{N: 6, Quasi: []Column{{Name: "stad", Hierarchy: h, Codes: []int32{0, 0, 0, 1, 1, 2}}}, Person: []int32{0, 0, 1, 2, 2, 0}}
	raw, err := Measure(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Risks{Records: 6, Classes: 3, Uniques: 3, Max: 1, Mean: 0.75, JournalistMax: 1, JournalistMean: 0.75, Marketer: 0.75, sizes: []sizeCount{{1, 3}, {2, 3}}}
	if diff := cmp.Diff(want, raw, cmp.AllowUnexported(Risks{}, sizeCount{})); diff != "" {
		t.Errorf("raw (-want +got):\n%s", diff)
	}
	if raw.AtRisk(2) != 0.5 || raw.AtRisk(3) != 1 || raw.SmallestClass() != 1 {
		t.Errorf("at risk %v below 2, %v below 3, smallest %d", raw.AtRisk(2), raw.AtRisk(3), raw.SmallestClass())
	}
	top, err := Measure(r, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	if top.Classes != 1 || top.SmallestClass() != 3 {
		t.Errorf("one class of %d persons, want 3: a person in two cities is one", top.SmallestClass())
	}
	for _, levels := range [][]int{{}, {2}, {-1}} {
		if _, err := Measure(r, levels); err == nil {
			t.Errorf("levels %v were taken", levels)
		}
	}
	if empty, err := Measure(Records{Quasi: []Column{{Name: "stad", Hierarchy: h}}}, nil); err != nil || empty.AtRisk(5) != 0 || empty.SmallestClass() != 0 {
		t.Errorf("no rows: %+v, %v", empty, err)
	}
}

func TestMeasureEqualsOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := smallRecords(t)
		levels := make([]int, len(r.Quasi))
		for i := range levels {
			levels[i] = rapid.IntRange(0, r.Quasi[i].Hierarchy.Levels()-1).Draw(t, "level")
		}
		got, err := Measure(r, levels)
		if err != nil {
			t.Fatal(err)
		}
		uniques, risk := 0, 0.0
		classes := oracleClasses(&r, levels)
		for _, rows := range classes {
			persons := oraclePersons(&r, rows)
			risk += float64(len(rows)) / float64(persons)
			if persons == 1 {
				uniques += len(rows)
			}
		}
		if got.Classes != len(classes) || got.Uniques != uniques || !near(got.Mean, risk/float64(r.N)) {
			t.Errorf("%+v, recomputed %d classes, %d uniques, mean %v", got, len(classes), uniques, risk/float64(r.N))
		}
	})
}
