package amif

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/reports/workbook/workbooktest"
)

// limited is an account of which the workbook may hold so many rows of a list.
func limited(t testing.TB, limit int) map[string][]byte {
	t.Helper()
	job, o := small(t)
	o.limit = limit
	return filesOf(t, rendered(t, job, o))
}

var dumped = regexp.MustCompile(`(?m)^  [A-Z]+\d+ (?:text|number|formula) ("(?:[^"\\]|\\.)*")`)

// shown are the values of a sheet, in order, without those of one note.
func shown(t testing.TB, dump, sheet, without string) []string {
	t.Helper()
	_, rest, ok := strings.Cut(dump, "\nsheet \""+sheet+"\"")
	if !ok {
		t.Fatalf("no sheet %s", sheet)
	}
	rest, _, _ = strings.Cut(rest, "\nsheet ")
	var all []string
	for _, m := range dumped.FindAllStringSubmatch(rest, -1) {
		if without == "" || !strings.Contains(m[1], without) {
			all = append(all, m[1])
		}
	}
	return all
}

// An account with lists that are too long for a workbook has every figure of one
// with live formulas, and its checks calculate to zero.
func TestLongListsStandApart(t *testing.T) {
	t.Parallel()
	whole, apart := limited(t, 0), limited(t, 5)
	for name := range whole {
		switch long := name == "excel/deelnemers.csv" || name == "excel/trajecten.csv"; {
		case name == "amif.xlsx":
		case long != (apart[name] == nil):
			t.Errorf("%s: in the parcel %t", name, !long)
		case !long && string(whole[name]) != string(apart[name]):
			t.Errorf("%s differs", name)
		}
	}
	const note = "Te lang voor een werkmap"
	one, other := dump(t, whole["amif.xlsx"]), dump(t, apart["amif.xlsx"])
	if strings.Contains(one, note) || strings.Contains(other, "COUNTIFS") || strings.Contains(other, "SUMIFS") {
		t.Error("the form of one account is that of the other")
	}
	for _, sheet := range []string{"Indicatoren 2014-2020", "Indicatoren 2021-2027", sheetChain, sheetCalendar} {
		want, got := shown(t, one, sheet, ""), shown(t, other, sheet, note)
		if diff := cmp.Diff(want, got); diff != "" || len(got) < 40 {
			t.Errorf("%s, %d values (-whole +apart):\n%s", sheet, len(got), diff)
		}
	}
	if n := strings.Count(other, `format="0.00`); n < 20 {
		t.Errorf("%d cells in the form of a check", n)
	}
	if n := workbooktest.CheckFormulas(t, apart["amif.xlsx"]); n < 150 {
		t.Errorf("only %d formulas", n)
	}
}

// Where the lists are, how long they are and from which size they stand apart
// can be read in the workbook and in the letter.
func TestLongListsAreAnnounced(t *testing.T) {
	t.Parallel()
	job, o := small(t)
	o.limit = 5
	contents := rendered(t, job, o)
	said := false
	for _, s := range contents.Provenance.Settings {
		said = said || s.Name == "lijsten in de werkmap" && strings.Contains(s.Value, "tot en met 5 rijen") && strings.Contains(s.Value, "gegevens/trajecten.csv")
	}
	text := dump(t, filesOf(t, contents)["amif.xlsx"])
	if n := strings.Count(text, "gegevens/deelnemers.csv"); !said || n < 6 {
		t.Errorf("said in the letter %t, in the workbook %d times", said, n)
	}
	if strings.Contains(text, `sheet "Deelnemers"`) || strings.Contains(text, `sheet "Trajecten"`) || !strings.Contains(text, `sheet "Steekproef"`) {
		t.Error("the workbook has other sheets")
	}
}

// One row more than the workbook may hold makes the difference, and 20,000 rows
// are held.
func TestLimit(t *testing.T) {
	t.Parallel()
	if n := (&Options{}).rows(); n != 20_000 {
		t.Errorf("%d rows", n)
	}
	job, o := small(t)
	a, err := compute(t.Context(), job, o)
	if err != nil {
		t.Fatal(err)
	}
	n := len(a.trajectories)
	a.options.limit = n
	if a.apart() || a.sampleApart() || a.sizeSettings() != nil {
		t.Error("a list that fits stands apart")
	}
	a.options.limit = n - 1
	if !a.apart() || !a.sampleApart() && len(a.sample) >= n {
		t.Error("a list that does not fit is in the workbook")
	}
}

func TestGrouped(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1.000", 20_000: "20.000", 1_002_003: "1.002.003"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
