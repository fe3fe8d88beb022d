package anonymise

import (
	"testing"

	"pgregory.net/rapid"

	"lvv/ingest/check"
	"lvv/schemas"
)

func TestSplitAgreesWithTheCalendar(t *testing.T) {
	t.Parallel()
	for d := schemas.Day(-800_000); d < 800_000; d++ { // years -220 to 4160
		y, m, day := d.Date()
		if got := split(d); got != (date{int32(y), int32(m*100 + day)}) {
			t.Fatalf("day %d: got %+v, want %d-%d-%d", d, got, y, m, day)
		}
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	const unknown = schemas.UnknownAge
	for _, c := range []struct {
		about    string
		birth    int64
		on       string
		from, to uint8
	}{
		{"full, on the birthday", 19900615, "2019-06-15", 29, 29},
		{"full, a day before it", 19900615, "2019-06-14", 28, 28},
		{"day unknown, before the month", 19900600, "2019-05-31", 28, 28},
		{"day unknown, within the month", 19900600, "2019-06-15", 28, 29},
		{"day unknown, on the last of the month", 19900600, "2019-06-30", 29, 29},
		{"day unknown, after the month", 19900600, "2019-07-01", 29, 29},
		{"month unknown, first day of the year", 19900000, "2019-01-01", 28, 29},
		{"month unknown, last day of the year", 19900000, "2019-12-31", 29, 29},
		{"born on 29 February, 28 February", 20000229, "2019-02-28", 18, 18},
		{"born on 29 February, 1 March", 20000229, "2019-03-01", 19, 19},
		{"born on the day", 20190615, "2019-06-15", 0, 0},
		{"year of birth only, in that year", 20190000, "2019-06-15", 0, 0},
		{"born later", 20190616, "2019-06-15", unknown, unknown},
		{"nothing known", check.Missing, "2019-06-15", unknown, unknown},
		{"year 0", 0, "2019-06-15", unknown, unknown},
		{"older than a number of eight bits", 10000101, "2019-06-15", 254, 254},
	} {
		day, err := schemas.ParseDay(c.on)
		if err != nil {
			t.Fatal(err)
		}
		if from, to := ages(c.birth, split(day)); from != c.from || to != c.to {
			t.Errorf("%s: got %d to %d, want %d to %d", c.about, from, to, c.from, c.to)
		}
	}
}

// The interval is that of all birth dates that the partial one may stand for.
func TestAgesHoldAllThatMayBe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(1900, 2018).Draw(t, "year")
		month := rapid.IntRange(0, 12).Draw(t, "month")
		on := schemas.Day(rapid.IntRange(17897, 19000).Draw(t, "on"))
		youngest, oldest := 300, -1
		for m := 1; m <= 12; m++ {
			for d := 1; d <= schemas.DaysIn(year, m); d++ {
				if month == 0 || m == month {
					age := wholeYears(year, m, d, on)
					youngest, oldest = min(youngest, age), max(oldest, age)
				}
			}
		}
		from, to := ages(int64(year*10000+month*100), split(on))
		if int(from) != max(youngest, 0) || int(to) != oldest {
			t.Errorf("got %d to %d, want %d to %d", from, to, youngest, oldest)
		}
	})
}

// wholeYears counts birthdays one by one.
func wholeYears(year, month, day int, on schemas.Day) int {
	age := -1
	for y := year; ; y++ {
		d, ok := schemas.NewDay(y, month, day)
		if !ok {
			d, _ = schemas.NewDay(y, 3, 1)
		}
		if d > on {
			return age
		}
		age++
	}
}

// On the last day of a short month everybody born in that month has had their
// birthday, whatever the day was.
func TestAgesOnTheLastDayOfAShortMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		birth    int64
		on       string
		from, to uint8
	}{
		{19000400, "2020-04-30", 120, 120},
		{19000400, "2020-04-29", 119, 120},
		{19910200, "2019-02-28", 28, 28},
		{19920200, "2019-02-28", 26, 27}, // perhaps born on 29 February
		{19920200, "2020-02-29", 28, 28},
	} {
		on, err := schemas.ParseDay(c.on)
		if err != nil {
			t.Fatal(err)
		}
		if from, to := ages(c.birth, split(on)); from != c.from || to != c.to {
			t.Errorf("born %d, on %s: %d to %d, want %d to %d", c.birth, c.on, from, to, c.from, c.to)
		}
	}
}
