//go:build sdc

package suppression

import (
	"context"
	"testing"
	"time"

	"lvv/anonymise/disclosure/counts/countstest"
	"lvv/anonymise/disclosure/pattern"
)

// The reference tables, against an attacker who knows that hidden cells are not
// zero. Of other tools, those that answer leave cells exactly known, or need 14
// cells for F4 and 122 for F5.
func TestReferenceTables(t *testing.T) {
	for _, c := range []struct {
		name               string
		width              int64
		insiders           bool
		primary, secondary int
		proven             bool
		limit              time.Duration
	}{
		{"F4_lvv_city_nat", 1, false, 55, 12, true, 20 * time.Second},
		{"F4_lvv_city_nat", 4, false, 55, 21, true, 20 * time.Second},
		{"F5_lvv_city_nat_out", 1, false, 614, 100, false, 20 * time.Second},
	} {
		s := countstest.Reference(t, c.name)
		rule := Rule{Lower: 1, Width: c.width, Insiders: c.insiders, Cost: ByCells}
		ctx, cancel := context.WithTimeout(context.Background(), c.limit)
		begun := time.Now()
		r, err := Protect(ctx, ctx, s, rule, pattern.Solve)
		cancel()
		if err != nil {
			t.Fatal(c.name, err)
		}
		report := check(t, s, rule, r)
		t.Logf("%s, width %d: %d secondary, sum %d, at least %d, %v; %+v", c.name, c.width, r.Secondary, r.SecondarySum, r.Bound, time.Since(begun), report)
		if r.Primary != c.primary || r.Secondary > c.secondary || r.Proven() != c.proven && c.proven {
			t.Errorf("%s, width %d: %d and %d, at least %d; want %d and %d", c.name, c.width, r.Primary, r.Secondary, r.Bound, c.primary, c.secondary)
		}
	}
}
