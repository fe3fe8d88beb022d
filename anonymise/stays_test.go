package anonymise

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lvv/anonymise/register"
	"lvv/schemas"
)

// modelRow is a row as the model keeps it: in a plain list.
type modelRow struct {
	person   uint32
	day, end int32
	open     bool
}

func (a modelRow) meets(b modelRow) bool {
	return (b.open || a.day < b.end) && (a.open || b.day < a.end)
}

// The chains, and the calendars of persons with many rows, must say what a plain
// list says.
func TestStaysAgreeWithAPlainList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newStays(schemas.Period{From: 10, To: 100})
		var list []modelRow
		persons := uint32(0) // that have a row; a new one is the next
		spread := rapid.SampledFrom([]int32{60, 90, 30_000}).Draw(t, "spread")
		for range rapid.IntRange(0, 300).Draw(t, "rows") {
			r := modelRow{person: rapid.Uint32Range(0, min(persons, 3)).Draw(t, "person"),
				day: rapid.Int32Range(-spread/2, spread).Draw(t, "day"), open: rapid.IntRange(0, 9).Draw(t, "open") == 0}
			r.end = r.day + rapid.Int32Range(0, 20).Draw(t, "nights")
			twice, overlap, rows := false, false, 0
			for _, o := range list {
				if o.person == r.person {
					rows++
					twice = twice || o.day == r.day
					overlap = overlap || o.meets(r)
				}
			}
			gotTwice, gotOverlap := s.add(r.person, r.day, r.end, r.open)
			persons = max(persons, r.person+1)
			if gotTwice != twice {
				t.Fatalf("row %d of the person: twice is %v", rows, gotTwice)
			}
			if !twice && gotOverlap != overlap {
				t.Fatalf("row %d of the person: overlap is %v", rows, gotOverlap)
			}
			if !twice {
				list = append(list, r)
			}
		}
	})
}

// A few rows that lie close together, in all ways they can.
func TestCalendarAgreesWithAPlainList(t *testing.T) {
	t.Parallel()
	row := rapid.Custom(func(t *rapid.T) modelRow {
		day := rapid.Int32Range(60, 66).Draw(t, "day")
		return modelRow{day: day, end: day + rapid.Int32Range(0, 4).Draw(t, "nights"), open: rapid.IntRange(0, 3).Draw(t, "open") == 0}
	})
	rapid.Check(t, func(t *rapid.T) {
		c := newCalendar(62, 63)
		var list []modelRow
		for _, r := range rapid.SliceOfN(row, 1, 4).Draw(t, "rows") {
			same := func(o modelRow) bool { return o.day == r.day }
			overlaps := func(o modelRow) bool { return o.meets(r) }
			twice := slices.ContainsFunc(list, same)
			overlap := !twice && slices.ContainsFunc(list, overlaps)
			if gotTwice, gotOverlap := c.add(pack(firstDay+r.day, firstDay+r.end, r.open)); gotTwice != twice || gotOverlap != overlap {
				t.Fatalf("%+v after %+v: got %v, %v", r, list, gotTwice, gotOverlap)
			}
			if !twice {
				list = append(list, r)
			}
		}
	})
}

// However many rows a person has, what is remembered of them is bounded.
func TestMemoryOfStaysIsBoundedByPersons(t *testing.T) {
	t.Parallel()
	s := newStays(schemas.Period{From: 18_000, To: 18_000 + 3*366})
	for _, day := range rand.Perm(3 * 366) {
		for person := range uint32(10) {
			if twice, _ := s.add(person, int32(18_000+day), int32(18_001+day), false); twice {
				t.Fatal("a day is there before it came")
			}
		}
	}
	if s.first.Len() != 10 || s.further.Len() > 10*long || s.calendars.Len() != 10 {
		t.Errorf("%d first, %d further, %d calendars", s.first.Len(), s.further.Len(), s.calendars.Len())
	}
	for i := range uint32(10) {
		if c := s.calendars.At(i); len(c.weeks) > 3*366/64+2 {
			t.Errorf("%d times 64 days", len(c.weeks))
		}
	}
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
