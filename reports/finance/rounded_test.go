package finance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/reports/workbook/workbooktest"
)

// In a workspace that rounds, nights and days are multiples of five that add up,
// while amounts and places stay exact; and every rate is of what is printed.
func TestRoundedStatement(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 1, 900)
	job := reportstest.Job(t, plan, plan.Period)
	job.Policy = reportstest.Rounding()
	d, c := contents(t, job)
	if n := reportstest.CheckRounded(t, d); n < 200 {
		t.Errorf("only %d figures are shown", n)
	}
	rates := 0
	for _, row := range reportstest.Rows(t, c, "gegevens/bezetting.csv") {
		n, err := strconv.Atoi(row["nachten"])
		if err != nil {
			continue // a point
		}
		if n%5 != 0 {
			t.Errorf("%d nights", n)
		}
		days, err := strconv.Atoi(row["plaatsdagen"])
		if err != nil || days == 0 {
			continue
		}
		if want := (2000*n + days) / (2 * days); row["bezettingsgraad_pct"] != fmt.Sprintf("%d.%d", want/10, want%10) {
			t.Errorf("%d nights in %d place-days are not %s %%", n, days, row["bezettingsgraad_pct"])
		}
		rates++
	}
	if rates < 100 {
		t.Errorf("only %d rates", rates)
	}
	for _, row := range reportstest.Rows(t, c, "gegevens/aanwezigheid.csv") {
		if n, err := strconv.Atoi(row["waarde"]); err == nil && n%5 != 0 {
			t.Errorf("%s is %d", row["maat"], n)
		}
	}
	if !strings.Contains(c.Lead, "veelvoud van 5") || !slices.ContainsFunc(c.Provenance.Settings, func(s parcel.Setting) bool { return s.Name == "afronding" }) {
		t.Error("the parcel does not say that figures are rounded")
	}
	if n := workbooktest.CheckFormulas(t, reportstest.File(t, c, "financieel.xlsx")); n < 100 {
		t.Errorf("only %d formulas", n)
	}
}
