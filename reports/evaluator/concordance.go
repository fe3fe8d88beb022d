package evaluator

import (
	"cmp"
	"slices"

	"lvv/anonymise/pseudonym"
)

// A Changed is a person in the register who turned out to be another, or to be
// two: a number that an earlier parcel was made with, and one that it is now.
type Changed struct{ Old, New pseudonym.ID }

// A Concord is one line of a concordance.
type Concord struct{ Old, New, Kind string }

// The kinds of change, as they stand in the file.
const (
	Merged     = "samengevoegd"
	Split      = "gesplitst"
	Renumbered = "vernummerd"
)

var changeLabels = map[string]string{
	Merged:     "Twee of meer personen bleken dezelfde",
	Split:      "Een persoon bleek twee of meer personen",
	Renumbered: "Dezelfde persoon onder een ander nummer",
}

// Concordance tells the recipient of one domain which of its pseudonyms have
// become others, in the order of the old ones. A merge has several old
// pseudonyms with one new; the one that stays is listed beside those that go,
// so that the line tells who came together. A split has one old with several
// new. In no other domain does it mean anything.
func Concordance(of pseudonym.Domain, changed []Changed) []Concord {
	olds, news := map[pseudonym.ID]map[pseudonym.ID]bool{}, map[pseudonym.ID]map[pseudonym.ID]bool{}
	note := func(m map[pseudonym.ID]map[pseudonym.ID]bool, a, b pseudonym.ID) {
		if m[a] == nil {
			m[a] = map[pseudonym.ID]bool{}
		}
		m[a][b] = true
	}
	for _, c := range changed {
		note(news, c.Old, c.New)
		note(olds, c.New, c.Old)
	}
	var out []Concord
	for _, c := range changed {
		kind := Renumbered
		switch {
		case len(olds[c.New]) > 1:
			kind = Merged
		case len(news[c.Old]) > 1:
			kind = Split
		case c.Old == c.New:
			continue // nothing changed
		}
		out = append(out, Concord{of.Of(c.Old), of.Of(c.New), kind})
	}
	slices.SortFunc(out, func(a, b Concord) int { return cmp.Or(cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New)) })
	return slices.Compact(out)
}
