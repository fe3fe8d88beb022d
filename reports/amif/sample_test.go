package amif

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func frameOf(sizes map[string]int) (all []trajectory, names []string) {
	for at, org := range []string{"noord", "oost", "zuid"} {
		for i := range sizes[org] {
			all, names = append(all, trajectory{org: place(at)}), append(names, fmt.Sprintf("TR-%s-%03d", org, i))
		}
	}
	return all, names
}

// ids are those that were drawn in a way, of trajectories of these names.
func ids(names []string, all []drawn, w way) []string {
	var out []string
	for _, d := range all {
		if d.way == w {
			out = append(out, names[d.t])
		}
	}
	return out
}

// The lot is what sha256sum gives for
//
//	printf 'lvv/amif/steekproef/v1\n2019\nenkelvoudig\nTR-noord-000' | sha256sum
//
// so that an auditor can draw again without this program.
func TestTheLotIsPublic(t *testing.T) {
	t.Parallel()
	all, names := frameOf(map[string]int{"noord": 1})
	got := draw(all, names, &Options{Seed: 2019})
	if len(got) != 2 || got[0].ticket() != "c1f4ab84f453acd2" {
		t.Errorf("got %+v", got)
	}
}

func TestDrawIsReproducible(t *testing.T) {
	t.Parallel()
	all, names := frameOf(map[string]int{"noord": 40, "oost": 25, "zuid": 1})
	o := &Options{Seed: 7, Sample: 12, UnitCost: 100}
	first := draw(all, names, o)
	turned, turnedNames := slices.Clone(all), slices.Clone(names)
	slices.Reverse(turned)
	slices.Reverse(turnedNames)
	second := draw(turned, turnedNames, o)
	for _, way := range []way{simple, stratified, monetary} {
		if diff := cmp.Diff(ids(names, first, way), ids(turnedNames, second, way)); diff != "" {
			t.Errorf("%s depends on the order of the rows:\n%s", way, diff)
		}
		if len(ids(names, first, way)) != 12 {
			t.Errorf("%s: %d drawn, want 12", way, len(ids(names, first, way)))
		}
	}
	other := draw(all, names, &Options{Seed: 8, Sample: 12})
	if cmp.Equal(ids(names, first, simple), ids(names, other, simple)) {
		t.Error("another seed draws the same")
	}
	if len(ids(names, other, monetary)) != 0 {
		t.Error("amounts were drawn though none was agreed")
	}
}

// The simple draw is what a reader of the definition would do by hand.
func TestSimpleDrawByHand(t *testing.T) {
	t.Parallel()
	all, names := frameOf(map[string]int{"noord": 300, "zuid": 300})
	var lots []string
	for _, id := range names {
		sum := sha256.Sum256([]byte("lvv/amif/steekproef/v1\n99\nenkelvoudig\n" + id))
		lots = append(lots, hex.EncodeToString(sum[:])+" "+id)
	}
	slices.Sort(lots)
	var want []string
	for _, lot := range lots[:60] {
		want = append(want, strings.Fields(lot)[1])
	}
	if diff := cmp.Diff(want, ids(names, draw(all, names, &Options{Seed: 99, Sample: 5}), simple)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whatever the sizes: a tenth at least, nothing twice, nobody who does not
// count, every organisation in the stratified draw.
func TestDrawCovers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, names := frameOf(map[string]int{
			"noord": rapid.IntRange(0, 60).Draw(t, "noord"),
			"oost":  rapid.IntRange(0, 60).Draw(t, "oost"),
			"zuid":  rapid.IntRange(0, 3).Draw(t, "zuid"),
		})
		eligible, orgs := 0, map[place]bool{}
		for i := range all {
			if rapid.IntRange(0, 9).Draw(t, "nationality") == 0 {
				all[i].union = true
				continue
			}
			eligible++
			orgs[all[i].org] = true
		}
		o := &Options{Seed: rapid.Uint64().Draw(t, "seed"), Sample: rapid.IntRange(0, 80).Draw(t, "sample"),
			UnitCost: rapid.Int64Range(1, 1<<40).Draw(t, "cost")}
		got := draw(all, names, o)
		for _, way := range []way{simple, stratified, monetary} {
			drawn := ids(names, got, way)
			if n := len(drawn); n*minShare < eligible || n < min(o.Sample, eligible) || n > eligible {
				t.Fatalf("%s: %d of %d drawn, asked %d", way, n, eligible, o.Sample)
			}
			slices.Sort(drawn)
			if len(slices.Compact(drawn)) != len(ids(names, got, way)) {
				t.Fatalf("%s: one was drawn twice", way)
			}
		}
		for _, d := range got {
			if !all[d.t].countable() {
				t.Fatal("one was drawn that does not count")
			}
			if d.way == stratified {
				delete(orgs, all[d.t].org)
			}
		}
		if len(orgs) > 0 {
			t.Fatal("an organisation was left out")
		}
	})
}

func TestAllot(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		sizes []int
		n     int
		want  []int
	}{
		{"in proportion", []int{50, 30, 20}, 10, []int{5, 3, 2}},
		{"largest remainder", []int{10, 10, 13}, 10, []int{3, 3, 4}},
		{"at least one", []int{98, 1, 1}, 10, []int{9, 1, 1}},
		{"more strata than asked", []int{5, 5, 5}, 2, []int{1, 1, 1}},
		{"all", []int{3, 4}, 7, []int{3, 4}},
		{"nothing", nil, 0, []int{}},
	} {
		if diff := cmp.Diff(test.want, allot(test.sizes, test.n)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
