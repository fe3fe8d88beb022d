package evaluator

import (
	"fmt"
	"testing"

	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/schemas/synth"
)

// A pilot is an invented pilot in a warehouse, and what was counted in it. Tests
// share pilots and parcels, and change neither.
type pilot struct {
	plan  synth.Plan
	job   reports.Job
	facts *facts
}

// The sizes of the invented pilots: as many persons as were in the five cities
// together, and so few that most cells are small.
const (
	large = 2065
	small = 300
)

// What tests share. A parcel takes a second to make, and most tests look at the
// same one.
var (
	pilots reportstest.Shared[int, *pilot]
	made   reportstest.Shared[string, approval]
)

// pilotOf is the pilot of so many persons.
func pilotOf(t testing.TB, persons int) *pilot {
	t.Helper()
	return pilots.Get(t, persons, func(t testing.TB) *pilot {
		plan := reportstest.Plan(t, 3, persons)
		p := &pilot{plan: plan, job: reportstest.Job(t, plan, plan.Period)}
		var err error
		if p.facts, _, err = load(t.Context(), p.job); err != nil {
			t.Fatal(err)
		}
		return p
	})
}

// An approval is a parcel with the draft that it was made from.
type approval struct {
	reports.Draft
	contents parcel.Contents
}

// made is the parcel of a pilot under those options. There is one longitudinal
// study.
func (p *pilot) made(t testing.TB, opts Options) approval {
	t.Helper()
	key := opts
	key.Longitudinal = nil
	return made.Get(t, fmt.Sprintf("%d %v %+v", p.plan.Persons, opts.Longitudinal != nil, key), func(t testing.TB) approval { return approve(t, p.job, opts) })
}

func (p *pilot) parcel(t testing.TB, opts Options) parcel.Contents {
	t.Helper()
	return p.made(t, opts).contents
}

func approved(t testing.TB, job reports.Job, opts Options) parcel.Contents {
	t.Helper()
	return approve(t, job, opts).contents
}

// approve makes a parcel, lets it out, and writes every file.
func approve(t testing.TB, job reports.Job, opts Options) approval {
	t.Helper()
	d, err := Make(t.Context(), job, opts)
	if err != nil {
		t.Fatal(err)
	}
	return approval{d, reportstest.Parcel(t, d, "bureau")}
}
