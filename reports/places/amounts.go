package places

import (
	"cmp"
	"fmt"
	"slices"

	"lvv/schemas"
)

// A Line is what one location of one organisation comes to in one month at one
// rate. A month in which the rate changes has a line for each rate.
type Line struct {
	Month         schemas.Day // first day of the month
	Org, Location string
	PlaceDays     int64
	Rate          int64 // cents for one place for one day
	Cents         int64 // PlaceDays x Rate
}

// Lines computes place-days and amounts: the sum over the days of the period,
// both ends included, of places(day) x rate(day), in whole cents (S-A 15.2). A
// place on a day for which there is no rate is ErrRegister. Lines come by
// month, organisation, location and rate, in the order of the register.
func (r Registers) Lines(p schemas.Period) ([]Line, error) {
	type key struct {
		month         schemas.Day
		org, location string
		rate          int64
	}
	at := make(map[key]int)
	var lines []Line
	for _, month := range Months(p) {
		first := firstOfMonth(month.From)
		for _, c := range r.Capacity {
			there := overlap(c.Period, month)
			left := there.Days()
			for _, rate := range r.Rates {
				days := overlap(rate.Period, there).Days()
				left -= days
				if days == 0 || c.Places == 0 {
					continue
				}
				k := key{first, c.Org, c.Location, rate.Cents}
				i, ok := at[k]
				if !ok {
					i = len(lines)
					at[k] = i
					lines = append(lines, Line{Month: first, Org: c.Org, Location: c.Location, Rate: rate.Cents})
				}
				lines[i].PlaceDays += c.Places * int64(days)
				lines[i].Cents = lines[i].PlaceDays * rate.Cents
			}
			if left > 0 && c.Places > 0 {
				return nil, fmt.Errorf("register/tarief.csv: no rate for some days of %s: %w", first.String()[:7], ErrRegister)
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.Month, b.Month) })
	return lines, nil
}

func firstOfMonth(d schemas.Day) schemas.Day {
	_, _, day := d.Date()
	return d - schemas.Day(day-1)
}
