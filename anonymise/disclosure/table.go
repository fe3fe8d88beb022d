package disclosure

// UnitPersons is the unit of tables that count persons. Their cells hold the
// number of persons both as Value and as Contributors.
const UnitPersons = "personen"

// Kind says whether a table describes a moment or a period.
type Kind int

// A table is a Stock or a Flow, never both; the zero Kind is refused.
const (
	Stock Kind = iota + 1 // who is present on a date
	Flow                  // what happened in a period
)

// String returns the Dutch word printed beside a table.
func (k Kind) String() string {
	switch k {
	case Stock:
		return "stand"
	case Flow:
		return "stroom"
	}
	return "onbekend"
}

// A Table is one table to be published, with totals included.
//
// Cells of equal Population and equal coordinates rest on the same people in
// whatever table they stand: with the same Unit they are the same figure, and
// in every unit they are shown or suppressed together. Coordinates are the
// categories that are not totals, so tables of one Population share their
// grand total and every margin they have in common.
type Table struct {
	Name, Title string
	Kind        Kind
	Population  string
	Unit        string // UnitPersons, or what Value counts: "verblijven", "nachten", …
	Dims        []Dim
	Cells       []Cell // row-major over Dims: the last Dim runs fastest
	// Unpublished marks a table that does not go out with this parcel, but that
	// an attacker may work out: what an earlier release held, or the difference
	// between two releases. It is not in the Safe and costs nothing to hide, but
	// what is too small in it is protected like any other figure. In an earlier
	// release each cell is Public (it was shown) or Withheld (it was a dot, which
	// tells that it is not zero); in a table that was never printed a cell is
	// neither, and an attacker knows no more than that it is zero or above. A zero
	// of which he knows that it is zero is Impossible: where nobody can leave a
	// count, that nobody left it.
	Unpublished bool
	// PartOf says of what other figures those of this table count a part, as
	// persons who left for good are a part of the stays that ended: whoever has
	// both knows what remains. Protect takes the tables as they are; beside what
	// has left before, and within a parcel, the remainders are made by the package
	// history.
	PartOf Whole
}

// A Whole is what figures at the same coordinates count a part of; the zero Whole
// is none. Where the whole calls a Dim otherwise, Dim is As there.
type Whole struct{ Population, Unit, Dim, As string }

// A Dim is one classification of a table: city, nationality, month.
type Dim struct {
	Name, Label string
	Categories  []Category
	// Sensitive means that the category tells something about a person that
	// others do not know already (the outcome, the kind of help). Along such a
	// Dim a category that holds nearly everybody is suppressed as group
	// disclosure; along others it is only reported to the privacy officer.
	Sensitive bool
}

// A Category is one row or column of a Dim. A Total is the sum of all
// categories that name its Code as Parent; a Total without Parent is the root,
// and other categories without Parent stand directly under that root if the
// Dim has one.
type Category struct {
	Code, Label, Parent string
	Total               bool
	Health              bool // on the health threshold (Vw 2000 art. 64; GDPR art. 9)
}

// A Cell is one figure of a Table.
type Cell struct {
	Value        int64 // in the unit of the table, never negative
	Contributors int64 // distinct persons behind Value
	// Largest is the part of Value that the largest contributor brings in, for
	// units other than persons; 0 means not known, and is reported as such.
	Largest int64
	// SecondLargest is the part of the second contributor, who subtracts himself
	// to estimate the largest; 0 means not known.
	SecondLargest int64
	Impossible    bool // cannot occur; Value must be 0; everybody knows
	// Public means that the figure has left before, in an earlier release or
	// another report: it is shown again and nothing may rest on hiding it.
	Public bool
	// Withheld means that the figure was suppressed in an earlier release, so
	// that it must not be shown now.
	Withheld bool
	// Rounded says that a Public figure left rounded, as Printed: nothing else is
	// known of it.
	Rounded bool
	Printed int64
}

// A Ref names one cell of one table by the table's Name and the row-major
// index of the cell.
type Ref struct {
	Table string
	Cell  int
}

// A Relation is an identity that the tables do not show by themselves: the sum
// of Plus equals the sum of Minus. The stock identity is such a relation:
// stock(start) + inflow = outflow + stock(end).
type Relation struct {
	Plus, Minus []Ref
}
