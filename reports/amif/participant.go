package amif

import (
	"cmp"
	"slices"

	"lvv/schemas"
)

// A factState is where the facts about a participant come from.
type factState uint8

const (
	factsAgree  factState = iota // all stays that tell agree
	factsDiffer                  // stays contradict each other; the rule chose
	factsNone                    // no stay of this person was delivered
)

// String is how a state stands in the account.
func (f factState) String() string { return [...]string{"gelijk", "verschillend", "geen_verblijf"}[f] }

// A participant is a person with return guidance in the window. The facts are
// those of the first trajectory that counts, or of the first of all when none
// does. As a [trajectory] it holds no text.
type participant struct {
	person      int32
	link        place // list "koppelstatus"
	nationality place
	sex         place
	ageGroup    place
	facts       factState
	union       bool // in every trajectory; whoever is does not count

	first, last schemas.Day // activity; last means nothing when open
	open        bool
	orgsAt      int32 // in the account's participations: the organisations of
	orgs        int32 // the trajectories that count, or of all when none does
	counted     int32 // trajectories that count
	all         int32 // trajectories with those that do not count

	returned  place // result of the return that speaks for the person; untold when none
	certainty certainty
	supported certainty
	returns   int32 // trajectories that end in a return
}

func (p *participant) countable() bool { return !p.union }

// A gatherer makes participants of trajectories.
type gatherer struct {
	rows           []trajectory
	participations []place // organisations of one participant after another
	ages           [1 << 16]place
}

// byPerson is the order of trajectories by person, and those of one person in
// time. Persons are numbered almost without gaps, so they are counted off.
func byPerson(rows []trajectory) []int32 {
	last := int32(-1)
	for i := range rows {
		last = max(last, rows[i].person)
	}
	next := make([]int32, last+2)
	for i := range rows {
		next[rows[i].person+1]++
	}
	for p := range last {
		next[p+1] += next[p]
	}
	order := make([]int32, len(rows))
	for i := range rows {
		order[next[rows[i].person]] = int32(i)
		next[rows[i].person]++
	}
	for run := range runs(rows, order) {
		slices.SortFunc(run, func(a, b int32) int { return inTime(&rows[a], &rows[b]) })
	}
	return order
}

// runs hands out the trajectories of each person, of those in order of person.
func runs(rows []trajectory, order []int32) func(yield func([]int32) bool) {
	return func(yield func([]int32) bool) {
		for from := 0; from < len(order); {
			to := from + 1
			for to < len(order) && rows[order[to]].person == rows[order[from]].person {
				to++
			}
			if !yield(order[from:to]) {
				return
			}
			from = to
		}
	}
}

// gather makes the participant of one person's trajectories, in time.
func (g *gatherer) gather(run []int32) participant {
	p := participant{person: g.rows[run[0]].person, all: int32(len(run)), returned: untold, union: true}
	for _, i := range run {
		if g.rows[i].countable() {
			p.counted++
			p.union = false
		}
	}
	p.orgsAt = int32(len(g.participations))
	var chosen *trajectory
	begun := false
	for _, i := range run {
		t := &g.rows[i]
		if t.countable() == p.union {
			continue
		}
		if !begun {
			p.begin(t, g.ageGroup(t))
			begun = true
		}
		p.open = p.open || t.open
		if !t.open {
			p.last = max(p.last, t.end)
		}
		if !slices.Contains(g.participations[p.orgsAt:], t.org) {
			g.participations = append(g.participations, t.org)
		}
		if p.countable() {
			chosen = p.result(t, chosen)
		}
	}
	if chosen != nil {
		p.returned, p.certainty = chosen.result, chosen.certainty()
	}
	orgs := g.participations[p.orgsAt:]
	slices.Sort(orgs)
	p.orgs = int32(len(orgs))
	return p
}

// begin takes the facts from the first trajectory.
func (p *participant) begin(t *trajectory, ageGroup place) {
	p.link, p.nationality, p.sex, p.ageGroup = t.link, t.nationality, t.sex, ageGroup
	switch {
	case t.noStay:
		p.facts = factsNone
	case t.differ:
		p.facts = factsDiffer
	}
	p.first, p.last = t.start, t.start
}

// ageGroup is the place of the age group of a trajectory. Few ages occur, so
// each is looked up once; 0 is not looked up yet, others are one more.
func (g *gatherer) ageGroup(t *trajectory) place {
	known := &g.ages[int(t.ageFrom)<<8|int(t.ageTo)]
	if *known == 0 {
		*known = placeOf(schemas.AgeGroupList, t.ageGroup()) + 1
	}
	return *known - 1
}

// result adds one more trajectory that counts, and chooses one return for a
// person who is said to have returned more than once, so that every list of
// returnees adds up: a proven one goes before one that is not, then the last one.
func (p *participant) result(t, chosen *trajectory) *trajectory {
	if s := t.supported(); s == proven || p.supported == notSo {
		p.supported = s
	}
	if !t.returned {
		return chosen
	}
	p.returns++
	if chosen == nil || !better(chosen, t) {
		return t
	}
	return chosen
}

// better reports whether a return speaks for the person rather than a later
// trajectory's.
func better(a, b *trajectory) bool {
	if a.certainty() != b.certainty() {
		return a.certainty() == proven
	}
	if a.open != b.open {
		return b.open
	}
	return !a.open && a.end > b.end
}

// inTime orders trajectories by start; those of one day by where they came from.
func inTime(a, b *trajectory) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.delivery, b.delivery), cmp.Compare(a.row, b.row))
}

// A peopleTotal is the list of participants, added up.
type peopleTotal struct {
	all               int // trajectories, with those that do not count
	countable         int // participants; the rest is about them
	counted           int // trajectories that count
	participations    int
	repeats           int // trajectories beyond the first at one organisation
	proven, uncertain int // who returned
	returns, again    int // returns, and those beyond the first of a person
}

func (t peopleTotal) returned() int { return t.proven + t.uncertain }

func (a *account) totals() peopleTotal {
	var t peopleTotal
	for i := range a.participants {
		p := &a.participants[i]
		t.all += int(p.all)
		if !p.countable() {
			continue
		}
		t.countable++
		t.counted += int(p.counted)
		t.participations += int(p.orgs)
		t.repeats += int(p.counted - p.orgs)
		t.returns += int(p.returns)
		switch p.certainty {
		case proven:
			t.proven++
		case uncertain:
			t.uncertain++
		default:
			continue
		}
		t.again += int(p.returns) - 1
	}
	return t
}
