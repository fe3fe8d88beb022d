package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"lvv/schemas"
	"lvv/schemas/synth"
)

// invented judges one invented delivery, in CSV or XLSX, and returns its
// problems by "row code".
func invented(t *testing.T, plan synth.Plan, d *schemas.Dataset, excel bool) (*Report, map[string]bool, synth.Answers) {
	t.Helper()
	period := plan.Quarters()[5]
	var b bytes.Buffer
	answers, err := plan.WriteCSV(&b, plan.Orgs[0], d.Name, period)
	if excel {
		b.Reset()
		answers, err = plan.WriteXLSX(&b, plan.Orgs[0], d.Name, period, time.Unix(0, 0))
	}
	if err != nil {
		t.Fatal(err)
	}
	lim := limits(t)
	lim.Today, _ = schemas.NewDay(2022, 1, 1)
	r, err := CheckFile(t.Context(), bytes.NewReader(b.Bytes()), int64(b.Len()), "", d, lim)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]bool)
	for _, f := range r.Findings {
		if len(f.Rows) < f.Count {
			t.Fatalf("%s: more rows than a report names", f.Code)
		}
		for _, row := range f.Rows {
			found[fmt.Sprint(row, " ", f.Code)] = true
		}
	}
	return r, found, answers
}

// Clean invented deliveries pass whole, however an organisation writes them;
// every fault that was put in is found, at its row and under its code.
func TestInventedDeliveries(t *testing.T) {
	t.Parallel()
	orgs := []string{"stil", "sna", "vlos"}
	for _, org := range orgs {
		for _, d := range mustLoad(t, "utrecht-2019").Datasets {
			for _, excel := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%s/excel=%v", org, d.Name, excel), func(t *testing.T) {
					plan := synth.Plan{Seed: 3, Persons: 400, Orgs: slices.Concat([]string{org}, orgs), Habits: true}
					plan.Orgs = slices.Compact(plan.Orgs)
					r, _, answers := invented(t, plan, d, excel)
					if r.Refused() || r.Count(schemas.TierRow) > 0 || r.Stats.Rows-r.Stats.Blank != answers.Rows {
						t.Errorf("clean: %+v of %d rows, %+v", r.Stats, answers.Rows, r.Findings)
					}
					plan.Errors = 0.2
					r, found, answers := invented(t, plan, d, excel)
					if r.Refused() {
						t.Fatalf("with faults: refused, %+v", r.Findings)
					}
					for _, f := range answers.Faults {
						if !found[fmt.Sprint(f.Row, " ", f.Code)] {
							t.Errorf("row %d: %s in %q was not found", f.Row, f.Code, f.Field)
						}
					}
				})
			}
		}
	}
}

func mustLoad(t *testing.T, name string) *schemas.Contract {
	t.Helper()
	c, err := schemas.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
