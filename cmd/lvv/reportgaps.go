package main

import (
	"fmt"
	"slices"
	"strings"

	"lvv/anonymise/store"
	"lvv/reports/parcel"
	"lvv/schemas"
)

// gaps says of each organisation in which quarters of a report's period it
// delivered nothing for one day or more, so that nobody takes what a parcel
// counts for all there was. Days before the pilot are expected of nobody.
func (w *workspace) gaps(inForce []store.Segment, purpose schemas.Purpose, period schemas.Period) (all []parcel.Gap) {
	dataset := "opvang"
	period.From = max(period.From, w.contract.Start)
	if purpose == schemas.AMIF { // which counts no day after the pilot
		dataset, period.To = "traject", min(period.To, w.contract.End)
	}
	for _, o := range w.settings.Organisations {
		if !expected(inForce, o.Code, dataset) {
			continue
		}
		g := parcel.Gap{Org: o.Code, Name: o.Name, Dataset: dataset}
		for _, q := range lacking(inForce, o.Code, dataset, period) {
			g.Quarters = append(g.Quarters, quarterOf(q))
		}
		if len(g.Quarters) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// expected says whether an organisation is to deliver a dataset. Shelter is
// expected of all. What goes beyond it binds who agreed to it (S-U 13), which
// shows in a delivery of it; where nobody delivered, nobody can be left out.
func expected(inForce []store.Segment, org, dataset string) bool {
	if dataset == "opvang" {
		return true
	}
	var who []string
	for _, s := range inForce {
		if s.Dataset == dataset {
			who = append(who, s.Org)
		}
	}
	return len(who) == 0 || slices.Contains(who, org)
}

// lacking are the quarters with a day in a period that no delivery in force of an
// organisation covers.
func lacking(inForce []store.Segment, org, dataset string, period schemas.Period) (quarters []schemas.Period) {
	for q := quarterWith(period.From); q.From <= period.To; q = quarterWith(q.To + 1) {
		day, last := max(q.From, period.From), min(q.To, period.To)
		for _, s := range inForce { // those of one organisation by their days, none over another
			if s.Org == org && s.Dataset == dataset && s.From <= day && day <= s.To {
				day = s.To + 1
			}
		}
		if day <= last {
			quarters = append(quarters, q)
		}
	}
	return quarters
}

// quarterWith is the quarter that a day lies in.
func quarterWith(day schemas.Day) schemas.Period {
	year, month, _ := day.Date()
	month = (month-1)/3*3 + 1
	from, _ := schemas.NewDay(year, month, 1)
	to, _ := schemas.NewDay(year, month+2, schemas.DaysIn(year, month+2))
	return schemas.Period{From: from, To: to}
}

func quarterOf(q schemas.Period) parcel.Quarter {
	year, month, _ := q.From.Date()
	return parcel.Quarter{Year: year, Number: (month + 2) / 3}
}

// quarterName is a quarter as operators read it.
func quarterName(q parcel.Quarter) string { return fmt.Sprintf("%d-Q%d", q.Year, q.Number) }

// tellGaps says on the operator's side what the parcel says to its readers.
func tellGaps(env *environment, gaps []parcel.Gap) {
	if len(gaps) == 0 {
		return
	}
	var lines []string
	for _, g := range gaps {
		var missing []string
		for _, q := range g.Quarters {
			missing = append(missing, quarterName(q))
		}
		lines = append(lines, g.Org+" "+shortList(missing))
	}
	env.say("not delivered, and so not counted: %s", strings.Join(lines, "; "))
	env.say("hint: lvv status says who delivered what; LEESMIJ.html and herkomst.json in the parcel name these too")
}
