package anonymise

import (
	"lvv/ingest/check"
	"lvv/schemas"
)

// A calendar day split up, so that ages can be counted without a division a
// birth date: year, and month*100 + day.
type date struct{ year, monthDay int32 }

// split is H. Hinnant's civil_from_days for days from the year 0 on.
func split(day schemas.Day) date {
	z := int64(day) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	month := mp + 3
	year := yoe + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return date{int32(year), int32(month*100 + doy - (153*mp+2)/5 + 1)}
}

// ages returns the youngest and the oldest age in whole years on a day, given
// a birth date of which month and day may be unknown (00), as ingest/check has
// it. They are equal when the birth date is full. Both are UnknownAge when the
// birth date says nothing or lies wholly after the day. A person born on 29
// February grows older on 1 March in other years.
func ages(birth int64, on date) (from, to uint8) {
	if birth == check.Missing || birth < 10000 {
		return schemas.UnknownAge, schemas.UnknownAge
	}
	year, monthDay := int32(birth/10000), int32(birth%10000)
	first, last := monthDay, monthDay
	switch {
	case monthDay < 100: // month unknown
		first, last = 101, 1231
	case monthDay%100 == 0: // day unknown
		first, last = monthDay+1, monthDay+31
	}
	oldest, youngest := on.year-year, on.year-year
	if on.monthDay < first {
		oldest--
	}
	if on.monthDay < last {
		youngest--
	}
	if oldest < 0 {
		return schemas.UnknownAge, schemas.UnknownAge
	}
	return uint8(min(max(youngest, 0), schemas.UnknownAge-1)), uint8(min(oldest, schemas.UnknownAge-1))
}
