package amif

import (
	"cmp"
	"fmt"
	"slices"

	"lvv/reports"
	"lvv/schemas"
)

// A check is one reconciliation: what must be nothing, and how much it is.
type check struct {
	name string // of the identity, without any figure
	off  int
}

// balance holds every list of the account against the others. It returns how
// many identities it made; one that is off ends the account.
func (a *account) balance() (int, error) {
	checks := slices.Concat(a.deliveryChecks(), a.linkChecks(), a.personChecks(), a.indicatorChecks(), a.sampleChecks())
	for i := range a.calendars {
		checks = append(checks, a.calendarChecks(&a.calendars[i])...)
	}
	for _, c := range checks {
		if c.off != 0 {
			return 0, fmt.Errorf("amif: %s: off by %d: %w", c.name, c.off, reports.ErrUnbalanced)
		}
	}
	return len(checks), nil
}

// A delivery's name within this package: what the warehouse knows of it.
func nameOf(org string, until schemas.Day, seq int) origin {
	return origin{org, until, seq}
}

// deliveryChecks hold what the intake counted of each delivery against what the
// warehouse has of it.
func (a *account) deliveryChecks() []check {
	var checks []check
	stored := make(map[origin]int)
	for _, t := range a.tallies {
		stored[t.origin] = t.rows
		checks = append(checks, check{label("rows of a delivery = what becomes of them", t.origin),
			t.rows - t.otherPeriod - t.otherTime - t.otherScenario - t.guidance})
	}
	accepted, entries := make(map[origin]int), make(map[origin]int)
	latest := make(map[string]origin)
	for i := range a.options.Refused {
		r := &a.options.Refused[i]
		name := nameOf(r.Org, r.Period.To, r.Seq)
		checks = append(checks, check{label("rows received = refused + accepted", name), r.In - r.refused() - r.Accepted})
		if r.Replaced {
			continue
		}
		accepted[name] += r.Accepted
		entries[name]++
		if l, ok := latest[r.Org]; !ok || later(name, l) {
			latest[r.Org] = name
		}
	}
	for _, t := range a.tallies {
		checks = append(checks, check{label("rows beyond those that the intake accepted", t.origin), max(0, t.rows-accepted[t.origin])})
	}
	for _, l := range a.chain.links {
		// Nothing can supersede a row of the last delivery.
		if name, ok := latest[l.org]; ok && entries[name] == 1 {
			checks = append(checks, check{label("rows of the last delivery = rows accepted", name), stored[name] - accepted[name]})
		}
	}
	return checks
}

func later(a, b origin) bool {
	return cmp.Or(cmp.Compare(a.until, b.until), cmp.Compare(a.seq, b.seq)) > 0
}

func label(what string, o origin) string {
	return fmt.Sprintf("%s (%s to %s, number %d)", what, o.org, o.until, o.seq)
}

// linkChecks hold the chain of each organisation, and the sum of all.
func (a *account) linkChecks() []check {
	var checks []check
	for _, l := range append(slices.Clone(a.chain.links), a.chain.total) {
		checks = append(checks,
			check{"rows in = refused + superseded + not counted by reason + countable, " + l.org, l.received - l.refusals() - l.superseded -
				l.otherPeriod - l.otherTime - l.otherScenario - l.notEligible - l.countable},
			check{"return guidance counted = listed, " + l.org, l.guidance - l.notEligible - l.countable},
			check{"superseded rows below zero, " + l.org, min(0, l.superseded)},
			check{"countable trajectories = sum over results, " + l.org, l.countable - sum(l.results)},
			check{"returns = proven + uncertain, " + l.org, l.returns() - l.proven - l.uncertain},
		)
	}
	return checks
}

// personChecks lead from trajectories to persons, and see to it that no two of
// them share a pseudonym.
func (a *account) personChecks() []check {
	t, p := &a.chain.total, a.totals()
	return []check{
		{"trajectories that share a pseudonym", twice(a.ids)},
		{"participants who share a pseudonym", twice(a.names)},
		{"trajectories listed = those of all participants", len(a.trajectories) - p.all},
		{"countable trajectories = those of countable participants", t.countable - p.counted},
		{"countable trajectories - repeats at one organisation = participations", t.countable - p.repeats - t.participations},
		{"participations - those at another organisation = unique persons", t.participations - a.chain.across - a.chain.people},
		{"returns of trajectories = returns of participants", t.returns() - p.returns},
		{"returns - further returns of a person = persons returned", p.returns - p.again - p.returned()},
		{"persons returned = indicator of all returns", p.returned() - a.indicator("IV(c)(iii)").total.all()},
	}
}

// indicatorChecks see to it that each total is the sum of its parts, and that
// the two programmes tell the same.
func (a *account) indicatorChecks() []check {
	var checks []check
	for i := range a.indicators {
		n := &a.indicators[i]
		parts := n.broken()
		checks = append(checks,
			check{n.code + " proven = sum by age and sex", n.total.proven - parts.proven},
			check{n.code + " uncertain = sum by age and sex", n.total.uncertain - parts.uncertain})
	}
	of := func(code string) int { return a.indicator(code).total.all() }
	return append(checks,
		check{"all returns = voluntary + removed", of("IV(c)(iii)") - of("IV(c)(iii)-v") - of("IV(c)(iii)-r")},
		check{"voluntary returns of both programmes", of("IV(c)(iii)-v") - of("R.3.6")},
		check{"removals of both programmes", of("IV(c)(iii)-r") - of("R.3.7")},
		check{"reintegration of both programmes", of("IV(c)(ii)") - of("O.3.3")})
}

func (a *account) calendarChecks(c *calendar) []check {
	started, ended, returns := c.before, c.running, c.undated
	for i := range c.years {
		started += c.years[i].started
		ended += c.years[i].ended
		returns += c.years[i].proven + c.years[i].uncertain
	}
	t := &a.chain.total
	return []check{
		{c.title + ": started = countable", started - t.countable},
		{c.title + ": ended + running = countable", ended - t.countable},
		{c.title + ": returns by year = returns", returns - t.returns()},
	}
}

// sampleChecks see to it that every draw covers its share and no trajectory is
// drawn twice.
func (a *account) sampleChecks() []check {
	size := sampleSize(a.chain.total.countable, a.options.Sample)
	var checks []check
	for _, way := range a.ways() {
		n, again, seen := 0, 0, make([]bool, len(a.trajectories))
		for i := range a.sample {
			d := &a.sample[i]
			if d.way != way {
				continue
			}
			n++
			if seen[d.t] {
				again++
			}
			seen[d.t] = true
		}
		checks = append(checks,
			check{"trajectories drawn twice, " + way.String(), again},
			check{"sample smaller than asked, " + way.String(), max(0, size-n)})
	}
	return checks
}
