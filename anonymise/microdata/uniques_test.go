package microdata

import (
	"math/bits"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestExplainEqualsOracle tries every set of columns for every row.
func TestExplainEqualsOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := smallRecords(t)
		m := len(r.Quasi)
		most := rapid.IntRange(1, m).Draw(t, "most")
		got, err := Explain(t.Context(), r, most)
		if err != nil {
			t.Fatal(err)
		}
		want := Explanation{Most: most, Sizes: make([]int, most+1), Columns: make([]float64, m)}
		total, best := 0.0, 0.0
		for row := range r.N {
			score, fewest := 0.0, m+1
			for set := uint32(1); set < 1<<m; set++ {
				size := bits.OnesCount32(set)
				if size > most || !oracleMinimal(&r, row, set) {
					continue
				}
				points := factorial(m - size)
				score += points
				fewest = min(fewest, size)
				for _, c := range columnsOf(set) {
					want.Columns[c] += points
				}
			}
			total, best = total+score, max(best, score)
			if score > 0 {
				want.Records++
				want.Sizes[fewest]++
			}
		}
		for c := range want.Columns {
			if want.Columns[c] /= max(total, 1); !near(want.Columns[c], got.Columns[c]) {
				t.Errorf("column %d has share %v, recounted %v", c, got.Columns[c], want.Columns[c])
			}
		}
		if got.Records != want.Records || !slices.Equal(got.Sizes, want.Sizes) {
			t.Errorf("%d records by size %v, recounted %d by %v", got.Records, got.Sizes, want.Records, want.Sizes)
		}
		if len(got.Worst) != min(10, want.Records) || len(got.Worst) > 0 && !near(got.Worst[0].Score, best) {
			t.Errorf("worst %+v; the highest score is %v", got.Worst, best)
		}
	})
}

func factorial(n int) float64 {
	if n < 2 {
		return 1
	}
	return float64(n) * factorial(n-1)
}

// oracleMinimal reports whether a row is unique in a set of columns and in no
// set within.
func oracleMinimal(r *Records, row int, set uint32) bool {
	for smaller := (set - 1) & set; smaller != 0; smaller = (smaller - 1) & set {
		if oracleUnique(r, row, smaller) {
			return false
		}
	}
	return oracleUnique(r, row, set)
}

func oracleUnique(r *Records, row int, set uint32) bool {
	var same []int
	for other := range r.N {
		differs := func(c int) bool { return r.Quasi[c].Codes[other] != r.Quasi[c].Codes[row] }
		if !slices.ContainsFunc(columnsOf(set), differs) {
			same = append(same, other)
		}
	}
	return oraclePersons(r, same) == 1
}

func TestExplainByHand(t *testing.T) {
	t.Parallel()
	flat := evenHierarchy(t, "x", 3, nil)
	// The last row is unique by its first column alone; the fourth only by both.
	r := Records{N: 5, Quasi: []Column{
		{Name: "a", Hierarchy: flat, Codes: []int32{0, 0, 1, 1, 2}},
		{Name: "b", Hierarchy: flat, Codes: []int32{0, 0, 0, 1, 1}},
	}}
	got, err := Explain(t.Context(), r, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := Explanation{
		Most: 2, Records: 3, Sizes: []int{0, 1, 2}, Columns: []float64{1, 2.0 / 3},
		Worst: []Risky{{2, 1, []int{0, 1}}, {3, 1, []int{0, 1}}, {4, 1, []int{0}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("explanation (-want +got):\n%s", diff)
	}
	for len(r.Quasi) <= mostExplained {
		r.Quasi = append(r.Quasi, r.Quasi[0])
	}
	if _, err := Explain(t.Context(), r, 0); err == nil || !strings.Contains(err.Error(), "at most 24") {
		t.Errorf("25 columns: %v, want a refusal", err)
	}
}
