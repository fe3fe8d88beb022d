package microdata

import (
	"math"
	"strings"
	"testing"
)

func TestPolicyRefusals(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 20, 5, false)
	for _, tt := range []struct {
		name   string
		policy Policy
		want   string
	}{
		{"no k", Policy{}, "k is 0"},
		{"k of one", Policy{K: 1}, "k is 1"},
		{"l below one", Policy{K: 2, LKind: EntropyL, L: 0.5}, "l is 0.5"},
		{"l not whole", Policy{K: 2, LKind: DistinctL, L: 2.5}, "whole number"},
		{"l not a number", Policy{K: 2, LKind: EntropyL, L: math.NaN()}, "l is NaN"},
		{"no c", Policy{K: 2, LKind: RecursiveL, L: 2}, "c is 0"},
		{"t above one", Policy{K: 2, TKind: EqualT, T: 1.5}, "t is 1.5"},
		{"limit", Policy{K: 2, SuppressionLimit: -0.1}, "suppression limit"},
		{"loss", Policy{K: 2, MaxLoss: 2}, "greatest loss"},
		{"workers", Policy{K: 2, Workers: -1}, "workers"},
		{"metric", Policy{K: 2, Metric: 9}, "unknown kind"},
		{"t without hierarchy", Policy{K: 2, TKind: HierarchicalT, T: 0.5}, "column reden has no hierarchy"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Anonymise(t.Context(), r, tt.policy)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestRecordRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, about string
		spoil       func(r *Records)
		policy      Policy
		want        string
	}{
		{"no columns", "without quasi-identifiers there is nothing to protect", func(r *Records) { r.Quasi = nil }, Policy{K: 2}, "no quasi-identifier"},
		{"no hierarchy", "a quasi-identifier must know its levels", func(r *Records) { r.Quasi[0].Hierarchy = nil }, Policy{K: 2}, "has no hierarchy"},
		{"own values", "two dictionaries for one column", func(r *Records) { r.Quasi[0].Values = []string{"a"} }, Policy{K: 2}, "takes its values from its hierarchy"},
		{"short column", "columns of unequal length", func(r *Records) { r.Quasi[1].Codes = r.Quasi[1].Codes[1:] }, Policy{K: 2}, "19 codes for 20 rows"},
		{"wild code", "a code beyond the leaves", func(r *Records) { r.Quasi[1].Codes[3] = 99 }, Policy{K: 2}, "code of row 3"},
		{"negative code", "a code below zero", func(r *Records) { r.Sensitive[0].Codes[4] = -1 }, Policy{K: 2}, "code of row 4"},
		{"persons", "fewer persons than rows", func(r *Records) { r.Person = []int32{0} }, Policy{K: 2}, "1 person numbers"},
		{"wild person", "person numbers must be dense", func(r *Records) { r.Person[5] = 1000 }, Policy{K: 2}, "person number of row 5"},
		{"nothing sensitive", "l needs a column to look at", func(r *Records) { r.Sensitive = nil }, Policy{K: 2, LKind: DistinctL, L: 2}, "no column is sensitive"},
		{"too wide", "twenty columns of ten values pass 64 bits", widen, Policy{K: 2}, "too many quasi-identifiers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := shelterLike(t, 20, 10, true)
			tt.spoil(&r)
			_, err := Anonymise(t.Context(), r, tt.policy)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: error %v, want one with %q", tt.about, err, tt.want)
			}
		})
	}
}

func widen(r *Records) {
	for range 20 {
		r.Quasi = append(r.Quasi, r.Quasi[0])
	}
}

func TestLatticeRefusal(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 20, 5, false)
	for len(r.Quasi) < 25 {
		r.Quasi = append(r.Quasi, r.Quasi[1])
	}
	if _, err := Anonymise(t.Context(), r, Policy{K: 2}); err == nil || !strings.Contains(err.Error(), "combinations of levels") {
		t.Errorf("error %v, want a refusal of the lattice", err)
	}
}
