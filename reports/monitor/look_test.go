package monitor_test

import (
	"os"
	"path/filepath"
	"testing"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/monitor"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
)

// made is the parcel of a job, approved.
func made(t testing.TB, job reports.Job) parcel.Contents {
	t.Helper()
	d, err := monitor.Make(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	d.Request.Recipients, d.Request.Allowed = []string{"stuurgroep"}, []string{"stuurgroep"}
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

func TestLook(t *testing.T) {
	dir := os.Getenv("LVV_LOOK")
	if dir == "" {
		t.Skip("LVV_LOOK names no folder to write the parcel to")
	}
	plan := reportstest.Plan(t, 7, 2065)
	for _, f := range made(t, reportstest.Job(t, plan, plan.Period)).Files {
		path := filepath.Join(dir, f.Name)
		os.MkdirAll(filepath.Dir(path), 0o700)
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
