package anonymise

import (
	"lvv/ingest/check"
	"lvv/schemas"
)

// A date is a calendar day split up: year, and month*100 + day.
type date struct{ year, monthDay int32 }

// split is the algorithm of C. Neri and L. Schneider, "Euclidean affine
// functions and their application to calendar algorithms" (2022), which takes a
// third of the time of plain division: it runs once a row. It is right for the
// years -32,800 to 2,900,000.
func split(day schemas.Day) date {
	const eras = 82 // of 400 years, to keep all numbers above zero
	n := uint32(int32(day) + 719468 + 146097*eras)
	n1 := 4*n + 3
	century, ofCentury := n1/146097, n1%146097/4
	p2 := 2939745 * uint64(4*ofCentury+3)
	ofYear := uint32(p2) / 2939745 / 4
	n3 := 2141*ofYear + 197913
	year := int32(100*century+uint32(p2>>32)) - 400*eras
	month, dayOfMonth := n3>>16, n3&0xffff/2141+1
	if ofYear >= 306 {
		month -= 12
		year++
	}
	return date{year, int32(month*100 + dayOfMonth)}
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
		first, last = monthDay+1, monthDay+int32(schemas.DaysIn(int(year), int(monthDay/100)))
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
