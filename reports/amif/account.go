package amif

import (
	"context"
	"slices"
	"strings"

	"lvv/reports"
	"lvv/schemas"
)

// An account is all that the parcel tells, computed and not yet written.
type account struct {
	job     reports.Job
	options Options
	window  schemas.Period

	tallies      []tally
	trajectories []trajectory // in order of pseudonymous id
	participants []participant
	chain        *chain
	indicators   []indicator
	calendars    []calendar
	sample       []drawn
}

func compute(ctx context.Context, job reports.Job, opts Options) (*account, error) {
	w, err := window(job.Period, job.Contract)
	if err != nil {
		return nil, err
	}
	a := &account{job: job, options: opts, window: w}
	if a.tallies, err = readTallies(ctx, job.DB, job.Period, w); err != nil {
		return nil, err
	}
	if a.trajectories, err = readTrajectories(ctx, job.DB, w); err != nil {
		return nil, err
	}
	for i := range a.trajectories {
		a.trajectories[i].id = opts.Trajectory(a.trajectories[i].token)
	}
	slices.SortFunc(a.trajectories, func(a, b trajectory) int { return strings.Compare(a.id, b.id) })
	a.participants = participants(a.trajectories, opts.Pseudonym)
	a.chain = makeChain(job.Orgs, opts.Refused, a.tallies, a.trajectories, a.participants)
	a.indicators = makeIndicators(a.participants)
	a.calendars = []calendar{
		{title: "Verslagjaar AMIF", reporting: true, years: reportingYears(w)},
		{title: "Kalenderjaar", years: calendarYears(w)},
	}
	for i := range a.calendars {
		a.calendars[i].count(a.trajectories)
	}
	a.sample = draw(a.trajectories, &a.options)
	return a, nil
}

// indicator is the one of that code.
func (a *account) indicator(code string) *indicator {
	i := slices.IndexFunc(a.indicators, func(n indicator) bool { return n.code == code })
	return &a.indicators[i]
}

// ways are the ways in which a sample is drawn.
func (a *account) ways() []string {
	if a.options.UnitCost > 0 {
		return []string{simple, stratified, monetary}
	}
	return []string{simple, stratified}
}
