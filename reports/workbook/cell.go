package workbook

import (
	"math"
	"strconv"
	"time"
)

// Cell is one cell. The zero Cell is [Impossible]: blank.
type Cell struct {
	kind    kind
	text    string // the text, or the raw number as it stands in the file
	formula string // without the equals sign
	format  format
	style   weight
}

type kind uint8

const (
	blank kind = iota
	textual
	numeric
)

type weight uint8

const (
	plain weight = iota
	bold
	check
	wrapped
	right
)

// format is a number format by its code. Codes are written in the notation of
// the file format, which is that of no country: a Dutch Excel shows #,##0.00
// as 1.234,56.
type format string

const (
	general    format = ""
	wholes     format = "#,##0"
	fractions  format = "#,##0.0##"
	euros      format = `"€" #,##0.00;"€" -#,##0.00`
	wholeEuros format = `"€" #,##0;"€" -#,##0`
	percents   format = "0.0%"
	dates      format = "dd\\-mm\\-yyyy"
	asText     format = "@"
)

// Text is text whatever it looks like: "=1+1", "-", "0012" and "1-2" stay as
// they are, left-aligned and uncalculated.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: textual, text: s, format: asText}
}

// Wrapped is Text that breaks over several lines within its column.
func Wrapped(s string) Cell {
	c := Text(s)
	c.style = wrapped
	return c
}

// Header is text in bold, for a heading within the rows.
func Header(s string) Cell {
	c := Text(s)
	c.style = bold
	return c
}

// Int is a whole number, shown as 1.234. Above 2^53 a spreadsheet cannot hold
// it exactly; use Text for numbers that are names.
func Int(n int64) Cell {
	return Cell{kind: numeric, text: strconv.FormatInt(n, 10), format: wholes}
}

// Number is a number with up to three decimals shown. NaN and the infinities
// panic: they have no place in a report.
func Number(n float64) Cell {
	return Cell{kind: numeric, text: float(n), format: fractions}
}

// Percent is a ratio (0.18) shown as 18,0%.
func Percent(ratio float64) Cell {
	return Cell{kind: numeric, text: float(ratio), format: percents}
}

// Cents is an amount in cents, written as a number in euros and shown as
// € 1.234,56. It is exact: no division takes place.
func Cents(cents int64) Cell {
	return Cell{kind: numeric, text: centsText(cents), format: euros}
}

// Euros is an amount in whole euros, shown as € 1.235.
func Euros(n int64) Cell {
	return Cell{kind: numeric, text: strconv.FormatInt(n, 10), format: wholeEuros}
}

// Date is a day, shown as dd-mm-jjjj; the time of day and zone are ignored.
// Days before 1 March 1900 panic: Excel counts them wrongly.
func Date(d time.Time) Cell {
	day := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
	// Seconds, not a time.Duration, which ends after 292 years.
	serial := (day.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / 86400
	if serial < 61 {
		panic("workbook: internal error: date before March 1900")
	}
	return Cell{kind: numeric, text: strconv.FormatInt(serial, 10), format: dates}
}

// Suppressed is a value that exists and may not be shown: the text ".", as in
// the publications of Statistics Netherlands.
func Suppressed() Cell { return Cell{kind: textual, text: ".", format: asText, style: right} }

// Impossible is a value that cannot exist: a blank cell.
func Impossible() Cell { return Cell{} }

// Formula is calculated by the spreadsheet. The expression is written without
// equals sign, with English function names and commas. The value is what the
// program computed for it, and gives the cell its format; tests calculate the
// workbook again and compare.
func Formula(expr string, value Cell) Cell {
	if expr == "" || expr[0] == '=' {
		panic("workbook: internal error: formula empty or with equals sign")
	}
	if value.kind == blank || value.formula != "" {
		panic("workbook: internal error: formula without value")
	}
	if value.kind == textual {
		value.format = general
	}
	value.formula = expr
	return value
}

// Check is a formula that must be zero: green when it is, red when it is not.
func Check(expr string) Cell {
	c := Formula(expr, Cents(0))
	c.style, c.format = check, "0.00"
	return c
}

// Bold answers the same cell in bold.
func (c Cell) Bold() Cell {
	c.style = bold
	return c
}

func centsText(cents int64) string {
	sign, digits := "", strconv.FormatInt(cents, 10)
	if cents < 0 {
		sign, digits = "-", digits[1:]
	}
	for len(digits) < 3 {
		digits = "0" + digits
	}
	cut := len(digits) - 2
	if digits[cut:] == "00" {
		return sign + digits[:cut]
	}
	return sign + digits[:cut] + "." + digits[cut:]
}

func float(n float64) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		panic("workbook: internal error: not a finite number")
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
