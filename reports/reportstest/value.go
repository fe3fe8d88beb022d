package reportstest

import (
	"hash/fnv"
	"strconv"
	"strings"

	"lvv/reports/places"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// A told is what an organisation says, as text, and who each row is about.
type told struct {
	org    string
	rows   [][]string
	person []int32
}

// value is what the store keeps of one row in one column, read from the text
// that the organisation wrote.
func (of told) value(d *schemas.Dataset, col schemas.Column, row int) int64 {
	cells := of.rows[row]
	switch col.Name {
	case schemas.ColRow:
		return int64(row) + 2
	case schemas.ColPerson:
		return int64(of.person[row])
	case schemas.ColLink:
		if cells[col.Field.Index] == "" {
			return int64(col.Codes.Index("E"))
		}
		return int64(col.Codes.Index("V"))
	case schemas.ColAgeFrom, schemas.ColAgeTo:
		event := dayOf(cells[d.Field(d.Event).Index])
		from, to := ages(cells[col.Field.Index], schemas.Day(event))
		if col.Name == schemas.ColAgeFrom {
			return from
		}
		return to
	}
	cell := cells[col.Field.Index]
	switch {
	case col.Field.Store == schemas.KeepPresence:
		return flag(cell != "")
	case cell == "":
		return warehouse.Empty
	case col.Field.Store == schemas.KeepToken:
		h := fnv.New64a()
		h.Write([]byte(of.org + "|" + cell))
		return int64(h.Sum64() >> 1)
	}
	return plain(col, cell)
}

func plain(col schemas.Column, cell string) int64 {
	switch col.Field.Kind {
	case schemas.KindDate:
		return dayOf(cell)
	case schemas.KindMonth:
		return dayOf(cell + "-01")
	case schemas.KindCents:
		cents, _ := places.ParseCents(cell)
		return cents
	case schemas.KindCount:
		n, _ := strconv.ParseInt(cell, 10, 64)
		return n
	}
	for i, c := range col.Codes.Codes {
		if cell == c.Code || cell == c.Label || strings.EqualFold(cell, c.Label) {
			return int64(i)
		}
	}
	panic("reportstest: internal error: the world wrote a code that its list lacks, column " + col.Name)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// dayOf reads dd-mm-yyyy or yyyy-mm-dd.
func dayOf(s string) int64 {
	if len(s) == 10 && s[2] == '-' {
		s = s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	d, err := schemas.ParseDay(s)
	if err != nil {
		panic("reportstest: internal error: the world wrote a date in another form")
	}
	return int64(d)
}

// ages is the interval of whole years on a day for a birth date of which month
// and day may be 00, or of which nothing is known.
func ages(birth string, on schemas.Day) (from, to int64) {
	year, month, day := birthParts(birth)
	if year == 0 {
		return schemas.UnknownAge, schemas.UnknownAge
	}
	y, m, d := on.Date()
	latestMonth, latestDay, firstMonth, firstDay := month, day, month, day
	if month == 0 {
		firstMonth, latestMonth = 1, 12
	}
	if day == 0 {
		firstDay, latestDay = 1, schemas.DaysIn(year, latestMonth)
	}
	age := func(bm, bd int) int64 {
		a := y - year
		if m < bm || m == bm && d < bd {
			a--
		}
		return int64(max(a, 0))
	}
	return age(latestMonth, latestDay), age(firstMonth, firstDay)
}

func birthParts(s string) (year, month, day int) {
	digits := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	n := func(i int) int { v, _ := strconv.Atoi(digits[i]); return v }
	switch {
	case len(digits) == 3 && len(digits[0]) == 4:
		return n(0), n(1), n(2)
	case len(digits) == 3:
		return n(2), n(1), n(0)
	case len(digits) == 2:
		return n(1), n(0), 0
	case len(digits) == 1 && len(digits[0]) == 4:
		return n(0), 0, 0
	}
	return 0, 0, 0
}
