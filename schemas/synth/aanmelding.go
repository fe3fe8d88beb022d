package synth

import "lvv/schemas"

// The share of people who applied in vain, beside those who came in.
const refusedShare = 0.15

// An application is one application at the desk and what was decided.
type application struct {
	habit
	vnumber   uint64
	day       schemas.Day
	decided   schemas.Day
	pending   bool
	line      string
	decision  string
	ground    string
	exception string
}

var applicationColumns = columns[application]{
	"v_nummer":         func(a *application) string { return vtext(a.vnumber) },
	"datum_aanmelding": func(a *application) string { return a.date(a.day) },
	"lijn":             func(a *application) string { return a.line },
	"besluit":          func(a *application) string { return a.decision },
	"grond":            func(a *application) string { return a.ground },
	"uitzondering":     func(a *application) string { return a.exception },
	"datum_besluit": func(a *application) string {
		if a.pending {
			return ""
		}
		return a.date(a.decided)
	},
}

// aanmelding writes the applications that were made or decided in the period,
// as they stood on its last day: those of everybody who came in, and those of
// people who were refused, who are numbered after all others.
func (w *world) aanmelding(d *schemas.Dataset, org int, p schemas.Period, yield func(int, []string) bool) {
	cells := applicationColumns.writer(d)
	for i := range w.applicants() {
		a, at := w.apply(i)
		if at != org || a.day > p.To || a.decided < p.From {
			continue
		}
		a.habit = w.habit(org)
		a.asOf(p.To)
		if !yield(i, cells(&a)) {
			return
		}
	}
}

// applicants is the number of people who applied; those from Persons on were
// refused.
func (w *world) applicants() int { return w.Persons + int(refusedShare*float64(w.Persons)) }

// apply draws the application of person i and the organisation that took it.
func (w *world) apply(i int) (application, int) {
	d := w.dice
	var entry schemas.Day
	var org int
	if i < w.Persons {
		first := w.life(i)[0]
		entry = first.In
		for w.Orgs[org] != first.Org {
			org++
		}
	}
	d.at(streamApplication, uint64(i))
	if i >= w.Persons {
		entry = w.Period.From + schemas.Day(d.IntN(w.Period.Days()))
		org = d.pick(w.orgs)
	}
	a := application{day: entry - schemas.Day(d.IntN(22)), line: "1", decision: "toegelaten", exception: "nee"}
	a.decided = a.day + schemas.Day(d.IntN(int(entry-a.day)+1))
	if d.chance(0.3) {
		a.line = "2"
	}
	if d.chance(0.03) {
		a.exception = "ja"
	}
	if i >= w.Persons {
		grounds := []string{"dublin", "rijksopvang", "inlia_toets", "eu_burger", "zwaar_inreisverbod", "ongewenst_verklaard", "overig"}
		a.decision, a.exception, a.ground = "afgewezen", "", grounds[d.IntN(len(grounds))]
	}
	a.vnumber = w.person(i, entry).vnumber
	return a, org
}

// asOf takes away a decision that was not taken yet at the end of a day.
func (a *application) asOf(day schemas.Day) {
	if a.decided > day {
		a.pending, a.decision, a.ground, a.exception = true, "in_behandeling", "", ""
	}
}
