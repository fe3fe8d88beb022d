package amif

import (
	"cmp"
	"slices"
	"strings"

	"lvv/schemas"
)

// Where the facts about a participant come from.
const (
	factsAgree  = "gelijk"        // all stays that tell agree
	factsDiffer = "verschillend"  // stays contradict each other; the rule chose
	factsNone   = "geen_verblijf" // no stay of this person was delivered
)

// A participant is a person with return guidance in the window. The facts are
// those of the first trajectory that counts, or of the first of all when none
// does.
type participant struct {
	pseudonym   string
	link        string
	nationality string
	sex         string
	ageGroup    string
	facts       string
	reason      string // empty for a participant who counts

	first, last schemas.Day // activity; last means nothing when open
	open        bool
	orgs        []string // of the trajectories that count, or of all when none does
	counted     int      // trajectories that count
	all         int      // trajectories with those that do not count

	returned  string // result of the return that speaks for the person; empty when none
	certainty string
	supported string
	returns   int // trajectories that end in a return
}

func (p *participant) countable() bool { return p.reason == "" }

// participants gathers trajectories by person, in order of pseudonym: the order
// of the persons in the warehouse is not shown to anybody.
func participants(all []trajectory, pseudonym func(int32) string) []participant {
	of := make(map[int32][]*trajectory)
	var persons []int32
	for i := range all {
		t := &all[i]
		if of[t.person] == nil {
			persons = append(persons, t.person)
		}
		of[t.person] = append(of[t.person], t)
	}
	out := make([]participant, len(persons))
	for i, person := range persons {
		out[i] = gather(of[person])
		out[i].pseudonym = pseudonym(person)
	}
	slices.SortFunc(out, func(a, b participant) int { return strings.Compare(a.pseudonym, b.pseudonym) })
	return out
}

func gather(all []*trajectory) participant {
	slices.SortFunc(all, inTime)
	p := participant{all: len(all), facts: factsAgree}
	counted := slices.DeleteFunc(slices.Clone(all), func(t *trajectory) bool { return !t.countable() })
	p.counted = len(counted)
	if p.counted == 0 {
		p.reason, counted = all[0].reason(), all
	}
	first := counted[0]
	p.link, p.nationality, p.sex, p.ageGroup = first.link, first.nationality, first.sex, first.ageGroup()
	switch {
	case first.stays == 0:
		p.facts = factsNone
	case first.differ:
		p.facts = factsDiffer
	}
	p.first, p.last = first.start, first.start
	for _, t := range counted {
		p.open = p.open || t.open
		if !t.open {
			p.last = max(p.last, t.end)
		}
		if !slices.Contains(p.orgs, t.org) {
			p.orgs = append(p.orgs, t.org)
		}
	}
	slices.Sort(p.orgs)
	if p.countable() {
		p.results(counted)
	}
	return p
}

// results chooses one return for a person who is said to have returned more
// than once, so that every list of returnees adds up: a proven one goes before
// one that is not, then the last one.
func (p *participant) results(counted []*trajectory) {
	var chosen *trajectory
	for _, t := range counted {
		if s := t.supported(); s == proven || p.supported == "" {
			p.supported = s
		}
		if !t.returned() {
			continue
		}
		p.returns++
		if chosen == nil || !better(chosen, t) {
			chosen = t
		}
	}
	if chosen != nil {
		p.returned, p.certainty = chosen.result, chosen.certainty()
	}
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
		t.all += p.all
		if !p.countable() {
			continue
		}
		t.countable++
		t.counted += p.counted
		t.participations += len(p.orgs)
		t.repeats += p.counted - len(p.orgs)
		t.returns += p.returns
		switch p.certainty {
		case proven:
			t.proven++
		case uncertain:
			t.uncertain++
		default:
			continue
		}
		t.again += p.returns - 1
	}
	return t
}

// inTime orders trajectories by start; those of one day by where they came from.
func inTime(a, b *trajectory) int {
	return cmp.Or(
		cmp.Compare(a.start, b.start),
		strings.Compare(a.org, b.org),
		cmp.Compare(a.until, b.until),
		cmp.Compare(a.seq, b.seq),
		cmp.Compare(a.row, b.row),
	)
}
