package evaluator

import (
	"slices"
	"strings"
	"sync"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/joint"
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

// hushed leaves outcomes of a set unsaid until its records tell nothing about a
// hidden figure of the tables. It returns the set, which knows how many worlds
// prove that; or else the coordinates of the first figure about which they tell
// something whatever is left unsaid.
//
// Figures over what records may be silent about (nationality, sex, age,
// duration) are judged by worlds, of others the rule is strict. What is written
// beside the outcomes does not change here, so records and tables are put side by
// side once.
func (r *records) hushed(open *set, c *choice, all []table, safe *disclosure.Safe) (s *set, hidden []coordinate) {
	if hidden, found := r.strictly(open, safe); found {
		return nil, hidden
	}
	b := newBridge(r, open, all, safe)
	for {
		exposed, worlds := b.exposed(*c)
		if exposed < 0 {
			if hidden, found := r.besideParts(open, *c, r.policy(safe)); found {
				return nil, hidden
			}
			s = open.veiledBy(*c)
			s.worlds = worlds
			return s, nil
		}
		at := b.coordinates(exposed)
		if !c.veil(at, b.veil(at, *c)) {
			return nil, at
		}
	}
}

// exposed is the first figure about which the records tell something, or -1, when
// some outcomes are not told.
func (b *bridge) exposed(c choice) (figure, worlds int) {
	if !slices.ContainsFunc(b.figures, joint.Figure.Asks) {
		return -1, 0
	}
	if b.shaped == nil {
		b.read()
	}
	return joint.Exposed(b.figures, append(b.kinds(c), b.exitKinds(c)...))
}

// read reads the records, and by what tables count who left, side by side.
func (b *bridge) read() {
	var wait sync.WaitGroup
	wait.Go(func() { b.shaped = b.shapes() })
	if b.earlier != nil {
		wait.Go(func() {
			reader := b.r.leavers.exitReader()
			b.left, b.before = reader.exits(b.r.leavers.rows), reader.exits(b.r.leavers.before)
		})
	}
	wait.Wait()
}

// strictly looks for a hidden figure over time, or over single reasons, when the
// records say anything of each of its coordinates.
func (r *records) strictly(s *set, safe *disclosure.Safe) (hidden []coordinate, found bool) {
	for _, t := range safe.Tables() {
		if recoverable(t.Dims) || !inRecords(t.Population) {
			continue
		}
		v := view{Published: t}
		for i := range v.Len() {
			if _, status := v.At(i); status != disclosure.Suppressed {
				continue
			}
			if at := v.coordinates(i); r.tell(s, at) {
				return at, true
			}
		}
	}
	return nil, false
}

// inRecords reports whether the stays of a population stand in the records.
// Help and applications do not, nor does who is one person.
func inRecords(population string) bool {
	return population == popEntered || population == popLeft || population == popPresent
}

// tell reports whether something is said in the records of every coordinate of
// a cell.
func (r *records) tell(s *set, at []coordinate) bool {
	for _, c := range at {
		switch c.dim {
		case dimOrg:
			return false
		case dimReason:
			if !s.reason && !isSolution(c.code) {
				return false
			}
		case dimDuration:
			if c.code == earlier {
				return false // they are in no record
			}
		case dimDate: // who is still there at the end; earlier days follow in part
		case dimTime: // of entry, and in part of leaving
			if !s.told[qEntry] {
				return false
			}
		default:
			panic("evaluator: internal error: nobody decided what records tell of " + c.dim)
		}
	}
	return true
}

// quasiOf is the quasi-identifier behind a dimension.
func quasiOf(dim string) (q int, ok bool) {
	switch dim {
	case dimNationality:
		return qNationality, true
	case dimSex:
		return qSex, true
	case dimAge:
		return qAge, true
	case dimTime:
		return qEntry, true
	case dimDuration:
		return qDuration, true
	}
	return 0, false
}

// leavesOf marks the leaves of a quasi-identifier that a category of a table
// holds.
func (r *records) leavesOf(c coordinate) []bool {
	if c.dim == dimTime { // the months of a quarter, a half or a year
		return r.quasi[qEntry].box(c.code)
	}
	return leavesOf(c)
}

func leavesOf(c coordinate) []bool {
	var codes []schemas.Code
	holds := func(leaf schemas.Code) bool { return leaf.Code == c.code }
	switch c.dim {
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
		var inside []bool
		for _, group := range ageLevels()[groupLevel].Values {
			inside = append(inside, group == c.code)
		}
		return inside
	case dimDuration:
		codes = schemas.List(schemas.DurationList).Codes
	default:
		panic("evaluator: internal error: " + c.dim + " is no column of the records")
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
