package monitor_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/reports/workbook/workbooktest"
)

func roundedJob(t testing.TB, persons int) reports.Job {
	plan := reportstest.Plan(t, 1, persons)
	job := reportstest.Job(t, plan, plan.Period)
	job.Policy = reportstest.Rounding()
	return job
}

// Multiples of five that add up over all tables; nobody who has them all knows a
// small count to less than five values; at the size of a pilot no figure is a point.
func TestRoundedTables(t *testing.T) {
	t.Parallel()
	for _, persons := range []int{200, 900, 2065} {
		t.Run(strconv.Itoa(persons), func(t *testing.T) {
			t.Parallel()
			_, d := made(t, roundedJob(t, persons))
			if n := reportstest.CheckRounded(t, d); n < 200 {
				t.Errorf("only %d counts are shown", n)
			}
			// What is left of exits without those who left for good is of a few
			// people in a small programme, each with perhaps a good many.
			if n := suppressed(d); persons > 500 && n > 0 {
				t.Errorf("%d figures are points", n)
			}
		})
	}
}

// notPeople are columns and rows of the files that are not about people.
func notPeople(file string, row map[string]string, column string) bool {
	return strings.HasPrefix(file, "gegevens/geld") || strings.HasPrefix(column, "plekken") || column == "doel" || row["noemer"] == "plekken" && column == "aantal"
}

// shares are the columns of percentages with the columns they are of; where the
// whole is empty it is that column in the last row.
var shares = map[string]map[string][2]string{
	"uitkomsten":            {"bestendig_procent": {"bestendig", "totaal"}},
	"uitkomsten_reden":      {"aandeel_procent": {"personen_totaal", ""}},
	"bestendig":             {"aandeel_procent": {"bestendig", "aantal"}},
	"duur_beeindigd":        {"aandeel_procent": {"verblijven", ""}},
	"duur_lopend":           {"aandeel_procent": {"verblijven", ""}},
	"bezetting_organisatie": {},
	"personen":              {},
	"bezetting":             {},
	"stroom":                {},
	"stroom_organisatie":    {},
	"geld":                  {},
}

// Every count in the files is a multiple of five, and every percentage, exact or
// rounded, is that of the counts that stand beside it.
func TestRoundedFiles(t *testing.T) {
	t.Parallel()
	exact := roundedJob(t, 900)
	exact.Policy.Rounding.Base = 0
	for name, job := range map[string]reports.Job{"rounded": roundedJob(t, 900), "exact": exact} {
		c, _ := made(t, job)
		counts, percents := 0, 0
		for _, f := range c.Files {
			if !strings.HasPrefix(f.Name, "gegevens/") {
				continue
			}
			all := reportstest.Rows(t, c, f.Name)
			code := strings.TrimSuffix(strings.TrimPrefix(f.Name, "gegevens/"), ".csv")
			for _, row := range all {
				for column, text := range row {
					n, err := strconv.Atoi(text)
					if err != nil || strings.HasSuffix(column, "procent") || column == "jaar" || notPeople(f.Name, row, column) || slices.Contains([]string{"jaar_van_vertrek", "tijd"}, column) {
						continue
					}
					if counts++; name == "rounded" && n%5 != 0 {
						t.Errorf("%s: %s is %d", f.Name, column, n)
					}
				}
				for column, of := range shares[code] {
					whole := row[of[1]]
					if of[1] == "" {
						whole = all[len(all)-1][of[0]]
					}
					a, errA := strconv.Atoi(row[of[0]])
					b, errB := strconv.Atoi(whole)
					switch pct := row[column]; {
					case pct == "" || pct == ".":
					case errA != nil || errB != nil || tenths(a, b) != pct:
						t.Errorf("%s, %s: %s of %s is not %s %%", name, f.Name, row[of[0]], whole, pct)
					default:
						percents++
					}
				}
			}
		}
		if counts < 200 || percents < 15 {
			t.Errorf("%s: only %d counts and %d percentages were looked at", name, counts, percents)
		}
		if n := workbooktest.CheckFormulas(t, reportstest.File(t, c, "monitor.xlsx")); n < 10 {
			t.Errorf("only %d formulas", n)
		}
		said := strings.Contains(string(reportstest.File(t, c, "monitor.html")), "veelvoud van 5") && strings.Contains(c.Lead, "veelvoud van 5") &&
			slices.ContainsFunc(c.Provenance.Settings, func(s parcel.Setting) bool { return s.Name == "afronding" })
		if said != (name == "rounded") {
			t.Errorf("%s: the parcel says otherwise", name)
		}
	}
}

func tenths(a, b int) string {
	n := (2000*a + b) / (2 * b)
	return fmt.Sprintf("%d.%d", n/10, n%10)
}
