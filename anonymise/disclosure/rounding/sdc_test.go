//go:build sdc

package rounding

import (
	"context"
	"testing"

	"lvv/anonymise/disclosure/counts/countstest"
)

// The reference tables: SmallCountRounding takes 0.4 s for each, changes single
// figures of F5 by up to 7, and leaves its total 2 off.
func TestReferenceTables(t *testing.T) {
	for _, name := range []string{"F4_lvv_city_nat", "F5_lvv_city_nat_out"} {
		s := countstest.Reference(t, name)
		p := Problem{Base: 5}
		for _, c := range s.Cells {
			p.Values = append(p.Values, c.Value)
		}
		for _, terms := range s.Constraints {
			var out []Term
			for _, term := range terms {
				out = append(out, Term{term.Cell, term.Coef})
			}
			p.Constraints = append(p.Constraints, out)
		}
		r, err := Round(context.Background(), p)
		if err != nil {
			t.Fatal(name, err)
		}
		holds(t, p, r)
		t.Logf("%s: reach %d, largest change %d, mean %.2f, optimal %v", name, r.Reach, r.MaxChange, float64(r.TotalChange)/float64(len(p.Values)), r.Optimal)
		if r.MaxChange > 4 {
			t.Errorf("%s: a figure changed by %d", name, r.MaxChange)
		}
	}
}
