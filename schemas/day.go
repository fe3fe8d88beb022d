package schemas

import (
	"fmt"
	"time"
)

// A Day is a calendar day, counted from 1 January 1970 (day 0), in the
// proleptic Gregorian calendar. It is the day number that Arrow and DuckDB use.
type Day int32

// NewDay returns the day of a year, month (1-12) and day of the month. It
// reports false when that day does not exist.
func NewDay(year, month, day int) (Day, bool) {
	if month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return 0, false
	}
	return civil(year, month, day), true
}

// civil is the day number of a date that exists: H. Hinnant's days_from_civil,
// which needs no tables and no loops (the hot path of reading dates).
func civil(y, m, d int) Day {
	if m <= 2 {
		y--
		m += 9
	} else {
		m -= 3
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	doy := (153*m+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

// DaysIn returns the number of days in a month (1-12) of a year.
func DaysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// ParseDay reads yyyy-mm-dd.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("not a date of the form yyyy-mm-dd")
	}
	return DayOf(t), nil
}

// DayOf returns the day on which t falls in its own time zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return civil(y, int(m), d)
}

// Time returns midnight UTC at the beginning of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Date returns year, month (1-12) and day of the month.
func (d Day) Date() (year, month, day int) {
	y, m, dd := d.Time().Date()
	return y, int(m), dd
}

// String returns yyyy-mm-dd.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// Dutch returns dd-mm-jjjj, as people write it.
func (d Day) Dutch() string { return d.Time().Format("02-01-2006") }

// UnmarshalText reads yyyy-mm-dd, so that a Day can stand in a settings file.
func (d *Day) UnmarshalText(b []byte) error {
	day, err := ParseDay(string(b))
	*d = day
	return err
}

// MarshalText writes yyyy-mm-dd.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// A Period is a run of days, both ends included.
type Period struct{ From, To Day }

// Days is the number of days in the period; 0 when it ends before it begins.
func (p Period) Days() int { return max(0, int(p.To)-int(p.From)+1) }

// Holds reports whether the whole of q lies within p.
func (p Period) Holds(q Period) bool { return p.From <= q.From && q.To <= p.To }

// Meets reports whether p and q have a day in common.
func (p Period) Meets(q Period) bool { return p.From <= q.To && q.From <= p.To }

// String returns "from..to" in ISO form.
func (p Period) String() string { return p.From.String() + ".." + p.To.String() }
