package anonymise

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lvv/anonymise/register"
)

// modelRow is a row as the model keeps it: in a plain list.
type modelRow struct {
	owner            uint32
	day, end, number int32
	open             bool
}

func (a modelRow) meets(b modelRow) bool {
	return (b.open || a.day < b.end) && (a.open || b.day < a.end)
}

// The chains and the set for owners
// with many rows must say what a plain list says.
func TestStaysAgreeWithAPlainList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var s stays
		var list []modelRow
		owners := uint32(0) // that have a row; a new one is the next
		for range rapid.IntRange(0, 150).Draw(t, "rows") {
			r := modelRow{owner: rapid.Uint32Range(0, min(owners, 3)).Draw(t, "owner"),
				day: rapid.Int32Range(-30, 60).Draw(t, "day"), number: int32(len(list) + 2), open: rapid.IntRange(0, 5).Draw(t, "open") == 0}
			r.end = r.day + rapid.Int32Range(0, 20).Draw(t, "nights")
			twice, overlap, rows := false, false, 0
			for _, o := range list {
				if o.owner == r.owner {
					rows++
					twice = twice || o.day == r.day
					overlap = overlap || o.meets(r)
				}
			}
			gotTwice, gotOverlap := s.add(r.owner, stay{day: r.day, end: r.end}, r.open, r.number)
			owners = max(owners, r.owner+1)
			if gotTwice != twice {
				t.Fatalf("row %d of the owner: twice is %v", rows, gotTwice)
			}
			if !twice && rows < long && gotOverlap != overlap {
				t.Fatalf("row %d of the owner: overlap is %v", rows, gotOverlap)
			}
			if !twice {
				list = append(list, r)
			}
		}
		for owner := range owners {
			if got, want := s.marks(int(owner)), marksOf(list, owner); !slices.Equal(got, want) {
				t.Fatalf("marks: got %v, want %v", got, want)
			}
		}
	})
}

func marksOf(list []modelRow, owner uint32) []register.Mark {
	var marks []register.Mark
	for _, r := range list {
		if r.owner == owner {
			m := register.Mark{Day: r.day}
			if r.open {
				m.Row = r.number
			}
			marks = append(marks, m)
		}
	}
	slices.SortFunc(marks, func(a, b register.Mark) int { return int(a.Day) - int(b.Day) })
	return marks
}

func TestWeakAgreesWithAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var w weak
		model := make(map[register.Key]uint32)
		for range rapid.IntRange(0, 3000).Draw(t, "n") {
			// Keys whose first 32 bits are often the same, and often the highest.
			k := register.Key{255, 255, 255, rapid.ByteRange(200, 255).Draw(t, "fourth"), 0, rapid.Byte().Draw(t, "sixth")}
			next := uint32(2 * len(model))
			want, there := model[k]
			if !there {
				want = next
				model[k] = next
			}
			if got := w.number(k, next); got != want {
				t.Fatalf("got %d, want %d", got, want)
			}
		}
	})
}

func TestNumberingAgreesWithAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, model := newNumbering(rapid.Uint64().Draw(t, "spread")), make(map[uint64]uint32)
		values := rapid.SliceOfN(rapid.OneOf(rapid.Uint64Range(0, 9_999_999_999), rapid.Uint64Range(0, 3)), 0, 6000).Draw(t, "values")
		for _, v := range values {
			next := uint32(len(model))
			want, there := model[v]
			if !there {
				want = next
				model[v] = next
			}
			if got := n.number(v, next); got != want {
				t.Fatalf("value %d: got %d, want %d", v, got, want)
			}
		}
	})
}
