package synth

import (
	"strings"

	"lvv/schemas"
)

// A person is who somebody truly is, whatever the registers say.
type person struct {
	number  int
	vnumber uint64 // ten digits; 0 for the 12 % who never were in a procedure
	origin  *origin
	sex     string // code
	given   []string
	family  []string
	second  []string // the father's name that some registers add; nil for most
	birth   birth
}

// A birth is a date of birth and how much of it is known.
type birth struct {
	year, month, day int
	known            precision
}

type precision uint8

const (
	knownFully   precision = iota
	knownAsFirst           // only the year, but entered as 1 January: the habit that makes 1 January so common
	knownYear              // only the year
	knownNot
)

// person makes person i. Age is taken at the day of first entry.
func (w *world) person(i int, entry schemas.Day) person {
	d := w.dice
	d.at(streamIdentity, uint64(i))
	o := loadOrigins()
	p := person{number: i, origin: &o.list[d.pick(o.cum)]}
	if d.chance(0.88) {
		p.vnumber = w.vnumber(i)
	}
	given := p.origin.names.men
	switch u := d.Float64(); {
	case u < 0.012:
		p.sex = "onbekend"
	case u < 0.21:
		p.sex, given = "vrouw", p.origin.names.women
	default:
		p.sex = "man"
	}
	p.given = given[d.IntN(len(given))]
	p.family = p.origin.names.family[d.IntN(len(p.origin.names.family))]
	if d.chance(0.3) {
		p.second = p.origin.names.men[d.IntN(len(p.origin.names.men))]
	}
	p.birth = w.birth(entry)
	return p
}

// birth draws a date of birth for somebody who came in on a day: 3 % under 18,
// 5 % over 60, most around 30.
func (w *world) birth(entry schemas.Day) birth {
	d := w.dice
	var age float64
	switch u := d.Float64(); {
	case u < 0.03:
		age = 18 * d.Float64()
	case u < 0.08:
		age = 61 + 18*d.Float64()
	default:
		age = 18 + 43*min(d.Float64(), d.Float64())
	}
	day := entry - schemas.Day(age*365.2425) - 1
	var b birth
	b.year, b.month, b.day = day.Date()
	switch u := d.Float64(); {
	case u < 0.30:
		b.known, b.month, b.day = knownAsFirst, 1, 1
	case u < 0.36:
		b.known = knownYear
	case u < 0.40:
		b.known = knownNot
	}
	return b
}

// vnumber gives person i a number of ten digits that nobody else has: a
// permutation of all such numbers (multiplication by a number coprime to ten).
// The few that look like a placeholder count as no number.
func (w *world) vnumber(i int) uint64 {
	v := (w.vfactor*uint64(i) + w.voffset) % 1e10
	if v%1111111111 == 0 || v == 1234567890 || v == 123456789 || v == 987654321 {
		return 0
	}
	return v
}

// spelling writes a name the way one register has it: now and then another
// spelling, the other order, capitals, or the father's name between.
func (w *world) spelling(p *person) string {
	d := w.dice
	one := func(spellings []string) string {
		if d.chance(0.22) {
			return spellings[d.IntN(len(spellings))]
		}
		return spellings[0]
	}
	parts := []string{one(p.given)}
	if p.second != nil && d.chance(0.6) {
		parts = append(parts, one(p.second))
	}
	if w.Canary != "" {
		parts = append(parts, w.Canary)
	}
	family := one(p.family)
	var name string
	switch u := d.Float64(); {
	case u < 0.06:
		name = family + ", " + strings.Join(parts, " ")
	case u < 0.10:
		name = family + " " + strings.Join(parts, " ")
	default:
		name = strings.Join(parts, " ") + " " + family
	}
	if d.chance(0.04) {
		name = strings.ToUpper(name)
	}
	return name
}
