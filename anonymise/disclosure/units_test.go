package disclosure

import (
	"testing"
)

// staysAndPersons returns counts of the same people on one day, and of those who
// are in two houses at once: by so many stays are more than persons.
func staysAndPersons(stays, persons int64) []Table {
	house := Dim{Name: "house", Categories: []Category{{Code: "all", Total: true}}}
	all := func(name, unit string, value, people int64, population string) Table {
		return Table{Name: name, Kind: Stock, Population: population, Unit: unit, Dims: []Dim{house}, Cells: []Cell{{Value: value, Contributors: people}}}
	}
	twice := all("twice", UnitPersons, stays-persons, stays-persons, "in two houses")
	twice.Unpublished = true
	return []Table{all("stays", "stays", stays, persons, "present"), all("persons", UnitPersons, persons, persons, "present"), twice}
}

// That their stays have left does not keep persons from being hidden where their
// difference is a few people: before, both were taken for known.
func TestOneUnitHasLeft(t *testing.T) {
	t.Parallel()
	tables := staysAndPersons(815, 813)
	tables[0].Cells[0].Public = true
	tables[1].Cells[0].Withheld = true // as by itself
	relation := []Relation{{Plus: []Ref{{"stays", 0}}, Minus: []Ref{{"persons", 0}, {"twice", 0}}}}
	safe, err := Protect(tables, relation, DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	if _, status := safe.Table("stays").At(0); status != Shown {
		t.Error("a figure that has left is not shown again")
	}
	if _, status := safe.Table("persons").At(0); status != Suppressed {
		t.Error("815 stays less 813 persons tells of 2 people")
	}
}

// A count of stays cannot be below the persons that have left, nor persons above
// the stays: what would protect others then does not.
func TestUnitsBoundEachOther(t *testing.T) {
	t.Parallel()
	for _, left := range []int{0, 1} {
		tables := staysAndPersons(30, 25)[:2]
		tables[left].Cells[0].Public = true
		s, err := link(tables, nil)
		if err != nil {
			t.Fatal(err)
		}
		k := s.unknowns[1-left]
		switch {
		case s.figures[k.figure].public:
			t.Error("what has not left counts as known")
		case left == 0 && k.rise() != 5:
			t.Errorf("25 persons may be %d more beside 30 stays", k.rise())
		case left == 1 && s.floor(k) != 25:
			t.Errorf("stays of 25 persons are at least %d", s.floor(k))
		}
	}
}
