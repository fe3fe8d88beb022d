package audit

import (
	"strings"
	"testing"
)

// halves is a total of persons with two parts.
func halves(values ...int64) Table {
	t := Table{Name: "t", Population: "p", Unit: "personen", Persons: true,
		Dims: []Dim{{Name: "d", Categories: []Category{{Code: "T", Total: true}, {Code: "a"}, {Code: "b"}}}}}
	for _, v := range values {
		t.Cells = append(t.Cells, Cell{Value: v, Contributors: v, Shown: true})
	}
	return t
}

func TestCheckRounded(t *testing.T) {
	t.Parallel()
	rules := Rules{Threshold: 10, HealthThreshold: 15, Width: 10, InsiderWidth: 5, DominancePercent: 50, GroupPercent: 90, Coalition: 1, Rounding: 5}
	change := func(cell int, delta int64) Change { return Change{Ref{0, cell}, delta} }
	up, down := World{change(0, 2), change(1, 2)}, World{change(0, -2), change(1, -2)}
	proof := Proof{Cell: Ref{0, 1}, Above: 0, Below: 1}
	for name, x := range map[string]struct {
		table  Table
		z      []int64
		reach  int64
		worlds []World
		proofs []Proof
		fault  string
	}{
		"good":             {halves(30, 7, 23), []int64{30, 5, 25}, 1, []World{up, down}, []Proof{proof}, ""},
		"no multiple":      {halves(30, 7, 23), []int64{30, 6, 24}, 1, []World{up, down}, []Proof{proof}, "multiple"},
		"does not add up":  {halves(30, 7, 23), []int64{30, 10, 25}, 1, []World{up, down}, []Proof{proof}, "add up"},
		"too far":          {halves(30, 7, 23), []int64{30, 15, 15}, 1, []World{up, down}, []Proof{proof}, "next to"},
		"multiple moved":   {halves(30, 7, 23), []int64{35, 10, 25}, 1, []World{up, down}, []Proof{proof}, "next to"},
		"from nothing":     {halves(23, 0, 23), []int64{25, 5, 20}, 1, nil, nil, "next to"},
		"no proof":         {halves(30, 7, 23), []int64{30, 5, 25}, 1, []World{up, down}, nil, "too few values"},
		"narrow":           {halves(30, 7, 23), []int64{30, 5, 25}, 1, []World{up, down}, []Proof{{Ref{0, 1}, 0, Truth}}, "too few values"},
		"world too far":    {halves(30, 7, 23), []int64{30, 5, 25}, 1, []World{{change(0, 3), change(1, 3)}, down}, []Proof{proof}, "rounded otherwise"},
		"world of its own": {halves(30, 7, 23), []int64{30, 5, 25}, 1, []World{{change(1, 2)}, down}, []Proof{proof}, "adds up"},
		"no such world":    {halves(30, 7, 23), []int64{30, 5, 25}, 1, []World{up, down}, []Proof{{Ref{0, 1}, 0, 7}}, "not there"},
		"no such reach":    {halves(30, 7, 23), []int64{30, 5, 25}, 3, []World{up, down}, []Proof{proof}, "no such rounding"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := CheckRounded([]Table{x.table}, nil, rules, Rounded{5, x.reach, [][]int64{x.z}}, x.worlds, x.proofs)
			if x.fault == "" && err != nil || x.fault != "" && (err == nil || !strings.Contains(err.Error(), x.fault)) {
				t.Errorf("got %v, want %q", err, x.fault)
			}
		})
	}
	kept := halves(30, 7, 23)
	kept.Cells[1].Public, kept.Cells[1].Rounded, kept.Cells[1].Printed = true, true, 10
	if _, err := CheckRounded([]Table{kept}, nil, rules, Rounded{5, 1, [][]int64{{30, 5, 25}}}, []World{up, down}, []Proof{proof}); err == nil {
		t.Error("a figure that left as 10 may leave as 5")
	}
}

// In a group of nearly everybody it must be possible that a good part is not of
// the kind.
func TestRoundedGroups(t *testing.T) {
	t.Parallel()
	table := halves(30, 30, 0)
	table.Dims[0].Sensitive = true
	rules := Rules{Threshold: 10, HealthThreshold: 15, Width: 10, InsiderWidth: 5, DominancePercent: 50, GroupPercent: 90, Coalition: 1, Rounding: 5}
	r := Rounded{5, 1, [][]int64{{30, 30, 0}}}
	if _, err := CheckRounded([]Table{table}, nil, rules, r, nil, nil); err == nil {
		t.Error("nothing shows that not all thirty are of one kind")
	}
	w := World{{Ref{0, 1}, -4}, {Ref{0, 2}, 4}}
	if _, err := CheckRounded([]Table{table}, nil, rules, r, []World{w}, nil); err != nil {
		t.Error(err)
	}
}
