package microdata

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A file above the size from which rows are dealt into heaps gives the same
// set whatever the number of workers, and its classes hold k persons.
func TestBigFile(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 80_000, 60, true)
	p := Policy{K: 10, SuppressionLimit: 0.05, LKind: EntropyL, L: 2, TKind: EqualT, T: 0.5, Workers: 1}
	one, err := Anonymise(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	p.Workers = 3
	three, err := Anonymise(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one.Result(), three.Result(), cmp.AllowUnexported(Risks{}, sizeCount{})); diff != "" {
		t.Errorf("one worker and three differ:\n%s", diff)
	}
	if diff := cmp.Diff(one.Kept(), three.Kept()); diff != "" {
		t.Error("one worker and three keep different rows")
	}
	persons := make(map[string]map[int32]bool)
	quasi := one.Quasi()
	for i, row := range one.Kept() {
		key := fmt.Sprint(quasi[0].Codes[i], quasi[1].Codes[i], quasi[2].Codes[i], quasi[3].Codes[i], quasi[4].Codes[i])
		if persons[key] == nil {
			persons[key] = make(map[int32]bool)
		}
		persons[key][r.Person[row]] = true
	}
	for _, who := range persons {
		if len(who) < p.K {
			t.Fatalf("a class of %d persons", len(who))
		}
	}
	if res := one.Result(); res.Classes != len(persons) || res.Suppressed > 4000 {
		t.Errorf("%d classes, recounted %d; %d suppressed of at most 4000", res.Classes, len(persons), res.Suppressed)
	}
}
