package finance

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"lvv/reports/places"
	"lvv/reports/workbook/workbooktest"
)

// A capacity that turns out to have been another gives a numbered correction
// with the difference, and what was stated stays as it was.
func TestACorrectionShowsTheDifference(t *testing.T) {
	job := small(t, nil, period(t, "2020-01-01", "2020-03-31"))
	_, first := contents(t, job)
	lines, err := ReadLines(bytes.NewReader(file(t, first, "gegevens/plaatsdagen.csv")))
	if err != nil {
		t.Fatal(err)
	}
	job.Registers = registers(t,
		map[string]string{"capaciteit.csv": "organisatie;locatie;van;tot;plaatsen\nleeuwenberch;Noord;01-03-2019;29-02-2020;200\nleeuwenberch;Noord;01-03-2020;;190\nleeuwenberch;Zuid;01-03-2019;;100\nseguro;hoofdlocatie;01-03-2019;;60\nstil;nieuw;31-03-2020;;7\n"})
	draft, err := Correct(t.Context(), job, Earlier{Number: 1, Made: time.Date(2020, 4, 20, 0, 0, 0, 0, time.UTC), Lines: lines})
	if err != nil {
		t.Fatal(err)
	}
	c := approve(t, draft)
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
	page := string(file(t, c, "verantwoording.html"))
	if !strings.Contains(page, "verantwoording 2, volgt op verantwoording 1 van 20 april 2020") {
		t.Error("the statement does not say what it corrects")
	}
	dump, err := workbooktest.Dump(bytes.NewReader(file(t, c, "financieel.xlsx")))
	if err != nil || !strings.Contains(dump, `sheet "Correctie"`) {
		t.Errorf("the workbook has no sheet about the correction: %v", err)
	}
}

func TestACorrectionOfOtherMonths(t *testing.T) {
	job := small(t, nil, period(t, "2020-01-01", "2020-03-31"))
	lines, err := places.Registers.Lines(job.Registers, period(t, "2020-04-01", "2020-04-30"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Correct(t.Context(), job, Earlier{Number: 1, Lines: lines}); !errors.Is(err, ErrEarlier) {
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
		if _, err := ReadLines(strings.NewReader(c.text)); !errors.Is(err, ErrEarlier) || !strings.Contains(err.Error(), c.says) {
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
		lines, err := ReadLines(strings.NewReader(text))
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
