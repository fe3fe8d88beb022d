package amif

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lvv/reports"
	"lvv/schemas"
)

// An account is all that the parcel tells, computed and not yet written.
type account struct {
	job     reports.Job
	options Options
	window  schemas.Period

	tallies      []tally  // in order of organisation, last day and number
	orgs         []string // that delivered, in order of the alphabet
	trajectories []trajectory
	ids          []string // of trajectories, which are in this order
	participants []participant
	names        []string // of participants, which are in this order
	// participations are the organisations of one participant after another.
	participations []place

	chain      *chain
	indicators []indicator
	calendars  []calendar
	sample     []drawn
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
	a.orgs, _ = orgsOf(a.tallies)
	rows, tokens, err := readTrajectories(ctx, job.DB, w, a.tallies)
	if err != nil {
		return nil, err
	}
	if err := a.list(rows, tokens); err != nil {
		return nil, err
	}
	sideBySide(
		func() { a.sample = draw(a.trajectories, a.ids, &a.options) },
		a.count,
	)
	return a, nil
}

// count counts the lists.
func (a *account) count() {
	a.chain = makeChain(a)
	a.indicators = makeIndicators(a.participants)
	a.calendars = []calendar{
		{title: "Verslagjaar AMIF", reporting: true, years: reportingYears(a.window)},
		{title: "Kalenderjaar", years: calendarYears(a.window)},
	}
	for i := range a.calendars {
		a.calendars[i].count(a.trajectories)
	}
}

// list gives trajectories and the participants they are of their pseudonyms and
// puts them in order of these: any other order would tell who came before whom.
func (a *account) list(rows []trajectory, tokens []int64) error {
	var ids []string
	var order []int32
	var noIDs, noNames error
	sideBySide(
		func() {
			if ids, noIDs = a.options.Trajectories(tokens); noIDs == nil {
				order = inOrder(ids)
			}
		},
		func() { noNames = a.gather(rows) },
	)
	if err := errors.Join(noIDs, noNames); err != nil {
		return fmt.Errorf("amif: %w", err)
	}
	a.trajectories, a.ids = arranged(rows, order), arranged(ids, order)
	return nil
}

// gather makes participants of the trajectories, in order of pseudonym, and tells
// each trajectory which one it is of.
func (a *account) gather(rows []trajectory) error {
	g := &gatherer{rows: rows}
	var people []participant
	var persons []int32
	byPerson := byPerson(rows)
	for run := range runs(rows, byPerson) {
		people, persons = append(people, g.gather(run)), append(persons, rows[run[0]].person)
	}
	names, err := a.options.Pseudonyms(persons)
	if err != nil {
		return err
	}
	order := inOrder(names)
	a.participants, a.names, a.participations = arranged(people, order), arranged(names, order), g.participations
	introduce(rows, byPerson, order)
	return nil
}

// introduce tells each trajectory which participant it is of; order is that of
// the participants.
func introduce(rows []trajectory, byPerson, order []int32) {
	whereIs := make([]int32, len(order))
	for at, i := range order {
		whereIs[i] = int32(at)
	}
	i := 0
	for run := range runs(rows, byPerson) {
		for _, t := range run {
			rows[t].who = whereIs[i]
		}
		i++
	}
}

// orgsOf are the organisations of a participant.
func (a *account) orgsOf(p *participant) []place { return a.participations[p.orgsAt:][:p.orgs] }

// indicator is the one of that code.
func (a *account) indicator(code string) *indicator {
	i := slices.IndexFunc(a.indicators, func(n indicator) bool { return n.code == code })
	return &a.indicators[i]
}

// ways are the ways in which a sample is drawn.
func (a *account) ways() []way {
	if a.options.UnitCost > 0 {
		return []way{simple, stratified, monetary}
	}
	return []way{simple, stratified}
}
