package monitor

import (
	"fmt"
	"math/big"

	"lvv/reports"
	"lvv/reports/places"
	"lvv/schemas"
)

// A budget is what a year of the period comes to, in cents. It is about places,
// not about people.
type budget struct {
	Year      span
	PlaceDays int64
	Computed  int64
	Available int64
	Funded    bool // the register has an amount for the year
}

type budgets []budget

// moneyOf computes for each year what the places cost at the agreed rate (S-A
// 15.2) and what the sources make available (S-A 15.1).
func moneyOf(r places.Registers, c *calendar) (budgets, error) {
	var all budgets
	for _, y := range c.years {
		b := budget{Year: y}
		lines, err := r.Lines(y.Days)
		if err != nil {
			return nil, fmt.Errorf("monitor: %w", err)
		}
		for _, l := range lines {
			b.PlaceDays += l.PlaceDays
			b.Computed += l.Cents
		}
		year, _, _ := y.Days.From.Date()
		shares, err := r.Shares(year)
		if err != nil {
			return nil, fmt.Errorf("monitor: %w", err)
		}
		for _, s := range shares {
			b.Available += within(s, y.Days)
			b.Funded = true
		}
		all = append(all, b)
	}
	return all, nil
}

// sum is the period as a whole; funded when every year is.
func (all budgets) sum() budget {
	s := budget{Funded: true}
	for _, y := range all {
		s.PlaceDays += y.PlaceDays
		s.Computed += y.Computed
		s.Available += y.Available
		s.Funded = s.Funded && y.Funded
	}
	return s
}

// within is the part of a month's share that belongs to the days of a period,
// each day alike.
func within(s places.Share, p schemas.Period) int64 {
	year, month, _ := s.Month.Date()
	days := schemas.DaysIn(year, month)
	in := schemas.Period{From: max(p.From, s.Month), To: min(p.To, s.Month+schemas.Day(days-1))}.Days()
	return places.Apportion(s.Cents, []*big.Rat{big.NewRat(int64(in), 1), big.NewRat(int64(days-in), 1)})[0]
}

// reconcile holds the place-days and amounts of the years against those of the
// period and of the organisations.
func (all budgets) reconcile(b *balance, job reports.Job) {
	sum := all.sum()
	b.equal("place-days of years and period", sum.PlaceDays, job.Registers.PlaceDays(job.Period, ""))
	lines, err := job.Registers.Lines(job.Period)
	if err != nil {
		return // moneyOf has had the same error
	}
	for _, l := range lines {
		sum.Computed -= l.Cents
	}
	b.equal("amounts of years and period", sum.Computed, 0)
}
