package places

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"lvv/schemas"
)

// A Share is the part of a source's amount for a year that belongs to one month.
type Share struct {
	Month  schemas.Day // first day of the month
	Source string
	Cents  int64
}

// Shares divides what the sources make available for a calendar year over its
// months. Each day has an equal part of the year's amount, multiplied by the
// share of the planned pilots that are active on that day, for every source
// alike, so that the sources keep their proportions (S-A 15.2, "naar rato").
//
// The year's total is rounded to the nearest cent, divided over the sources and
// then over the months by largest remainder: months add up to the year, sources
// to the total, to the cent. A day without a number of pilots is ErrRegister.
func (r Registers) Shares(year int) ([]Share, error) {
	sources, total := r.ofYear(year)
	if len(sources) == 0 {
		return nil, nil
	}
	months, err := r.weights(year)
	if err != nil {
		return nil, err
	}
	whole := new(big.Rat)
	for _, w := range months {
		whole.Add(whole, w)
	}
	amounts := make([]*big.Rat, len(sources))
	for i, s := range sources {
		amounts[i] = new(big.Rat).SetInt64(s.Cents)
	}
	available := round(new(big.Rat).Mul(new(big.Rat).SetInt64(total), whole))
	var shares []Share
	for i, cents := range Apportion(available, amounts) {
		for m, part := range Apportion(cents, months) {
			first, _ := schemas.NewDay(year, m+1, 1)
			shares = append(shares, Share{Month: first, Source: sources[i].Source, Cents: part})
		}
	}
	slices.SortStableFunc(shares, func(a, b Share) int { return cmp.Compare(a.Month, b.Month) })
	return shares, nil
}

// ofYear are the amounts of a year in the order of the register, and their sum.
func (r Registers) ofYear(year int) (sources []Funding, total int64) {
	for _, f := range r.Funding {
		if f.Year == year {
			sources = append(sources, f)
			total += f.Cents
		}
	}
	return sources, total
}

// weights are the shares of the year's amount that belong to its twelve months.
func (r Registers) weights(year int) ([]*big.Rat, error) {
	first, _ := schemas.NewDay(year, 1, 1)
	last, _ := schemas.NewDay(year, 12, 31)
	days := int64(last-first) + 1
	var months []*big.Rat
	for _, month := range Months(schemas.Period{From: first, To: last}) {
		weight, left := new(big.Rat), month.Days()
		for _, p := range r.Pilots {
			n := overlap(p.Period, month).Days()
			left -= n
			weight.Add(weight, big.NewRat(int64(n)*p.Active, days*p.Planned))
		}
		if left > 0 {
			return nil, fmt.Errorf("register/pilots.csv: no number of pilots for some days of %s: %w", month.From.String()[:7], ErrRegister)
		}
		months = append(months, weight)
	}
	return months, nil
}

// Apportion divides a whole number of cents in proportion to the weights, which
// are not negative, by largest remainder (Hamilton): each part is rounded down
// and the cents left over go to the largest remainders, the first of equal
// ones. With no weight at all, all parts are 0 and total must be.
func Apportion(total int64, weights []*big.Rat) []int64 {
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	parts := make([]int64, len(weights))
	if sum.Sign() == 0 {
		if total != 0 {
			panic("places: internal error: nothing to divide by")
		}
		return parts
	}
	rest := make([]*big.Rat, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		exact := new(big.Rat).Mul(new(big.Rat).SetInt64(total), new(big.Rat).Quo(w, sum))
		floor := new(big.Int).Div(exact.Num(), exact.Denom())
		parts[i], order[i] = floor.Int64(), i
		rest[i] = exact.Sub(exact, new(big.Rat).SetInt(floor))
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

// round is the nearest whole number, halves upward; x is not negative.
func round(x *big.Rat) int64 {
	x = new(big.Rat).Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}
