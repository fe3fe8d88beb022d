package audit

import (
	"slices"
	"strings"
	"testing"
)

// block returns a table of two by two with totals, in which one cell is small
// and all four inner cells are suppressed, with the worlds that prove it.
func block() ([]Table, []World, []Proof, Rules) {
	dim := func(name string) Dim {
		return Dim{Name: name, Categories: []Category{{Code: "0"}, {Code: "1"}, {Code: "T", Total: true}}}
	}
	t := Table{Name: "block", Population: "p", Unit: "persons", Persons: true, Dims: []Dim{dim("row"), dim("col")}}
	for i, v := range []int64{14, 7, 21, 30, 25, 55, 44, 32, 76} {
		t.Cells = append(t.Cells, Cell{Value: v, Contributors: v, Shown: i%3 == 2 || i > 5})
	}
	swap := func(by int64) World {
		return World{{Ref{0, 0}, -by}, {Ref{0, 1}, by}, {Ref{0, 3}, by}, {Ref{0, 4}, -by}}
	}
	rules := Rules{Threshold: 10, HealthThreshold: 10, Width: 10, InsiderWidth: 1, DominancePercent: 50, GroupPercent: 90, Coalition: 1}
	return []Table{t}, []World{swap(8), swap(-2)}, []Proof{{Ref{0, 1}, 0, 1}}, rules
}

func TestCheckPasses(t *testing.T) {
	t.Parallel()
	tables, worlds, proofs, rules := block()
	report, err := Check(tables, nil, rules, worlds, proofs)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Report{Small: 1, SmallestWidth: 10, PersonWidth: 10, StaffWidth: -1, Worlds: 2}); report != want {
		t.Errorf("report %+v, want %+v", report, want)
	}
}

// TestCheckRefuses spoils a sound pattern in one way at a time.
func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spoil func(t *Table, w []World, p *[]Proof, r *Rules)
		want  string
	}{
		{"a small cell is shown", func(t *Table, _ []World, _ *[]Proof, _ *Rules) { t.Cells[1].Shown = true }, "must not be"},
		{"a proof is missing", func(_ *Table, _ []World, p *[]Proof, _ *Rules) { *p = nil }, "outsiders"},
		{"the interval is too narrow", func(_ *Table, _ []World, p *[]Proof, _ *Rules) { (*p)[0].Below = Truth }, "outsiders"},
		{"a world changes a shown cell", func(t *Table, _ []World, _ *[]Proof, _ *Rules) { t.Cells[3].Shown = true }, "known"},
		{"a world changes a public cell", func(t *Table, _ []World, _ *[]Proof, _ *Rules) { t.Cells[3].Public = true }, "known"},
		{"a world does not add up", func(_ *Table, w []World, _ *[]Proof, _ *Rules) { w[0][0].Delta++ }, "adds up"},
		{"a world holds a zero that would be shown", func(_ *Table, w []World, _ *[]Proof, _ *Rules) {
			for i := range w[0] {
				w[0][i].Delta = w[0][i].Delta / 8 * 14
			}
		}, "would be shown"},
		{"a world changes a cell twice", func(_ *Table, w []World, _ *[]Proof, _ *Rules) { w[0] = append(w[0], w[0][0]) }, "twice"},
		{"a total is wrong", func(t *Table, _ []World, _ *[]Proof, _ *Rules) { t.Cells[2].Value++ }, "add up"},
		{"a withheld cell is shown", func(t *Table, _ []World, _ *[]Proof, _ *Rules) { t.Cells[8].Withheld = true }, "withheld"},
		{"the rule is stricter", func(_ *Table, _ []World, _ *[]Proof, r *Rules) { r.Threshold, r.HealthThreshold = 15, 15 }, ""},
		{"a known total leaves a small group", func(t *Table, _ []World, _ *[]Proof, r *Rules) { r.Threshold, r.HealthThreshold = 22, 22 }, ""},
		{"a proof names no world", func(_ *Table, _ []World, p *[]Proof, _ *Rules) { (*p)[0].Above = 7 }, "not there"},
	} {
		tables, worlds, proofs, rules := block()
		for i := range worlds {
			worlds[i] = slices.Clone(worlds[i])
		}
		c.spoil(&tables[0], worlds, &proofs, &rules)
		if _, err := Check(tables, nil, rules, worlds, proofs); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.name, err, c.want)
		}
	}
}

// A person who is alone in a cell excludes every world that changes it.
func TestInsider(t *testing.T) {
	t.Parallel()
	tables, _, _, rules := block()
	c := tables[0].Cells
	for i, v := range []int64{1, 7, 8, 30, 25, 55, 31, 32, 63} {
		c[i].Value, c[i].Contributors, c[i].Shown = v, v, i == 5 || i > 5
	}
	c[2].Shown = false
	c[5].Shown = false
	grow := func(cells ...int) (w World) {
		for i, cell := range cells {
			w = append(w, Change{Ref{0, cell}, []int64{10, 10, -10, -10}[i]})
		}
		return w
	}
	// The first cell rises by ten with its row, the second one row falls.
	worlds := []World{grow(0, 2, 3, 5), grow(1, 2, 4, 5)}
	proofs := []Proof{{Ref{0, 0}, 0, Truth}, {Ref{0, 1}, 1, Truth}, {Ref{0, 2}, 0, Truth}}
	if _, err := Check(tables, nil, rules, worlds, proofs); err == nil || !strings.Contains(err.Error(), "only person") {
		t.Errorf("the row total moves only with the insider's own cell: %v", err)
	}
	proofs = append(proofs, Proof{Ref{0, 2}, 1, Truth})
	report, err := Check(tables, nil, rules, worlds, proofs)
	if err != nil {
		t.Fatal(err)
	}
	if report.Insiders != 1 {
		t.Errorf("%d insiders, want 1", report.Insiders)
	}
}
