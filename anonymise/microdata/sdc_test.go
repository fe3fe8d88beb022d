//go:build sdc

package microdata

import (
	"cmp"
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// These tests compare with the optima that ARX (commit aacd487f) finds on the
// Adult extract of the UCI repository and on an invented shelter-like file. The
// files are not part of the project: run with
//
//	LVV_SDC=FOLDER go test -tags sdc ./anonymise/microdata
var adultColumns = []string{"sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation", "salary-class"}

// loadSDC reads columns of a file under the LVV_SDC folder; hierarchies are
// named by pattern, with % for the column.
func loadSDC(tb testing.TB, file, pattern string, quasi, sensitive []string) Records {
	tb.Helper()
	folder := os.Getenv("LVV_SDC")
	if folder == "" {
		tb.Fatal("LVV_SDC does not name the folder with the test files")
	}
	f, err := os.Open(filepath.Join(folder, file))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	lines := csv.NewReader(f)
	lines.Comma = ';'
	rows, err := lines.ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	header, rows := rows[0], rows[1:]
	r := Records{N: len(rows)}
	for _, name := range quasi {
		h := loadHierarchy(tb, filepath.Join(folder, strings.ReplaceAll(pattern, "%", name)))
		c := Column{Name: name, Hierarchy: h}
		at := slices.Index(header, name)
		for _, row := range rows {
			code, ok := h.Code(row[at])
			if !ok {
				tb.Fatalf("column %s: value without a leaf", name)
			}
			c.Codes = append(c.Codes, code)
		}
		r.Quasi = append(r.Quasi, c)
	}
	for _, name := range sensitive {
		c := Column{Name: name}
		at := slices.Index(header, name)
		for _, row := range rows {
			code := slices.Index(c.Values, row[at])
			if code < 0 {
				code = len(c.Values)
				c.Values = append(c.Values, row[at])
			}
			c.Codes = append(c.Codes, int32(code))
		}
		r.Sensitive = append(r.Sensitive, c)
	}
	return r
}

func loadHierarchy(tb testing.TB, path string) *Hierarchy {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	h, err := ParseHierarchy(filepath.Base(path), f, ';')
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

func loadAdult(tb testing.TB) Records {
	return loadSDC(tb, "adult/adult.csv", "adult/adult_hierarchy_%.csv", adultColumns, nil)
}

func loadShelter(tb testing.TB) Records {
	return loadSDC(tb, "shelter/lvv.csv", "shelter/hier_%.csv", []string{"city", "nationality", "sex", "age", "entry_quarter"}, []string{"outcome"})
}

// A reference is an optimum printed by ARX.
type reference struct {
	name       string
	policy     Policy
	score      float64
	within     float64 // digits that are known
	levels     []int   // nil: not known
	suppressed int
	classes    int // 0: not known
}

func (ref reference) compare(t *testing.T, r Records) {
	set, err := Anonymise(t.Context(), r, ref.policy)
	if err != nil {
		t.Fatal(err)
	}
	got := set.Result()
	score := map[Metric]float64{ByLoss: got.Loss, ByEntropy: got.Entropy, ByDiscernibility: float64(got.Discernibility), ByAECS: got.AECS}[ref.policy.Metric]
	if math.Abs(score-ref.score) > ref.within {
		t.Errorf("score %.10f, ARX %.10f", score, ref.score)
	}
	if diff := gocmp.Diff(ref.levels, got.Levels); ref.levels != nil && diff != "" {
		t.Errorf("levels (-ARX +got):\n%s", diff)
	}
	if got.Suppressed != ref.suppressed {
		t.Errorf("%d suppressed, ARX %d", got.Suppressed, ref.suppressed)
	}
	if cmp.Or(ref.classes, got.Classes) != got.Classes {
		t.Errorf("%d classes, ARX %d", got.Classes, ref.classes)
	}
}

func TestAdultOptima(t *testing.T) {
	r := loadAdult(t)
	for _, ref := range []reference{
		{"loss", Policy{K: 5, SuppressionLimit: 0.04}, 0.266110819, 1e-9, []int{0, 3, 0, 1, 1, 1, 1, 2, 0}, 1178, 370},
		{"loss k 10", Policy{K: 10, SuppressionLimit: 0.04}, 0.32144, 5e-6, nil, 1163, 168},
		{"loss without suppression", Policy{K: 5}, 0.57315, 5e-6, nil, 0, 24},
		{"loss without limit", Policy{K: 5, SuppressionLimit: 1}, 0.22041, 5e-6, nil, 2553, 0},
		{"entropy", Policy{K: 5, SuppressionLimit: 0.04, Metric: ByEntropy}, 255559.85455731, 1e-6, []int{1, 0, 1, 1, 3, 2, 2, 0, 1}, 906, 1046},
		{"discernibility", Policy{K: 5, SuppressionLimit: 0.04, Metric: ByDiscernibility}, 7220555, 0, []int{0, 0, 1, 2, 3, 2, 2, 1, 1}, 105, 0},
		{"aecs", Policy{K: 5, SuppressionLimit: 0.04, Metric: ByAECS}, 28.808, 5e-4, nil, 906, 0},
	} {
		t.Run(ref.name, func(t *testing.T) { ref.compare(t, r) })
	}
}

func TestShelterOptima(t *testing.T) {
	r := loadShelter(t)
	for _, ref := range []reference{
		{"no suppression", Policy{K: 5}, 0.4120576198, 1e-10, []int{0, 2, 1, 2, 0}, 0, 80},
		{"5 percent", Policy{K: 5, SuppressionLimit: 0.05}, 0.2867934819, 1e-10, []int{0, 2, 0, 2, 1}, 45, 67},
		{"any", Policy{K: 5, SuppressionLimit: 1}, 0.2762, 5e-5, nil, 95, 77},
	} {
		t.Run(ref.name, func(t *testing.T) { ref.compare(t, r) })
	}
}

func TestShelterHierarchyNotNested(t *testing.T) {
	f, err := os.Open(filepath.Join(os.Getenv("LVV_SDC"), "shelter/hier_age_NOT_NESTED_must_be_rejected.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := ParseHierarchy("age", f, ';'); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("ParseHierarchy = %v, want a refusal", err)
	}
}

func BenchmarkAdult(b *testing.B) {
	r := loadAdult(b)
	for _, m := range []struct {
		name   string
		metric Metric
	}{{"loss", ByLoss}, {"entropy", ByEntropy}, {"discernibility", ByDiscernibility}, {"aecs", ByAECS}} {
		b.Run(m.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Anonymise(b.Context(), r, Policy{K: 5, SuppressionLimit: 0.04, Metric: m.metric}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The anchors are the granularity of a greedy multi-dimensional recoding after
// Mondrian (LeFevre, DeWitt and Ramakrishnan, ICDE 2006), nothing suppressed.
func TestRecodeAboveMondrian(t *testing.T) {
	adult, shelter := loadAdult(t), loadShelter(t)
	for _, tt := range []struct {
		name    string
		records Records
		k       int
		greedy  float64
	}{
		{"adult 5", adult, 5, 0.917}, {"adult 10", adult, 10, 0.875}, {"shelter 5", shelter, 5, 0.831}, {"shelter 10", shelter, 10, 0.729},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set, err := Recode(t.Context(), tt.records, Policy{K: tt.k})
			if err != nil {
				t.Fatal(err)
			}
			res := set.Result()
			t.Logf("granularity %.4f in %d classes", res.Granularity, res.Classes)
			if res.Granularity <= tt.greedy || res.Suppressed != 0 || res.MinClass < tt.k {
				t.Errorf("granularity %.4f, %d suppressed, smallest class %d; greedy %.3f", res.Granularity, res.Suppressed, res.MinClass, tt.greedy)
			}
		})
	}
}

func BenchmarkRecode(b *testing.B) {
	for _, bb := range []struct {
		name    string
		records Records
	}{{"adult", loadAdult(b)}, {"shelter", loadShelter(b)}} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Recode(b.Context(), bb.records, Policy{K: 5}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
