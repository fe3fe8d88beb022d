package history

import (
	"slices"

	"lvv/anonymise/disclosure"
)

// Counts reports whether anything that left counts the same people as tables, so
// that a parcel of these is judged beside it.
func (p *Past) Counts(tables []disclosure.Table) bool { return len(p.reckon(tables)) > 0 }

// reckon returns which releases a new parcel can be compared with: those that
// count some population of it, and those that count a population of these, and
// so on; a table counts what it is a part of as well. The others tell nothing about
// the same figures.
func (p *Past) reckon(tables []disclosure.Table) []int {
	if p == nil {
		return nil
	}
	known := map[string]bool{}
	counts := func(t disclosure.Table) {
		known[t.Population] = true
		if t.PartOf.Population != "" {
			known[t.PartOf.Population] = true
		}
	}
	for _, t := range tables {
		counts(t)
	}
	in := make([]bool, len(p.releases))
	for again := true; again; {
		again = false
		for i, r := range p.releases {
			if in[i] || !slices.ContainsFunc(r.Tables, func(t Table) bool {
				return known[t.Population] || known[t.PartOf.Population]
			}) {
				continue
			}
			in[i], again = true, true
			for _, t := range r.Tables {
				counts(t.Table)
			}
		}
	}
	var out []int
	for i := range in {
		if in[i] {
			out = append(out, i)
		}
	}
	return out
}
