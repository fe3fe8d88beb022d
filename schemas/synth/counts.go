package synth

import (
	"fmt"
	"strconv"

	"lvv/schemas"
)

// A monthRow is one row of a dataset of counts.
type monthRow struct {
	month  schemas.Day // its first day
	kind   string      // code of the kind of help or of cost
	first  int64       // persons, or cents budgeted
	second int64       // contacts, or cents realised
}

func (r *monthRow) monthText() string {
	year, month, _ := r.month.Date()
	return fmt.Sprintf("%04d-%02d", year, month)
}

func (r *monthRow) kindText() string { return r.kind }

var helpColumns = columns[monthRow]{
	"maand":            (*monthRow).monthText,
	"soort":            (*monthRow).kindText,
	"aantal_personen":  func(r *monthRow) string { return strconv.FormatInt(r.first, 10) },
	"aantal_contacten": func(r *monthRow) string { return strconv.FormatInt(r.second, 10) },
}

var costColumns = columns[monthRow]{
	"maand":        (*monthRow).monthText,
	"kostensoort":  (*monthRow).kindText,
	"begroot":      func(r *monthRow) string { return euros(r.first) },
	"gerealiseerd": func(r *monthRow) string { return euros(r.second) },
}

// euros writes cents with a decimal comma.
func euros(cents int64) string { return fmt.Sprintf("%d,%02d", cents/100, cents%100) }

// months yields the first days of the months that begin in the period.
func months(p schemas.Period, do func(first schemas.Day) bool) {
	year, month, day := p.From.Date()
	if day > 1 {
		month++
	}
	for {
		if month > 12 {
			year, month = year+1, month-12
		}
		first, _ := schemas.NewDay(year, month, 1)
		if first > p.To || !do(first) {
			return
		}
		month++
	}
}

// hulp writes how many people were helped with care and law: help reaches many
// more people than those in shelter.
func (w *world) hulp(d *schemas.Dataset, org int, p schemas.Period, yield func(int, []string) bool) {
	cells := helpColumns.writer(d)
	w.perMonth(d.Field("soort").Codes, org, p, func(r *monthRow) bool {
		r.first = int64(w.Persons/60/(org+1) + w.dice.IntN(12))
		r.second = r.first + int64(w.dice.IntN(int(r.first)*2+1))
		return yield(-1, cells(r))
	})
}

// kosten writes budget and realisation in cents per month and kind of cost.
func (w *world) kosten(d *schemas.Dataset, org int, p schemas.Period, yield func(int, []string) bool) {
	cells := costColumns.writer(d)
	w.perMonth(d.Field("kostensoort").Codes, org, p, func(r *monthRow) bool {
		r.first = int64(w.Persons/(org+2)+50) * 100 * int64(5+w.dice.IntN(20))
		r.second = r.first*int64(85+w.dice.IntN(30))/100 + int64(w.dice.IntN(100))
		return yield(-1, cells(r))
	})
}

// perMonth goes through months and kinds. Each month of each organisation has
// its own chance, so deliveries over different periods agree.
func (w *world) perMonth(kinds *schemas.CodeList, org int, p schemas.Period, do func(*monthRow) bool) {
	months(p, func(first schemas.Day) bool {
		for k, kind := range kinds.Strings() {
			w.dice.at(streamCounts, uint64(uint32(first))<<16|uint64(org)<<8|uint64(k))
			if !do(&monthRow{month: first, kind: kind}) {
				return false
			}
		}
		return true
	})
}
