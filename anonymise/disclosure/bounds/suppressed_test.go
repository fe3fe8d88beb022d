package bounds_test

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/bounds"
)

// Whatever the suppressor makes of a table of persons, who knows that zeros are
// shown cannot come nearer to a small figure than the policy allows: said by a
// solver that it does not know.
func TestSuppressedTablesAreWideEnough(t *testing.T) {
	t.Parallel()
	policy := disclosure.DefaultPolicy()
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(2, 5).Draw(t, "rows"), rapid.IntRange(2, 5).Draw(t, "columns")
		table := crossed(t, rows, cols)
		safe, err := disclosure.Protect([]disclosure.Table{table}, nil, policy)
		if errors.Is(err, disclosure.ErrUnprotectable) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		s, hidden := asSeen(safe.Table(table.Name), rows, cols)
		found, err := bounds.Intervals(t.Context(), s, hidden)
		if err != nil {
			t.Fatal(err)
		}
		for n, i := range hidden {
			v := table.Cells[i].Value
			if v < found[n].Low || v > found[n].High {
				t.Errorf("cell %d is %d, not in %+v", i, v, found[n])
			}
			if v > 0 && v < policy.Threshold && found[n].Width() < policy.Width {
				t.Errorf("cell %d is %d and lies in %+v", i, v, found[n])
			}
		}
	})
}

// crossed draws a table of persons by two dimensions, totals first.
func crossed(t *rapid.T, rows, cols int) disclosure.Table {
	cells := make([]disclosure.Cell, (rows+1)*(cols+1))
	for r := 1; r <= rows; r++ {
		for c := 1; c <= cols; c++ {
			v := rapid.OneOf(rapid.Int64Range(0, 12), rapid.Int64Range(0, 60)).Draw(t, "persons")
			for _, i := range []int{0, c, r * (cols + 1), r*(cols+1) + c} {
				cells[i].Value += v
				cells[i].Contributors += v
			}
		}
	}
	dim := func(name string, n int) disclosure.Dim {
		d := disclosure.Dim{Name: name, Label: name, Categories: []disclosure.Category{{Code: "totaal", Label: "Totaal", Total: true}}}
		for i := range n {
			code := fmt.Sprintf("%s%d", name, i)
			d.Categories = append(d.Categories, disclosure.Category{Code: code, Label: code, Parent: "totaal"})
		}
		return d
	}
	return disclosure.Table{Name: "kruis", Title: "Kruis", Kind: disclosure.Flow, Population: "personen", Unit: disclosure.UnitPersons,
		Dims: []disclosure.Dim{dim("r", rows), dim("k", cols)}, Cells: cells}
}

// asSeen is what a reader of the table knows, and the cells that he does not.
func asSeen(p disclosure.Published, rows, cols int) (s bounds.System, hidden []int) {
	for i := range p.Len() {
		v, status := p.At(i)
		if status == disclosure.Shown {
			s.Cells = append(s.Cells, bounds.Cell{Value: v})
			continue
		}
		s.Cells = append(s.Cells, bounds.Cell{Hidden: true, Lower: 1, Upper: bounds.Unbounded})
		hidden = append(hidden, i)
	}
	for r := range rows + 1 {
		terms := []bounds.Term{{Cell: r * (cols + 1), Coef: -1}}
		for c := 1; c <= cols; c++ {
			terms = append(terms, bounds.Term{Cell: r*(cols+1) + c, Coef: 1})
		}
		s.Constraints = append(s.Constraints, terms)
	}
	for c := range cols + 1 {
		terms := []bounds.Term{{Cell: c, Coef: -1}}
		for r := 1; r <= rows; r++ {
			terms = append(terms, bounds.Term{Cell: r*(cols+1) + c, Coef: 1})
		}
		s.Constraints = append(s.Constraints, terms)
	}
	return s, hidden
}
