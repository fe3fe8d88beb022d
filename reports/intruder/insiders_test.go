package intruder

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// in2019 are stays that begin in 2019, so many at each organisation; the persons
// are all different.
func in2019(t *testing.T, houses map[string]int) (all []Stay) {
	t.Helper()
	person := 0
	for _, org := range []string{"a", "b", "c", "d"} {
		for range houses[org] {
			person++
			all = append(all, Stay{Person: person, House: org, Nationality: "0131", Sex: "man", AgeFrom: 30, AgeTo: 30, In: day(t, "2019-05-01"), Out: Goes})
		}
	}
	return all
}

func TestInsiders(t *testing.T) {
	t.Parallel()
	const of = " exact instroom 2019-01-01..2019-12-31 organisatie="
	for _, c := range []struct {
		name   string
		houses map[string]int
		lines  string
		want   []string
	}{
		{"who is alone takes himself out", map[string]int{"a": 1, "b": 8, "c": 91}, "totaal 100\n a .\n b .\n c 91",
			[]string{"sole" + of + "b 8-8", "staff" + of + "a 1-1", "staff" + of + "b 8-8"}},
		{"staff take their own out", map[string]int{"a": 6, "b": 8, "c": 86}, "totaal 100\n a .\n b .\n c 86",
			[]string{"staff" + of + "a 6-6", "staff" + of + "b 8-8"}},
		{"two who are all there is take themselves out", map[string]int{"a": 2, "b": 8, "c": 90}, "totaal 100\n a .\n b .\n c 90",
			[]string{"pair" + of + "b 8-8", "staff" + of + "a 2-2", "staff" + of + "b 8-8"}},
		{"two who are each alone join", map[string]int{"a": 1, "b": 1, "c": 9, "d": 89}, "totaal 100\n a .\n b .\n c .\n d 89",
			[]string{"coalition" + of + "c 9-9", "staff" + of + "a 1-1", "staff" + of + "b 1-1"}},
		{"two who are together all there is learn of themselves", map[string]int{"a": 1, "b": 1}, "totaal .\n a .\n b .", nil},
		{"three hidden figures", map[string]int{"a": 3, "b": 8, "c": 7, "d": 82}, "totaal 100\n a .\n b .\n c .\n d 82", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := year2019(map[string]string{"instroom": longSheet("organisatie", inPeriod, c.lines)})
			r := attackedBy(t, Knowledge{Stays: in2019(t, c.houses)}, p)
			var got []string
			for _, line := range learned(r) {
				if line[:5] == "sole " || line[:5] == "staff" || line[:5] == "coali" || line[:5] == "pair " {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
