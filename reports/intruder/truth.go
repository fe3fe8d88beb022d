package intruder

import (
	"maps"
	"slices"

	"lvv/schemas"
)

// A Stay is one stay of a real person, as the store knows it.
type Stay struct {
	Person         int // a number that means nothing outside this attack
	House          string
	Nationality    string // code
	Sex            string // code
	AgeFrom, AgeTo uint8  // at the first day; schemas.UnknownAge where not known
	In             schemas.Day
	Out            schemas.Day // Stays when it goes on
	Reason         string      // code; empty when not left or not known
}

// Goes is the Out of a stay that goes on.
const Goes = schemas.Day(1<<31 - 1)

// members are the stays that a figure counts; ok is false for figures that stays
// say nothing about.
func members(all []Stay, p place) (in []Stay, ok bool) {
	if all == nil || p.unit != stays && p.population != gone {
		return nil, false
	}
	if p.population == gone {
		all = stayedAway(all, p.by)
	}
	counts, ok := map[string]func(Stay) bool{
		entered: func(s Stay) bool { return p.when.From <= s.In && s.In <= p.when.To },
		left:    func(s Stay) bool { return p.when.From <= s.Out && s.Out <= p.when.To },
		gone:    func(s Stay) bool { return p.when.From <= s.Out && s.Out <= p.when.To },
		present: func(s Stay) bool { return s.In <= p.when.To && s.Out > p.when.To },
	}[p.population]
	if !ok {
		return nil, false
	}
	of := p.coordinates()
	for _, c := range of {
		if !told(c) {
			return nil, false
		}
	}
	for _, s := range all {
		fits := counts(s)
		for i := 0; fits && i < len(of); i++ {
			fits = s.is(p, of[i])
		}
		if fits {
			in = append(in, s)
		}
	}
	return in, true
}

// stayedAway are the stays with which persons left who are not there on a day: of
// each the one that ended last, or of those the one that began last.
func stayedAway(all []Stay, by schemas.Day) (out []Stay) {
	last := make(map[int]Stay)
	for _, s := range all {
		if t, ok := last[s.Person]; s.In <= by && (!ok || min(s.Out, by+1) > min(t.Out, by+1) || s.Out == t.Out && s.In > t.In) {
			last[s.Person] = s
		}
	}
	for _, p := range slices.Sorted(maps.Keys(last)) {
		if last[p].Out <= by {
			out = append(out, last[p])
		}
	}
	return out
}

// count is how many persons a figure counts.
func count(all []Stay, p place) (int64, bool) {
	in, ok := members(all, p)
	return int64(len(distinct(in))), ok
}

// distinct are the persons of stays, in order.
func distinct(in []Stay) (out []int) {
	seen := make(map[int]bool)
	for _, s := range in {
		if !seen[s.Person] {
			seen[s.Person] = true
			out = append(out, s.Person)
		}
	}
	return out
}

// told reports whether a stay says whether it is of a category.
func told(c coordinate) bool {
	switch c.dim {
	case house, nation, sex, age, reasons, length, begun:
		return true
	}
	return false
}

// is reports whether a stay is of a category.
func (s Stay) is(p place, c coordinate) bool {
	switch c.dim {
	case house:
		return s.House == c.code
	case sex:
		return s.Sex == c.code
	case age:
		return schemas.AgeBand(schemas.AgeGroupList, s.AgeFrom, s.AgeTo) == c.code
	case reasons:
		return within(coordinate{reasons, s.Reason}, c.code)
	case nation:
		return within(coordinate{nation, s.Nationality}, c.code)
	case begun:
		return (s.In >= p.by) == (c.code == inTime)
	case length:
		return schemas.DurationClass(s.In, min(s.Out, p.when.To)) == c.code
	}
	return false
}

// within reports whether a category is another one or a part of it.
func within(c coordinate, code string) bool {
	for c.code != code {
		if c.code == total || c.code == "" {
			return false
		}
		c.code = above(c)
	}
	return true
}
