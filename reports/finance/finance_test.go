package finance

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/reports/reportstest"
	"lvv/schemas"
)

func day(t testing.TB, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func period(t testing.TB, from, to string) schemas.Period {
	t.Helper()
	return schemas.Period{From: day(t, from), To: day(t, to)}
}

// registers are 360 places at fifty euro with five pilots, and what a test puts
// in place of a file.
func registers(t testing.TB, change map[string]string) places.Registers {
	t.Helper()
	all := map[string]string{
		"capaciteit.csv":   "organisatie;locatie;van;tot;plaatsen\nleeuwenberch;Noord;01-03-2019;;200\nleeuwenberch;Zuid;01-03-2019;;100\nseguro;hoofdlocatie;01-03-2019;;60\n",
		"tarief.csv":       "van;tot;eur_per_plek_per_dag\n2015-01-01;;50,00\n",
		"financiering.csv": "jaar;bron;bedrag\n2019;JenV;4.500.000,00\n2019;Gemeentefonds;1.500.000,00\n2020;JenV;4.500.000,01\n2020;Gemeentefonds;1.500.000,00\n2021;JenV;4.500.000,00\n2021;Gemeentefonds;2.500.000,00\n",
		"pilots.csv":       "van;tot;actief;gepland\n2015-01-01;;5;5\n",
		"doelen.csv":       "doel;noemer;waarde\nplaatsen;plaatsen;360\n",
	}
	dir := make(fstest.MapFS)
	for name, text := range all {
		if other, ok := change[name]; ok {
			text = other
		}
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := places.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// small is a job about few people with known registers.
func small(t testing.TB, change map[string]string, p schemas.Period) reports.Job {
	t.Helper()
	job := reportstest.Job(t, reportstest.Plan(t, 3, 120), p)
	job.Registers = registers(t, change)
	return job
}

// contents makes a statement, approves it and writes its files.
func contents(t testing.TB, job reports.Job) (reports.Draft, parcel.Contents) {
	t.Helper()
	draft, err := Make(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	return draft, reportstest.Parcel(t, draft, "financien")
}

// rows reads a data file without its header.
func rows(t testing.TB, c parcel.Contents, name string) [][]string {
	t.Helper()
	return reportstest.Lines(t, c, "gegevens/"+name)[1:]
}

// euros reads an amount of a data file as cents.
func euros(t testing.TB, s string) int64 {
	t.Helper()
	n, ok := places.ParseCents(strings.Replace(strings.TrimPrefix(s, "-"), ".", ",", 1))
	if !ok {
		t.Fatalf("%q is not an amount", s)
	}
	if strings.HasPrefix(s, "-") {
		return -n
	}
	return n
}

// The amounts that the covenant's own numbers give.
func TestThreeHundredAndSixtyPlacesAtFiftyEuro(t *testing.T) {
	plan := reportstest.Plan(t, 3, 60)
	job := reportstest.Job(t, plan, plan.Period)
	job.Registers = registers(t, nil)
	for _, c := range []struct {
		from, to string
		cents    int64
	}{
		{"2019-03-01", "2019-12-31", 5_508_000_00},
		{"2020-01-01", "2020-12-31", 6_588_000_00},
		{"2021-01-01", "2021-12-31", 6_570_000_00},
		{"2020-01-01", "2020-03-31", 91 * 18_000_00},
		{"2020-04-01", "2020-06-30", 91 * 18_000_00},
		{"2020-07-01", "2020-09-30", 92 * 18_000_00},
		{"2020-10-01", "2020-12-31", 92 * 18_000_00},
	} {
		job.Period = period(t, c.from, c.to)
		_, made := contents(t, job)
		var cents int64
		for _, row := range rows(t, made, "plaatsdagen.csv") {
			cents += euros(t, row[5])
		}
		if cents != c.cents {
			t.Errorf("%s: %d cents, want %d", job.Period, cents, c.cents)
		}
	}
}

// A pilot that stops shrinks both sources alike, from that day on only, and the
// statement shows what there was before.
func TestAYearWithFewerPilots(t *testing.T) {
	job := small(t, map[string]string{"pilots.csv": "van;tot;actief;gepland\n2015-01-01;2020-06-30;5;5\n2020-07-01;;4;5\n"},
		period(t, "2020-01-01", "2020-12-31"))
	_, c := contents(t, job)
	full, available, computed := map[string]int64{}, map[string]int64{}, int64(0)
	for _, row := range rows(t, c, "financiering.csv") {
		full[row[1]] += euros(t, row[2])
		available[row[1]] += euros(t, row[3])
		computed += euros(t, row[4])
		if row[0] < "2020-07" && abs(euros(t, row[2])-euros(t, row[3])) > 1 {
			t.Errorf("%s, %s: shrunk before the pilot stopped", row[0], row[1])
		}
		if row[5] != "" {
			t.Errorf("%s: the program does not know what was paid", row[0])
		}
	}
	// 182 days in full and 184 at four fifths: 329.2 of 366 days.
	if full["JenV"] != 4_500_000_01 || available["JenV"]+available["Gemeentefonds"] != 539672132 {
		t.Errorf("in full %d, available %v", full["JenV"], available)
	}
	if computed != 6_588_000_00 {
		t.Errorf("computed over the sources is %d", computed)
	}
	var found string
	for _, row := range rows(t, c, "bevindingen.csv") {
		found += strings.Join(row, " ") + "\n"
	}
	for _, want := range []string{"4 van de 5 geplande pilots", "hoger dan beschikbaar", "naar rato"} {
		if !strings.Contains(found, want) {
			t.Errorf("no finding says %q", want)
		}
	}
}

// A rate that changes within a month gives that month a line for each rate.
func TestARateThatChangesWithinAMonth(t *testing.T) {
	job := small(t, map[string]string{"tarief.csv": "van;tot;eur_per_plek_per_dag\n2015-01-01;2020-10-14;100,00\n2020-10-15;;83,37\n"}, period(t, "2020-10-01", "2020-11-30"))
	_, c := contents(t, job)
	var got []string
	for _, row := range rows(t, c, "plaatsdagen.csv") {
		if row[1] == "seguro" {
			got = append(got, strings.Join(row, " "))
		}
	}
	want := []string{
		"2020-10 seguro hoofdlocatie 840 100.00 84000.00",
		"2020-10 seguro hoofdlocatie 1020 83.37 85037.40",
		"2020-11 seguro hoofdlocatie 1800 83.37 150066.00",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
}

func TestAYearWithoutFundingIsAFinding(t *testing.T) {
	job := small(t, map[string]string{"financiering.csv": "jaar;bron;bedrag\n2019;JenV;1,00\n"}, period(t, "2019-12-01", "2020-01-31"))
	_, c := contents(t, job)
	if found := string(reportstest.File(t, c, "gegevens/bevindingen.csv")); !strings.Contains(found, "niet aan een bron toegedeeld") {
		t.Errorf("no finding about the missing year:\n%s", found)
	}
}

func TestOnlyWholeMonths(t *testing.T) {
	job := reports.Job{Period: period(t, "2020-01-01", "2020-02-28")}
	if _, err := Make(t.Context(), job); !errors.Is(err, ErrPeriod) {
		t.Errorf("got %v, want ErrPeriod", err)
	}
}

func TestDaysWithoutARateAreRefused(t *testing.T) {
	job := small(t, map[string]string{"tarief.csv": "van;tot;eur_per_plek_per_dag\n2015-01-01;2020-10-14;100,00\n"}, period(t,
		"2020-10-01", "2020-10-31"))
	if _, err := Make(t.Context(), job); !errors.Is(err, places.ErrRegister) {
		t.Errorf("got %v, want places.ErrRegister", err)
	}
}

// Without a single stay or cost there is still a statement about places.
func TestAnEmptyWarehouse(t *testing.T) {
	plan := reportstest.Plan(t, 3, 10)
	job := reportstest.Job(t, plan, period(t, "2020-01-01", "2020-03-31"))
	job.Registers = registers(t, nil)
	job.DB = reportstest.Empty(t, plan.Contract)
	_, c := contents(t, job)
	for _, row := range rows(t, c, "bezetting.csv") {
		if row[5] != "0" {
			t.Fatalf("%s %s: %s nights", row[1], row[2], row[5])
		}
	}
	if n := len(rows(t, c, "plaatsdagen.csv")); n != 9 {
		t.Errorf("%d lines of place-days, want 9", n)
	}
	reportstest.File(t, c, "verantwoording.html")
	reportstest.File(t, c, "financieel.xlsx")
}

// No files are made without registers, rates or funding that matter: nothing is
// counted, nothing is asked.
func TestNoPlacesAtAll(t *testing.T) {
	job := small(t, map[string]string{"capaciteit.csv": "organisatie;locatie;van;tot;plaatsen\n",
		"financiering.csv": "jaar;bron;bedrag\n"}, period(t, "2020-01-01", "2020-03-31"))
	_, c := contents(t, job)
	if found := string(reportstest.File(t, c, "gegevens/bevindingen.csv")); !strings.Contains(found, "staan geen plaatsen") {
		t.Errorf("no finding about stays without places:\n%s", found)
	}
	reportstest.File(t, c, "financieel.xlsx")
}

// The same job gives the same bytes.
func TestSameJobSameBytes(t *testing.T) {
	job := small(t, nil, period(t, "2020-01-01", "2020-06-30"))
	_, one := contents(t, job)
	_, other := contents(t, job)
	for _, f := range one.Files {
		if !bytes.Equal(reportstest.File(t, one, f.Name), reportstest.File(t, other, f.Name)) {
			t.Errorf("%s differs", f.Name)
		}
	}
}

// What is known of a person has no place in any file: neither a row for one nor
// a number that rests on fewer than the threshold.
func TestNoRowIsAboutAPerson(t *testing.T) {
	job := small(t, nil, period(t, "2020-01-01", "2020-12-31"))
	draft, c := contents(t, job)
	if draft.Request.Rows != 0 || draft.Request.Records != nil || draft.Request.Label != release.Anonymous {
		t.Error("a statement asks for rows about people")
	}
	for _, f := range c.Files {
		text := string(reportstest.File(t, c, f.Name))
		for _, word := range []string{"persoon;", "persoon,", "v_nummer", "nationaliteit", "geboorte"} {
			if strings.Contains(text, word) {
				t.Errorf("%s speaks of %q", f.Name, word)
			}
		}
	}
}

func TestAWriterThatFails(t *testing.T) {
	_, c := contents(t, small(t, nil, period(t, "2020-01-01", "2020-01-31")))
	for _, f := range c.Files {
		if f.Write != nil {
			if err := f.Write(full{}); err == nil {
				t.Errorf("%s: no error from a full disk", f.Name)
			}
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
