package disclosure

import (
	"math/rand"
	"testing"
)

// parcel invents what a programme of n persons may publish: ten two-way tables
// over city, nationality, outcome, sex, age and quarter.
func parcel(n int) []Table {
	r := rand.New(rand.NewSource(7))
	sizes := []int{32, 5, 6, 3, 2, 8} // nationality in groups of two, city, outcome, age, sex, quarter
	persons := make([][]int, n)
	for i := range persons {
		for _, size := range sizes {
			v := int(float64(size) * r.Float64() * r.Float64())
			persons[i] = append(persons[i], v)
		}
	}
	var out []Table
	for i, pair := range [][]int{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {1, 2}, {1, 5}, {2, 5}, {2, 3}, {1, 3}} {
		out = append(out, crossed(string(rune('A'+i)), persons, sizes, pair, true))
	}
	return out
}

func BenchmarkParcel(b *testing.B) {
	for _, n := range []int{300, 1500, 100_000} {
		b.Run("", func(b *testing.B) {
			tables := parcel(n)
			cells, primary, secondary := 0, 0, 0
			for b.Loop() {
				safe, err := Protect(tables, nil, DefaultPolicy())
				if err != nil {
					b.Fatal(err)
				}
				cells, primary, secondary = 0, 0, 0
				for _, c := range safe.Control().Tables {
					cells += c.Primary + c.Secondary + c.Shown
					primary += c.Primary
					secondary += c.Secondary
				}
			}
			b.ReportMetric(float64(cells), "cells")
			b.ReportMetric(float64(primary), "primary")
			b.ReportMetric(float64(secondary), "secondary")
		})
	}
}
