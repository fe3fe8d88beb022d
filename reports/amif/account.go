package amif

import (
	"context"
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
	a.list(rows, tokens)
	a.gather()
	a.chain = makeChain(a)
	a.indicators = makeIndicators(a.participants)
	a.calendars = []calendar{
		{title: "Verslagjaar AMIF", reporting: true, years: reportingYears(w)},
		{title: "Kalenderjaar", years: calendarYears(w)},
	}
	for i := range a.calendars {
		a.calendars[i].count(a.trajectories)
	}
	a.sample = draw(a.trajectories, a.ids, &a.options)
	return a, nil
}

// list gives trajectories their pseudonyms and puts them in order of these: any
// other order would tell who came before whom.
func (a *account) list(rows []trajectory, tokens []int64) {
	ids := named(len(rows), func(i int) string { return a.options.Trajectory(tokens[i]) })
	order := inOrder(ids)
	a.trajectories, a.ids = arranged(rows, order), arranged(ids, order)
}

// gather makes participants of the trajectories, in order of pseudonym as well.
func (a *account) gather() {
	g := &gatherer{rows: a.trajectories}
	var people []participant
	byPerson := byPerson(a.trajectories)
	for run := range runs(a.trajectories, byPerson) {
		people = append(people, g.gather(run))
	}
	names := named(len(people), func(i int) string { return a.options.Pseudonym(people[i].person) })
	order := inOrder(names)
	a.participants, a.names, a.participations = arranged(people, order), arranged(names, order), g.participations
	a.introduce(people, order, byPerson)
}

// introduce tells each trajectory which participant it is of.
func (a *account) introduce(people []participant, order, byPerson []int32) {
	whereIs := make([]int32, len(people))
	for at, i := range order {
		whereIs[i] = int32(at)
	}
	i := 0
	for run := range runs(a.trajectories, byPerson) {
		for _, t := range run {
			a.trajectories[t].who = whereIs[i]
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
