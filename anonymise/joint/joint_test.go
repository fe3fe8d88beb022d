package joint

import (
	"testing"

	"pgregory.net/rapid"
)

// Two hidden nationalities of one shown region: when every record says only the
// region, each may be the other; when the records tell them apart, their number
// is known.
func TestExposedByWhatIsWritten(t *testing.T) {
	t.Parallel()
	figures := []Figure{{Value: 14}, {Value: 3, Hidden: true, Width: 5}, {Value: 11, Hidden: true}}
	move := func(from, to int) [][]Change { return [][]Change{{{from, -1}, {to, 1}}} }
	silent := []Kind{{Count: 3, Moves: move(1, 2)}, {Count: 11, Moves: move(2, 1)}}
	if f, worlds := Exposed(figures, silent); f != -1 || worlds == 0 {
		t.Errorf("silent records expose %d after %d worlds", f, worlds)
	}
	if f, _ := Exposed(figures, nil); f != 1 {
		t.Errorf("records that tell everything expose %d, want 1", f)
	}
	if f, _ := exposedBy(figures, silent, 1); f != 1 {
		t.Errorf("with no move looked at nothing is proved, and %d is exposed", f)
	}
	few := []Kind{{Count: 2, Moves: move(2, 1)}, {Count: 1, Moves: move(1, 2)}}
	if f, _ := Exposed(figures, few); f != 1 {
		t.Errorf("three records that may be either leave an interval of 3, and expose %d", f)
	}
}

// A figure that passes really has two values as far apart as its width, found
// by trying every way in which the records could be something else, also when
// only some of the ways are looked at.
func TestExposedAgainstTryingEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(t, "figures")
		var figures []Figure
		for range n {
			figures = append(figures, Figure{Value: int64(rapid.IntRange(1, 5).Draw(t, "value")),
				Hidden: rapid.Bool().Draw(t, "hidden"), Width: int64(rapid.IntRange(0, 4).Draw(t, "width"))})
		}
		var kinds []Kind
		for range rapid.IntRange(0, 3).Draw(t, "kinds") {
			k := Kind{Count: int64(rapid.IntRange(1, 3).Draw(t, "count"))}
			for range rapid.IntRange(1, 2).Draw(t, "moves") {
				from := rapid.IntRange(0, n-1).Draw(t, "from")
				to := (from + rapid.IntRange(1, n-1).Draw(t, "to")) % n
				k.Moves = append(k.Moves, []Change{{from, -1}, {to, 1}})
			}
			kinds = append(kinds, k)
		}
		low, high := everything(figures, kinds)
		most := rapid.OneOf(rapid.Just(maxMoves), rapid.IntRange(0, 5)).Draw(t, "most")
		exposed, _ := exposedBy(figures, kinds, most)
		for f, fig := range figures {
			if exposed == f || fig.Width == 0 || !fig.Hidden {
				if exposed == f {
					break // those after it were not judged
				}
				continue
			}
			if high[f]-low[f] < fig.Width {
				t.Fatalf("figure %d passes with an interval of %d, it asks for %d", f, high[f]-low[f], fig.Width)
			}
		}
		// One way or the other, the flow of single records is found to the full.
		if most == maxMoves && exposed >= 0 && high[exposed]-low[exposed] >= figures[exposed].Width {
			t.Fatalf("figure %d is exposed and has an interval of %d, it asks for %d", exposed, high[exposed]-low[exposed], figures[exposed].Width)
		}
	})
}

// everything tries all worlds and gives the least and the greatest change.
func everything(figures []Figure, kinds []Kind) (low, high []int64) {
	low, high = make([]int64, len(figures)), make([]int64, len(figures))
	changes := make([]int64, len(figures))
	var try func(kind, move int, left int64)
	try = func(kind, move int, left int64) {
		if kind == len(kinds) {
			for f, c := range changes {
				if c != 0 && (!figures[f].Hidden || figures[f].Value+c < 1) {
					return
				}
			}
			for f, c := range changes {
				low[f], high[f] = min(low[f], c), max(high[f], c)
			}
			return
		}
		if move == len(kinds[kind].Moves) {
			next := int64(0)
			if kind+1 < len(kinds) {
				next = kinds[kind+1].Count
			}
			try(kind+1, 0, next)
			return
		}
		for n := int64(0); n <= left; n++ {
			for _, c := range kinds[kind].Moves[move] {
				changes[c.Figure] += n * c.By
			}
			try(kind, move+1, left-n)
			for _, c := range kinds[kind].Moves[move] {
				changes[c.Figure] -= n * c.By
			}
		}
	}
	first := int64(0)
	if len(kinds) > 0 {
		first = kinds[0].Count
	}
	try(0, 0, first)
	return low, high
}
