package finance

import (
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// Every file of SQL says what it makes and runs on tables without a row.
func TestQueriesRunOnEmptyTables(t *testing.T) {
	plan := reportstest.Plan(t, 1, 1)
	db := reportstest.Empty(t, plan.Contract)
	for name, q := range queries() {
		args := warehouse.Args{"van": plan.Period.From, "tot": plan.Period.To}
		if len(q.Params) == 3 {
			args["plaatsen"] = ""
		}
		r, err := db.Run(t.Context(), q, args)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range r.Values {
			for _, n := range v {
				if n != 0 {
					t.Errorf("%s: %d of nothing", name, n)
				}
			}
		}
	}
}

// A tally is a figure counted day by day: the people behind it and what each
// brings in.
type tally map[int]int64

func (a tally) cell() (value, people, largest int64) {
	for _, n := range a {
		value += n
		largest = max(largest, n)
	}
	return value, int64(len(a)), largest
}

// world counts an invented world day by day, in the plainest way there is.
type world struct {
	spans   []span
	tallies map[string]tally // by table and codes
}

func (w *world) add(person int, n int64, table string, codes ...string) {
	key := table
	for _, c := range codes {
		key += "|" + c
	}
	if w.tallies[key] == nil {
		w.tallies[key] = tally{}
	}
	w.tallies[key][person] += n
}

// count goes over every day of every stay.
func (w *world) count(job reports.Job, stays map[string][]synth.Stay) {
	type night struct {
		person int
		day    schemas.Day
	}
	seen := map[night]bool{}
	present := map[string]map[schemas.Day][]int{}
	for org := range stays {
		present[org] = map[schemas.Day][]int{}
		for _, s := range stays[org] {
			out := s.Out
			if s.Open {
				out = job.Period.To + 1
			}
			if s.In == out {
				w.days(s.In, year, func(x span) { w.add(s.Person, 1, sameDay, x.Code) })
			}
			if !s.Open {
				w.days(out, quarter, func(x span) {
					w.add(s.Person, 1, leaving, x.Code)
					if x.Level == whole {
						w.add(s.Person, 1, leavingOf, org)
						w.add(s.Person, 1, leavingOf, allOrgs)
					}
				})
			}
			for d := s.In; d < out; d++ {
				w.days(d, month, func(x span) {
					w.add(s.Person, 1, nights, x.Code, org)
					w.add(s.Person, 1, nights, x.Code, allOrgs)
				})
				present[org][d] = append(present[org][d], s.Person)
				if seen[night{s.Person, d}] {
					w.days(d, year, func(x span) { w.add(s.Person, 1, repeated, x.Code) })
				}
				seen[night{s.Person, d}] = true
			}
		}
	}
	w.aboveCapacity(job, present)
}

// days calls do for each span of a level or longer that a day lies in.
func (w *world) days(d schemas.Day, down level, do func(span)) {
	for _, x := range w.spans {
		if x.Level <= down && x.Days.From <= d && d <= x.Days.To {
			do(x)
		}
	}
}

// aboveCapacity counts the persons beyond the places. What each brings in are
// the days above capacity on which he was there, so here the value is kept
// apart under person -1.
func (w *world) aboveCapacity(job reports.Job, present map[string]map[schemas.Day][]int) {
	for org, days := range present {
		for d, people := range days {
			places := job.Registers.PlacesOn(d, org)
			if over := int64(len(people)) - places; over > 0 && places > 0 {
				w.days(d, year, func(x span) {
					w.add(-1, over, above, x.Code)
					for _, p := range people {
						w.add(p, 1, above, x.Code)
					}
					if x.Level == whole {
						w.add(-1, over, aboveOf, org)
						w.add(-1, over, aboveOf, allOrgs)
						for _, p := range people {
							w.add(p, 1, aboveOf, org)
							w.add(p, 1, aboveOf, allOrgs)
						}
					}
				})
			}
		}
	}
}

// Whatever the world, the tables that go to disclosure control are what
// counting day by day gives: figures, people and the largest contribution.
func TestTablesAreTheCountDayByDay(t *testing.T) {
	for seed, p := range map[uint64][2]string{3: {"2019-01-01", "2021-12-31"}, 4: {"2019-11-01", "2020-02-29"}, 5: {"2021-07-01", "2021-07-31"}} {
		plan := reportstest.Plan(t, seed, 250)
		job := reportstest.Job(t, plan, period(t, p[0], p[1]))
		job.Registers = registers(t,
			map[string]string{"capaciteit.csv": "organisatie;locatie;van;tot;plaatsen\nleeuwenberch;Noord;15-03-2019;10-01-2020;9\nleeuwenberch;Zuid;11-12-2019;;4\ntoevlucht;a;01-01-2019;;6\nseguro;b;01-03-2019;;60\n"})
		s := &statement{job: job, orgs: organisations(job), spans: calendar(job.Period)}
		var b balance
		if err := s.occupancy(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if b.failed != nil || b.checks < 20 {
			t.Errorf("%d checks: %v", b.checks, b.failed)
		}
		stays := map[string][]synth.Stay{}
		for _, org := range plan.Orgs {
			for stay := range plan.Stays(org, plan.Period) {
				stay.Open = stay.Open || stay.Out > plan.Period.To // what comes after is not known yet
				stays[org] = append(stays[org], stay)
			}
		}
		compare(t, s, stays)
	}
}

// compare holds the tables of a statement against the count day by day.
func compare(t *testing.T, s *statement, stays map[string][]synth.Stay) {
	t.Helper()
	w := &world{spans: s.spans, tallies: map[string]tally{}}
	w.count(s.job, stays)
	for _, table := range s.people {
		w.compare(t, table)
	}
}

func (w *world) compare(t *testing.T, table disclosure.Table) {
	t.Helper()
	for i, c := range table.Cells {
		key, rest := "", i
		for d := len(table.Dims) - 1; d >= 0; d-- {
			n := len(table.Dims[d].Categories)
			key = "|" + table.Dims[d].Categories[rest%n].Code + key
			rest /= n
		}
		key = table.Name + key
		all := tally{}
		for person, n := range w.tallies[key] {
			all[person] = n
		}
		value, people, largest := all.cell()
		if over, apart := all[-1]; apart {
			delete(all, -1)
			_, people, largest = all.cell()
			value, largest = over, min(largest, over) // nobody brings in more than there is
		}
		if c.Value != value || c.Contributors != people || c.Largest != largest {
			t.Errorf("%s: %d of %d people, largest %d; want %d of %d, largest %d", key, c.Value, c.Contributors, c.Largest, value, people, largest)
		}
	}
}

// A figure that does not reconcile stops the statement.
func TestUnbalancedFigures(t *testing.T) {
	var b balance
	b.equal("one way and another", 3, 3)
	if b.failed != nil {
		t.Fatal(b.failed)
	}
	b.equal("one way and another", 3, 4)
	b.adds("spans", calendar(period(t, "2020-01-01", "2020-02-29")), func(x span) int64 { return int64(x.Level) })
	if b.failed == nil || b.failed.Error() != "finance: one way and another: off by -1: figures do not reconcile" || b.checks != 5 {
		t.Errorf("%d checks, first failure %v", b.checks, b.failed)
	}
}

// What follows from two figures is shown only when both are.
func TestWhatFollowsIsShownWhenBothPartsAre(t *testing.T) {
	shown, hidden := figure{5, true}, figure{}
	for _, c := range []struct{ got, want figure }{
		{shown.and(figure{2, true}), figure{7, true}},
		{shown.without(figure{2, true}), figure{3, true}},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	if shown.and(hidden).shown || hidden.without(shown).shown {
		t.Error("a figure follows from one that is suppressed")
	}
}

// BenchmarkQueries runs each query over a pilot of a million stays.
//
//	go test -tags duckdb_arrow -run '^$' -bench Queries -benchtime 3x ./reports/finance
func BenchmarkQueries(b *testing.B) {
	plan := reportstest.Plan(b, 3, 830_000)
	job := reportstest.Job(b, plan, plan.Period)
	s := &statement{job: job, orgs: organisations(job), spans: calendar(job.Period)}
	for _, q := range warehouse.MustParseAll(files, "sql") {
		b.Run(q.Table, func(b *testing.B) {
			c := &count{ctx: b.Context(), s: s, queries: queries()}
			for b.Loop() {
				if c.run(q.Table); c.err != nil {
					b.Fatal(c.err)
				}
			}
		})
	}
}
