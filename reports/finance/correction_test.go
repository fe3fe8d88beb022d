package finance

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lvv/anonymise/release/history"
	"lvv/reports/reportstest"
	"lvv/reports/workbook/workbooktest"
	"lvv/schemas"
)

// A capacity that turns out to have been another gives a numbered correction
// with the difference, and what was stated stays as it was.
func TestACorrectionShowsTheDifference(t *testing.T) {
	job := small(t, nil, period(t, "2020-01-01", "2020-03-31"))
	_, first := contents(t, job)
	stated := reportstest.File(t, first, "gegevens/plaatsdagen.csv")
	job.Past = history.NewPast([]history.Release{
		{Purpose: schemas.Finance, Period: job.Period, Made: time.Date(2020, 4, 20, 0, 0, 0, 0, time.UTC), Stated: stated},
		{Purpose: schemas.Monitor, Period: job.Period},
		{Purpose: schemas.Finance, Period: period(t, "2019-12-01", "2019-12-31"), Stated: []byte("of another period")},
	})
	job.Registers = registers(t,
		map[string]string{"capaciteit.csv": "organisatie;locatie;van;tot;plaatsen\nleeuwenberch;Noord;01-03-2019;29-02-2020;200\nleeuwenberch;Noord;01-03-2020;;190\nleeuwenberch;Zuid;01-03-2019;;100\nseguro;hoofdlocatie;01-03-2019;;60\nstil;nieuw;31-03-2020;;7\n"})
	draft, err := Make(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(draft.Stated, stated) {
		t.Error("the third would be held against the first")
	}
	c := reportstest.Parcel(t, draft, "financien")
	var got []string
	for _, row := range rows(t, c, "correctie.csv") {
		got = append(got, strings.Join(row, " "))
	}
	want := []string{
		"2020-03 leeuwenberch Noord 6200 5890 310000.00 294500.00 -15500.00",
		"2020-03 stil nieuw 0 7 0.00 350.00 350.00",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
	page := string(reportstest.File(t, c, "verantwoording.html"))
	if !strings.Contains(page, "verantwoording 2, volgt op verantwoording 1 van 20 april 2020") {
		t.Error("the statement does not say what it corrects")
	}
	dump, err := workbooktest.Dump(bytes.NewReader(reportstest.File(t, c, "financieel.xlsx")))
	if err != nil || !strings.Contains(dump, `sheet "Correctie"`) {
		t.Errorf("the workbook has no sheet about the correction: %v", err)
	}
}

// Only another statement is a correction: the same made again keeps its number,
// and one that goes back to what was stated first is the third.
func TestNumbersOfStatements(t *testing.T) {
	t.Parallel()
	p := period(t, "2020-01-01", "2020-01-31")
	stated := func(days int) []byte {
		return fmt.Appendf(nil, "periode,organisatie,locatie,plaatsdagen,tarief,bedrag_eur\n2020-01,stil,nieuw,%d,50.00,%d.00\n", days, 50*days)
	}
	for _, c := range []struct {
		made    []int
		now     int
		follows int
	}{{nil, 31, 0}, {[]int{31}, 31, 0}, {[]int{31}, 30, 1}, {[]int{31, 31}, 30, 1}, {[]int{31, 30}, 30, 1}, {[]int{31, 30, 30}, 31, 2}, {[]int{31, 30, 31}, 31, 2}, {[]int{31, 30, 31}, 29, 3}} {
		var all []history.Release
		for i, days := range c.made {
			all = append(all, history.Release{Number: int64(i + 1), Purpose: schemas.Finance, Period: p, Stated: stated(days)})
		}
		got, err := before(stated(c.now), history.NewPast(all), p)
		if err != nil {
			t.Fatal(err)
		}
		if got == nil && c.follows > 0 || got != nil && got.number != c.follows {
			t.Errorf("%d after %d: %+v, want it to follow statement %d", c.now, c.made, got, c.follows)
		}
	}
}

// A memory that does not hold what it says stops the statement.
func TestACorrectionOfOtherMonths(t *testing.T) {
	job := small(t, nil, period(t, "2020-04-01", "2020-04-30"))
	d, _ := contents(t, job)
	job = small(t, nil, period(t, "2020-01-01", "2020-03-31"))
	job.Past = history.NewPast([]history.Release{{Purpose: schemas.Finance, Period: job.Period, Stated: d.Stated}})
	if _, err := Make(t.Context(), job); !errors.Is(err, ErrEarlier) {
		t.Errorf("got %v, want ErrEarlier", err)
	}
}

func TestReadLinesRefuses(t *testing.T) {
	const header = "periode,organisatie,locatie,plaatsdagen,tarief,bedrag_eur\r\n"
	for name, c := range map[string]struct{ text, says string }{
		"nothing":                           {"", "line 1"},
		"another file":                      {"periode,bron\r\n", "line 1"},
		"a month that is not":               {header + "2020-13,a,b,1,50.00,50.00\r\n", "line 2"},
		"an amount that is not the product": {header + "2020-01,a,b,1,50.00,50.00\r\n2020-01,a,b,2,50.00,50.00\r\n", "line 3"},
		"too few columns":                   {header + "2020-01,a,b,1,50.00\r\n", "line 2"},
		"below zero":                        {header + "2020-01,a,b,-1,50.00,-50.00\r\n", "line 2"},
	} {
		if _, err := readLines(strings.NewReader(c.text)); !errors.Is(err, ErrEarlier) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %s", name, err, c.says)
		}
	}
}

// Whatever a file holds, it is refused or its amounts are products.
func FuzzReadLines(f *testing.F) {
	const header = "periode,organisatie,locatie,plaatsdagen,tarief,bedrag_eur\r\n"
	f.Add(header + "2020-01,a,'=b,31,50.00,1550.00\r\n")
	f.Add(header + "\"")
	f.Add(header + "2020-01,\"a,b\",,31000000,99999999999.99,1550.00\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := readLines(strings.NewReader(text))
		if err != nil && !errors.Is(err, ErrEarlier) {
			t.Fatal(err)
		}
		for _, l := range lines {
			if l.PlaceDays*l.Rate != l.Cents || l.Cents < 0 {
				t.Errorf("read %d x %d = %d", l.PlaceDays, l.Rate, l.Cents)
			}
		}
	})
}
