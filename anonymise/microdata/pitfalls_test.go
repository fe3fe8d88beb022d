package microdata

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pitfalls that other tools fell into, by the numbers under which the project
// knows them; 15 stands beside suppressed cells and 17 beside fixed levels.

// Pitfall 16: suppressed records kept as rows of stars, and counted as a class
// that hides its members. Here they are gone: no row, no class, no risk.
func TestPitfall16SuppressedRecordsAreNoClass(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 400, 20, false)
	for _, run := range []struct {
		name string
		set  *Set
	}{{"one level", anonymised(t, r, Policy{K: 5, SuppressionLimit: 0.2})}, {"local", recoded(t, r, Policy{K: 5, SuppressionLimit: 0.2, MaxLoss: 0.9})}} {
		res := run.set.Result()
		top := 0
		for i := range run.set.N() {
			if !slices.ContainsFunc(run.set.Quasi(), func(q Values) bool { return q.Label(i) != Top }) {
				top++
			}
		}
		if run.set.N() != res.Records-res.Suppressed || res.After.Records != run.set.N() || top > 0 && top < 5 {
			t.Errorf("%s: %d rows of %d, %d suppressed, %d all stars", run.name, run.set.N(), res.Records, res.Suppressed, top)
		}
	}
	dropped := anonymised(t, r, Policy{K: 5, SuppressionLimit: 0.2}).Result()
	if dropped.Suppressed == 0 {
		t.Fatal("nothing was suppressed: the test shows nothing")
	}
	if want := float64(dropped.Records) / float64(dropped.Classes+1); !near(dropped.AECS, want) {
		t.Errorf("average class %v, want %v: what is suppressed counts as one class there", dropped.AECS, want)
	}
}

func anonymised(t *testing.T, r Records, p Policy) *Set {
	t.Helper()
	set, err := Anonymise(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func recoded(t *testing.T, r Records, p Policy) *Set {
	t.Helper()
	set, err := Recode(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Pitfall 18: five who are alike, and all five left unknown. k alone lets that
// pass; every kind of l and of t refuses it.
func TestPitfall18HomogeneousClasses(t *testing.T) {
	t.Parallel()
	h, err := NewHierarchy("stad", [][]string{{"Utrecht", Top}, {"Zwolle", Top}})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := NewHierarchy("uitkomst", [][]string{{"mob", "onbekend", Top}, {"terug", "bekend", Top}, {"verblijf", "bekend", Top}})
	if err != nil {
		t.Fatal(err)
	}
	r := Records{N: 10,
		Quasi:     []Column{{Name: "stad", Hierarchy: h, Codes: []int32{0, 0, 0, 0, 0, 1, 1, 1, 1, 1}}},
		Sensitive: []Column{{Name: "uitkomst", Hierarchy: outcome, Codes: []int32{0, 0, 0, 0, 0, 1, 2, 1, 2, 0}}},
	}
	if set := anonymised(t, r, Policy{K: 5}); set.Levels()[0] != 0 || set.Result().Diversity[0].MaxShare != 1 {
		t.Fatal("k alone should let the class pass: the test shows nothing")
	}
	for name, p := range map[string]Policy{
		"distinct":     {K: 5, LKind: DistinctL, L: 2},
		"entropy":      {K: 5, LKind: EntropyL, L: 1.5},
		"recursive":    {K: 5, LKind: RecursiveL, L: 2, C: 3},
		"equal":        {K: 5, TKind: EqualT, T: 0.3},
		"ordered":      {K: 5, TKind: OrderedT, T: 0.2},
		"hierarchical": {K: 5, TKind: HierarchicalT, T: 0.3},
	} {
		if set := anonymised(t, r, p); set.Levels()[0] != 1 {
			t.Errorf("%s: the class of one outcome left the house", name)
		}
		if set := recoded(t, r, p); set.Result().Diversity[0].MaxShare == 1 {
			t.Errorf("%s: the class of one outcome left the house after local recoding", name)
		}
	}
}

// Pitfall 19: several stays of one person make a class that looks full. k counts
// persons, wherever it is looked at.
func TestPitfall19StaysOfOnePersonHideNobody(t *testing.T) {
	t.Parallel()
	h, err := NewHierarchy("stad", [][]string{{"Utrecht", Top}, {"Zwolle", Top}})
	if err != nil {
		t.Fatal(err)
	}
	r := Records{N: 8, Quasi: []Column{{Name: "stad", Hierarchy: h, Codes: []int32{0, 0, 0, 0, 1, 1, 1, 1}}}, Person: []int32{0, 0, 0, 0, 1, 2, 3, 4}}
	if res := anonymised(t, r, Policy{K: 4}).Result(); res.Levels[0] != 1 || res.MinClass != 5 || res.Before.Uniques != 4 {
		t.Errorf("levels %v, %d persons in the smallest class, %d unique before; want one class of 5 persons, 4 rows unique", res.Levels, res.MinClass, res.Before.Uniques)
	}
	if res := anonymised(t, r, Policy{K: 4, SuppressionLimit: 0.5}).Result(); res.Suppressed != 4 {
		t.Errorf("%d rows suppressed, want the four stays of one person", res.Suppressed)
	}
	if res := recoded(t, r, Policy{K: 4}).Result(); res.MinClass < 4 {
		t.Errorf("local recoding leaves a class of %d persons", res.MinClass)
	}
	if e, err := Explain(t.Context(), r, 0); err != nil || e.Records != 4 {
		t.Errorf("%d rows explained as unique, want the four stays of one person: %v", e.Records, err)
	}
	r.Person = nil
	if res := anonymised(t, r, Policy{K: 4}).Result(); res.Levels[0] != 0 {
		t.Error("without persons every row should count: the test shows nothing")
	}
}

// Pitfall 22: order and ties tell where a record came from. The same records in
// any order make the same file.
func TestPitfall22OrderSaysNothing(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 500, 20, true)
	rng := rand.New(rand.NewPCG(3, 4))
	order := rng.Perm(r.N)
	mixed := Records{N: r.N, Person: shuffled(r.Person, order)}
	for _, c := range r.Quasi {
		c.Codes = shuffled(c.Codes, order)
		mixed.Quasi = append(mixed.Quasi, c)
	}
	for _, c := range r.Sensitive {
		c.Codes = shuffled(c.Codes, order)
		mixed.Sensitive = append(mixed.Sensitive, c)
	}
	p := Policy{K: 5, SuppressionLimit: 0.1, LKind: DistinctL, L: 2}
	one, other := anonymised(t, r, p), anonymised(t, mixed, p)
	if diff := cmp.Diff(append(one.Quasi(), one.Sensitive()...), append(other.Quasi(), other.Sensitive()...)); diff != "" {
		t.Error("the order of the records shows in the set")
	}
	r.Person, mixed.Person = nil, nil // stays of a person tie rows together that are equal otherwise
	for name, run := range map[string]func(*testing.T, Records, Policy) *Set{"local recoding": recoded, "suppressed cells": anonymised} {
		p.Cells = name == "suppressed cells"
		one, other := run(t, r, p), run(t, mixed, p)
		if diff := cmp.Diff(append(one.Quasi(), one.Sensitive()...), append(other.Quasi(), other.Sensitive()...)); diff != "" {
			t.Errorf("%s: the order of the records shows in the set", name)
		}
	}
}

func shuffled(codes []int32, order []int) []int32 {
	out := make([]int32, len(codes))
	for to, from := range order {
		out[to] = codes[from]
	}
	return out
}

// Pitfall 24: hierarchies that are not what they seem are refused, by row and
// level and without a label.
func TestPitfall24UnsoundHierarchies(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, want string }{
		"not nested":      {"18-24;18-34;18-44;*\n25-34;18-34;25-54;*\n", "not nested: the value at level 1 of row 2"},
		"leaf twice":      {"Gambia;*\nGambia;*\n", "row 2: leaf stands in an earlier row"},
		"trailing blanks": {"Gambia;*\nPeru ;*\n", "row 2, level 0: label is empty or has blanks"},
		"no-break space":  {"Gambia;*\nPeru\u00a0;*\n", "row 2, level 0: label is empty or has blanks"},
		"code page":       {"f\xe9vr.;*\n", "not UTF-8"},
		"ragged":          {"Gambia;Afrika;*\nPeru;*\n", "row 2 has 2 levels, row 1 has 3"},
		"empty label":     {"Gambia;;*\n", "row 1, level 1: label is empty"},
		"no top":          {"Gambia;Afrika\nPeru;Amerika\n", "last level is not the single value"},
		"nothing":         {"", "no leaves"},
		"open quote":      {"\"Gambia;*\n", "line"},
	} {
		_, err := ParseHierarchy("land", strings.NewReader(tt.text), ';')
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "Gambia") || strings.Contains(err.Error(), "Peru") {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
	if _, err := Anonymise(t.Context(), Records{}, Policy{K: 2}); errors.Is(err, ErrNotUseful) {
		t.Error("records without columns are a mistake, not a refusal")
	}
}
