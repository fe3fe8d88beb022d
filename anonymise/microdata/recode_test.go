package microdata

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRecodedClassesMeetPolicy(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, p := smallRecords(t), drawPolicy(t)
		set, err := Recode(t.Context(), r, p)
		if errors.Is(err, ErrNotUseful) {
			whole := make([]int, r.N)
			for i := range whole {
				whole[i] = i
			}
			if p.MaxLoss == 0 && oraclePasses(&r, p, whole) {
				t.Fatal("refused, and yet one class of all records meets the policy")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		checkSet(t, &r, p, set)
		res := set.Result()
		if float64(res.Suppressed) > p.SuppressionLimit*float64(r.N)+1e-9 {
			t.Errorf("%d of %d rows suppressed, limit %v", res.Suppressed, r.N, p.SuppressionLimit)
		}
		if loss := mean(labelLoss(&r, set)); !near(res.MeanLoss, loss) || !near(res.Granularity, 1-loss) {
			t.Errorf("mean loss %v, recomputed %v", res.MeanLoss, loss)
		}
		if set.Levels() != nil {
			t.Error("a recoded set has levels")
		}
	})
}

// labelLoss recomputes the loss of each column from the labels of a set.
func labelLoss(r *Records, set *Set) []float64 {
	var out []float64
	n, suppressed := float64(r.N), float64(r.N-set.N())
	for c, q := range set.Quasi() {
		h := r.Quasi[c].Hierarchy
		m := float64(h.size())
		sum := suppressed
		for i, row := range set.Kept() {
			level := slices.Index(ancestors(&r.Quasi[c], row), q.Label(i))
			sum += float64(leavesUnder(h, q.Label(i), level)) / m
		}
		if m == 1 {
			out = append(out, 0)
			continue
		}
		out = append(out, (sum-n/m)/(n-n/m))
	}
	return out
}

// Small files are within reach of an exact answer: try every partition.
func TestRecodeIsCloseToTheBestPartition(t *testing.T) {
	t.Parallel()
	files, exact := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		r := smallRecords(t)
		n := min(r.N, 8)
		r.N, r.Person, r.Sensitive = n, nil, nil
		for i := range r.Quasi {
			r.Quasi[i].Codes = r.Quasi[i].Codes[:n]
		}
		set, err := Recode(t.Context(), r, Policy{K: 2})
		if n < 2 {
			if !errors.Is(err, ErrNotUseful) {
				t.Fatalf("one row: %v, want ErrNotUseful", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		best := bestPartition(&r, 2)
		if got := set.Result().MeanLoss; got < best-1e-9 {
			t.Fatalf("mean loss %v is below the least possible %v", got, best)
		} else if files++; got < best+1e-9 {
			exact++
		}
	})
	if exact*10 < files*7 {
		t.Errorf("best partition found in %d of %d files, want 70 %%", exact, files)
	}
}

// bestPartition returns the least mean loss over all partitions into classes
// of at least k rows.
func bestPartition(r *Records, k int) float64 {
	best := math.Inf(1)
	var classes [][]int
	var place func(row int)
	place = func(row int) {
		if row == r.N {
			if !slices.ContainsFunc(classes, func(c []int) bool { return len(c) < k }) {
				best = min(best, partitionLoss(r, classes))
			}
			return
		}
		for i := range classes {
			classes[i] = append(classes[i], row)
			place(row + 1)
			classes[i] = classes[i][:len(classes[i])-1]
		}
		classes = append(classes, []int{row})
		place(row + 1)
		classes = classes[:len(classes)-1]
	}
	place(0)
	return best
}

func partitionLoss(r *Records, classes [][]int) float64 {
	total := 0.0
	for i := range r.Quasi {
		c := &r.Quasi[i]
		if c.Hierarchy.size() == 1 {
			continue
		}
		for _, rows := range classes {
			level := 0
			for slices.ContainsFunc(rows, func(row int) bool { return label(c, row, level) != label(c, rows[0], level) }) {
				level++
			}
			under := leavesUnder(c.Hierarchy, label(c, rows[0], level), level)
			total += float64(len(rows)) * float64(under-1) / float64(c.Hierarchy.size()-1)
		}
	}
	return total / float64(r.N*len(r.Quasi))
}

func TestRecodeKeepsMoreThanOneLevelForAll(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 1500, 30, true)
	p := Policy{K: 5, LKind: DistinctL, L: 2}
	global, err := Anonymise(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	local, err := Recode(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	if g, l := global.Result().Granularity, local.Result().Granularity; l < g+0.1 {
		t.Errorf("granularity %v recoded, %v with one level for all", l, g)
	}
	p.Workers = 1
	again, err := Recode(t.Context(), r, p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(local, again, cmp.AllowUnexported(Set{}, Risks{}, sizeCount{})); diff != "" {
		t.Errorf("one worker and several differ:\n%s", diff)
	}
}

func TestRecodeRefusals(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 60, 20, false)
	if _, err := Recode(t.Context(), r, Policy{K: 20, MaxLoss: 0.01}); !errors.Is(err, ErrNotUseful) {
		t.Errorf("too much lost: %v, want ErrNotUseful", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Recode(ctx, r, Policy{K: 5}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, want context.Canceled", err)
	}
	h, err := NewHierarchy("land", [][]string{{"Overig", "Afrika", Top}, {"Gambia", "Afrika", Top}, {"Peru", "Overig", Top}, {"Chili", "Overig", Top}})
	if err != nil {
		t.Fatal(err)
	}
	r.Quasi[0] = Column{Name: "land", Hierarchy: h, Codes: make([]int32, r.N)}
	if _, err := Recode(t.Context(), r, Policy{K: 5}); err == nil || !strings.Contains(err.Error(), "two different groups") {
		t.Errorf("a label with two meanings: %v, want a refusal", err)
	}
}

func TestBlocksHoldEveryClusterOnce(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 20_000, 100, false)
	wide := shelterLike(t, 20_000, 100, false)
	wide.Quasi = []Column{{Name: "nummer", Hierarchy: evenHierarchy(t, "nummer", 4000, nil), Codes: make([]int32, wide.N)}}
	for i := range wide.Quasi[0].Codes {
		wide.Quasi[0].Codes[i] = int32(i % 4000)
	}
	for _, tt := range []struct {
		name, about string
		records     Records
	}{
		{"columns", "blocks follow the columns", r},
		{"flat", "a hierarchy without groups gives no split: cut in pieces", wide},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, err := collapse(&tt.records, 1)
			if err != nil {
				t.Fatal(err)
			}
			f, err := newForest(tt.records.Quasi)
			if err != nil {
				t.Fatal(err)
			}
			rc := newRecoder(f, &tt.records, newJudge(&tt.records, Policy{K: 5}), f.starts(&tt.records, make([]int, len(f))))
			var all []*cluster
			tuples := listBy(b.tupleOf, len(b.tuples.keys))
			for i := range int32(tuples.len()) {
				all = append(all, rc.cluster(tuples.list(i)))
			}
			seen := make(map[*cluster]bool)
			for _, block := range f.block(all, 5) {
				if len(block) == 0 || len(block) > blockMost {
					t.Errorf("%s: a block of %d clusters", tt.about, len(block))
				}
				for _, c := range block {
					if seen[c] {
						t.Fatalf("%s: a cluster stands in two blocks", tt.about)
					}
					seen[c] = true
				}
			}
			if len(seen) != len(all) {
				t.Errorf("%s: blocks hold %d of %d clusters", tt.about, len(seen), len(all))
			}
		})
	}
}

func BenchmarkRecodeHundredThousandStays(b *testing.B) {
	r := shelterLike(b, 100_000, 200, true)
	for b.Loop() {
		if _, err := Recode(b.Context(), r, Policy{K: 10}); err != nil {
			b.Fatal(err)
		}
	}
}
