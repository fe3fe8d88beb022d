package amif

import (
	"fmt"
	"slices"

	"lvv/reports/warehouse"
	"lvv/schemas"
)

// The programmes of the fund, each with its own indicators. The pilot lies in
// the first (Regulation (EU) 516/2014); the second (Regulation (EU) 2021/1147)
// follows it.
const (
	Profile2014 = "2014-2020"
	Profile2021 = "2021-2027"
)

// Options are the choices of one account, all printed in it.
type Options struct {
	Profile string // which programme's indicators are claimed; the others stand beside them
	Sample  int    // trajectories to draw; at least a tenth is drawn whatever it says
	Seed    uint64 // from which the sample is drawn
	// UnitCost is the amount for one countable trajectory in cents. 0 means that
	// none was agreed; then there is no monetary-unit sample.
	UnitCost int64

	// Pseudonyms are those of persons in the domain of this fund, Trajectories those
	// of trajectories, each in the order asked. Each is asked once, at the same time
	// as the other.
	Pseudonyms   func(persons []int32) ([]string, error)
	Trajectories func(tokens []int64) ([]string, error)

	// Refused has an entry for each delivery of trajectories that the account
	// rests on.
	Refused []RefusedCount

	limit int // of rows in the workbook, for tests; 0 is rowsInWorkbook
}

// rows is how many rows of a list the workbook may hold.
func (o *Options) rows() int {
	if o.limit > 0 {
		return o.limit
	}
	return rowsInWorkbook
}

// A RefusedCount is what the intake counted of one delivery of trajectories.
type RefusedCount struct {
	warehouse.Delivery
	In       int       // rows below the header
	Accepted int       // rows that passed gate 1
	Codes    []Refusal // rows put aside, each under one code: In less Accepted
	Replaced bool      // a newer delivery took its place whole: none of its rows is in the store
}

// A Refusal is a number of rows put aside for one reason.
type Refusal struct {
	Code string // problem code, as in schemas.Problem
	Rows int
}

func (r *RefusedCount) refused() int {
	n := 0
	for _, c := range r.Codes {
		n += c.Rows
	}
	return n
}

func (o *Options) check() error {
	switch {
	case o.Pseudonyms == nil || o.Trajectories == nil:
		panic("amif: internal error: no pseudonyms")
	case !slices.Contains([]string{Profile2014, Profile2021}, o.Profile):
		return fmt.Errorf("amif: programme is not %s or %s", Profile2014, Profile2021)
	case o.Sample < 0 || o.UnitCost < 0:
		return fmt.Errorf("amif: size of the sample or unit cost is below zero")
	}
	return nil
}

// window is the part of the job's period that lies in the programme. Whatever
// happens after its last day is no part of the account yet.
func window(period schemas.Period, c *schemas.Contract) (schemas.Period, error) {
	w := schemas.Period{From: max(period.From, c.Start), To: min(period.To, c.End)}
	if w.Days() == 0 {
		return w, fmt.Errorf("amif: the period %s has no day in the programme", period)
	}
	return w, nil
}
