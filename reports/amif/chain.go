package amif

import (
	"slices"

	"lvv/reports"
	"lvv/schemas"
)

// A chain leads from the rows that an organisation delivered to the trajectories
// that count, and from there to participations, persons and results: one link
// for each organisation, and one for all.
type chain struct {
	codes  []string // of refusals, in order of the alphabet
	links  []link   // in the order in which organisations are shown
	total  link     // sums over links
	across int      // participations beyond the first of a person, at another organisation
	people int      // unique persons with a trajectory that counts
}

// A link is the chain of one organisation. Received is refused and accepted;
// accepted is superseded and stored; stored is what the next five add up to.
type link struct {
	org        string
	received   int
	refused    []int // by chain.codes
	accepted   int
	superseded int // rows of a trajectory about which a later delivery speaks
	stored     int

	otherPeriod, otherTime, otherScenario int
	notEligible, countable                int

	guidance       int   // not eligible and countable, counted by the warehouse
	participations int   // persons of this organisation with a trajectory that counts
	results        []int // countable trajectories by result, in order of the code list
	proven         int   // returns
	uncertain      int
}

func makeChain(a *account) *chain {
	counts := a.options.Refused
	c := &chain{codes: refusalCodes(counts)}
	for _, org := range orgNames(a.job.Orgs, counts, a.tallies) {
		l := c.newLink(org)
		for i := range counts {
			if counts[i].Org == org {
				l.receive(&counts[i], c.codes)
			}
		}
		for _, t := range a.tallies {
			if t.org == org {
				l.store(t)
			}
		}
		l.superseded = l.accepted - l.stored
		c.links = append(c.links, l)
	}
	c.judge(a)
	c.total = c.newLink(reports.AllCode)
	for i := range c.links {
		c.total.add(&c.links[i])
	}
	return c
}

func (c *chain) newLink(org string) link {
	return link{org: org, refused: make([]int, len(c.codes)), results: make([]int, len(schemas.List("resultaat").Codes))}
}

func (l *link) receive(r *RefusedCount, codes []string) {
	l.received += r.In
	l.accepted += r.Accepted
	for _, code := range r.Codes {
		l.refused[slices.Index(codes, code.Code)] += code.Rows
	}
}

func (l *link) store(t tally) {
	l.stored += t.rows
	l.otherPeriod += t.otherPeriod
	l.otherTime += t.otherTime
	l.otherScenario += t.otherScenario
	l.guidance += t.guidance
}

// judge divides trajectories and participants over the links.
func (c *chain) judge(a *account) {
	of := make([]*link, len(a.orgs))
	for i, org := range a.orgs {
		of[i] = &c.links[slices.IndexFunc(c.links, func(l link) bool { return l.org == org })]
	}
	for i := range a.trajectories {
		of[a.trajectories[i].org].judge(&a.trajectories[i])
	}
	for i := range a.participants {
		p := &a.participants[i]
		if !p.countable() {
			continue
		}
		c.people++
		c.across += int(p.orgs) - 1
		for _, org := range a.orgsOf(p) {
			of[org].participations++
		}
	}
}

func (l *link) judge(t *trajectory) {
	if !t.countable() {
		l.notEligible++
		return
	}
	l.countable++
	l.results[t.result]++
	switch t.certainty() {
	case proven:
		l.proven++
	case uncertain:
		l.uncertain++
	}
}

func (l *link) add(m *link) {
	l.received += m.received
	l.accepted += m.accepted
	l.superseded += m.superseded
	l.stored += m.stored
	l.otherPeriod += m.otherPeriod
	l.otherTime += m.otherTime
	l.otherScenario += m.otherScenario
	l.notEligible += m.notEligible
	l.countable += m.countable
	l.guidance += m.guidance
	l.participations += m.participations
	l.proven += m.proven
	l.uncertain += m.uncertain
	for i, n := range m.refused {
		l.refused[i] += n
	}
	for i, n := range m.results {
		l.results[i] += n
	}
}

// refusals is all that was refused.
func (l *link) refusals() int { return sum(l.refused) }

// returns are the countable trajectories that ended in a return, by result.
func (l *link) returns() int {
	list := schemas.List("resultaat")
	return l.results[list.Index(voluntary)] + l.results[list.Index(removed)]
}

func sum(all []int) int {
	n := 0
	for _, v := range all {
		n += v
	}
	return n
}

func refusalCodes(counts []RefusedCount) []string {
	var codes []string
	for i := range counts {
		for _, c := range counts[i].Codes {
			codes = append(codes, c.Code)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// orgNames are the organisations as the job shows them, then any other that
// delivered.
func orgNames(orgs []reports.Org, counts []RefusedCount, tallies []tally) []string {
	var known, others []string
	for _, o := range orgs {
		known = append(known, o.Code)
	}
	for i := range counts {
		others = append(others, counts[i].Org)
	}
	for _, t := range tallies {
		others = append(others, t.org)
	}
	slices.Sort(others)
	for _, org := range slices.Compact(others) {
		if !slices.Contains(known, org) {
			known = append(known, org)
		}
	}
	return known
}
