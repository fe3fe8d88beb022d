package amif

import (
	"strings"
	"testing"

	"lvv/reports/reportstest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// A told trajectory is a row as its organisation wrote it, read here without
// the warehouse.
type told struct {
	org        string
	person     int32
	start, end schemas.Day
	open       bool
	scenario   string
	result     string
	support    string
	proof      bool
}

// A stay told by an organisation.
type toldStay struct {
	org         string
	from        schemas.Day
	nationality string
	sex         string
	birth       string
}

func dutchDay(t *testing.T, s string) schemas.Day {
	t.Helper()
	if len(s) != 10 {
		t.Fatal("the world wrote a date in another form")
	}
	if s[2] == '-' {
		s = s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	return on(t, s)
}

// cellsOf answers the rows of a dataset by field name.
func cellsOf(t *testing.T, plan synth.Plan, org, dataset string) (rows []map[string]string, person []int32) {
	t.Helper()
	all, answers, err := plan.Rows(org, dataset, plan.Period)
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := make(map[string]string)
		for i, f := range plan.Contract.Dataset(dataset).Fields {
			row[f.Name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows, answers.Person
}

func tellAll(t *testing.T, plan synth.Plan) ([]told, map[int32][]toldStay) {
	t.Helper()
	var all []told
	stays := make(map[int32][]toldStay)
	for _, org := range plan.Orgs {
		rows, person := cellsOf(t, plan, org, "traject")
		for i, r := range rows {
			one := told{org: org, person: person[i], start: dutchDay(t, r["datum_start"]), open: r["datum_einde"] == "",
				scenario: r["scenario"], result: r["resultaat"], support: r["herintegratie"], proof: r["bewijs_kenmerk"] != ""}
			if !one.open {
				one.end = dutchDay(t, r["datum_einde"])
			}
			all = append(all, one)
		}
		rows, person = cellsOf(t, plan, org, "opvang")
		for i, r := range rows {
			stays[person[i]] = append(stays[person[i]], toldStay{org, dutchDay(t, r["datum_instroom"]),
				nationalityCode(t, r["nationaliteit"]), strings.ToLower(r["geslacht"]), r["geboortedatum"]})
		}
	}
	return all, stays
}

func nationalityCode(t *testing.T, s string) string {
	t.Helper()
	for _, c := range schemas.List(schemas.NationalityList).Codes {
		if s == c.Code || s == c.Label {
			return c.Code
		}
	}
	t.Fatal("the world wrote a nationality that the list lacks")
	return ""
}

// nationalityAt takes the latest stay that began by a day, else the first one
// after, among those that know the nationality.
func nationalityAt(stays []toldStay, at schemas.Day) string {
	var before, after *toldStay
	for i := range stays {
		s := &stays[i]
		switch {
		case s.nationality == "0000":
		case s.from <= at && (before == nil || s.from > before.from):
			before = s
		case s.from > at && (after == nil || s.from < after.from):
			after = s
		}
	}
	switch {
	case before != nil:
		return before.nationality
	case after != nil:
		return after.nationality
	}
	return "0000"
}

// The figures are those that plain counting over the organisations' own rows
// gives.
func TestTheAccountIsTheWorld(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 11, 900)
	all, stays := tellAll(t, plan)
	for _, period := range []string{"2019-01-01 2021-12-31", "2019-10-16 2020-10-15", "2020-01-01 2020-12-31", "2021-06-01 2023-01-01", "2019-01-01 2019-01-20"} {
		p := schemas.Period{From: on(t, period[:10]), To: on(t, period[11:])}
		a, err := compute(t.Context(), reportstest.Job(t, plan, p), options(worldCounts(t, plan)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.balance(); err != nil {
			t.Fatal(err)
		}
		compareWithWorld(t, period, a, all, stays, p)
	}
}

// counts are what the world comes to in one period.
type worldTally struct {
	outside, scenario, union, countable int
	participations, persons             int
	voluntary, removed, proven          int // persons
	supported                           int
	started                             int
}

func compareWithWorld(t *testing.T, name string, a *account, all []told, stays map[int32][]toldStay, p schemas.Period) {
	t.Helper()
	end := min(p.To, a.job.Contract.End)
	var want worldTally
	atOrg, persons := map[[2]any]bool{}, map[int32]bool{}
	vol, rem, sure, help := map[int32]bool{}, map[int32]bool{}, map[int32]bool{}, map[int32]bool{}
	for _, r := range all {
		switch {
		case r.start > p.To || !r.open && r.end < p.From:
			want.outside++
			continue
		case r.scenario != "terugkeer":
			want.scenario++
			continue
		case schemas.EUCitizen(nationalityAt(stays[r.person], r.start), r.start):
			want.union++
			continue
		}
		want.countable++
		atOrg[[2]any{r.person, r.org}], persons[r.person] = true, true
		if r.start >= p.From {
			want.started++
		}
		if r.open || r.end > end {
			continue
		}
		vol[r.person] = vol[r.person] || r.result == voluntary
		rem[r.person] = rem[r.person] || r.result == removed
		sure[r.person] = sure[r.person] || r.proof && (r.result == voluntary || r.result == removed)
		help[r.person] = help[r.person] || r.support == "ja"
	}
	want.participations, want.persons = len(atOrg), len(persons)
	want.voluntary, want.removed, want.proven, want.supported = trues(vol), trues(rem), trues(sure), trues(help)
	total := &a.chain.total
	got := worldTally{
		outside: total.otherPeriod + total.otherTime, scenario: total.otherScenario, union: total.notEligible, countable: total.countable,
		participations: total.participations, persons: a.chain.people,
		voluntary: a.indicator("R.3.6").total.all(), removed: a.indicator("R.3.7").total.all(),
		proven: a.indicator("IV(c)(iii)").total.proven, supported: a.indicator("O.3.3").total.all(),
	}
	for i := range a.calendars[0].years {
		got.started += a.calendars[0].years[i].started
	}
	if got != want {
		t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
	}
	if want.countable == 0 {
		t.Errorf("%s: nothing to compare", name)
	}
}

func trues(m map[int32]bool) int {
	n := 0
	for _, yes := range m {
		if yes {
			n++
		}
	}
	return n
}

// The age group of a participant is the true one or none at all, and it is not
// given up where the birth date and the days leave no doubt.
func TestAgesAreTrue(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 12, 900)
	_, stays := tellAll(t, plan)
	a, err := compute(t.Context(), reportstest.Job(t, plan, plan.Period), options(worldCounts(t, plan)))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for i := range a.trajectories {
		r := &a.trajectories[i]
		seen[r.ageGroup()]++
		if r.ageGroup() == schemas.UncertainAge {
			continue
		}
		possible := false
		for _, s := range stays[r.person] {
			// Only birth dates with a day say what the age truly was.
			if len(s.birth) != 10 || strings.Contains(s.birth, "00-") || strings.HasPrefix(s.birth, "0000") {
				possible = true
				continue
			}
			n := uint8(age(dutchDay(t, s.birth), r.start))
			possible = possible || schemas.AgeBand(schemas.AgeGroupList, n, n) == r.ageGroup()
		}
		if !possible {
			t.Errorf("age group %s is not that of the person", r.ageGroup())
		}
	}
	if seen["18-60"] < len(a.trajectories)/2 || seen[schemas.UncertainAge] > len(a.trajectories)/3 {
		t.Errorf("groups of %d trajectories: %v", len(a.trajectories), seen)
	}
}

// The trajectories that count are those of the world's own truth.
func TestTruth(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 13, 600)
	a, err := compute(t.Context(), reportstest.Job(t, plan, plan.Period), options(worldCounts(t, plan)))
	if err != nil {
		t.Fatal(err)
	}
	for _, org := range plan.Truth(plan.Period).Orgs {
		for _, l := range a.chain.links {
			if l.org != org.Org {
				continue
			}
			if l.received != org.Trajectories.All || l.countable != org.Trajectories.Guidance ||
				l.returns() != org.Trajectories.Returned || l.proven != org.Trajectories.Proven {
				t.Errorf("%s: %+v, truth %+v", l.org, l, org.Trajectories)
			}
		}
	}
}
