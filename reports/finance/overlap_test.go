package finance

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// Few people with many stays: in one another, after one another, on one day, at
// one organisation or at several, whole months long. In an invented world such
// stays are as rare as in the real one, and the queries take a shorter way for
// those who have none.
func TestTablesOfPeopleWhoseStaysOverlap(t *testing.T) {
	const capacity = "organisatie;locatie;van;tot;plaatsen\n" +
		"leeuwenberch;Noord;15-03-2019;10-01-2020;3\nleeuwenberch;Zuid;11-12-2019;;2\ntoevlucht;a;01-01-2019;;4\n"
	plan := reportstest.Plan(t, 1, 1)
	job := reportstest.Job(t, plan, plan.Period)
	job.Registers = registers(t, map[string]string{"capaciteit.csv": capacity})
	job.DB = reportstest.Empty(t, plan.Contract)
	for seed := range uint64(45) {
		dice := rand.New(rand.NewPCG(seed, 1))
		job.Period = [...]schemas.Period{
			period(t, "2019-01-01", "2021-12-31"), period(t, "2019-11-01", "2020-02-29"), period(t, "2020-02-01", "2020-02-29"),
		}[seed%3]
		stays := tangle(dice, job.Period, 1+dice.IntN(12))
		hold(t, job.DB, stays)
		s := &statement{job: job, orgs: organisations(job), spans: calendar(job.Period)}
		var b balance
		if err := s.occupancy(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if b.failed != nil {
			t.Errorf("world %d: %v", seed, b.failed)
		}
		compare(t, s, stays)
		if t.Failed() {
			t.Fatalf("world %d", seed)
		}
	}
}

// tangle gives some people one to eight stays each, around a period.
func tangle(dice *rand.Rand, p schemas.Period, people int) map[string][]synth.Stay {
	stays := map[string][]synth.Stay{}
	orgs := []string{"leeuwenberch", "toevlucht", "seguro"}[:1+dice.IntN(3)]
	lengths := []int{1, 2, 40, 400, p.Days() + 20}
	for person := range people {
		in := p.From - 20 + schemas.Day(dice.IntN(p.Days()+30))
		for range 1 + dice.IntN(8) {
			in = snap(dice, in)
			s := synth.Stay{Person: person, In: in}
			s.Out = max(in, snap(dice, in+schemas.Day(dice.IntN(lengths[dice.IntN(len(lengths))]))))
			s.Open = dice.IntN(8) == 0 && s.In <= p.To
			org := orgs[dice.IntN(len(orgs))]
			stays[org] = append(stays[org], s)
			// The next begins on the day that this one ends, within it, or anywhere.
			switch dice.IntN(3) {
			case 0:
				in = s.Out
			case 1:
				in += schemas.Day(dice.IntN(int(s.Out-s.In) + 1))
			default:
				in = p.From - 20 + schemas.Day(dice.IntN(p.Days()+30))
			}
		}
	}
	return stays
}

// snap moves some days to the turn of the month, or one day off it.
func snap(dice *rand.Rand, d schemas.Day) schemas.Day {
	if dice.IntN(2) == 0 {
		return d
	}
	_, _, nr := d.Date()
	return d - schemas.Day(nr) + schemas.Day(dice.IntN(3))
}

// hold fills a warehouse with those stays and no others. It knows nothing of
// them but when they began and ended.
func hold(t *testing.T, db *warehouse.DB, stays map[string][]synth.Stay) {
	t.Helper()
	var rows []string
	for org := range stays {
		for _, s := range stays[org] {
			out := "NULL"
			if !s.Open {
				out = "'" + s.Out.String() + "'"
			}
			rows = append(rows, fmt.Sprintf("('%s', %d, '%s', %s, '2021-12-31')", org, s.Person, s.In, out))
		}
	}
	fill := warehouse.Query{
		Table: "opvang", By: []string{"organisatie"}, Measures: []string{"verblijven"},
		SQL: "DELETE FROM opvang; INSERT INTO opvang (organisatie, persoon, datum_instroom, datum_uitstroom, levering_tot) VALUES " +
			strings.Join(rows, ", ") + "; SELECT organisatie, count(*) AS verblijven FROM opvang GROUP BY organisatie ORDER BY ALL;",
	}
	if _, err := db.Run(t.Context(), fill, nil); err != nil {
		t.Fatal(err)
	}
}
