package microdata

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A column that must stay at one level does, and its level is the best of all:
// no choice of levels by hand gives a lower loss.
func TestOneLevelIsTheBestOfAllLevels(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, p := smallRecords(t), drawPolicy(t)
		for c := range r.Quasi {
			if rapid.Bool().Draw(t, "one level") {
				p.OneLevel = append(p.OneLevel, c)
			}
		}
		set, err := Recode(t.Context(), r, p)
		if err != nil && !errors.Is(err, ErrNotUseful) {
			t.Fatal(err)
		}
		best := bestByHand(t, &r, p)
		if err != nil {
			if best >= 0 {
				t.Fatalf("refused, and yet levels chosen by hand give a mean loss of %v", best)
			}
			return
		}
		checkSet(t, &r, p, set)
		if got := set.Result().MeanLoss; !near(got, best) {
			t.Errorf("mean loss %v, by hand %v", got, best)
		}
		p.Workers = 4 - p.Workers
		again, err := Recode(t.Context(), r, p)
		if diff := cmp.Diff(set, again, cmp.AllowUnexported(Set{}, Risks{}, sizeCount{})); err != nil || diff != "" {
			t.Errorf("another number of workers, another set: %v\n%s", err, diff)
		}
		for _, c := range p.OneLevel {
			if !standsAtOneLevel(&r.Quasi[c], set, c) {
				t.Errorf("column %d mixes levels", c)
			}
		}
	})
}

// bestByHand returns the least mean loss over all levels of the columns that
// must stay at one, each fixed by the policy; -1 if none meets it.
func bestByHand(t *rapid.T, r *Records, p Policy) float64 {
	columns := p.OneLevel
	p.OneLevel, p.Levels = nil, slices.Repeat([]int{-1}, len(r.Quasi))
	best := -1.0
	var choose func(i int)
	choose = func(i int) {
		if i < len(columns) {
			for level := range r.Quasi[columns[i]].Hierarchy.Levels() {
				p.Levels[columns[i]] = level
				choose(i + 1)
			}
			return
		}
		set, err := Recode(t.Context(), *r, p)
		if err == nil && (best < 0 || set.Result().MeanLoss < best) {
			best = set.Result().MeanLoss
		}
	}
	choose(0)
	return best
}

func standsAtOneLevel(c *Column, set *Set, column int) bool {
	q, kept := set.Quasi()[column], set.Kept()
	for level := range c.Hierarchy.Levels() {
		differs := func(i int) bool { return q.Label(i) != c.Hierarchy.Generalise(c.Codes[kept[i]], level) }
		if !slices.ContainsFunc(upTo(len(kept)), differs) {
			return true
		}
	}
	return false
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestLevelRefusals(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 60, 20, false)
	for _, tt := range []struct {
		name   string
		policy Policy
		want   string
	}{
		{"too few levels", Policy{K: 2, Levels: []int{0}}, "1 levels for 5 quasi-identifiers"},
		{"no such level", Policy{K: 2, Levels: []int{0, 9, 0, 0, 0}}, "column geslacht has no level 9"},
		{"no such column", Policy{K: 2, OneLevel: []int{5}}, "one level: 5 is no quasi-identifier"},
		{"too many", Policy{K: 2, OneLevel: upTo(9)}, "more than 4096 combinations"},
		{"twice", Policy{K: 2, OneLevel: []int{1, 1}}, "stands there twice"},
	} {
		r := r
		if tt.name == "too many" {
			r.Quasi = slices.Repeat(r.Quasi, 3)[:9]
		}
		if _, err := Recode(t.Context(), r, tt.policy); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
}

// Pitfall of minimality (Wong, Fu, Wang and Pei, VLDB 2007): who knows that the
// least generalisation was chosen can infer the sensitive values that forced it.
// With the levels fixed beforehand the values decide nothing: the same levels
// come out for any values, or no file at all.
func TestPitfall17FixedLevelsDoNotDependOnTheData(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 600, 20, true)
	p := Policy{K: 3, LKind: DistinctL, L: 2, SuppressionLimit: 1, Levels: []int{2, 0, 1, 2, 1}}
	set, err := Anonymise(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p.Levels, set.Levels()); diff != "" {
		t.Errorf("levels (-fixed +got):\n%s", diff)
	}
	for i := range r.Sensitive[0].Codes {
		r.Sensitive[0].Codes[i] = int32(i % 2)
	}
	if set, err = Anonymise(t.Context(), r, p); err != nil || !slices.Equal(set.Levels(), p.Levels) {
		t.Errorf("other values, other levels: %v", err)
	}
	p.SuppressionLimit = 0
	if _, err := Anonymise(t.Context(), r, p); !errors.Is(err, ErrNotUseful) {
		t.Errorf("levels that do not meet the policy: %v, want ErrNotUseful", err)
	}
}
