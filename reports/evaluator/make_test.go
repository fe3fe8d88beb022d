package evaluator

import (
	"testing"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
)

// approved makes a parcel of the invented world.
func approved(t *testing.T, job reports.Job, opts Options) parcel.Contents {
	t.Helper()
	d, err := Make(t.Context(), job, opts)
	if err != nil {
		t.Fatal(err)
	}
	d.Request.Recipients, d.Request.Allowed = []string{"bureau"}, []string{"bureau"}
	a, err := release.Approve(d.Request)
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Render(a)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The parcel holds every table in both forms.
func TestTablesAreThere(t *testing.T) {
	plan := reportstest.Plan(t, 1, 2065)
	c := approved(t, reportstest.Job(t, plan, plan.Period), Options{K: 10})
	have := map[string]bool{}
	for _, f := range c.Files {
		have[f.Name] = true
	}
	for _, d := range definitions {
		for _, folder := range []string{"gegevens/", "excel/"} {
			if !have[folder+d.table+".csv"] {
				t.Errorf("%s%s.csv is missing", folder, d.table)
			}
		}
	}
}
