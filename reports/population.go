package reports

import (
	"slices"

	"lvv/anonymise/disclosure"
)

// The populations that several parcels count. A figure is recognised by the words
// for whom it counts: under the same words the figure of one parcel is that of
// another, so that who holds both cannot subtract them.
const (
	Entered = "verblijven met datum instroom in de periode"
	Left    = "verblijven met datum uitstroom in de periode"
	Present = "verblijven die aan het einde van de peildatum lopen"
	Gone    = "personen met een verblijf in de periode die op de laatste dag niet in de opvang zijn"
	Persons = "personen met een verblijfsdag in de periode" // the day of leaving counts
)

// UnitStays is the unit of tables that count stays.
const UnitStays = "verblijven"

// Dimensions of lengths of stay. One is of all stays. The other, below the
// category of who came in the period, is of these alone: they are followed from
// their first day.
const (
	Length      = "duur"
	LengthBegun = "verblijfsduur"
)

// WholeOf says of what figures those of a table count a part. Each person who
// left for good did so with one of the stays that ended, of the same year and the
// same reason, and the other stays are of who came back. Of the stays of some
// length, some began in the period and the rest before. Whoever holds both
// figures subtracts them, so that the difference is protected as a figure too.
func WholeOf(population string, dims []disclosure.Dim) disclosure.Whole {
	begun := slices.ContainsFunc(dims, func(d disclosure.Dim) bool { return d.Name == LengthBegun })
	switch {
	case population == Gone:
		return disclosure.Whole{Population: Left, Unit: UnitStays}
	case begun:
		return disclosure.Whole{Population: population, Unit: UnitStays, Dim: LengthBegun, As: Length}
	}
	return disclosure.Whole{}
}
