// Package dutch writes numbers, money and dates as Dutch readers write them:
// 1.234,5 and € 6.588.000,00 and 12-03-2019.
//
// Plain values come in, text goes out. It knows no locale but Dutch, never
// rounds money (cents are whole numbers) and holds no state. Machine files do
// not use it: they have decimal points and ISO dates.
package dutch

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Int writes a whole number with a dot between thousands: 1.234.
func Int(n int64) string {
	s := strconv.FormatInt(n, 10)
	if n < 0 {
		return "-" + group(s[1:])
	}
	return group(s)
}

// Decimal writes n with the given number of decimals (0 to 9), rounded half
// away from zero as in a spreadsheet: Decimal(1234.25, 1) is "1.234,3". A
// value that rounds to zero is written without a sign. NaN and the infinities
// are a bug of the caller and panic.
func Decimal(n float64, places int) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		panic("dutch: internal error: not a finite number")
	}
	scale := math.Pow10(places)
	if m := n * scale; math.Abs(m) < 1<<52 {
		n = math.Round(m) / scale
	}
	s := strconv.FormatFloat(math.Abs(n), 'f', places, 64)
	whole, fraction, found := strings.Cut(s, ".")
	out := group(whole)
	if found {
		out += "," + fraction
	}
	if n < 0 {
		return "-" + out
	}
	return out
}

// Cents writes an amount in cents as euros: € 6.588.000,00. A negative amount
// carries the sign behind the euro sign: € -1.234,56.
func Cents(cents int64) string {
	sign, digits := "", strconv.FormatInt(cents, 10)
	if cents < 0 {
		sign, digits = "-", digits[1:]
	}
	for len(digits) < 3 {
		digits = "0" + digits
	}
	cut := len(digits) - 2
	return "€ " + sign + group(digits[:cut]) + "," + digits[cut:]
}

// Euros writes an amount in cents as whole euros, rounded half away from zero:
// € 6.588.000. Use it on axes and in running text, never in an account.
func Euros(cents int64) string {
	whole, rest := cents/100, cents%100
	if rest >= 50 {
		whole++
	}
	if rest <= -50 {
		whole--
	}
	return "€ " + Int(whole)
}

// Percent writes n out of 100 with the given number of decimals and a space
// before the sign: Percent(18.25, 1) is "18,3 %".
func Percent(n float64, places int) string { return Decimal(n, places) + " %" }

// Date writes dd-mm-jjjj.
func Date(d time.Time) string { return d.Format("02-01-2006") }

// LongDate writes the month in words: 1 maart 2019.
func LongDate(d time.Time) string {
	return strconv.Itoa(d.Day()) + " " + months[d.Month()-1] + " " + strconv.Itoa(d.Year())
}

// Month writes a month in short form: mrt 2019.
func Month(d time.Time) string {
	return shortMonths[d.Month()-1] + " " + strconv.Itoa(d.Year())
}

// Quarter writes the quarter in which d falls: 2e kwartaal 2020.
func Quarter(d time.Time) string {
	return strconv.Itoa((int(d.Month())-1)/3+1) + "e kwartaal " + strconv.Itoa(d.Year())
}

// Period writes both ends of a period: 1 maart 2019 t/m 31 december 2019.
func Period(from, to time.Time) string { return LongDate(from) + " t/m " + LongDate(to) }

// group puts a dot between each three digits, counted from the right.
func group(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var (
	months = [12]string{"januari", "februari", "maart", "april", "mei", "juni",
		"juli", "augustus", "september", "oktober", "november", "december"}
	shortMonths = [12]string{"jan", "feb", "mrt", "apr", "mei", "jun",
		"jul", "aug", "sep", "okt", "nov", "dec"}
)
