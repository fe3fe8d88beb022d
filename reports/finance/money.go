package finance

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"lvv/reports/places"
	"lvv/schemas"
)

// A line is what one location comes to over the days of a month on which one
// row of the register of rates holds.
type line struct {
	places.Line
	Days schemas.Period
	Rate int // row of the register of rates
}

// lines are the amounts of a period. Months come in order, locations in the
// order of the organisations and then of the register.
func lines(r places.Registers, p schemas.Period, orgs []string) ([]line, error) {
	if _, err := r.Lines(p); err != nil { // a day without a rate is in no part below
		return nil, err
	}
	var all []line
	for _, m := range places.Months(p) {
		var some []line
		for i, rate := range r.Rates {
			days := common(m, rate.Period)
			if days.Days() == 0 {
				continue
			}
			part, err := r.Lines(days)
			if err != nil {
				return nil, err
			}
			for _, l := range part {
				some = append(some, line{Line: l, Days: days, Rate: i})
			}
		}
		slices.SortStableFunc(some, func(a, b line) int {
			return cmp.Or(cmp.Compare(slices.Index(orgs, a.Org), slices.Index(orgs, b.Org)), cmp.Compare(a.Location,
				b.Location), cmp.Compare(a.Days.From, b.Days.From))
		})
		all = append(all, some...)
	}
	return all, nil
}

// common is the days that two periods share.
func common(a, b schemas.Period) schemas.Period {
	return schemas.Period{From: max(a.From, b.From), To: min(a.To, b.To)}
}

// A share is the part of one source in one month.
type share struct {
	Month     schemas.Day // first day
	Source    string      // empty when no source is registered for the year
	Full      int64       // cents of the year's amount, had all planned pilots run
	Available int64       // cents, in proportion to the pilots that ran (S-A 15.2)
	Computed  int64       // cents, the amount computed from places, in the proportions of the sources
}

// shares divides what is available and what was computed over the sources, by
// month. Sources add up to the month's computed amount to the cent, and months
// to what is available in the year.
func shares(r places.Registers, p schemas.Period, computed map[schemas.Day]int64) ([]share, error) {
	complete := r
	complete.Pilots = []places.Pilots{{Period: schemas.Period{From: 0, To: places.Open}, Active: 1, Planned: 1}}
	first, _, _ := p.From.Date()
	last, _, _ := p.To.Date()
	var all []share
	for y := first; y <= last; y++ {
		available, err := r.Shares(y)
		if err != nil {
			return nil, err
		}
		full, err := complete.Shares(y)
		if err != nil {
			return nil, err
		}
		if len(available) != len(full) {
			panic("finance: internal error: sources differ with the number of pilots")
		}
		weights := yearWeights(r, y)
		for _, m := range places.Months(p) {
			if my, _, _ := m.From.Date(); my != y {
				continue
			}
			if weights == nil {
				all = append(all, share{Month: m.From, Computed: computed[m.From]})
				continue
			}
			parts := places.Apportion(computed[m.From], weights)
			for i := range available {
				if available[i].Month == m.From {
					all = append(all, share{m.From, available[i].Source, full[i].Cents, available[i].Cents, parts[0]})
					parts = parts[1:]
				}
			}
		}
	}
	return all, nil
}

// yearWeights are the proportions of the sources of a year, or nil when nothing
// is registered to be in proportion to.
func yearWeights(r places.Registers, year int) []*big.Rat {
	var weights []*big.Rat
	var sum int64
	for _, f := range r.Funding {
		if f.Year == year {
			weights = append(weights, new(big.Rat).SetInt64(f.Cents))
			sum += f.Cents
		}
	}
	if sum == 0 && len(weights) > 0 {
		for _, w := range weights {
			w.SetInt64(1)
		}
	}
	return weights
}

// A cost is what an organisation says of one kind of cost in one month.
type cost struct {
	Month, Org, Kind   string
	Budgeted, Realised int64 // cents
}

// sourceLabel names a source for people.
func sourceLabel(source string) string {
	if source == "" {
		return "geen bron geregistreerd"
	}
	return source
}

// capacityText writes the register of places as the parameter of a query.
func capacityText(r places.Registers, p schemas.Period) string {
	var text string
	for _, c := range r.Capacity {
		if days := common(c.Period, p); days.Days() > 0 {
			text += fmt.Sprintf("%s\t%s\t%s\t%d\n", c.Org, days.From, days.To, c.Places)
		}
	}
	return text
}
