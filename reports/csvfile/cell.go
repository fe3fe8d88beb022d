package csvfile

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Cell is one field. The zero Cell is [Impossible]: blank.
type Cell struct {
	kind   kind
	text   string // of textual
	units  int64  // of decimal: the number times 10^digits
	digits int
	day    time.Time
}

type kind uint8

const (
	blank kind = iota
	textual
	decimal
	dated
	hidden
)

// Text is text as it stands. What a spreadsheet would take for a formula is
// written with an apostrophe before it; see the package comment.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: textual, text: s}
}

// Int is a whole number, without thousands separators.
func Int(n int64) Cell { return Cell{kind: decimal, units: n} }

// Cents is an amount in cents, written in euros with two decimals. It is exact.
func Cents(cents int64) Cell { return Decimal(cents, 2) }

// Decimal is the exact number units / 10^digits, written with that many
// decimals: Decimal(1234, 1) is 123.4. Digits lie between 0 and 15.
func Decimal(units int64, digits int) Cell {
	if digits < 0 || digits > 15 {
		panic("csvfile: internal error: number of decimals out of range")
	}
	return Cell{kind: decimal, units: units, digits: digits}
}

// Number is x rounded half away from zero to that many decimals. NaN, the
// infinities and numbers of more than fifteen figures panic: they have no place
// in a report.
func Number(x float64, digits int) Cell {
	scaled := math.Round(x * math.Pow10(digits))
	if math.IsNaN(scaled) || math.Abs(scaled) >= 1e15 {
		panic("csvfile: internal error: number cannot be written")
	}
	return Decimal(int64(scaled), digits)
}

// Date is a day; the time of day and the zone are ignored.
func Date(d time.Time) Cell { return Cell{kind: dated, day: d} }

// Suppressed is a value that exists and may not be shown: a single point, as in
// the publications of Statistics Netherlands.
func Suppressed() Cell { return Cell{kind: hidden} }

// Impossible is a value that cannot exist: an empty field.
func Impossible() Cell { return Cell{} }

// field answers how a cell is written, before quoting.
func (c Cell) field(d dialect) string {
	switch c.kind {
	case textual:
		return harmless(c.text)
	case decimal:
		return point(c.units, c.digits, d.decimal)
	case dated:
		return c.day.Format(d.date)
	case hidden:
		return "."
	}
	return ""
}

// point writes a number with its decimal sign.
func point(units int64, digits int, sign string) string {
	if digits == 0 {
		return strconv.FormatInt(units, 10)
	}
	text, minus := strconv.FormatInt(units, 10), ""
	if units < 0 {
		text, minus = text[1:], "-"
	}
	if short := digits + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	cut := len(text) - digits
	return minus + text[:cut] + sign + text[cut:]
}

// harmless puts an apostrophe before what a spreadsheet would calculate:
// = + - @, their full-width forms, and a tab or return, also behind spaces
// (OWASP, CSV injection). An apostrophe at the start is doubled, so that two
// different texts stay different.
func harmless(s string) string {
	first := strings.TrimLeftFunc(s, func(r rune) bool {
		return r == '\ufeff' || unicode.IsSpace(r) && !strings.ContainsRune("\t\r\n", r)
	})
	if strings.HasPrefix(s, "'") || strings.IndexAny(first, "=+-@＝＋－＠\t\r\n") == 0 {
		return "'" + s
	}
	return s
}
