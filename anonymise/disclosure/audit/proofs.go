package audit

import (
	"fmt"
	"sort"
)

// A claim is a proof with what it comes to.
type claim struct {
	open    int64        // how far apart the two worlds lie
	above   int64        // how far above the truth the higher one is
	met     map[int]bool // insiders who can exclude it: persons above zero, staff below
	changes []map[int]int64
}

// checkProofs refuses a set of proofs that leaves a small figure open to an
// outsider or to somebody who knows another figure of himself.
func (b *book) checkProofs(worlds []map[int]int64, proofs []Proof) (Report, error) {
	of := make([][]claim, len(b.figures))
	for _, p := range proofs {
		if p.Above < Truth || p.Below < Truth || p.Above >= len(worlds) || p.Below >= len(worlds) {
			return Report{}, fmt.Errorf("audit: a proof names a world that is not there")
		}
		f := b.index[p.Cell.Table][p.Cell.Cell]
		above, below := get(worlds, p.Above), get(worlds, p.Below)
		of[f] = append(of[f], claim{above[f] - below[f], above[f], b.insiders(above, below), []map[int]int64{above, below}})
	}
	persons := map[int]bool{}
	for _, e := range b.figures {
		if e.sole != 0 && !e.known() {
			persons[e.sole] = true
		}
	}
	report := Report{SmallestWidth: -1, PersonWidth: -1, StaffWidth: -1, Insiders: len(persons)}
	given := b.givenAway()
	for f, e := range b.figures {
		if e.Public || e.Shown || !b.isSmall(e) {
			continue
		}
		if given[f] {
			report.Exposed++
			continue
		}
		report.Small++
		if err := b.judge(f, of[f], &report); err != nil {
			return Report{}, err
		}
	}
	return report, nil
}

func get(worlds []map[int]int64, i int) map[int]int64 {
	if i == Truth {
		return nil
	}
	return worlds[i]
}

// insiders returns those whose own figures some world changes.
func (b *book) insiders(worlds ...map[int]int64) map[int]bool {
	met := map[int]bool{}
	for _, w := range worlds {
		for f := range w {
			e := b.figures[f]
			if e.sole != 0 {
				met[e.sole] = true
			}
			for _, who := range e.staff {
				met[who] = true
			}
		}
	}
	return met
}

// width returns how wide the interval around a figure must be.
func (b *book) width(e entry) int64 {
	need := b.rules.Width
	if e.health {
		need += b.rules.HealthThreshold - b.rules.Threshold
	}
	if percent := (e.Value*b.rules.WidthPercent + 99) / 100; !e.persons {
		need = max(need, percent)
	}
	return need
}

// judge refuses a figure that the claims leave open to some attacker, and notes
// the widths that they prove.
func (b *book) judge(f int, claims []claim, report *Report) error {
	e := b.figures[f]
	outside := int64(-1)
	for _, c := range claims {
		if c.open >= b.width(e) && c.above >= b.upper(e) {
			outside = max(outside, c.open)
		}
	}
	if outside < 0 {
		return b.failure(e, "is not protected from outsiders")
	}
	person, ok := b.weakest(f, claims, nil, false)
	if !ok {
		return b.failure(e, "is not protected from the only person in another cell")
	}
	staff, ok := b.weakest(f, claims, nil, true)
	if !ok {
		return b.failure(e, "is not protected from those who know the people of another category")
	}
	least(&report.SmallestWidth, outside)
	least(&report.PersonWidth, person)
	if b.staff > 0 {
		least(&report.StaffWidth, staff)
	}
	return nil
}

// least lowers a smallest width that is known so far; -1 is none.
func least(so *int64, width int64) {
	if *so < 0 || width < *so {
		*so = width
	}
}

// weakest returns the narrowest interval that the claims leave to a crew, or to
// a crew with more in it, and whether each is wide enough. Crews that have met
// nobody of the widest claim left need no look of their own: they are left that
// claim. Nor do those who know the figure, since it rests on them alone.
func (b *book) weakest(f int, claims []claim, crew []int, staff bool) (width int64, ok bool) {
	var best claim
	for _, c := range claims {
		if c.open > best.open && !b.excluded(c, crew) {
			best = c
		}
	}
	if best.open < b.rules.InsiderWidth {
		return 0, false
	}
	width = best.open
	for who := range best.met {
		larger, may := b.join(crew, who, staff)
		if !may || b.informed(larger, f) {
			continue
		}
		w, ok := b.weakest(f, claims, larger, staff)
		if !ok {
			return 0, false
		}
		width = min(width, w)
	}
	return width, true
}

// join returns a crew of staff, or of persons, with one more, if there can be.
func (b *book) join(crew []int, who int, staff bool) ([]int, bool) {
	if staff != (who < 0) || staff && len(crew) > 0 || len(crew) >= b.rules.Coalition {
		return nil, false
	}
	larger := append(append([]int{}, crew...), who)
	sort.Ints(larger)
	return larger, true
}

// informed tells whether a crew knows a figure of itself.
func (b *book) informed(crew []int, f int) bool {
	if crew[0] < 0 {
		return contains(b.figures[f].staff, crew[0])
	}
	return b.knownTo(crew)[f]
}

// excluded tells whether a crew can exclude a claim: one of it has met it, or
// all together know a figure that it changes.
func (b *book) excluded(c claim, crew []int) bool {
	for _, who := range crew {
		if c.met[who] {
			return true
		}
	}
	if len(crew) < 2 {
		return false
	}
	known := b.knownTo(crew)
	for _, w := range c.changes {
		for f := range w {
			if known[f] {
				return true
			}
		}
	}
	return false
}

// givenAway returns, for figures that do not go out now, whether Public ones
// bound them so closely that they cannot be protected any more: what is out is
// out. It narrows the bounds of all figures by the identities, in as many rounds
// as it takes, up to some; a figure is given away only if that proves it.
func (b *book) givenAway() []bool {
	const rounds = 50
	low, high := make([]int64, len(b.figures)), make([]int64, len(b.figures))
	any := false
	for f, e := range b.figures {
		low[f], high[f] = 0, maxDelta
		switch {
		case e.Public || e.Impossible:
			low[f], high[f] = e.Value, e.Value
			any = any || e.Public
		case e.Withheld:
			low[f] = min(1, e.Value)
		}
	}
	for round := 0; any && round < rounds; round++ {
		moved := false
		for _, s := range b.sums {
			moved = s.narrow(low, high) || moved
		}
		if !moved {
			break
		}
	}
	given := make([]bool, len(b.figures))
	for f, e := range b.figures {
		narrow := high[f]-low[f] < b.width(e) || high[f]-e.Value < b.upper(e)
		given[f] = any && e.unpublished && narrow
	}
	return given
}

// narrow tightens the bounds of each figure of an identity by the others.
func (s sum) narrow(low, high []int64) (moved bool) {
	for k, f := range s.figures {
		// The figure, by its sign, is minus the sum of the others.
		var least, most int64
		for j, g := range s.figures {
			if j == k {
				continue
			}
			if s.signs[j] > 0 {
				least, most = least+low[g], most+high[g]
			} else {
				least, most = least-high[g], most-low[g]
			}
		}
		if s.signs[k] > 0 {
			least, most = -most, -least
		}
		if least > low[f] {
			low[f], moved = least, true
		}
		if most < high[f] {
			high[f], moved = most, true
		}
	}
	return moved
}
