//go:build sdc

package bounds

import (
	"testing"
	"time"

	"lvv/anonymise/disclosure/counts/countstest"
)

// The reference tables are not part of the project: make test-sdc LVV_SDC=folder.
// Their figures were audited with other tools by linear programming over the
// same identities, before any secondary suppression.
func TestReferenceTables(t *testing.T) {
	for _, c := range []struct {
		name           string
		cells, primary int
		low            int64
		known          int
	}{
		{"F4_lvv_city_nat", 222, 55, 0, 16},
		{"F5_lvv_city_nat_out", 1554, 614, 0, 76},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, primary := reference(t, c.name, c.low)
			if len(s.Cells) != c.cells || len(primary) != c.primary {
				t.Fatalf("%d cells, %d primary", len(s.Cells), len(primary))
			}
			begun := time.Now()
			got, err := Intervals(t.Context(), s, primary)
			if err != nil {
				t.Fatal(err)
			}
			known, exact := 0, 0
			for i, g := range got {
				if v := s.Cells[primary[i]].Value; v < g.Low || v > g.High {
					t.Errorf("cell %d is %d, not in %+v", primary[i], v, g)
				}
				if g.Known() {
					known++
				}
				if g.Exact {
					exact++
				}
			}
			t.Logf("%d of %d known, %d proved both ways, in %v", known, len(got), exact, time.Since(begun))
			if known != c.known {
				t.Errorf("%d cells are known, others found %d", known, c.known)
			}
			if exact != len(got) {
				t.Errorf("%d of %d intervals are proved both ways", exact, len(got))
			}
		})
	}
}

// reference reads a table with its primary cells hidden.
func reference(t *testing.T, name string, low int64) (s System, primary []int) {
	t.Helper()
	read := countstest.Reference(t, name)
	for i, cell := range read.Cells {
		c := Cell{Value: cell.Value}
		if cell.Primary {
			primary = append(primary, i)
			c.Hidden, c.Lower, c.Upper = true, low, Unbounded
		}
		s.Cells = append(s.Cells, c)
	}
	for _, terms := range read.Constraints {
		var sum []Term
		for _, term := range terms {
			sum = append(sum, Term{term.Cell, term.Coef})
		}
		s.Constraints = append(s.Constraints, sum)
	}
	return s, primary
}
