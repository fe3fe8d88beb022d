package audit

import "fmt"

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
	report, err := b.checkProofs(deltas, proofs)
	report.Worlds = len(worlds)
	return report, err
}

// isSmall applies the rules on single figures.
func (b *book) isSmall(e entry) bool {
	least := b.rules.Threshold
	if e.health {
		least = b.rules.HealthThreshold
	}
	few := e.Contributors > 0 && e.Contributors < least
	dominated := !e.persons && 100*e.Largest > b.rules.DominancePercent*e.Value
	return few || dominated || e.lower > 0
}

// checkShown refuses a small figure that is shown, one that was withheld, and
// people that are counted in one unit and suppressed in another.
func (b *book) checkShown() error {
	shown := map[int]bool{}
	for _, e := range b.figures {
		if e.Shown && (b.isSmall(e) || e.Impossible) {
			return b.failure(e, "is shown but must not be")
		}
		if e.Shown && e.Withheld && !e.Public {
			return b.failure(e, "is shown but was withheld before")
		}
		if e.Impossible {
			continue
		}
		if before, ok := shown[e.people]; ok && before != e.Shown && !e.Public {
			return b.failure(e, "is shown in one unit and suppressed in another")
		}
		shown[e.people] = e.Shown
	}
	return nil
}

// checkUnions refuses a total that is known while too few people stand in its
// suppressed parts: they are one group whose size can be worked out.
func (b *book) checkUnions() error {
	for _, s := range b.sums {
		if s.total < 0 || !b.figures[s.total].known() {
			continue
		}
		least, most, rest := int64(0), int64(0), b.figures[s.total].Contributors
		for _, f := range s.figures[1:] {
			e := b.figures[f]
			if e.known() {
				rest -= e.Contributors
				continue
			}
			least = max(least, b.rules.Threshold)
			if e.health {
				least = max(least, b.rules.HealthThreshold)
			}
			most = max(most, e.Contributors)
		}
		if people := max(rest, most); people > 0 && people < least {
			return b.failure(b.figures[s.total], "is a total that gives away a group of too few people")
		}
	}
	return nil
}

// known tells whether an attacker has the figure.
func (e entry) known() bool { return e.Shown || e.Public || e.Impossible }

// checkWorld refuses a world that an attacker can tell from the truth. It
// returns the changes by figure.
func (b *book) checkWorld(w World) (map[int]int64, error) {
	delta := make(map[int]int64, len(w))
	for _, c := range w {
		f := b.index[c.Cell.Table][c.Cell.Cell]
		if _, twice := delta[f]; twice {
			return nil, b.failure(b.figures[f], "changes twice")
		}
		delta[f] = c.Delta
		e := b.figures[f]
		switch {
		case e.known():
			return nil, b.failure(e, "changes though it is known")
		case c.Delta > maxDelta || c.Delta < -maxDelta:
			return nil, b.failure(e, "changes out of range")
		case e.Value+c.Delta < min(1, e.Value):
			return nil, b.failure(e, "falls to a value that would be shown")
		}
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

// checkProofs refuses a set of proofs that leaves a small figure open to an
// outsider or to a person who is alone in another figure.
func (b *book) checkProofs(worlds []map[int]int64, proofs []Proof) (Report, error) {
	of := make([][]Proof, len(b.figures))
	for _, p := range proofs {
		if p.Above < Truth || p.Below < Truth || p.Above >= len(worlds) || p.Below >= len(worlds) {
			return Report{}, fmt.Errorf("audit: a proof names a world that is not there")
		}
		f := b.index[p.Cell.Table][p.Cell.Cell]
		of[f] = append(of[f], p)
	}
	insiders := map[int]bool{}
	for _, e := range b.figures {
		if e.sole != 0 && !e.known() {
			insiders[e.sole] = true
		}
	}
	report := Report{SmallestWidth: -1, Insiders: len(insiders)}
	for f, e := range b.figures {
		if e.Public || e.Shown || !b.isSmall(e) {
			continue
		}
		report.Small++
		width, avoided := b.judge(f, worlds, of[f])
		if width < 0 {
			return Report{}, b.failure(e, "is not protected from outsiders")
		}
		if !avoided {
			return Report{}, b.failure(e, "is not protected from the only person in another cell")
		}
		if e.persons && (report.SmallestWidth < 0 || width < report.SmallestWidth) {
			report.SmallestWidth = width
		}
	}
	return report, nil
}

// judge returns the widest interval that the proofs leave to outsiders, or -1
// if it is too narrow, and whether every insider is left an interval too.
func (b *book) judge(f int, worlds []map[int]int64, proofs []Proof) (width int64, safe bool) {
	e := b.figures[f]
	need := b.rules.Width
	if e.health {
		need += b.rules.HealthThreshold - b.rules.Threshold
	}
	if percent := (e.Value*b.rules.WidthPercent + 99) / 100; !e.persons {
		need = max(need, percent)
	}
	width = -1
	var exposed map[int]bool // persons who can exclude every proof so far
	for _, p := range proofs {
		above, below := get(worlds, p.Above), get(worlds, p.Below)
		open := above[f] - below[f]
		if open >= need && -below[f] >= e.lower {
			width = max(width, open)
		}
		if open < b.rules.InsiderWidth {
			continue
		}
		met := b.persons(above, below)
		if exposed == nil {
			exposed = met
			delete(exposed, e.sole)
			continue
		}
		for person := range exposed {
			if !met[person] {
				delete(exposed, person)
			}
		}
	}
	return width, exposed != nil && len(exposed) == 0
}

func get(worlds []map[int]int64, i int) map[int]int64 {
	if i == Truth {
		return nil
	}
	return worlds[i]
}

// persons returns those whose own figures some world changes.
func (b *book) persons(worlds ...map[int]int64) map[int]bool {
	met := map[int]bool{}
	for _, w := range worlds {
		for f := range w {
			if e := b.figures[f]; e.sole != 0 {
				met[e.sole] = true
			}
		}
	}
	return met
}

func (b *book) failure(e entry, what string) error {
	return fmt.Errorf("audit: table %q, cell %d: %s", b.tables[e.at.Table].Name, e.at.Cell, what)
}
