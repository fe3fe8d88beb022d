package places

import (
	"math"

	"lvv/schemas"
)

// Open is the end of a period that has none yet.
const Open = schemas.Day(math.MaxInt32)

// A Capacity is a number of places that an organisation offers at a location
// during a period, both ends included.
type Capacity struct {
	Org, Location string
	Period        schemas.Period
	Places        int64
}

// A Rate is the contribution for one place for one day (S-A 15.2).
type Rate struct {
	Period schemas.Period
	Cents  int64
}

// A Funding is what a source makes available for a calendar year (S-A 15.1).
type Funding struct {
	Year   int
	Source string
	Cents  int64
}

// Pilots says how many pilots there are of how many planned (S-A 15.2).
type Pilots struct {
	Period          schemas.Period
	Active, Planned int64
}

// A Goal is a number to be reached, or the number that it is held against.
type Goal struct {
	Name        string
	Denominator string
	Value       int64
}

// Registers are all registers of a workspace.
type Registers struct {
	Capacity []Capacity
	Rates    []Rate
	Funding  []Funding
	Pilots   []Pilots
	Goals    []Goal
}

// Goal returns the goal of that name.
func (r Registers) Goal(name string) (Goal, bool) {
	for _, g := range r.Goals {
		if g.Name == name {
			return g, true
		}
	}
	return Goal{}, false
}

// PlacesOn is the number of places of an organisation on a day: the sum over
// the lines of the register with van <= day <= tot. An empty org means all.
func (r Registers) PlacesOn(day schemas.Day, org string) int64 {
	var n int64
	for _, c := range r.Capacity {
		if c.Period.From <= day && day <= c.Period.To && (org == "" || org == c.Org) {
			n += c.Places
		}
	}
	return n
}

// PlaceDays is the number of place-days of an organisation in a period: the sum
// of its places over the days, both ends included. An empty org means all.
func (r Registers) PlaceDays(p schemas.Period, org string) int64 {
	var n int64
	for _, c := range r.Capacity {
		if org == "" || org == c.Org {
			n += c.Places * int64(overlap(c.Period, p).Days())
		}
	}
	return n
}

// overlap is the days that two periods have in common; it has no days when
// there are none.
func overlap(a, b schemas.Period) schemas.Period {
	return schemas.Period{From: max(a.From, b.From), To: min(a.To, b.To)}
}

// Months are the calendar months that a period meets, each cut to the period.
func Months(p schemas.Period) []schemas.Period {
	var all []schemas.Period
	for from := p.From; from <= p.To; {
		year, month, _ := from.Date()
		last, _ := schemas.NewDay(year, month, schemas.DaysIn(year, month))
		all = append(all, schemas.Period{From: from, To: min(last, p.To)})
		from = last + 1
	}
	return all
}

// WholeMonths reports whether a period begins on the first of a month and ends
// on the last of one.
func WholeMonths(p schemas.Period) bool {
	_, _, first := p.From.Date()
	_, _, next := (p.To + 1).Date()
	return p.From <= p.To && first == 1 && next == 1
}
