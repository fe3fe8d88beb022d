package evaluator

import (
	"encoding/json"
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

// roundedParcel makes a parcel of a workspace that rounds to five.
func roundedParcel(t testing.TB, persons int) (parcel.Contents, reports.Draft) {
	t.Helper()
	plan := reportstest.Plan(t, 1, persons)
	job := reportstest.Job(t, plan, plan.Period)
	job.Policy = reportstest.Rounding()
	d, err := Make(t.Context(), job, Options{K: 10})
	if err != nil {
		t.Fatal(err)
	}
	return reportstest.Parcel(t, d, "bureau"), d
}

// In whatever size of programme: multiples of five that add up over all tables,
// and nobody who has them all knows a small count to less than five values.
func TestRoundedTables(t *testing.T) {
	t.Parallel()
	for _, persons := range []int{150, 900, 2065} {
		t.Run(strconv.Itoa(persons), func(t *testing.T) {
			t.Parallel()
			_, d := roundedParcel(t, persons)
			if n := reportstest.CheckRounded(t, d); n < 300 {
				t.Errorf("only %d counts are shown", n)
			}
			if d.Request.Records != nil {
				t.Error("records go out beside rounded tables, and count what these round")
			}
		})
	}
}

// counts are the columns with counts of people or of their stays.
func isCount(column string) bool {
	return strings.HasPrefix(column, "aantal_") || strings.HasPrefix(column, "stand_begin") || strings.HasPrefix(column, "stand_eind") ||
		slices.Contains([]string{"teller", "instroom_stroom", "uitstroom_stroom", "aan_begin_aanwezig", "beeindigd_stroom", "gecensureerd"}, column)
}

// Every count in every file is a multiple of five, but for goals, which are not
// about people.
func TestRoundedFiles(t *testing.T) {
	t.Parallel()
	c, _ := roundedParcel(t, 900)
	n := 0
	for _, f := range c.Files {
		if !strings.HasPrefix(f.Name, "gegevens/") || !strings.HasSuffix(f.Name, ".csv") {
			continue
		}
		for _, row := range reportstest.Rows(t, c, f.Name) {
			for column, text := range row {
				if !isCount(column) || text == "." || text == "" || row["kengetal"] == "doel" {
					continue
				}
				v, err := strconv.Atoi(text)
				if err != nil || v%5 != 0 {
					t.Errorf("%s: %s is %s", f.Name, column, text)
				}
				n++
			}
			if base := row["noemer"]; row["kengetal"] == "" && base != "" && base != "." && !strings.HasSuffix(base, "0") && !strings.HasSuffix(base, "5") {
				t.Errorf("%s: a denominator is %s", f.Name, base)
			}
		}
	}
	if n < 500 {
		t.Errorf("only %d counts were looked at", n)
	}
	for path, words := range map[string]string{"codeboek.html": "veelvoud van 5", "onthullingscontrole.html": "veelvouden van 5", "monitoring.html": "veelvoud van 5",
		"gegevens/instroom.csv": "veelvoud van 5", "gegevens/balans.csv": "veelvoud van 5", "datapackage.json": "veelvoud van 5"} {
		if !strings.Contains(content(t, c, path), words) {
			t.Errorf("%s does not say that counts are rounded", path)
		}
	}
	if !strings.Contains(c.Lead, "veelvoud van 5") || !slices.ContainsFunc(c.Provenance.Settings, func(s parcel.Setting) bool { return s.Name == "afronding" }) {
		t.Error("the letter or the account does not say that counts are rounded")
	}
	var control struct {
		Rounding *struct {
			Base int64 `json:"veelvoud"`
		} `json:"afronding"`
	}
	if err := json.Unmarshal([]byte(content(t, c, "onthullingscontrole.json")), &control); err != nil || control.Rounding == nil || control.Rounding.Base != 5 {
		t.Error("onthullingscontrole.json does not say that counts are rounded")
	}
	if n := workbooktest.CheckFormulas(t, []byte(content(t, c, "tabellen.xlsx"))); n < 10 {
		t.Errorf("only %d formulas", n)
	}
}

// Every percentage is that of the counts beside it, whether these are exact or
// rounded: "10 of 30" is never anything but 33.3.
func TestPercentagesAreOfPrintedCounts(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 1, 900)
	exact := approved(t, reportstest.Job(t, plan, plan.Period), Options{K: 10})
	rounded, _ := roundedParcel(t, 900)
	for name, c := range map[string]parcel.Contents{"exact": exact, "rounded": rounded} {
		n := 0
		for _, f := range c.Files {
			if !strings.HasPrefix(f.Name, "gegevens/") || !strings.HasSuffix(f.Name, ".csv") {
				continue
			}
			for _, row := range reportstest.Rows(t, c, f.Name) {
				part, whole := row["teller"]+row["aantal_stand"]+row["aantal_stroom"], row["noemer"]
				a, errA := strconv.Atoi(part)
				b, errB := strconv.Atoi(whole)
				switch pct := row["aandeel_pct"]; {
				case pct == "" || pct == ".":
				case errA != nil || errB != nil:
					t.Errorf("%s, %s: %s %% of what is not printed", name, f.Name, pct)
				case tenths(a, b) != pct:
					t.Errorf("%s, %s: %d of %d is not %s %%", name, f.Name, a, b, pct)
				default:
					n++
				}
			}
		}
		if n < 100 {
			t.Errorf("%s: only %d percentages", name, n)
		}
		checkCourse(t, c)
	}
}

// tenths is a percentage with one decimal, halves upward.
func tenths(a, b int) string {
	n := (2000*a + b) / (2 * b)
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

// checkCourse computes the cumulative incidence again from the counts that are
// printed beside it.
func checkCourse(t *testing.T, c parcel.Contents) {
	t.Helper()
	type class struct {
		present, censored float64
		ended, pct        []float64
	}
	var classes []class
	last := ""
	for _, row := range reportstest.Rows(t, c, "gegevens/cumulatieve_incidentie.csv") {
		if row["cumulatief_pct"] == "." {
			continue
		}
		num := func(column string) float64 {
			x, err := strconv.ParseFloat(row[column], 64)
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		if row[dimDuration] != last {
			last = row[dimDuration]
			classes = append(classes, class{present: num("aan_begin_aanwezig"), censored: num("gecensureerd")})
		}
		k := &classes[len(classes)-1]
		k.ended, k.pct = append(k.ended, num("beeindigd_stroom")), append(k.pct, num("cumulatief_pct"))
	}
	if len(classes) == 0 {
		t.Error("nothing is said of how long it takes")
	}
	free, reached := 1.0, make([]float64, 10)
	for _, k := range classes {
		exposed, left := k.present-k.censored/2, 0.0
		for i, d := range k.ended {
			reached[i] += free * d / exposed
			left += d
			if off := 100*reached[i] - k.pct[i]; off > 0.051 || off < -0.051 {
				t.Errorf("%.1f %% is printed where the counts give %.3f %%", k.pct[i], 100*reached[i])
			}
		}
		free *= 1 - left/exposed
	}
}
