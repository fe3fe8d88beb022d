package synth

import (
	"fmt"
	"strings"

	"lvv/schemas"
)

// A trajectory is guidance given during one stay.
type trajectory struct {
	habit
	vnumber    uint64
	number     string
	start, end schemas.Day
	open       bool
	scenario   string
	result     string
	country    *schemas.Code // where the person returned to; nil when not, or not known
	support    string        // whether help with reintegration was given; empty when not returned
	evidence   string        // reference of the proof of return; empty when there is none
}

var trajectoryColumns = columns[trajectory]{
	"v_nummer":      func(t *trajectory) string { return vtext(t.vnumber) },
	"trajectnummer": func(t *trajectory) string { return t.number },
	"datum_start":   func(t *trajectory) string { return t.date(t.start) },
	"datum_einde": func(t *trajectory) string {
		if t.open {
			return ""
		}
		return t.date(t.end)
	},
	"scenario":  func(t *trajectory) string { return t.scenario },
	"resultaat": func(t *trajectory) string { return t.result },
	"land_van_terugkeer": func(t *trajectory) string {
		if t.country == nil {
			return ""
		}
		return t.habit.country(t.country)
	},
	"herintegratie":  func(t *trajectory) string { return t.support },
	"bewijs_kenmerk": func(t *trajectory) string { return t.evidence },
}

// traject writes the trajectories of an organisation that have a day in the
// period, as they stood on its last day.
func (w *world) traject(d *schemas.Dataset, org int, p schemas.Period, yield func(int, []string) bool) {
	cells := trajectoryColumns.writer(d)
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
			t, ok := w.guide(&life[k], &who)
			if !ok || !t.meets(p) {
				continue
			}
			t.habit = w.habit(org)
			t.asOf(p.To)
			if !yield(i, cells(&t)) {
				return
			}
		}
	}
}

// guide draws the guidance given during a stay: six in ten stays have it.
func (w *world) guide(s *Stay, who *person) (trajectory, bool) {
	d := w.dice
	d.at(streamTraject, uint64(s.Person)<<8|uint64(s.Number))
	if !d.chance(0.6) {
		return trajectory{}, false
	}
	end := s.Out
	if s.Open {
		end = w.Period.To
	}
	t := trajectory{
		vnumber: who.vnumber, end: end, open: s.Open,
		start: s.In + schemas.Day(d.IntN(min(60, max(1, int(end-s.In)+1)))),
	}
	year, _, _ := t.start.Date()
	t.number = reference(s.Org, year, s.Person*4+s.Number+1)
	w.outcome(&t, s.Reason)
	if t.returned() {
		w.goHome(&t, who)
	}
	return t, true
}

// reference is the number of a trajectory as an organisation writes it. Eight or
// nine digits on end might be taken for a citizen service number, and one in
// eleven would pass its test, so there are never more than seven.
func reference(org string, year, n int) string {
	prefix := strings.ToUpper(org[:min(3, len(org))])
	if n < 10_000_000 {
		return fmt.Sprintf("%s-%d-%06d", prefix, year, n)
	}
	return fmt.Sprintf("%s-%d-%d-%06d", prefix, year, n/1_000_000, n%1_000_000)
}

// outcome draws scenario and result. A scenario is an intention: it does not
// always agree with what came of it.
func (w *world) outcome(t *trajectory, reason string) {
	d := w.dice
	scenarios := []string{"terugkeer", "legalisering", "doormigratie", "in_onderzoek"}
	t.scenario = scenarios[d.pick([]float64{0.36, 0.74, 0.80, 1})]
	sure := d.chance(0.85)
	switch reason {
	case "":
		t.result = "lopend"
	case "teruggekeerd":
		t.result = "zelfstandig_teruggekeerd"
		if d.chance(0.15) {
			t.result = "gedwongen_teruggekeerd"
		}
		if sure {
			t.scenario = "terugkeer"
		}
	case "verblijfsvergunning":
		t.result = "verblijf_verkregen"
		if sure {
			t.scenario = "legalisering"
		}
	case "doormigratie":
		t.result = "doorgemigreerd"
		if sure {
			t.scenario = "doormigratie"
		}
	case "mob":
		t.result = "mob"
	case "eenzijdige_beeindiging":
		t.result = "gestopt"
	default:
		t.result = "overig"
	}
}

// meets reports whether the trajectory has a day in a period.
func (t *trajectory) meets(p schemas.Period) bool {
	return t.start <= p.To && (t.open || t.end >= p.From)
}

func (t *trajectory) returned() bool {
	return t.result == "zelfstandig_teruggekeerd" || t.result == "gedwongen_teruggekeerd"
}

// goHome fills in what is known of a return: eight in ten have proof of it.
func (w *world) goHome(t *trajectory, who *person) {
	d := w.dice
	if c := who.origin.code; c.Extra["regio"] != "onbekend" && c.Extra["regio"] != "staatloos" {
		t.country = c
	}
	t.support = "nee"
	if d.chance(0.5) {
		t.support = "ja"
	}
	if d.chance(0.8) {
		t.evidence = fmt.Sprintf("IOM/%06d", d.IntN(1e6))
	}
}

// asOf takes away what was not known yet at the end of a day.
func (t *trajectory) asOf(day schemas.Day) {
	if !t.open && t.end <= day {
		return
	}
	t.open, t.result, t.country, t.support, t.evidence = true, "lopend", nil, "", ""
}
