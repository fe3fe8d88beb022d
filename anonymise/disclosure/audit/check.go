package audit

import (
	"fmt"
	"slices"
)

// Check passes tables that protect all that the rules protect, or says what
// they do not. Its errors name tables and cell numbers, never a figure.
func Check(tables []Table, relations []Relation, rules Rules, worlds []World, proofs []Proof) (Report, error) {
	b, err := open(tables, relations, rules)
	if err != nil {
		return Report{}, err
	}
	if err := b.checkShown(); err != nil {
		return Report{}, err
	}
	if err := b.checkUnions(); err != nil {
		return Report{}, err
	}
	deltas := make([]map[int]int64, len(worlds))
	for i, w := range worlds {
		if deltas[i], err = b.checkWorld(w); err != nil {
			return Report{}, fmt.Errorf("audit: world %d: %w", i, err)
		}
	}
	if err := b.checkGroups(deltas); err != nil {
		return Report{}, err
	}
	report, err := b.checkProofs(deltas, proofs)
	report.Worlds = len(worlds)
	return report, err
}

// isSmall applies the rules on single figures.
func (b *book) isSmall(e entry) bool {
	if b.hiddenByRounding(e) {
		return e.alike
	}
	few := b.fewPeople(e)
	dominated := !e.persons && 100*e.Largest > b.rules.DominancePercent*e.Value
	return few || dominated || e.alike || b.upper(e) > 0
}

// upper applies the p% rule: it returns how far above its value a sum must stay
// possible, so that the second contributor cannot estimate the largest too well.
// A second part that is not known is taken to be as large as it can be.
func (b *book) upper(e entry) int64 {
	if e.persons || e.Contributors < 2 || e.Largest == 0 {
		return 0
	}
	others := e.Value - e.Largest - e.SecondLargest
	if e.SecondLargest == 0 {
		others = max(0, e.Value-2*e.Largest)
	}
	short := b.rules.PPercent*e.Largest - 100*others
	return max(0, (short+99)/100)
}

// checkShown refuses a small figure that is shown, one that was withheld, and
// people that are shown in one unit and suppressed in another, if they have left
// in none: what has left bounds what has not, and worlds must keep to that.
func (b *book) checkShown() error {
	shown := map[int]bool{}
	for _, e := range b.figures {
		if e.Shown && (b.isSmall(e) || e.Impossible) {
			return b.failure(e, "is shown but must not be")
		}
		if e.Shown && e.Withheld && !e.Public {
			return b.failure(e, "is shown but was withheld before")
		}
		if e.Impossible || e.unpublished || e.Public {
			continue
		}
		if before, ok := shown[e.people]; ok && before != e.Shown {
			return b.failure(e, "is shown in one unit and suppressed in another")
		}
		shown[e.people] = e.Shown
	}
	return nil
}

// checkUnions refuses a total that is known while too few people stand in its
// suppressed parts: they are one group whose size can be worked out. A sum of
// which nothing goes out now tells no more than it did.
func (b *book) checkUnions() error {
	for _, s := range b.sums {
		if s.total < 0 || !b.figures[s.total].known() {
			continue
		}
		least, most, rest := int64(0), int64(0), b.figures[s.total].Contributors
		leaves := !b.figures[s.total].unpublished
		for _, f := range s.figures[1:] {
			e := b.figures[f]
			leaves = leaves || !e.unpublished
			if e.known() {
				rest -= e.Contributors
				continue
			}
			if b.hiddenByRounding(e) {
				continue
			}
			least = max(least, b.rules.Threshold)
			if e.health {
				least = max(least, b.rules.HealthThreshold)
			}
			most = max(most, e.Contributors)
		}
		if people := max(rest, most); leaves && people > 0 && people < least {
			return b.failure(b.figures[s.total], "is a total that gives away a group of too few people")
		}
	}
	return nil
}

// checkGroups refuses a part that holds nearly everybody in every world: it
// tells about each of them. A part that is public told it before.
func (b *book) checkGroups(worlds []map[int]int64) error {
	for _, g := range b.groups {
		open := b.figures[g[0]].Public
		for _, w := range worlds {
			part, total := b.figures[g[0]].Value+w[g[0]], b.figures[g[1]].Value+w[g[1]]
			if open = open || !b.nearly(part, total); open {
				break
			}
		}
		if !open {
			return b.failure(b.figures[g[0]], "tells about nearly everybody in a group")
		}
	}
	return nil
}

// known tells whether an attacker has the figure.
func (e entry) known() bool { return e.Shown || e.Public || e.Impossible }

// least returns the least that an attacker holds possible for a hidden figure.
// Where zeros are shown, a dot is not zero.
func (e entry) least() int64 {
	if e.unpublished && !e.Withheld {
		return 0
	}
	return min(1, e.Value)
}

// checkWorld refuses a world that an attacker can tell from the truth. It
// returns the changes by figure.
func (b *book) checkWorld(w World) (map[int]int64, error) {
	return b.changes(w, func(f int, delta int64) string {
		e := b.figures[f]
		switch {
		case e.known():
			return "changes though it is known"
		case e.Value+delta < e.least():
			return "falls to a value that would be shown"
		case b.toldByUnits(f, e.Value+delta):
			return "contradicts the same people in another unit that has left"
		}
		return ""
	})
}

// toldByUnits tells whether a value of a figure cannot be beside the same people
// in a unit that has left: each person stands for one or more in every unit.
func (b *book) toldByUnits(f int, value int64) bool {
	e := b.figures[f]
	return slices.ContainsFunc(b.samePeople[e.people], func(g int) bool {
		o := b.figures[g]
		switch {
		case !o.Public || o.Rounded || o.persons == e.persons:
			return false
		case e.persons:
			return value > o.Value
		}
		return value < o.Value
	})
}

// changes returns the changes of a world by figure, when each may be, all of them
// add up, and told says nothing of any.
func (b *book) changes(w World, told func(figure int, delta int64) string) (map[int]int64, error) {
	delta := make(map[int]int64, len(w))
	for _, c := range w {
		f := b.index[c.Cell.Table][c.Cell.Cell]
		if _, twice := delta[f]; twice {
			return nil, b.failure(b.figures[f], "changes twice")
		}
		if c.Delta > maxDelta || c.Delta < -maxDelta {
			return nil, b.failure(b.figures[f], "changes out of range")
		}
		if what := told(f, c.Delta); what != "" {
			return nil, b.failure(b.figures[f], what)
		}
		delta[f] = c.Delta
	}
	for f := range delta {
		for _, i := range b.sumsOf[f] {
			var total int64
			for k, g := range b.sums[i].figures {
				total += b.sums[i].signs[k] * delta[g]
			}
			if total != 0 {
				return nil, b.failure(b.figures[f], "no longer adds up")
			}
		}
	}
	return delta, nil
}

// maxDelta keeps sums of changes far from overflow.
const maxDelta = 1 << 41

func (b *book) failure(e entry, what string) error {
	return fmt.Errorf("audit: table %q, cell %d: %s", b.tables[e.at.Table].Name, e.at.Cell, what)
}
