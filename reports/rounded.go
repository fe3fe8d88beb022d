package reports

import (
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/reports/parcel"
)

// A Rounding says to readers, in Dutch, that counts of people are rounded. The
// zero Rounding is that of exact counts, and has nothing to say.
type Rounding struct {
	base int64
	span int64 // how far a true count may lie from what is printed
}

// RoundingOf is the rounding of tables that may be shown.
func RoundingOf(safe *disclosure.Safe) Rounding {
	if safe == nil || safe.Rounding() == 0 {
		return Rounding{}
	}
	c := safe.Control().Rounding
	return Rounding{c.Base, c.Reach*c.Base - 1}
}

// The settings by which a parcel says to what its counts are rounded, and by how
// much a count may differ from what is printed.
const (
	RoundedTo = "afronding"
	RoundedBy = "afronding_hoogstens_ernaast"
)

// Rounded reports whether counts are rounded.
func (r Rounding) Rounded() bool { return r.base > 0 }

// Short stands behind the definition of a figure.
func (r Rounding) Short() string {
	if !r.Rounded() {
		return ""
	}
	return fmt.Sprintf("Afgerond op een veelvoud van %d.", r.base)
}

// After adds Short to a text.
func (r Rounding) After(text string) string {
	if !r.Rounded() {
		return text
	}
	return text + " " + r.Short()
}

// Note says what rounded counts mean; it is empty for exact ones.
func (r Rounding) Note() string {
	if !r.Rounded() {
		return ""
	}
	return fmt.Sprintf("Alle aantallen personen, verblijven en nachten zijn afgerond op een veelvoud van %d, naar boven of naar beneden, zo dat alle totalen precies optellen. "+
		"Een %d staat voor een aantal van %d tot en met %d, een 0 voor 0 tot en met %d: een klein aantal is nooit precies bekend. "+
		"Percentages zijn uit deze afgeronde aantallen berekend en bij kleine aantallen dus grof. Plaatsen en bedragen zijn niet afgerond.",
		r.base, 2*r.base, max(0, 2*r.base-r.span), 2*r.base+r.span, r.span)
}

// Behind is the Note to stand behind a text.
func (r Rounding) Behind() string {
	if !r.Rounded() {
		return ""
	}
	return " " + r.Note()
}

// Definitions are what is printed among the definitions of a parcel.
func (r Rounding) Definitions() []parcel.Meaning {
	if !r.Rounded() {
		return nil
	}
	return []parcel.Meaning{{Term: "afgerond", Text: r.Note(), Clause: "S-U 2a; S-A 9"}}
}

// Settings are what is printed among the settings of a parcel.
func (r Rounding) Settings() []parcel.Setting {
	if !r.Rounded() {
		return nil
	}
	return []parcel.Setting{
		{Name: RoundedTo, Value: fmt.Sprint(r.base), Clause: "S-U 2a; S-A 9"},
		{Name: RoundedBy, Value: fmt.Sprint(r.span), Clause: "S-U 2a; S-A 9"},
	}
}
