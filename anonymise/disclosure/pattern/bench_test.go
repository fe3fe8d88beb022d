//go:build sdc

package pattern

import (
	"context"
	"testing"
	"time"
)

// BenchmarkReference times the proof for the smaller reference table, and tells
// how many cells are hidden in the larger one after some seconds.
func BenchmarkReference(b *testing.B) {
	for _, c := range []struct {
		name, table  string
		lower, width int64
		limit        time.Duration
	}{
		{"F4/zeros-shown", "F4_lvv_city_nat", 1, 1, time.Minute},
		{"F4/width-4", "F4_lvv_city_nat", 1, 4, time.Minute},
		{"F4/textbook", "F4_lvv_city_nat", 0, 1, time.Minute},
		{"F5/zeros-shown/200ms", "F5_lvv_city_nat_out", 1, 1, 200 * time.Millisecond},
		{"F5/zeros-shown/2s", "F5_lvv_city_nat_out", 1, 1, 2 * time.Second},
		{"F5/zeros-shown/60s", "F5_lvv_city_nat_out", 1, 1, time.Minute},
		{"F5/textbook/60s", "F5_lvv_city_nat_out", 0, 1, time.Minute},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := reference(b, c.table, c.lower, c.width, each)
			for b.Loop() {
				ctx, cancel := context.WithTimeout(b.Context(), c.limit)
				s, err := Solve(ctx, p)
				cancel()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(s.Cost), "hidden")
				b.ReportMetric(float64(s.Bound), "bound")
			}
		})
	}
}
