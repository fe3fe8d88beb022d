package amif

import (
	"bytes"
	"testing"

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
		all = append(all, RefusedCount{Delivery: warehouse.Delivery{Org: org, Period: plan.Period, Seq: 1}, In: len(rows) - 1, Accepted: len(rows) - 1})
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

func rendered(t testing.TB, job reports.Job, opts Options) map[string][]byte {
	t.Helper()
	draft, err := Make(t.Context(), job, opts)
	if err != nil {
		t.Fatal(err)
	}
	contents, err := draft.Render(approved(t, draft))
	if err != nil {
		t.Fatal(err)
	}
	return bytesOf(t, contents)
}

func bytesOf(t testing.TB, c parcel.Contents) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	for _, f := range c.Files {
		data := f.Data
		if f.Write != nil {
			var b bytes.Buffer
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			data = b.Bytes()
		}
		all[f.Name] = data
	}
	return all
}

// Excel and LibreOffice calculate what the program computed.
func TestFormulasGiveTheSame(t *testing.T) {
	plan := reportstest.Plan(t, 5, 300)
	job := reportstest.Job(t, plan, schemas.Period{From: on(t, "2020-01-01"), To: on(t, "2020-12-31")})
	files := rendered(t, job, options(worldCounts(t, plan)))
	if n := workbooktest.CheckFormulas(t, files["amif.xlsx"]); n < 300 {
		t.Errorf("only %d formulas", n)
	}
}
