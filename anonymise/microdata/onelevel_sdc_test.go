//go:build sdc

package microdata

import "testing"

// What columns that stay at one level cost in detail. There is no other tool to
// compare with; the bound is a greedy multi-dimensional recoding that holds no
// column (granularity 0.831), or the best single generalisation of the file
// (0.519), above which holding the columns must stay.
func TestReferenceOneLevel(t *testing.T) {
	shelter := loadShelter(t)
	for _, tt := range []struct {
		name  string
		held  []int
		least float64
	}{{"city", []int{0}, 0.831}, {"city and nationality", []int{0, 1}, 0.831}, {"city, age and quarter", []int{0, 3, 4}, 0.75}, {"all", []int{0, 1, 2, 3, 4}, 0.519}} {
		t.Run(tt.name, func(t *testing.T) {
			set, err := Recode(t.Context(), shelter, Policy{K: 5, OneLevel: tt.held})
			if err != nil {
				t.Fatal(err)
			}
			res := set.Result()
			t.Logf("granularity %.4f, %d classes, records at each level %v", res.Granularity, res.Classes, res.AtLevel)
			if res.Granularity < tt.least || res.Suppressed != 0 {
				t.Errorf("granularity %.4f, %d suppressed; want at least %.3f and none", res.Granularity, res.Suppressed, tt.least)
			}
			for _, c := range tt.held {
				if res.LevelOf(c) < 0 {
					t.Errorf("column %d mixes levels", c)
				}
			}
		})
	}
}
