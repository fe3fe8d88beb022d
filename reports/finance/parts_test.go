package finance

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"lvv/anonymise/release/history"
	"lvv/reports/reportstest"
	"lvv/reports/workbook/workbooktest"
	"lvv/schemas"
)

// A year is held against its quarters: month by month, against the last statement
// that covered the month, and what differs is said.
func TestAYearIsHeldAgainstItsQuarters(t *testing.T) {
	t.Parallel()
	made := func(month time.Month) time.Time { return time.Date(2020, month, 20, 9, 30, 0, 0, time.UTC) }
	var past []history.Release
	state := func(from, to string, at time.Month, capacity map[string]string) {
		d, err := Make(t.Context(), small(t, capacity, period(t, from, to)))
		if err != nil {
			t.Fatal(err)
		}
		past = append(past, history.Release{Number: int64(len(past) + 1), Purpose: schemas.Finance, Period: period(t, from, to), Made: made(at), Stated: d.Stated})
	}
	const places = "organisatie;locatie;van;tot;plaatsen\nseguro;hoofdlocatie;01-03-2019;;"
	of := func(n string) map[string]string { return map[string]string{"capaciteit.csv": places + n + "\n"} }
	state("2020-01-01", "2020-03-31", 4, of("70"))
	state("2020-04-01", "2020-06-30", 7, of("60"))
	state("2020-03-01", "2020-03-31", 8, of("65")) // once more, by itself
	state("2020-11-01", "2021-01-31", 9, of("99")) // not a part

	job := small(t, of("60"), period(t, "2020-01-01", "2020-12-31"))
	job.Past = history.NewPast(past)
	_, c := contents(t, job)
	table := rows(t, c, "aansluiting.csv")
	if len(table) != 12 {
		t.Fatalf("%d months", len(table))
	}
	for i, want := range map[int]string{
		0: "2020-01 2020-01-01 2020-03-31 2020-04-20 2170 1860 108500.00 93000.00 -15500.00",
		2: "2020-03 2020-03-01 2020-03-31 2020-08-20 2015 1860 100750.00 93000.00 -7750.00",
		3: "2020-04 2020-04-01 2020-06-30 2020-07-20 1800 1800 90000.00 90000.00 0.00",
		6: "2020-07     1860  93000.00 ",
	} {
		if got := strings.Join(table[i], " "); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	dump, err := workbooktest.Dump(bytes.NewReader(reportstest.File(t, c, "financieel.xlsx")))
	if err != nil || !strings.Contains(dump, `sheet "Aansluiting"`) {
		t.Errorf("the workbook has no sheet about it: %v", err)
	}
	page := string(reportstest.File(t, c, "verantwoording.html"))
	for _, words := range []string{"Waar het nu anders uitkomt", "Niet eerder verantwoord", "20 augustus 2020"} {
		if !strings.Contains(page, words) {
			t.Errorf("the statement does not say %q", words)
		}
	}

	job.Past = history.NewPast(past[1:2])
	_, c = contents(t, job)
	if page := string(reportstest.File(t, c, "verantwoording.html")); !strings.Contains(page, "Er zijn geen verschillen") {
		t.Error("the statement does not say that nothing differs")
	}
	job.Past = history.NewPast(past[3:])
	if _, c = contents(t, job); strings.Contains(string(reportstest.File(t, c, "verantwoording.html")), "eerdere verantwoordingen") {
		t.Error("a statement over another period counts as a part")
	}
}

// A memory that is not what it says stops the statement.
func TestPartsOfOtherMonths(t *testing.T) {
	t.Parallel()
	job := small(t, nil, period(t, "2020-01-01", "2020-12-31"))
	stated := func(text string) *history.Past {
		return history.NewPast([]history.Release{{Purpose: schemas.Finance, Period: period(t, "2020-01-01", "2020-03-31"), Stated: []byte(text)}})
	}
	for _, text := range []string{"nothing", "periode,organisatie,locatie,plaatsdagen,tarief,bedrag_eur\n2020-05,stil,a,1,50.00,50.00\n"} {
		job.Past = stated(text)
		if _, err := Make(t.Context(), job); !errors.Is(err, ErrEarlier) {
			t.Errorf("%q: got %v, want ErrEarlier", text, err)
		}
	}
}
