package audit

import (
	"errors"
	"fmt"
)

// Rounded are the figures that are printed instead of the true ones.
type Rounded struct {
	Base int64
	// Reach is how many bases a figure may lie from the true one: 1 if it is a
	// multiple next to it, or 2.
	Reach  int64
	Values [][]int64 // per table and cell
}

// A RoundedReport says what has been proved of rounded figures.
type RoundedReport struct {
	Small         int   // shown figures that rest on too few people
	SmallestWidth int64 // of the proved intervals around these; -1 if there is none
	Worlds        int
}

// CheckRounded passes rounded figures, or says what is wrong with them: each is
// a multiple of the base next to the true one, none that left before is another
// now, all totals and relations hold, and whoever has all of them can take each
// small figure for a base of values or more, and no small group for nearly
// everybody. The patterns of suppression are for [Check].
func CheckRounded(tables []Table, relations []Relation, rules Rules, r Rounded, worlds []World, proofs []Proof) (RoundedReport, error) {
	b, err := open(tables, relations, rules)
	if err != nil {
		return RoundedReport{}, err
	}
	z, err := b.readRounded(r)
	if err != nil {
		return RoundedReport{}, err
	}
	deltas := make([]map[int]int64, len(worlds))
	for i, w := range worlds {
		if deltas[i], err = b.checkRoundedWorld(w, z, r); err != nil {
			return RoundedReport{}, fmt.Errorf("audit: world %d: %w", i, err)
		}
	}
	report, err := b.checkRoundedProofs(deltas, proofs, r.Base)
	if err != nil {
		return RoundedReport{}, err
	}
	report.Worlds = len(worlds)
	return report, b.checkMixed(deltas)
}

// readRounded gives the rounded value of each figure, when all of them are
// roundings and add up.
func (b *book) readRounded(r Rounded) ([]int64, error) {
	if r.Base < 2 || r.Reach < 1 || r.Reach > 2 || r.Base != b.rules.Rounding || len(r.Values) != len(b.tables) {
		return nil, errors.New("audit: no such rounding")
	}
	z, met := make([]int64, len(b.figures)), make([]bool, len(b.figures))
	for t := range b.tables {
		if len(r.Values[t]) != len(b.index[t]) {
			return nil, errors.New("audit: no such rounding")
		}
		for c, f := range b.index[t] {
			if met[f] && z[f] != r.Values[t][c] {
				return nil, b.failure(b.figures[f], "is rounded in two ways")
			}
			z[f], met[f] = r.Values[t][c], true
		}
	}
	for f, e := range b.figures {
		off := max(z[f]-e.Value, e.Value-z[f])
		switch {
		case z[f] < 0 || z[f]%r.Base != 0:
			return nil, b.failure(e, "is not a multiple of the base")
		case e.unseen():
		case off >= r.Reach*r.Base || e.Value == 0 && z[f] != 0:
			return nil, b.failure(e, "is not next to what it was")
		case r.Reach == 1 && e.Value%r.Base == 0 && off != 0:
			return nil, b.failure(e, "was a multiple of the base and is another now")
		case e.Rounded && e.Printed != z[f]:
			return nil, b.failure(e, "left before as another number")
		}
	}
	for _, s := range b.sums {
		var total int64
		for k, f := range s.figures {
			total += s.signs[k] * z[f]
		}
		if total != 0 {
			return nil, errors.New("audit: the rounded tables do not add up")
		}
	}
	return z, nil
}

// unseen reports whether a figure is shown to nobody, now or before. It may be
// rounded to any multiple at which all adds up.
func (e entry) unseen() bool {
	return e.unpublished && !e.Public && !e.Rounded && !e.Impossible
}

// checkRoundedWorld refuses a world that somebody who has the rounded figures, in
// tables that go out of hidden cells as well, can tell from the truth.
func (b *book) checkRoundedWorld(w World, z []int64, r Rounded) (map[int]int64, error) {
	return b.changes(w, func(f int, delta int64) string {
		e, value := b.figures[f], b.figures[f].Value+delta
		switch {
		case e.Impossible || e.Public && !e.Rounded:
			return "changes though it is known"
		case value < 0 || !e.unseen() && (value == 0 && z[f] != 0 || value-z[f] >= r.Reach*r.Base || z[f]-value >= r.Reach*r.Base):
			return "changes to what would be rounded otherwise"
		case !e.Shown && !e.known() && value < e.least():
			return "falls to a value that would be shown"
		}
		return ""
	})
}

// checkRoundedProofs asks a base of values for every shown figure that rests on
// too few people and that is not known outside.
func (b *book) checkRoundedProofs(deltas []map[int]int64, proofs []Proof, base int64) (RoundedReport, error) {
	widths := map[int]int64{}
	in := func(world, f int) int64 {
		if world == Truth {
			return 0
		}
		return deltas[world][f]
	}
	for _, p := range proofs {
		f := b.index[p.Cell.Table][p.Cell.Cell]
		for _, w := range []int{p.Above, p.Below} {
			if w != Truth && (w < 0 || w >= len(deltas)) {
				return RoundedReport{}, b.failure(b.figures[f], "is proved by a world that is not there")
			}
		}
		widths[f] = max(widths[f], in(p.Above, f)-in(p.Below, f))
	}
	report := RoundedReport{SmallestWidth: -1}
	for f, e := range b.figures {
		if !e.Shown || !b.fewPeople(e) || e.Public && !e.Rounded {
			continue
		}
		if widths[f] < base-1 {
			return RoundedReport{}, b.failure(e, "can be taken for too few values")
		}
		report.Small++
		if report.SmallestWidth < 0 || widths[f] < report.SmallestWidth {
			report.SmallestWidth = widths[f]
		}
	}
	return report, nil
}

// checkMixed refuses a part that holds nearly everybody of a small group in every
// world.
func (b *book) checkMixed(worlds []map[int]int64) error {
	for _, g := range b.mixed {
		open := b.figures[g[0]].Public
		for _, w := range worlds {
			part, total := b.figures[g[0]].Value+w[g[0]], b.figures[g[1]].Value+w[g[1]]
			if open = open || part == 0 || !b.nearly(part, total); open {
				break
			}
		}
		if !open {
			return b.failure(b.figures[g[0]], "tells about nearly everybody in a group")
		}
	}
	return nil
}

// fewPeople reports whether a figure rests on fewer people than the threshold.
func (b *book) fewPeople(e entry) bool {
	least := b.rules.Threshold
	if e.health {
		least = b.rules.HealthThreshold
	}
	return e.Contributors > 0 && e.Contributors < least
}

// hiddenByRounding reports whether a rounded figure hides what any one person
// brings in: the true figure may lie a base less one away, which must be half of
// that part or more.
func (b *book) hiddenByRounding(e entry) bool {
	if b.rules.Rounding == 0 {
		return false
	}
	most := e.Largest
	if most == 0 {
		most = e.Value - e.Contributors + 1 // each of the others has at least one
	}
	return e.persons || most <= 2*(b.rules.Rounding-1)
}

// mixedByRounding reports whether a group is so small that nobody can tell
// whether a part of it is nearly all: the part may be a base less one smaller,
// and the rest as much larger.
func (b *book) mixedByRounding(total int64) bool {
	slack := b.rules.Rounding - 1
	return slack > 0 && 100*slack >= (100-b.rules.GroupPercent)*(total+slack)
}
