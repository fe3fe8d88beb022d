package synth

import (
	"slices"
	"testing"

	"lvv/schemas"
)

// Every kind of fault is put in when there are rows enough, has a text for
// people, and is found where the answers say, and nowhere else.
func TestFaultsAreWhereTheAnswersSay(t *testing.T) {
	t.Parallel()
	clean := Plan{Seed: 6, Persons: 1500, Orgs: []string{"a", "b"}}
	bad := clean
	bad.Errors = 0.15
	whole := clean.settle().Period
	met := make(map[string]int)
	for _, d := range contract(t, "utrecht-2019").Datasets {
		want, none, err := clean.Rows("a", d.Name, whole)
		if err != nil || len(none.Faults) > 0 {
			t.Fatalf("%s: a clean plan has %d faults (%v)", d.Name, len(none.Faults), err)
		}
		got, answers, err := bad.Rows("a", d.Name, whole)
		if err != nil {
			t.Fatal(err)
		}
		spoilt := make(map[int]bool)
		for _, f := range answers.Faults {
			if f.Code == twiceCode { // give the clean delivery its double as well
				want = slices.Insert(want, f.Row-1, want[f.Row-2])
			} else {
				spoilt[f.Row] = true
			}
			met[d.Name+" "+f.Code+" "+f.Field]++
			if _, ok := schemas.Problem(f.Code); !ok {
				t.Errorf("%s: fault %s has no text in problems.toml", d.Name, f.Code)
			}
			if f.Field != "" && d.Field(f.Field) == nil {
				t.Errorf("%s: fault %s is in field %s, which is not there", d.Name, f.Code, f.Field)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %d rows, want %d", d.Name, len(got), len(want))
		}
		for i := range want {
			if same := slices.Equal(got[i], want[i]); same == spoilt[i+1] {
				t.Errorf("%s row %d: unchanged %v, but spoilt %v", d.Name, i+1, same, spoilt[i+1])
			}
		}
	}
	for _, m := range mistakes {
		if met[m.dataset+" "+m.code+" "+m.field] == 0 {
			t.Errorf("%s: fault %s was never put in", m.dataset, m.code)
		}
	}
}

func TestElevenTest(t *testing.T) {
	t.Parallel()
	// The first two are numbers that public examples use for a BSN that passes.
	for n, want := range map[int]bool{111222333: true, 123456782: true, 123456789: false, 111222334: false} {
		if elevenTest(n) != want {
			t.Errorf("elevenTest(%d) = %v", n, !want)
		}
	}
}
