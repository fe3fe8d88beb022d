package microdata

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestOptimumEqualsExhaustiveSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, p := smallRecords(t), drawPolicy(t)
		p.Levels = drawLevels(t, &r)
		if rapid.Bool().Draw(t, "population") {
			drawPopulation(t, &r, &p)
		}
		want, found := oracleBest(&r, p)
		set, err := Anonymise(t.Context(), r, p)
		if !found {
			if !errors.Is(err, ErrNotUseful) {
				t.Fatalf("Anonymise = %v, want ErrNotUseful", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		res := set.Result()
		score := map[Metric]float64{ByLoss: res.Loss, ByEntropy: res.Entropy, ByDiscernibility: float64(res.Discernibility), ByAECS: res.AECS}
		if !near(score[p.Metric], want) {
			t.Fatalf("score %v at %v, exhaustive search finds %v", score[p.Metric], set.Levels(), want)
		}
		o := oracleEvaluate(&r, p, set.Levels())
		for m, s := range score {
			if !near(s, o.score[m]) {
				t.Errorf("metric %d: %v, recomputed %v", m, s, o.score[m])
			}
		}
		if res.Suppressed != o.suppressed || res.Classes != o.classes || !near(res.MeanLoss, mean(o.loss)) {
			t.Errorf("suppressed %d, classes %d, mean loss %v; recomputed %d, %d, %v", res.Suppressed, res.Classes, res.MeanLoss, o.suppressed, o.classes, mean(o.loss))
		}
		checkSet(t, &r, p, set)
	})
}

// checkSet recomputes from the labels of a set that every class in it meets
// the policy, and that the set tells the truth about its records.
func checkSet(t *rapid.T, r *Records, p Policy, set *Set) {
	classes := make(map[string][]int)
	quasi, sensitive, kept := set.Quasi(), set.Sensitive(), set.Kept()
	for i, row := range kept {
		key := ""
		for c, q := range quasi {
			key += q.Label(i) + ";"
			if !slices.Contains(ancestors(&r.Quasi[c], row), q.Label(i)) {
				t.Fatalf("column %s: label is not above the leaf", q.Name)
			}
		}
		for c, s := range sensitive {
			if s.Codes[i] != r.Sensitive[c].Codes[row] {
				t.Fatalf("column %s: value changed", s.Name)
			}
		}
		classes[key] = append(classes[key], int(row))
	}
	smallest := r.N
	for _, rows := range classes {
		if !oraclePasses(r, p, rows) {
			t.Fatalf("a class of %d rows fails the policy", len(rows))
		}
		smallest = min(smallest, oraclePersons(r, rows))
	}
	res := set.Result()
	if set.N() != len(kept) || res.Suppressed+set.N() != r.N || res.Classes != len(classes) || res.MinClass != smallest {
		t.Errorf("result %+v does not fit a set of %d rows, %d classes, smallest %d", res, len(kept), len(classes), smallest)
	}
	for c := range r.Quasi {
		checkAtLevel(t, &r.Quasi[c], &quasi[c], kept, res.AtLevel[c])
	}
	if slices.Sort(kept); len(slices.Compact(kept)) != set.N() {
		t.Error("a row was kept twice")
	}
}

// checkAtLevel recounts the records by level. Levels that group the same leaves
// under the same label are one to the reader.
func checkAtLevel(t *rapid.T, c *Column, q *Values, kept []int32, got []int) {
	want := make([]int, len(got))
	for i, row := range kept {
		want[slices.Index(ancestors(c, row), q.Label(i))]++
	}
	sum := 0
	for level := range got {
		sum += got[level]
		if c.Hierarchy.ambiguous(level) {
			continue
		}
		if got[level] != want[level] {
			t.Errorf("column %s: %d records at level %d, recounted %d", q.Name, got[level], level, want[level])
		}
	}
	if sum != len(kept) {
		t.Errorf("column %s: %d records at all levels, %d in the set", q.Name, sum, len(kept))
	}
}

// ambiguous reports whether a label of a level is that of another level too, so
// that a count by label cannot tell which is meant.
func (h *Hierarchy) ambiguous(level int) bool {
	for other := range h.levels {
		if other != level && slices.ContainsFunc(h.levels[level].labels, func(label string) bool { return slices.Contains(h.levels[other].labels, label) }) {
			return true
		}
	}
	return false
}

func ancestors(c *Column, row int32) []string {
	var out []string
	for l := range c.Hierarchy.Levels() {
		out = append(out, c.Hierarchy.Generalise(c.Codes[row], l))
	}
	return out
}

// Raising k, l or lowering t never gives a better score, and no set depends on
// the number of workers.
func TestStricterIsNeverBetter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, p := smallRecords(t), drawPolicy(t)
		strict := p
		strict.K++
		strict.T *= 0.9
		got, stricter := scoreOf(t, r, p), scoreOf(t, r, strict)
		if stricter >= 0 && (got < 0 || got > stricter+1e-9*max(1, stricter)) {
			t.Errorf("score %v, under a stricter policy %v", got, stricter)
		}
	})
}

// scoreOf returns the score of the optimum, -1 if there is none.
func scoreOf(t *rapid.T, r Records, p Policy) float64 {
	p.Workers = 1
	set, err := Anonymise(t.Context(), r, p)
	if errors.Is(err, ErrNotUseful) {
		return -1
	}
	if err != nil {
		t.Fatal(err)
	}
	p.Workers = 3
	again, err := Anonymise(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(set, again, cmp.AllowUnexported(Set{}, Risks{}, sizeCount{})); diff != "" {
		t.Fatalf("one worker and three differ:\n%s", diff)
	}
	res := set.Result()
	return []float64{res.Loss, res.Entropy, float64(res.Discernibility), res.AECS}[p.Metric]
}

// shelterLike returns invented stays: several a person, skewed nationalities.
func shelterLike(tb testing.TB, n, nationalities int, persons bool) Records {
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	r := Records{N: n}
	for _, c := range []struct {
		name   string
		leaves int
		steps  []int // leaves per value of each level between leaf and top
	}{{"nationaliteit", nationalities, []int{10, 50}}, {"geslacht", 3, nil}, {"leeftijd", 15, []int{3}}, {"maand", 36, []int{3, 12}}, {"duur", 5, []int{2}}} {
		codes := make([]int32, n)
		for i := range codes {
			x := rng.Float64()
			if c.name == "nationaliteit" {
				x *= x * x
			}
			codes[i] = int32(x * float64(c.leaves))
		}
		r.Quasi = append(r.Quasi, Column{Name: c.name, Hierarchy: evenHierarchy(tb, c.name, c.leaves, c.steps), Codes: codes})
	}
	out := Column{Name: "reden", Values: []string{"a", "b", "c", "d", "e", "f", "g"}, Codes: make([]int32, n)}
	for i := range out.Codes {
		out.Codes[i] = rng.Int32N(7)
	}
	r.Sensitive = []Column{out}
	if persons {
		r.Person = make([]int32, n)
		for i := range r.Person {
			r.Person[i] = rng.Int32N(int32(n))
		}
	}
	return r
}

func evenHierarchy(tb testing.TB, name string, leaves int, steps []int) *Hierarchy {
	tb.Helper()
	rows := make([][]string, leaves)
	for i := range rows {
		rows[i] = []string{name + " " + strconv.Itoa(i)}
		for _, s := range steps {
			rows[i] = append(rows[i], strconv.Itoa(s)+" x "+strconv.Itoa(i/s))
		}
		rows[i] = append(rows[i], Top)
	}
	h, err := NewHierarchy(name, rows)
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

func TestOneFrequentPersonFillsNoClass(t *testing.T) {
	t.Parallel()
	h, err := NewHierarchy("stad", [][]string{{"Utrecht", Top}, {"Amsterdam", Top}})
	if err != nil {
		t.Fatal(err)
	}
	r := Records{N: 8, Quasi: []Column{{Name: "stad", Hierarchy: h, Codes: []int32{0, 0, 0, 0, 0, 1, 1, 1}}}}
	for _, tt := range []struct {
		name    string
		about   string
		persons []int32
		want    []int
	}{
		{"rows", "without person numbers five and three rows are five and three persons", nil, []int{0}},
		{"stays", "five stays of one person in Utrecht hide nobody: the city must go", []int32{0, 0, 0, 0, 0, 1, 2, 3}, []int{1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := r
			r.Person = tt.persons
			set, err := Anonymise(t.Context(), r, Policy{K: 3})
			if err != nil {
				t.Fatalf("%s: %v", tt.about, err)
			}
			if diff := cmp.Diff(tt.want, set.Levels()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.about, diff)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 50, 20, false)
	if _, err := Anonymise(t.Context(), r, Policy{K: 51, SuppressionLimit: 1}); !errors.Is(err, ErrNotUseful) {
		t.Errorf("k above the number of persons: %v, want ErrNotUseful", err)
	}
	if _, err := Anonymise(t.Context(), r, Policy{K: 10, MaxLoss: 0.05}); !errors.Is(err, ErrNotUseful) {
		t.Errorf("too much lost: %v, want ErrNotUseful", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Anonymise(ctx, r, Policy{K: 10}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, want context.Canceled", err)
	}
}

func TestZeroSetPanics(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(*Set){
		"N": func(s *Set) { s.N() }, "Levels": func(s *Set) { s.Levels() }, "Quasi": func(s *Set) { s.Quasi() },
		"Sensitive": func(s *Set) { s.Sensitive() }, "Kept": func(s *Set) { s.Kept() }, "Result": func(s *Set) { s.Result() },
	} {
		for _, s := range []*Set{nil, {}} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s of a zero Set did not panic", name)
					}
				}()
				use(s)
			}()
		}
	}
}

// The place of a record in a set must not tell its place in the file.
func TestSetForgetsOrder(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 400, 20, true)
	turned := Records{N: r.N, Quasi: slices.Clone(r.Quasi), Sensitive: slices.Clone(r.Sensitive), Person: reversed(r.Person)}
	for i := range r.Quasi {
		turned.Quasi[i].Codes = reversed(r.Quasi[i].Codes)
	}
	turned.Sensitive[0].Codes = reversed(r.Sensitive[0].Codes)
	p := Policy{K: 5, SuppressionLimit: 0.1}
	a, err := Anonymise(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Anonymise(t.Context(), turned, p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.Quasi(), b.Quasi()); diff != "" {
		t.Errorf("quasi-identifiers depend on the order of the rows:\n%s", diff)
	}
	if diff := cmp.Diff(a.Sensitive(), b.Sensitive()); diff != "" {
		t.Errorf("sensitive columns depend on the order of the rows:\n%s", diff)
	}
}

func reversed(codes []int32) []int32 {
	out := slices.Clone(codes)
	slices.Reverse(out)
	return out
}

func BenchmarkMillionStays(b *testing.B) {
	for _, bb := range []struct {
		name    string
		persons bool
		policy  Policy
	}{
		{"k", false, Policy{K: 10, SuppressionLimit: 0.02}},
		{"k of persons", true, Policy{K: 10, SuppressionLimit: 0.02}},
		{"k and l of persons", true, Policy{K: 10, SuppressionLimit: 0.02, LKind: DistinctL, L: 3}},
	} {
		r := shelterLike(b, 1_000_000, 200, bb.persons)
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Anonymise(b.Context(), r, bb.policy); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
