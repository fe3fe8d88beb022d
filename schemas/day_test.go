package schemas

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Days agree with package time for every date of a thousand years.
func TestNewDayAgreesWithTime(t *testing.T) {
	t.Parallel()
	for at := time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2600; at = at.AddDate(0, 0, 1) {
		y, m, d := at.Date()
		day, ok := NewDay(y, int(m), d)
		if !ok || int64(day)*86400 != at.Unix() || !day.Time().Equal(at) || DayOf(at) != day {
			t.Fatalf("%s: day %d, %v", at.Format(time.DateOnly), day, ok)
		}
	}
}

func TestNewDayRefusesDaysThatAreNot(t *testing.T) {
	t.Parallel()
	for _, d := range [][3]int{{2019, 2, 29}, {1900, 2, 29}, {2019, 4, 31}, {2019, 0, 1}, {2019, 13, 1}, {2019, 1, 0}, {2019, 1, 32}, {2019, -1, 1}} {
		if _, ok := NewDay(d[0], d[1], d[2]); ok {
			t.Errorf("%v is a day", d)
		}
	}
	if _, ok := NewDay(2000, 2, 29); !ok {
		t.Error("29 February 2000 is no day")
	}
}

// What is written can be read again, in the years that are written in four digits.
func TestDayTextRoundTrip(t *testing.T) {
	t.Parallel()
	first, last := mustDay("1000-01-01"), mustDay("9999-12-31")
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.IntRange(int(first), int(last)).Draw(t, "day"))
		text, err := d.MarshalText()
		var back Day
		if err != nil || back.UnmarshalText(text) != nil || back != d {
			t.Fatalf("%d became %s became %d", d, text, back)
		}
		if y, m, dd := d.Date(); d.Dutch() != text2(dd)+"-"+text2(m)+"-"+string(text[:4]) || y < 1000 {
			t.Fatalf("%s is %s in Dutch", text, d.Dutch())
		}
	})
	for _, s := range []string{"", "2019-2-1", "01-02-2019", "2019-02-30", "2019-02-01x"} {
		if _, err := ParseDay(s); err == nil {
			t.Errorf("%q is a day", s)
		}
	}
}

func text2(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

func TestPeriod(t *testing.T) {
	t.Parallel()
	p := func(from, to string) Period { return Period{mustDay(from), mustDay(to)} }
	pilot := p("2019-03-01", "2019-12-31")
	if n := pilot.Days(); n != 306 {
		t.Errorf("%s has %d days, want 306", pilot, n)
	}
	if n := p("2020-01-01", "2020-12-31").Days(); n != 366 {
		t.Errorf("2020 has %d days", n)
	}
	if n := p("2020-01-02", "2020-01-01").Days(); n != 0 {
		t.Errorf("a period that ends before it begins has %d days", n)
	}
	tests := []struct {
		q            Period
		holds, meets bool
	}{
		{p("2019-03-01", "2019-12-31"), true, true},
		{p("2019-04-01", "2019-06-30"), true, true},
		{p("2019-02-28", "2019-03-01"), false, true},
		{p("2019-12-31", "2020-01-01"), false, true},
		{p("2020-01-01", "2020-01-31"), false, false},
	}
	for _, tt := range tests {
		if pilot.Holds(tt.q) != tt.holds || pilot.Meets(tt.q) != tt.meets || tt.q.Meets(pilot) != tt.meets {
			t.Errorf("%s and %s: holds %v, meets %v", pilot, tt.q, pilot.Holds(tt.q), pilot.Meets(tt.q))
		}
	}
	if pilot.String() != "2019-03-01..2019-12-31" {
		t.Error(pilot.String())
	}
}
