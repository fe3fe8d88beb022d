package amif

import (
	"strconv"

	"lvv/schemas"
)

// A year is one line of a calendar: a year of reporting or of the calendar, as
// far as it lies in the window.
type year struct {
	name string
	schemas.Period
	due schemas.Day // last day to hand in the report; meaningless in a calendar year

	started, ended, active int // trajectories that count
	people                 int // unique persons with an active one
	proven, uncertain      int // returns with a date in this year
}

// A calendar counts the same trajectories by year: each began before the window
// or in one of its years, and ended in one of them or is still running.
type calendar struct {
	title     string
	reporting bool // years of the fund, with a due date
	before    int  // began before the first year
	years     []year
	running   int // not ended by the last day
	undated   int // returns without a date: no year can count them
}

// reportingYears cuts a window into the years of the fund: from 16 October to
// 15 October, the first from the start of the project, reported by 15 November
// (Subsidieregeling AMIF en ISF 2014-2020 art. 17).
func reportingYears(w schemas.Period) []year {
	return cut(w, 10, 15, func(last schemas.Day) year {
		y, _, _ := last.Date()
		due, _ := schemas.NewDay(y, 11, 15)
		return year{name: strconv.Itoa(y-1) + "-" + strconv.Itoa(y), due: due}
	})
}

func calendarYears(w schemas.Period) []year {
	return cut(w, 12, 31, func(last schemas.Day) year {
		y, _, _ := last.Date()
		return year{name: strconv.Itoa(y)}
	})
}

// cut divides a window into years that end on a day of the calendar.
func cut(w schemas.Period, month, day int, name func(last schemas.Day) year) []year {
	var all []year
	for from := w.From; from <= w.To; {
		y, _, _ := from.Date()
		last, _ := schemas.NewDay(y, month, day)
		if last < from {
			last, _ = schemas.NewDay(y+1, month, day)
		}
		one := name(last)
		one.Period = schemas.Period{From: from, To: min(last, w.To)}
		all = append(all, one)
		from = last + 1
	}
	return all
}

// count counts trajectories of known participants.
func (c *calendar) count(all []trajectory) {
	people := int32(0)
	for i := range all {
		people = max(people, all[i].who+1)
	}
	active := make([][]bool, len(c.years)) // by participant
	for k := range active {
		active[k] = make([]bool, people)
	}
	for i := range all {
		t := &all[i]
		if !t.countable() {
			continue
		}
		if t.start < c.years[0].From {
			c.before++
		}
		if t.open {
			c.running++
		}
		if t.open && t.returned {
			c.undated++
		}
		for k := range c.years {
			if y := &c.years[k]; y.count(t) && !active[k][t.who] {
				active[k][t.who] = true
				y.people++
			}
		}
	}
}

// count adds a trajectory to a year and reports whether it was active in it.
func (y *year) count(t *trajectory) bool {
	if t.start > y.To || !t.open && t.end < y.From {
		return false
	}
	y.active++
	if t.start >= y.From {
		y.started++
	}
	if t.open || t.end > y.To {
		return true
	}
	y.ended++
	switch t.certainty() {
	case proven:
		y.proven++
	case uncertain:
		y.uncertain++
	}
	return true
}
