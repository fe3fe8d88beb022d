// Package audit decides whether a set of linked tables, with some cells
// suppressed, protects the cells that must be protected.
//
// In come the tables as they are and as they would be shown, the rules, and
// certificates: worlds that differ from the truth in some cells. Out comes a
// [Report], or an error that says what is not protected. The package computes
// in integers only and searches for nothing, so that it can be read and
// believed by itself. It shares no code with the package that looks for the
// pattern: it reads the tables, links them and applies the rules on its own.
//
// What it proves. A world that passes [Check] agrees with every shown figure,
// keeps every identity of every table, and holds at least one unit in every
// suppressed cell that is not zero. An attacker who knows all that is shown,
// and that zeros are shown, cannot tell it from the truth; one who does not
// know about zeros even less. If the world also leaves the figures of one
// person as they are, that person cannot tell it either; the same goes for
// persons who join forces, and for staff who know all figures of a category.
package audit

// A Table is one table, whole, with what is to be shown of it.
type Table struct {
	Name       string
	Population string // cells of one population and equal coordinates are linked
	Unit       string
	Persons    bool // the unit is persons
	// Unpublished says that the table does not go out now: it was part of an
	// earlier release, or is the difference between two.
	Unpublished bool
	Dims        []Dim
	Cells       []Cell // row-major over Dims
}

// A Dim is one classification of a table.
type Dim struct {
	Name       string
	Categories []Category
	Sensitive  bool
}

// A Category is one row or column; a Total is the sum of its children.
type Category struct {
	Code, Parent  string
	Total, Health bool
}

// A Cell is one figure and what becomes of it.
type Cell struct {
	Value, Contributors    int64
	Largest, SecondLargest int64 // parts of Value by one person; 0 is not known
	Impossible             bool
	Public                 bool // known outside already
	Withheld               bool // was printed as a dot before, and must not be shown
	Shown                  bool // will be shown
	// Rounded says that a Public figure left rounded, as Printed; nothing else is
	// known of it.
	Rounded bool
	Printed int64
}

// A Ref points to a cell by position.
type Ref struct{ Table, Cell int }

// A Relation says that the sum of Plus is the sum of Minus.
type Relation struct{ Plus, Minus []Ref }

// Rules are the numbers to judge by. Percentages are whole.
type Rules struct {
	Threshold, HealthThreshold     int64
	Width, InsiderWidth            int64
	WidthPercent                   int64
	DominancePercent, GroupPercent int64
	PPercent                       int64 // p of the p% rule, or 0
	Coalition                      int   // how many sole contributors may join forces
	Staff                          []string
	Rounding                       int64 // what shown figures are rounded to, or 0
}

// A Change sets one cell apart from the truth; the cells linked to it change
// with it.
type Change struct {
	Cell  Ref
	Delta int64
}

// A World is the truth with some changes.
type World []Change

// A Proof claims that the cell may be as high as in one world and as low as in
// another. Above and Below are indexes of worlds; Truth stands for the truth.
type Proof struct {
	Cell         Ref
	Above, Below int
}

// Truth is the index of the world without changes.
const Truth = -1

// A Report says what has been proved.
type Report struct {
	Small   int // figures that had to be protected
	Exposed int // figures that Public ones give away, so that nothing protects them
	// The smallest of the proved intervals, each in the unit of its figure, against
	// outsiders, against sole contributors and coalitions of them, and against
	// staff; -1 if there is none.
	SmallestWidth, PersonWidth, StaffWidth int64
	Insiders                               int // persons who are alone in some suppressed cell
	Worlds                                 int // worlds checked
}
