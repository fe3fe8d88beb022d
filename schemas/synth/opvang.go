package synth

import (
	"iter"

	"lvv/schemas"
)

// A shelterRow is a stay as a delivery tells it.
type shelterRow struct {
	Stay
	habit
	who     *person
	vnumber uint64
	name    string
	less    bool // the register knows only the year of birth
	left    bool // the person left by the last day of the delivery's period
}

var shelterColumns = columns[shelterRow]{
	"v_nummer":       func(r *shelterRow) string { return vtext(r.vnumber) },
	"naam":           func(r *shelterRow) string { return r.name },
	"nationaliteit":  func(r *shelterRow) string { return r.country(r.who.origin.code) },
	"geslacht":       func(r *shelterRow) string { return r.sex(r.who.sex) },
	"geboortedatum":  func(r *shelterRow) string { return r.birth(r.who.birth, r.less) },
	"datum_instroom": func(r *shelterRow) string { return r.date(r.In) },
	"datum_uitstroom": func(r *shelterRow) string {
		if !r.left {
			return ""
		}
		return r.date(r.Out)
	},
	"reden_uitstroom": func(r *shelterRow) string {
		if !r.left {
			return ""
		}
		return r.Reason
	},
}

// Stays yields all stays that an organisation must deliver over a period, in
// the order of the delivery: those with a day in the period. It yields nothing
// for an organisation that the plan does not know.
func (p Plan) Stays(org string, period schemas.Period) iter.Seq[Stay] {
	return func(yield func(Stay) bool) {
		w := p.world()
		for i := range w.Persons {
			for _, s := range w.life(i) {
				if s.Org == org && s.Meets(period) && !yield(s) {
					return
				}
			}
		}
	}
}

// opvang writes the stays of an organisation over a period. What happened
// after the period is not known yet: such a stay is open.
func (w *world) opvang(d *schemas.Dataset, org int, p schemas.Period, yield func(int, []string) bool) {
	cells := shelterColumns.writer(d)
	for i := range w.Persons {
		life := w.life(i)
		var who person
		for k := range life {
			if life[k].Org != w.Orgs[org] || !life[k].Meets(p) {
				continue
			}
			if who.origin == nil {
				who = w.person(i, life[0].In)
			}
			row := w.told(life[k], &who, p)
			row.habit = w.habit(org)
			if !yield(i, cells(&row)) {
				return
			}
		}
	}
}

// told is a stay the way its register knows the person. It depends on the stay
// alone, so every delivery tells the same stay in the same words. A later stay
// may lack the V-number or have a digit wrong, as when it is typed in again.
func (w *world) told(s Stay, who *person, p schemas.Period) shelterRow {
	d := w.dice
	d.at(streamSpelling, uint64(s.Person)<<8|uint64(s.Number))
	row := shelterRow{Stay: s, who: who, vnumber: who.vnumber, name: w.spelling(who), left: !s.Open && s.Out <= p.To}
	if s.Number > 0 {
		switch u := d.Float64(); {
		case u < 0.04:
			row.vnumber = 0
		case u < 0.05 && row.vnumber != 0:
			row.vnumber = mistype(row.vnumber, d)
		}
		row.less = d.chance(0.06)
	}
	return row
}

// mistype changes one of the ten digits.
func mistype(v uint64, d dice) uint64 {
	place := uint64(1)
	for range d.IntN(10) {
		place *= 10
	}
	digit := v / place % 10
	other := (digit + 1 + d.Uint64N(9)) % 10
	return v - digit*place + other*place
}
