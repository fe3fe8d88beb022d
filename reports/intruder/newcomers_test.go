package intruder

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The second release is over two years; what is compared is who came in the first.
func TestAFewRecordsMoreOrFewer(t *testing.T) {
	t.Parallel()
	first := map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 20, "azie,man,18-60,2019,0-6,geen,mob": 30}
	for _, c := range []struct {
		name  string
		later map[string]int
		want  []string
	}{
		{"the same, and who came since", map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 20, "azie,man,18-60,2019,0-6,geen,mob": 30,
			"azie,man,18-60,2020,0-6,geen,mob": 3}, nil},
		{"three more", map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 23, "azie,man,18-60,2019,0-6,geen,mob": 30},
			[]string{"linker class 3-3 of 0"}},
		{"two fewer, told in another way", map[string]int{"noord_afrika,man,*,2019,0-6,geen,mob": 6, "west_afrika,man,18-60,2019-K1,0-6,geen,mob": 12,
			"azie,man,18-60,2019,0-6,geen,mob": 30}, []string{"linker class 2-2 of 0"}},
		{"twelve more", map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 32, "azie,man,18-60,2019,0-6,geen,mob": 30}, nil},
		{"three more who may have come since", map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 20, "afrika,man,18-60,*,0-6,geen,mob": 3,
			"azie,man,18-60,2019,0-6,geen,mob": 30}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := attacked(t, year2019(map[string]string{"microdata": recordLines(first)}),
				parcelOf("later", "2019-01-01", "2020-12-31", map[string]string{"microdata": recordLines(c.later)}))
			if diff := cmp.Diff(c.want, found(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
