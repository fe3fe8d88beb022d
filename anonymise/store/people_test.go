package store

import (
	"testing"

	"pgregory.net/rapid"
)

func TestPeopleAgreeWithAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var p People
		model := make(map[[16]byte]int32)
		for range rapid.IntRange(0, 3000).Draw(t, "n") {
			// Few different bytes, so that numbers come again and crowd the table.
			id := [16]byte{rapid.Byte().Draw(t, "first"), 0, 0, 0, 0, 0, 0, 0, rapid.ByteRange(0, 9).Draw(t, "last")}
			want, there := model[id]
			if !there {
				want = int32(len(model))
				model[id] = want
			}
			if got := p.number(id); got != want || p.ID(got) != id {
				t.Fatalf("got %d, want %d", got, want)
			}
		}
		if p.Len() != len(model) {
			t.Fatalf("%d persons, want %d", p.Len(), len(model))
		}
	})
}
