package monitor_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/monitor"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/reports/reportstest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// made is the parcel of a job, approved.
func made(t testing.TB, job reports.Job) (parcel.Contents, reports.Draft) {
	t.Helper()
	d, err := monitor.Make(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	return reportstest.Parcel(t, d, "stuurgroep"), d
}

// suppressed is the number of points, but for the flows of months, which are
// never printed.
func suppressed(d reports.Draft) int {
	n := 0
	for _, t := range d.Request.Tables.Tables() {
		if strings.HasSuffix(t.Name, "_maand") {
			continue
		}
		for i := range t.Len() {
			if _, s := t.At(i); s == disclosure.Suppressed {
				n++
			}
		}
	}
	return n
}

func day(t testing.TB, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// At the size of the pilot the report is whole: the tables are chosen so that
// hardly anything has to be suppressed.
func TestAtPilotSizeTheReportIsWhole(t *testing.T) {
	for seed := range uint64(4) {
		plan := reportstest.Plan(t, seed, 2065)
		if _, d := made(t, reportstest.Job(t, plan, plan.Period)); suppressed(d) > 8 {
			t.Errorf("seed %d: %d cells are suppressed", seed, suppressed(d))
		}
	}
}

// Any run of days can be reported on, with any number of people, and nothing is
// shown that rests on too few.
func TestAnyPeriodAndSize(t *testing.T) {
	for _, c := range []struct {
		name     string
		persons  int
		from, to string
	}{
		{"one day", 300, "2020-05-05", "2020-05-05"},
		{"part of a month", 300, "2020-02-10", "2020-02-20"},
		{"a quarter", 400, "2020-04-01", "2020-06-30"},
		{"from the middle of a month into the next year", 600, "2019-11-12", "2020-08-19"},
		{"few people", 33, "2019-01-01", "2021-12-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := reportstest.Plan(t, 5, c.persons)
			_, d := made(t, reportstest.Job(t, plan, schemas.Period{From: day(t, c.from), To: day(t, c.to)}))
			for _, table := range d.Request.Tables.Tables() {
				for i := range table.Len() {
					if n, s := table.At(i); table.Unit == disclosure.UnitPersons && s == disclosure.Shown && n > 0 && n < 10 {
						t.Errorf("%s shows %d persons", table.Name, n)
					}
				}
			}
		})
	}
}

func TestNothingAtAll(t *testing.T) {
	plan := reportstest.Plan(t, 1, 1)
	job := reportstest.Job(t, plan, plan.Period)
	job.DB = reportstest.Empty(t, plan.Contract)
	job.Registers = places.Registers{}
	c, d := made(t, job)
	if n := suppressed(d); n != 0 {
		t.Errorf("%d cells of nobody are suppressed", n)
	}
	if html := string(reportstest.File(t, c, "monitor.html")); strings.Contains(html, "NaN") {
		t.Error("the page makes something of nothing")
	}
}

// Amsterdam has a code for onward migration; Utrecht has not, which is not zero.
func TestOnwardMigration(t *testing.T) {
	for _, c := range []struct {
		contract string
		want     string
		not      string
	}{
		{"utrecht-2019", "bestendig,doormigratie,,,,,\r\n", ""},
		{"amsterdam-2019", "", "bestendig,doormigratie,,"},
	} {
		contract, err := schemas.Load(c.contract)
		if err != nil {
			t.Fatal(err)
		}
		plan := synth.Plan{Seed: 1, Persons: 900, Contract: contract, Period: schemas.Period{From: day(t, "2019-03-01"), To: day(t, "2021-12-31")}}
		for _, p := range contract.Parties {
			plan.Orgs = append(plan.Orgs, p.Code)
		}
		parcel, _ := made(t, reportstest.Job(t, plan, plan.Period))
		got := string(reportstest.File(t, parcel, "gegevens/uitkomsten_reden.csv"))
		if !strings.Contains(got, c.want) || c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%s:\n%s", c.contract, got)
		}
		page := string(reportstest.File(t, parcel, "monitor.html"))
		if strings.Contains(page, "niet afzonderlijk geregistreerd") != (c.want != "") {
			t.Errorf("%s: the page says something else of onward migration", c.contract)
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	plan := reportstest.Plan(t, 2, 400)
	one, _ := made(t, reportstest.Job(t, plan, plan.Period))
	two, _ := made(t, reportstest.Job(t, plan, plan.Period))
	for i, f := range one.Files {
		if f.Name != two.Files[i].Name || !bytes.Equal(f.Data, two.Files[i].Data) {
			t.Errorf("%s differs from run to run", f.Name)
		}
	}
}

func TestRefuses(t *testing.T) {
	plan := reportstest.Plan(t, 2, 30)
	t.Run("a period without days", func(t *testing.T) {
		job := reportstest.Job(t, plan, schemas.Period{From: 10, To: 9})
		if _, err := monitor.Make(t.Context(), job); err == nil {
			t.Error("made")
		}
	})
	t.Run("an organisation that is not in the programme", func(t *testing.T) {
		job := reportstest.Job(t, plan, plan.Period)
		job.Orgs = job.Orgs[1:]
		if _, err := monitor.Make(t.Context(), job); err == nil {
			t.Error("made")
		}
	})
	t.Run("one person, whom every figure would be about", func(t *testing.T) {
		one := reportstest.Plan(t, 5, 1)
		if _, err := monitor.Make(t.Context(), reportstest.Job(t, one, one.Period)); !errors.Is(err, disclosure.ErrUnprotectable) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("places without a rate", func(t *testing.T) {
		job := reportstest.Job(t, plan, plan.Period)
		job.Registers.Rates = nil
		if _, err := monitor.Make(t.Context(), job); !errors.Is(err, places.ErrRegister) {
			t.Errorf("got %v", err)
		}
	})
}

// Whoever reads the page without the rest of the parcel is told as well who did
// not deliver.
func TestSaysWhatWasNotDelivered(t *testing.T) {
	plan := reportstest.Plan(t, 2, 300)
	job := reportstest.Job(t, plan, plan.Period)
	whole, _ := made(t, job)
	if strings.Contains(string(reportstest.File(t, whole, "monitor.html")), "Niet geleverd") {
		t.Error("the page speaks of what was not delivered where all was")
	}
	job.Provenance.Gaps = []parcel.Gap{{Org: "stil", Name: "STIL", Dataset: "opvang", Quarters: []parcel.Quarter{{Year: 2020, Number: 2}}}}
	c, _ := made(t, job)
	if !strings.Contains(string(reportstest.File(t, c, "monitor.html")), "ontbreken leveringen van: STIL 2020-K2. ") {
		t.Error("the page does not say it")
	}
	if len(c.Provenance.Gaps) != 1 {
		t.Error("it is lost on the way to the parcel")
	}
}

// Every table is there as CSV in both forms, of equal length.
func TestFiles(t *testing.T) {
	plan := reportstest.Plan(t, 2, 300)
	c, d := made(t, reportstest.Job(t, plan, plan.Period))
	for _, f := range c.Files {
		name, ok := strings.CutPrefix(f.Name, "gegevens/")
		if ok && bytes.Count(f.Data, []byte("\r\n")) != bytes.Count(reportstest.File(t, c, "excel/"+name), []byte("\r\n")) {
			t.Errorf("%s has another number of rows for Excel", name)
		}
		if f.About == "" {
			t.Errorf("nobody says what %s is", f.Name)
		}
	}
	if d.Request.Label != release.Anonymous || d.Request.Purpose != schemas.Monitor || d.Request.Rows != 0 || d.Request.Records != nil {
		t.Errorf("the request is %+v", d.Request)
	}
	if len(c.Provenance.Definitions) < 10 || c.Provenance.Counts[0].In != c.Provenance.Counts[0].Out+c.Provenance.Counts[0].Aside {
		t.Errorf("provenance: %+v", c.Provenance)
	}
}
