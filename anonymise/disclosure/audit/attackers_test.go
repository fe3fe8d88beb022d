package audit

import (
	"slices"
	"strings"
	"testing"
)

// row returns one row of persons with its total, of which all is suppressed.
func row(values ...int64) Table {
	t := Table{Name: "row", Population: "p", Unit: "persons", Persons: true, Dims: []Dim{{Name: "org"}}}
	var sum int64
	for i, v := range append(slices.Clone(values), 0) {
		code := string(rune('a' + i))
		if i == len(values) {
			v, code = sum, "T"
		}
		sum += v
		t.Dims[0].Categories = append(t.Dims[0].Categories, Category{Code: code, Total: i == len(values)})
		t.Cells = append(t.Cells, Cell{Value: v, Contributors: v})
	}
	return t
}

// swap raises cell to and lowers cell from, which keeps the total.
func swap(to, from int, by int64) World {
	return World{{Ref{0, to}, by}, {Ref{0, from}, -by}}
}

var mild = Rules{Threshold: 5, HealthThreshold: 5, Width: 1, InsiderWidth: 1, DominancePercent: 50, GroupPercent: 100, Coalition: 1}

// TestCoalition: two persons who are each alone in a cell exclude what neither
// excludes by himself.
func TestCoalition(t *testing.T) {
	t.Parallel()
	table := row(1, 1, 3, 9)
	table.Cells[4].Shown = true
	up := func(cell int) World { return World{{Ref{0, cell}, 1}, {Ref{0, 3}, -1}} }
	worlds := []World{up(0), up(1), up(2), {{Ref{0, 2}, 1}, {Ref{0, 0}, 1}, {Ref{0, 3}, -2}}, {{Ref{0, 2}, 1}, {Ref{0, 1}, 1}, {Ref{0, 3}, -2}}}
	proofs := []Proof{{Ref{0, 0}, 0, Truth}, {Ref{0, 1}, 1, Truth}, {Ref{0, 2}, 3, Truth}, {Ref{0, 2}, 4, Truth}}
	if _, err := Check([]Table{table}, nil, mild, worlds, proofs); err != nil {
		t.Fatalf("each alone excludes one of two worlds: %v", err)
	}
	two := mild
	two.Coalition = 2
	if _, err := Check([]Table{table}, nil, two, worlds, proofs); err == nil || !strings.Contains(err.Error(), "only person") {
		t.Errorf("together they exclude both: %v", err)
	}
	proofs = append(proofs, Proof{Ref{0, 2}, 2, Truth})
	if _, err := Check([]Table{table}, nil, two, worlds, proofs); err != nil {
		t.Errorf("neither is in the third world: %v", err)
	}
}

// TestCoalitionThatKnowsTheTotal: a total in which nobody else stands needs no
// protection from those who make it up, but no world may change it for them.
func TestCoalitionThatKnowsTheTotal(t *testing.T) {
	t.Parallel()
	tables, worlds, rules := []Table{row(1, 1, 0)}, []World{{{Ref{0, 0}, 1}, {Ref{0, 3}, 1}}, {{Ref{0, 1}, 1}, {Ref{0, 3}, 1}}}, mild
	tables[0].Cells[2].Shown = true
	rules.Coalition = 2
	proofs := []Proof{{Ref{0, 0}, 0, Truth}, {Ref{0, 1}, 1, Truth}, {Ref{0, 3}, 0, Truth}, {Ref{0, 3}, 1, Truth}}
	if _, err := Check(tables, nil, rules, worlds, proofs); err != nil {
		t.Error(err)
	}
}

// TestStaff: who works for one organisation takes its people off the total.
func TestStaff(t *testing.T) {
	t.Parallel()
	table := row(8, 3)
	table.Cells[2].Shown = true
	rules := mild
	worlds := []World{swap(1, 0, 1)}
	proofs := []Proof{{Ref{0, 1}, 0, Truth}}
	if _, err := Check([]Table{table}, nil, rules, worlds, proofs); err != nil {
		t.Fatal(err)
	}
	rules.Staff = []string{"org"}
	if _, err := Check([]Table{table}, nil, rules, worlds, proofs); err == nil || !strings.Contains(err.Error(), "another category") {
		t.Errorf("the staff of the first subtract their eight: %v", err)
	}
	table.Cells[2].Shown = false
	worlds, proofs = append(worlds, World{{Ref{0, 1}, 1}, {Ref{0, 2}, 1}}), append(proofs, Proof{Ref{0, 1}, 1, Truth})
	report, err := Check([]Table{table}, nil, rules, worlds, proofs)
	if err != nil || report.StaffWidth != 1 {
		t.Errorf("with the total suppressed: %+v, %v", report, err)
	}
}

// TestPPercent: the second contributor takes his part off a sum.
func TestPPercent(t *testing.T) {
	t.Parallel()
	table := row(200, 300)
	table.Persons, table.Unit = false, "nights"
	for i := range table.Cells {
		table.Cells[i].Contributors, table.Cells[i].Shown, table.Cells[i].Largest, table.Cells[i].SecondLargest = 20, true, 80, 40
	}
	rules := mild
	rules.PPercent = 10
	if _, err := Check([]Table{table}, nil, rules, nil, nil); err != nil {
		t.Fatalf("eighty of two hundred hide well behind eighty others: %v", err)
	}
	table.Cells[0].Largest, table.Cells[0].SecondLargest = 100, 95
	if _, err := Check([]Table{table}, nil, rules, nil, nil); err == nil {
		t.Error("the second comes within five percent of the largest")
	}
	table.Cells[0].SecondLargest = 0
	if _, err := Check([]Table{table}, nil, rules, nil, nil); err == nil {
		t.Error("a second part that is not known passes for a small one")
	}
	table.Cells[0].Shown, table.Cells[1].Shown, table.Cells[0].SecondLargest = false, false, 95
	for by, want := range map[int64]bool{4: false, 5: true} {
		_, err := Check([]Table{table}, nil, rules, []World{swap(0, 1, by)}, []Proof{{Ref{0, 0}, 0, Truth}})
		if (err == nil) != want {
			t.Errorf("an interval that reaches %d higher: %v", by, err)
		}
	}
}

// TestGroups: a part that holds everybody must be possible as a smaller share,
// in any unit; a world in which part and total rise together does not do.
func TestGroups(t *testing.T) {
	t.Parallel()
	rules := mild
	rules.GroupPercent = 90
	table := row(30, 0)
	table.Dims[0].Sensitive = true
	for i, unit := range []string{"persons", "nights"} {
		table.Persons, table.Unit = i == 0, unit
		for c := range table.Cells {
			table.Cells[c].Shown = false
		}
		together, apart := World{{Ref{0, 0}, 5}, {Ref{0, 2}, 5}}, World{{Ref{0, 1}, 4}, {Ref{0, 2}, 4}}
		proofs := []Proof{{Ref{0, 0}, 0, Truth}}
		if _, err := Check([]Table{table}, nil, rules, []World{together}, proofs); err == nil || !strings.Contains(err.Error(), "everybody") {
			t.Errorf("%s: everybody is in one category in all worlds: %v", unit, err)
		}
		if _, err := Check([]Table{table}, nil, rules, []World{together, apart}, proofs); err != nil {
			t.Errorf("%s: %v", unit, err)
		}
		table.Cells[0].Shown, table.Cells[1].Shown, table.Cells[2].Shown = true, true, true
		if _, err := Check([]Table{table}, nil, rules, nil, nil); err == nil {
			t.Errorf("%s: everybody in one category is shown", unit)
		}
	}
}

// TestUnpublished: of a table that was never printed nobody knows that a figure
// is not zero; of one that was printed he does.
func TestUnpublished(t *testing.T) {
	t.Parallel()
	table := row(3, 9)
	table.Unpublished = true
	worlds, proofs := []World{swap(1, 0, 3)}, []Proof{{Ref{0, 0}, Truth, 0}}
	if _, err := Check([]Table{table}, nil, mild, worlds, proofs); err != nil {
		t.Error(err)
	}
	for i := range table.Cells {
		table.Cells[i].Withheld = true
	}
	if _, err := Check([]Table{table}, nil, mild, worlds, proofs); err == nil {
		t.Error("a dot of an earlier release falls to zero")
	}
	table.Cells[1] = Cell{Value: 9, Contributors: 9, Public: true}
	table.Cells[2] = Cell{Value: 12, Contributors: 12, Public: true}
	report, err := Check([]Table{table}, nil, mild, nil, nil)
	if err != nil || report.Exposed != 1 || report.Small != 0 {
		t.Errorf("what is out is out: %+v, %v", report, err)
	}
	table.Unpublished, table.Cells[0].Withheld = false, false
	if _, err := Check([]Table{table}, nil, mild, nil, nil); err == nil {
		t.Error("the figures of this parcel are taken for given away")
	}
	table.Unpublished, table.Cells[0].Shown = true, true
	if _, err := Check([]Table{table}, nil, mild, nil, nil); err == nil {
		t.Error("a table that does not go out is shown")
	}
}
