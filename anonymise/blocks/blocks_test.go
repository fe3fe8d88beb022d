package blocks

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is added and cut off, a list holds what a slice would.
func TestAListIsASlice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var list List[int]
		var want []int
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			for range rapid.IntRange(0, size+3).Draw(t, "added") {
				list.Add(len(want))
				want = append(want, len(want))
			}
			n := len(want)
			if rapid.Bool().Draw(t, "cut") {
				n = rapid.OneOf(rapid.IntRange(0, len(want)), rapid.Just(len(want)/size*size)).Draw(t, "left")
			}
			list.Cut(n)
			want = want[:n]
		}
		var got []int
		from := rapid.IntRange(0, len(want)).Draw(t, "from")
		to := rapid.IntRange(from, len(want)+1).Draw(t, "to")
		for run := range list.Runs(from, to, rapid.IntRange(1, 2*size).Draw(t, "run")) {
			got = append(got, run...)
		}
		if list.Len() != len(want) || !slices.Equal(got, want[from:min(to, len(want))]) {
			t.Fatalf("%d values, want %d; %d from %d to %d", list.Len(), len(want), len(got), from, to)
		}
		for i := 0; i < len(want); i += 997 {
			if *list.At(uint32(i)) != want[i] {
				t.Fatalf("value %d is %d", i, *list.At(uint32(i)))
			}
		}
	})
}

// A value stays where it is while the list grows.
func TestAValueStaysInItsPlace(t *testing.T) {
	t.Parallel()
	var list List[int]
	list.Add(1)
	first := list.At(0)
	for i := range 3 * size {
		list.Add(i)
	}
	if *first = 5; *list.At(0) != 5 {
		t.Error("the first value moved")
	}
}

// A walk can end before the end.
func TestRunsEndEarly(t *testing.T) {
	t.Parallel()
	var list List[byte]
	for range 10 {
		list.Add(1)
	}
	runs := 0
	for range list.Runs(0, list.Len(), 4) {
		if runs++; runs == 2 {
			break
		}
	}
	if runs != 2 {
		t.Errorf("%d runs", runs)
	}
}
