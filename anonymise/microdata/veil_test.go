package microdata

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What is left unsaid leaves no trace: records that differ in it alone give the
// same set, down to the order; and all else is as it was.
func TestVeilLeavesNoTrace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := smallRecords(t)
		if len(r.Sensitive) == 0 {
			return
		}
		p := Policy{K: 2, SuppressionLimit: 1}
		set, err := Anonymise(t.Context(), r, p)
		if err != nil {
			return
		}
		rows := rapid.SliceOfDistinct(rapid.Int32Range(0, int32(r.N-1)), rapid.ID[int32]).Draw(t, "rows")
		name := r.Sensitive[0].Name
		veiled := set.Veil(rows, name)

		other := r
		other.Sensitive = slices.Clone(r.Sensitive)
		other.Sensitive[0].Codes = slices.Clone(r.Sensitive[0].Codes)
		for _, row := range rows {
			other.Sensitive[0].Codes[row] = rapid.Int32Range(0, int32(len(r.Sensitive[0].labels())-1)).Draw(t, "instead")
		}
		again, err := Anonymise(t.Context(), other, p)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(told(veiled), told(again.Veil(rows, name))); diff != "" {
			t.Errorf("what was left unsaid shows:\n%s", diff)
		}

		of := make(map[int32]string)
		for at, row := range set.Kept() {
			of[row] = told(set)[at]
		}
		for at, row := range veiled.Kept() {
			want := of[row]
			if slices.Contains(rows, row) {
				want = veil(set, slices.Index(set.Kept(), row))
			}
			if got := told(veiled)[at]; got != want {
				t.Errorf("row %d became %q, want %q", row, got, want)
			}
		}
	})
}

// told is what a set says of each record, in its order.
func told(s *Set) []string {
	out := make([]string, s.N())
	for _, v := range append(s.Quasi(), s.Sensitive()...) {
		for at := range out {
			out[at] += v.Label(at) + ";"
		}
	}
	return out
}

// veil is what a set would say of a record without its first outcome.
func veil(s *Set, at int) string {
	out := ""
	for _, v := range s.Quasi() {
		out += v.Label(at) + ";"
	}
	for i, v := range s.Sensitive() {
		if i == 0 {
			out += Top + ";"
			continue
		}
		out += v.Label(at) + ";"
	}
	return out
}
