package check

import (
	"bytes"

	"lvv/schemas"
)

// A written is a date as somebody wrote it: month and day are 0 when they are
// not there or unknown.
type written struct{ year, month, day int }

// A form is how a date was written.
type form uint8

const (
	formBad       form = iota // not a date
	formDate                  // year, and month and day as far as known
	formUnknown               // "onbekend", or zeros alone
	formSerial                // a day number of Excel, in day
	formShortYear             // the year has two digits
)

// date judges a calendar day. A day of which the value is known is returned
// even with a fault, so that rules can still be held against it.
func (j *Judge) date(c *column, text []byte) (int64, string) {
	w, ok := common(text)
	if !ok {
		var f form
		if w, f = j.read(text); f != formDate {
			return Missing, dateCode(f)
		}
	}
	if w.month == 0 || w.day == 0 {
		return Missing, DateIncomplete
	}
	d, ok := j.days.day(w.year, w.month, w.day)
	if !ok {
		return Missing, DateNotThere
	}
	switch {
	case w.year <= 1904: // an empty cell becomes day 0 of 1900 or of 1904
		return int64(d), Date1900
	case w.year >= 2100:
		return int64(d), Date2100
	case d > j.lim.Today:
		return int64(d), DateFuture
	case d < j.lim.Earliest:
		return int64(d), DateEarly
	case d > c.latest:
		return int64(d), AfterPeriod
	}
	return int64(d), ""
}

func dateCode(f form) string {
	switch f {
	case formUnknown:
		return DateIncomplete
	case formSerial:
		return DateSerial
	case formShortYear:
		return DateShortYear
	}
	return DateForm
}

// birth judges a date of birth, of which month and day, or all, may be
// unknown. It keeps what is written: 1 January stays 1 January.
func (j *Judge) birth(text []byte) (int64, string) {
	w, ok := common(text)
	if !ok {
		var f form
		switch w, f = j.read(text); f {
		case formUnknown:
			return Missing, "" // says as much as an empty cell
		case formSerial:
			return Missing, DateSerial
		case formShortYear:
			return Missing, DateShortYear
		case formBad:
			return Missing, BirthForm
		}
	}
	if w.month == 0 && w.day != 0 {
		return Missing, BirthForm
	}
	first, ok := j.days.day(w.year, max(w.month, 1), max(w.day, 1))
	value := int64(w.year*10000 + w.month*100 + w.day)
	switch {
	case !ok:
		return Missing, DateNotThere
	case w.year < 1900:
		return Missing, BirthBefore
	case first > j.lim.Today:
		return Missing, BirthFuture
	case value == 1900_01_01:
		return value, Birth1900
	}
	return value, ""
}

// month judges a calendar month, which may be written as its first day.
func (j *Judge) month(c *column, text []byte) (int64, string) {
	w, f := j.read(text)
	switch {
	case f == formSerial || f == formShortYear:
		return Missing, dateCode(f)
	case f != formDate || w.month == 0 || w.day > 1:
		return Missing, MonthForm
	}
	d, ok := j.days.day(w.year, w.month, 1)
	switch {
	case !ok:
		return Missing, DateNotThere
	case w.year <= 1904:
		return int64(d), Date1900
	case w.year >= 2100:
		return int64(d), Date2100
	case d > j.lim.Today:
		return int64(d), MonthFuture
	case d < j.lim.Earliest:
		return int64(d), DateEarly
	case d > c.latest:
		return int64(d), AfterPeriod
	}
	return int64(d), ""
}

// common reads the two forms that nearly all dates have, dd-mm-yyyy and
// yyyy-mm-dd, of ten bytes, of years that can be meant.
func common(t []byte) (written, bool) {
	if len(t) != 10 {
		return written{}, false
	}
	if c := t[2]; c == t[5] && (c == '-' || c == '/' || c == '.') {
		y, ok1 := pair(t[6], t[7])
		z, ok2 := pair(t[8], t[9])
		m, ok3 := pair(t[3], t[4])
		d, ok4 := pair(t[0], t[1])
		return written{y*100 + z, m, d}, ok1 && ok2 && ok3 && ok4 && y >= 10
	}
	if c := t[4]; c == t[7] && (c == '-' || c == '/') {
		y, ok1 := pair(t[0], t[1])
		z, ok2 := pair(t[2], t[3])
		m, ok3 := pair(t[5], t[6])
		d, ok4 := pair(t[8], t[9])
		return written{y*100 + z, m, d}, ok1 && ok2 && ok3 && ok4 && y >= 10
	}
	return written{}, false
}

func pair(a, b byte) (int, bool) {
	a, b = a-'0', b-'0'
	return int(a)*10 + int(b), a <= 9 && b <= 9
}

// read reads a date in any of the other forms.
func (j *Judge) read(text []byte) (written, form) {
	text = withoutTime(text)
	if nothing(text, &j.scratch) {
		return written{}, formUnknown
	}
	if number, _, _ := bytes.Cut(text, []byte{'.'}); digits(number) && fractionOnly(text, number) {
		return j.number(number)
	}
	var part [3]int
	var long [3]bool // has four digits
	n, name := 0, -1
	for word := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r == '-' || r == '/' || r == '.' || r == ' ' || r == '\u00a0' }) {
		if n == len(part) {
			return written{}, formBad
		}
		if !digits(word) {
			if name >= 0 {
				return written{}, formBad
			}
			if name = n; !monthNamed(word, &part[n], &j.scratch) {
				return written{}, formBad
			}
		} else if len(word) > 4 || len(word) == 3 {
			return written{}, formBad
		} else {
			part[n], long[n] = number(word), len(word) == 4
		}
		n++
	}
	return arrange(part[:n], long[:n], name)
}

// arrange tells which part is the year, the month and the day.
func arrange(part []int, long []bool, name int) (written, form) {
	var w written
	last := len(part) - 1
	switch {
	case last == 1 && name <= 0 && long[1]: // 3-2019, mei 1990
		w = written{part[1], part[0], 0}
	case last == 1 && name != 0 && long[0]: // 2019-3
		w = written{part[0], part[1], 0}
	case last == 2 && (name == 1 || name < 0) && long[2]: // 1-3-2019, 1 mei 1990
		w = written{part[2], part[1], part[0]}
	case last == 2 && (name == 1 || name < 0) && long[0]: // 2019-3-1
		w = written{part[0], part[1], part[2]}
	case last == 2 && (name == 1 || name < 0) && !long[1]: // 1-3-19
		return w, formShortYear
	default:
		return w, formBad
	}
	if w == (written{}) {
		return w, formUnknown
	}
	if w.year < 1000 {
		return w, formBad
	}
	return w, formDate
}

// number reads a date that is written as one number: 1990, 199005, 19900500,
// 01051990, or a day number of Excel.
func (j *Judge) number(text []byte) (written, form) {
	n := number(text)
	switch len(text) {
	case 4:
		if n >= 1850 && n < 2150 {
			return written{year: n}, formDate
		}
	case 6:
		if y := n / 100; y >= 1850 && y < 2150 {
			return written{y, n % 100, 0}, formDate
		}
	case 8:
		if n == 0 {
			return written{}, formUnknown
		}
		if y := n / 10000; y >= 1850 && y < 2150 {
			return written{y, n / 100 % 100, n % 100}, formDate
		}
		if y := n % 10000; y >= 1850 && y < 2150 {
			return written{y, n / 10000 % 100, n / 1000000}, formDate
		}
	}
	excel := j.batch.Excel()
	switch {
	case excel && n <= lastSerial && len(text) <= 7:
	case !excel && len(text) == 5:
		return written{}, formSerial
	default:
		return written{}, formBad
	}
	y, m, d := serial(n, j.batch.Date1904()).Date()
	return written{y, m, d}, formDate
}

// lastSerial is 31 December 9999, the last day that Excel knows.
const lastSerial = 2958465

// serial turns a day number of a workbook into a day. Day 1 is 1 January 1900,
// and day 60 is a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1);
// in workbooks of old Macs day 0 is 1 January 1904.
func serial(n int, date1904 bool) schemas.Day {
	switch {
	case date1904:
		return schemas.Day(n - 24107)
	case n < 60:
		return schemas.Day(n - 25568)
	}
	return schemas.Day(n - 25569)
}

// withoutTime cuts off a time of day, which programs write behind a date.
func withoutTime(text []byte) []byte {
	colon := bytes.IndexByte(text, ':')
	if colon < 0 {
		return text
	}
	if at := bytes.LastIndexAny(text[:colon], "T "); at > 0 {
		return trim(text[:at])
	}
	return text
}

// fractionOnly reports whether behind the whole number there is nothing, or a
// fraction as the time of day gives it in a workbook.
func fractionOnly(text, whole []byte) bool {
	if len(text) == len(whole) {
		return true
	}
	return len(whole) == 5 && digits(text[len(whole)+1:])
}

// number reads at most eight digits.
func number(text []byte) int {
	n := 0
	for _, c := range text {
		n = n*10 + int(c-'0')
	}
	return n
}

// monthNamed reads the Dutch or English name of a month, or its beginning.
func monthNamed(word []byte, month *int, scratch *[]byte) bool {
	*scratch = fold((*scratch)[:0], word)
	switch w := string(*scratch); w {
	case "januari", "january", "jan":
		*month = 1
	case "februari", "february", "feb":
		*month = 2
	case "maart", "march", "mrt", "mar":
		*month = 3
	case "april", "apr":
		*month = 4
	case "mei", "may":
		*month = 5
	case "juni", "june", "jun":
		*month = 6
	case "juli", "july", "jul":
		*month = 7
	case "augustus", "august", "aug":
		*month = 8
	case "september", "sept", "sep":
		*month = 9
	case "oktober", "october", "okt", "oct":
		*month = 10
	case "november", "nov":
		*month = 11
	case "december", "dec":
		*month = 12
	default:
		return false
	}
	return true
}
