package synth

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"lvv/schemas"
)

func day(t *testing.T, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func contract(t *testing.T, name string) *schemas.Contract {
	t.Helper()
	c, err := schemas.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func csvOf(t *testing.T, p Plan, org, dataset string, period schemas.Period) (string, Answers) {
	t.Helper()
	var b bytes.Buffer
	answers, err := p.WriteCSV(&b, org, dataset, period)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), answers
}

// The first rows of each dataset are committed: a change in how the world is
// made changes every invented delivery that others build on. UPDATE=1 accepts.
func TestGoldenWorld(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 1, Persons: 40, Orgs: []string{"seguro", "stil"}, Errors: 0.1}
	var b strings.Builder
	for _, d := range contract(t, "utrecht-2019").Datasets {
		text, _ := csvOf(t, p, "seguro", d.Name, p.Quarters()[4])
		b.WriteString("-- " + d.Name + "\n" + strings.ReplaceAll(text, "\r\n", "\n"))
	}
	path := filepath.Join("testdata", "world.golden")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Error(diff)
	}
}

// Every dataset of every contract can be invented, in the width of its fields.
func TestEveryDatasetIsInvented(t *testing.T) {
	t.Parallel()
	for _, name := range schemas.Names() {
		c := contract(t, name)
		p := Plan{Seed: 2, Persons: 300, Contract: c}
		for _, d := range c.Datasets {
			rows, answers, err := p.Rows("seguro", d.Name, p.Quarters()[4])
			if err != nil || answers.Rows < 2 || len(rows) != answers.Rows+1 || len(answers.Person) != answers.Rows {
				t.Errorf("%s %s: %d rows, answers for %d (%v)", name, d.Name, len(rows), answers.Rows, err)
			}
			for _, row := range rows {
				if len(row) != len(d.Fields) {
					t.Fatalf("%s %s: a row of %d cells, want %d", name, d.Name, len(row), len(d.Fields))
				}
			}
		}
	}
}

func TestSamePlanSameBytes(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 7, Persons: 500, Errors: 0.05, Habits: true}
	whole := p.settle().Period
	first, _ := csvOf(t, p, "stil", "opvang", whole)
	again, _ := csvOf(t, p, "stil", "opvang", whole)
	if first != again {
		t.Error("the same plan gave two different files")
	}
	p.Seed++
	if other, _ := csvOf(t, p, "stil", "opvang", whole); other == first {
		t.Error("another seed gave the same file")
	}
}

// CSV and Rows tell the same, whatever an organisation's habits.
func TestCSVSaysWhatRowsSay(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 3, Persons: 400, Errors: 0.2, Habits: true}
	for _, org := range UtrechtOrgs() {
		rows, _, err := p.Rows(org, "opvang", p.Quarters()[2])
		if err != nil {
			t.Fatal(err)
		}
		text, _ := csvOf(t, p, org, "opvang", p.Quarters()[2])
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord = ';', -1
		got, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Errorf("%s: %s", org, diff)
		}
	}
}

// Organisations with habits differ in how they write, and one adds a column in
// which names stand; the cells of the agreed fields come first all the same.
func TestHabits(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 3, Persons: 400, Canary: "Kanariepiet", Habits: true}
	heads := make(map[string]bool)
	wider := 0
	for _, org := range UtrechtOrgs() {
		rows, _, err := p.Rows(org, "opvang", p.Quarters()[2])
		if err != nil || len(rows) < 2 {
			t.Fatalf("%s: %d rows (%v)", org, len(rows), err)
		}
		heads[strings.Join(rows[0], ";")] = true
		if len(rows[0]) > 8 {
			wider++
			if !strings.Contains(strings.ToLower(rows[1][8]), "kanariepiet") {
				t.Errorf("%s: the remark names nobody", org)
			}
		}
		for i, row := range rows {
			if len(row) != len(rows[0]) {
				t.Errorf("%s row %d has %d cells", org, i+1, len(row))
			}
		}
	}
	if len(heads) < 3 || wider == 0 || wider > 4 {
		t.Errorf("%d kinds of header, %d with a column that was not agreed", len(heads), wider)
	}
}

func TestXLSXHoldsTheRows(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 3, Persons: 200}
	quarter := p.Quarters()[5]
	var b bytes.Buffer
	if _, err := p.WriteXLSX(&b, "seguro", "opvang", quarter, time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetRows("opvang")
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := p.Rows("seguro", "opvang", quarter)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want { // a sheet ends a row at its last filled cell
		for len(want[i]) > 0 && want[i][len(want[i])-1] == "" {
			want[i] = want[i][:len(want[i])-1]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestQuarters(t *testing.T) {
	t.Parallel()
	p := Plan{Period: schemas.Period{From: day(t, "2019-03-01"), To: day(t, "2020-01-01")}}
	var got []string
	for _, q := range p.Quarters() {
		got = append(got, q.String())
	}
	want := []string{"2019-01-01..2019-03-31", "2019-04-01..2019-06-30", "2019-07-01..2019-09-30", "2019-10-01..2019-12-31", "2020-01-01..2020-03-31"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A canary word stands in every name, and every V-number that was delivered is
// among the canaries.
func TestCanaries(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 4, Persons: 300, Canary: "Kanariepiet"}
	marks := make(map[string]bool)
	for mark := range p.Canaries() {
		marks[mark] = true
	}
	if !marks["Kanariepiet"] {
		t.Error("the word is no canary")
	}
	whole := p.settle().Period
	for _, org := range UtrechtOrgs() {
		for _, dataset := range []string{"opvang", "traject", "aanmelding"} {
			rows, _, err := p.Rows(org, dataset, whole)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows[1:] {
				if row[0] != "" && !marks[row[0]] {
					t.Errorf("%s %s row %d: a V-number that is no canary", org, dataset, i+2)
				}
				if dataset == "opvang" && !strings.Contains(strings.ToLower(row[1]), "kanariepiet") {
					t.Errorf("%s row %d: a name without the word", org, i+2)
				}
			}
		}
	}
}

func TestUnknownOrganisationAndDataset(t *testing.T) {
	t.Parallel()
	p := Plan{Persons: 10}
	for _, ask := range [][2]string{{"nergens", "opvang"}, {"stil", "vakantie"}} {
		if _, err := p.WriteCSV(new(bytes.Buffer), ask[0], ask[1], p.settle().Period); err == nil {
			t.Errorf("%q was delivered", ask)
		}
	}
	for range p.Stays("nergens", p.settle().Period) {
		t.Fatal("an unknown organisation has a stay")
	}
}

// A writer that fails stops the delivery, and its error comes back.
func TestWriterFails(t *testing.T) {
	t.Parallel()
	p := Plan{Persons: 20000, Orgs: []string{"groot"}}
	full := errors.New("full")
	w := &failing{after: 100_000, err: full}
	if _, err := p.WriteCSV(w, "groot", "opvang", p.settle().Period); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
	if w.calls > 3 {
		t.Errorf("%d writes: went on after the failure", w.calls)
	}
}

type failing struct {
	after, calls int
	err          error
}

func (f *failing) Write(b []byte) (int, error) {
	f.calls++
	if f.after -= len(b); f.after < 0 {
		return 0, f.err
	}
	return len(b), nil
}

func BenchmarkWriteCSV(b *testing.B) {
	p := Plan{Seed: 1, Persons: 67_000, Orgs: []string{"groot"}}
	for b.Loop() {
		answers, err := p.WriteCSV(discard{}, "groot", "opvang", p.settle().Period)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(answers.Rows), "rows/op")
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
