package evaluator

import (
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// A coordinate is a category of a cell that is not a root total.
type coordinate struct{ dim, code string }

func (v view) coordinates(i int) []coordinate {
	var out []coordinate
	for d, dim := range v.Dims {
		if c := v.category(i, d); !c.Total || c.Parent != "" {
			out = append(out, coordinate{dim.Name, c.Code})
		}
	}
	return out
}

// overlap looks for a hidden figure of the tables about which the records would
// tell something: one whose categories can all be read off the records. It
// returns the coordinates of the first such cell, and whether there is one.
//
// The rule is strict on purpose. A count of records is the figure itself when
// no record is left out and a lower bound of it otherwise, and a lower bound of
// one hidden cell is an upper bound of its neighbour. Of what cannot be counted
// in the records, because they are coarser than the table or lack a column,
// they say nothing beyond figures that are shown.
func (r *records) overlap(s *set, safe *disclosure.Safe) (hidden []coordinate, found bool) {
	for _, t := range safe.Tables() {
		v := view{Published: t}
		for i := range v.Len() {
			if _, status := v.At(i); status != disclosure.Suppressed {
				continue
			}
			if at := v.coordinates(i); r.tell(s, t.Population, at) {
				return at, true
			}
		}
	}
	return nil, false
}

// tell reports whether the cell of a population can be counted in the records.
func (r *records) tell(s *set, population string, at []coordinate) bool {
	switch population {
	case popEntered, popLeft, popPresent:
	default:
		return false // help and applications are in no record, nor is who is one person
	}
	for _, c := range at {
		if !r.tells(s, population, c) {
			return false
		}
	}
	return true
}

// quasiOf is the quasi-identifier behind a dimension.
func quasiOf(dim string) (q int, ok bool) {
	q, ok = map[string]int{dimNationality: qNationality, dimSex: qSex, dimAge: qAge, dimTime: qEntry, dimDuration: qDuration}[dim]
	return q, ok
}

func (r *records) tells(s *set, population string, c coordinate) bool {
	switch c.dim {
	case dimOrg:
		return false
	case dimReason:
		return s.reason || isSolution(c.code)
	case dimDuration:
		if c.code == inPeriod || c.code == earlier {
			return c.code == inPeriod // the others are in no record
		}
	case dimDate:
		return true // who is still there at the end; earlier days follow in part
	case dimTime:
		if population == popLeft {
			// When somebody left follows in part from when they came.
			return s.levels[qEntry] < r.quasi[qEntry].top()
		}
	}
	q, ok := quasiOf(c.dim)
	if !ok {
		panic("evaluator: internal error: nobody decided what records tell of " + c.dim)
	}
	return separates(r.quasi[q].levels[s.levels[q]], r.leavesOf(c))
}

// separates reports whether a level tells the leaves of a set from all others:
// whether no value of it stands for some inside and some outside.
func separates(l level, inside []bool) bool {
	of := make(map[string]bool)
	for leaf, v := range l.values {
		if was, seen := of[v]; seen && was != inside[leaf] {
			return false
		}
		of[v] = inside[leaf]
	}
	return true
}

// leavesOf marks the leaves of a quasi-identifier that a category of a table
// holds.
func (r *records) leavesOf(c coordinate) []bool {
	var codes []schemas.Code
	holds := func(leaf schemas.Code) bool { return leaf.Code == c.code }
	switch c.dim {
	case dimTime:
		months := r.quasi[qEntry].levels
		inside := make([]bool, len(months[0].values))
		for i := range inside {
			inside[i] = months[1].values[i] == c.code || months[2].values[i] == c.code
		}
		return inside
	case dimNationality:
		codes = schemas.List(schemas.NationalityList).Codes
		if part, ok := strings.CutPrefix(c.code, partCode("")); ok {
			holds = func(leaf schemas.Code) bool { return leaf.Extra["werelddeel"] == part }
		} else if region, ok := strings.CutPrefix(c.code, regionCode("")); ok {
			holds = func(leaf schemas.Code) bool { return leaf.Extra["regio"] == region }
		}
	case dimSex:
		codes = schemas.List("geslacht").Codes
	case dimAge:
		codes = schemas.List(schemas.AgeBandList).Codes
		holds = func(leaf schemas.Code) bool { return leaf.Extra["groep"] == c.code }
	case dimDuration:
		codes = schemas.List(schemas.DurationList).Codes
	}
	inside := make([]bool, len(codes))
	for i, leaf := range codes {
		inside[i] = holds(leaf)
	}
	return inside
}

func isSolution(code string) bool {
	_, groups := schemas.RollUp()
	return groups[code] == ""
}

// leastMissed are the dimensions in the order in which their detail is given
// up.
var leastMissed = []string{dimDuration, dimReason, dimAge, dimTime, dimNationality, dimSex}

// coarsen makes the choice coarser in a column that tells of a hidden cell. It
// reports false when there is none left.
func (c *choice) coarsen(hidden []coordinate, r *records) bool {
	for _, dim := range leastMissed {
		for _, h := range hidden {
			if h.dim != dim {
				continue
			}
			if dim == dimReason {
				if c.reason && !isSolution(h.code) {
					c.reason = false
					return true
				}
				continue
			}
			if q, _ := quasiOf(dim); c.floors[q] < r.quasi[q].top() {
				c.floors[q]++
				return true
			}
		}
	}
	return false
}
