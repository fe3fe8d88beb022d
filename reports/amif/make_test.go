package amif

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
	"lvv/reports/workbook/workbooktest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// worldCounts are the intake's counts of a world in which each organisation
// delivered once and nothing was refused.
func worldCounts(t testing.TB, plan synth.Plan) []RefusedCount {
	t.Helper()
	var all []RefusedCount
	for _, org := range plan.Orgs {
		rows, _, err := plan.Rows(org, "traject", plan.Period)
		if err != nil {
			t.Fatal(err)
		}
		n := len(rows) - 1
		all = append(all, RefusedCount{Delivery: warehouse.Delivery{Org: org, Period: plan.Period, Seq: 1}, In: n, Accepted: n})
	}
	return all
}

func approved(t testing.TB, draft reports.Draft) release.Approved {
	t.Helper()
	r := draft.Request
	r.Recipients, r.Allowed = []string{"amif"}, []string{"amif"}
	leave, err := release.Approve(r)
	if err != nil {
		t.Fatal(err)
	}
	return leave
}

func rendered(t testing.TB, job reports.Job, opts Options) parcel.Contents {
	t.Helper()
	draft, err := Make(t.Context(), job, opts)
	if err != nil {
		t.Fatal(err)
	}
	return reportstest.Parcel(t, draft, "amif")
}

func filesOf(t testing.TB, c parcel.Contents) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	for _, f := range c.Files {
		all[f.Name] = f.Data
	}
	return all
}

func dump(t testing.TB, xlsx []byte) string {
	t.Helper()
	text, err := workbooktest.Dump(bytes.NewReader(xlsx))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// small is an account of few people, with refused rows and all three draws.
func small(t testing.TB) (reports.Job, Options) {
	t.Helper()
	plan := reportstest.Plan(t, 5, 60)
	job := reportstest.Job(t, plan, schemas.Period{From: on(t, "2019-10-16"), To: on(t, "2021-10-15")})
	o := options(worldCounts(t, plan))
	o.Sample, o.UnitCost = 3, 250_000
	o.Refused[0].In += 3
	o.Refused[0].Codes = []Refusal{{"einde-voor-start", 2}, {"dubbele-rij", 1}}
	return job, o
}

// The parcel as people meet it. UPDATE=1 writes it anew; it must still hold as
// many check cells.
func TestGolden(t *testing.T) {
	job, o := small(t)
	files := filesOf(t, rendered(t, job, o))
	golden := map[string]string{"amif.txt": dump(t, files["amif.xlsx"])}
	for _, name := range []string{"deelnemers", "trajecten", "indicatoren", "aansluiting", "steekproef"} {
		golden[name+".csv"] = string(files["gegevens/"+name+".csv"])
	}
	if n := strings.Count(golden["amif.txt"], `format="0.00`); n < 20 {
		t.Errorf("%d cells in the form of a check", n)
	}
	for name, got := range golden {
		reportstest.Golden(t, name, got)
	}
}

// Excel and LibreOffice calculate what the program computed, also when there is
// nothing to count.
func TestFormulasGiveTheSame(t *testing.T) {
	job, o := small(t)
	full := job
	full.DB = reportstest.Empty(t, job.Contract)
	for _, test := range []struct {
		name string
		job  reports.Job
		o    Options
		min  int
	}{
		{"a small world", job, o, 400},
		{"nothing delivered", full, options(nil), 400},
	} {
		if n := workbooktest.CheckFormulas(t, filesOf(t, rendered(t, test.job, test.o))["amif.xlsx"]); n < test.min {
			t.Errorf("%s: only %d formulas", test.name, n)
		}
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	job, o := small(t)
	first, second := filesOf(t, rendered(t, job, o)), filesOf(t, rendered(t, job, o))
	if len(first) != 11 {
		t.Errorf("%d files, want 11", len(first))
	}
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

// What gate 3 is asked is what goes out: each pseudonymous row, once.
func TestRequest(t *testing.T) {
	t.Parallel()
	job, o := small(t)
	draft, err := Make(t.Context(), job, o)
	if err != nil {
		t.Fatal(err)
	}
	contents := reportstest.Parcel(t, draft, "amif")
	files, rows := filesOf(t, contents), 0
	for _, name := range []string{"deelnemers", "trajecten", "steekproef"} {
		rows += len(records(t, files["gegevens/"+name+".csv"])) - 1
	}
	r := draft.Request
	if r.Rows != rows || r.Purpose != schemas.AMIF || r.Label != release.Pseudonymous || r.Tables != nil || r.Records != nil || r.Balance.Checks < 50 {
		t.Errorf("request %+v for %d rows", r, rows)
	}
	for _, c := range contents.Provenance.Counts {
		if c.In != c.Out+c.Aside {
			t.Errorf("%s: in %d is not out %d and aside %d", c.Name, c.In, c.Out, c.Aside)
		}
	}
	if len(contents.Provenance.Definitions) != len(definitions) || len(contents.Provenance.Settings) == 0 {
		t.Error("definitions or settings are missing in the provenance")
	}
}

func records(t testing.TB, data []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Leave for another parcel does not open this one.
func TestRenderWantsItsOwnLeave(t *testing.T) {
	t.Parallel()
	job, o := small(t)
	draft, err := Make(t.Context(), job, o)
	if err != nil {
		t.Fatal(err)
	}
	other := draft
	other.Request.Period.To--
	for name, leave := range map[string]release.Approved{"of another period": approved(t, other), "that nobody gave": {}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("leave %s was taken", name)
				}
			}()
			draft.Render(leave)
		}()
	}
}

// No V-number, name or birth date of anybody is in any file.
func TestNobodyIsNamed(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 21, 200)
	plan.Canary = "Kanarievogel"
	job := reportstest.Job(t, plan, plan.Period)
	var all strings.Builder
	for name, data := range filesOf(t, rendered(t, job, options(worldCounts(t, plan)))) {
		if name == "amif.xlsx" {
			all.WriteString(dump(t, data))
			continue
		}
		all.Write(data)
	}
	text := all.String()
	n := 0
	for canary := range plan.Canaries() {
		n++
		if strings.Contains(text, canary) {
			t.Fatal("a personal text is in the parcel")
		}
	}
	if n < 200 {
		t.Errorf("only %d texts to look for", n)
	}
}

// Every sheet tells where the money comes from, and every term has its clause.
func TestEverySheetCarriesTheNotice(t *testing.T) {
	t.Parallel()
	job, o := small(t)
	text := dump(t, filesOf(t, rendered(t, job, o))["amif.xlsx"])
	sheets := strings.Split(text, "\nsheet ")[1:]
	if len(sheets) != 8 {
		t.Fatalf("%d sheets, want 8", len(sheets))
	}
	for _, s := range sheets {
		if !strings.Contains(s, notice) {
			name, _, _ := strings.Cut(s, "\n")
			t.Errorf("sheet %s lacks the notice", name)
		}
	}
	for _, d := range definitions {
		if d.Term == "" || d.Text == "" || d.Clause == "" {
			t.Errorf("definition %q is not complete", d.Term)
		}
	}
}

// The totals of the indicators are the sums of their parts, as a reader of the
// CSV would add them up.
func TestIndicatorsAddUp(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 31, 600)
	files := filesOf(t, rendered(t, reportstest.Job(t, plan, plan.Period), options(worldCounts(t, plan))))
	totals, parts, rows := map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range records(t, files["gegevens/indicatoren.csv"])[1:] {
		code, age, sex := r[1], r[4], r[5]
		rows[code]++
		if r[3] == "niet_geregistreerd" {
			if r[8] != "" {
				t.Errorf("%s is not recorded and has a figure", code)
			}
			continue
		}
		n, err := strconv.Atoi(r[8])
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case age == reports.AllCode && sex == reports.AllCode:
			totals[code] = n
		case age != reports.AllCode && sex != reports.AllCode:
			parts[code] += n
		}
	}
	if diff := cmp.Diff(totals, parts); diff != "" {
		t.Errorf("totals and sums of parts (-total +sum):\n%s", diff)
	}
	if totals["R.3.6"] == 0 || totals["IV(c)(iii)"] != totals["R.3.6"]+totals["R.3.7"] {
		t.Errorf("totals: %v", totals)
	}
	if rows["R.3.6"] != 20 || rows["R.3.8"] != 1 {
		t.Errorf("rows by indicator: %v", rows)
	}
}

// No statement reads a field that this purpose may not have.
func TestQueriesKeepToTheFate(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"keten", "trajecten"} {
		q := query(table)
		for _, d := range contract(t).Datasets {
			for _, f := range d.Fields {
				if f.Fate[schemas.AMIF] == schemas.FateDrop && f.Store == schemas.KeepValue && strings.Contains(q.SQL, f.Name) {
					t.Errorf("%s reads %s of %s", table, f.Name, d.Name)
				}
			}
		}
	}
}

// Nothing is asked of an organisation that the account does not use (S-A 15.3).
func TestNothingIsAskedInVain(t *testing.T) {
	t.Parallel()
	d := contract(t).Dataset("traject")
	for _, f := range d.Fields {
		name := f.Name
		if f == d.PersonField() {
			name = schemas.ColPerson
		}
		if !strings.Contains(query("trajecten").SQL, name) {
			t.Errorf("%s is asked for and not used", f.Name)
		}
	}
}

func TestOptionsAreJudged(t *testing.T) {
	t.Parallel()
	job, good := small(t)
	for _, test := range []struct {
		name  string
		spoil func(*reports.Job, *Options)
	}{
		{"no such programme", func(_ *reports.Job, o *Options) { o.Profile = "2007-2013" }},
		{"sample below zero", func(_ *reports.Job, o *Options) { o.Sample = -1 }},
		{"cost below zero", func(_ *reports.Job, o *Options) { o.UnitCost = -1 }},
		{"period before the programme", func(j *reports.Job, _ *Options) { j.Period.From, j.Period.To = j.Contract.Start-10, j.Contract.Start-1 }},
		{"period after the programme", func(j *reports.Job, _ *Options) { j.Period.From, j.Period.To = j.Contract.End+1, j.Contract.End+9 }},
	} {
		j, o := job, good
		test.spoil(&j, &o)
		if _, err := Make(t.Context(), j, o); err == nil {
			t.Errorf("%s: accepted", test.name)
		}
	}
}
