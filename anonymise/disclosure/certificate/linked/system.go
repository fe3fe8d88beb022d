package linked

import (
	"errors"
	"fmt"
)

// ErrNotProved means that certificates do not prove what the rules ask, or that
// the figures beside them contradict each other.
var ErrNotProved = errors.New("the certificates do not prove it")

// A System is what certificates speak of.
type System struct {
	Tables       []Table
	Relations    []Relation
	Worlds       [][]Change
	Certificates []Certificate
}

// An Origin says where a table is from.
type Origin int

// The origins.
const (
	Fresh   Origin = iota // it went out with this release
	Earlier               // it had left before
	Derived               // nobody printed it: what lies between others
)

// A Table is one table, whole, totals included.
type Table struct {
	Name       string
	Population string // figures of one population and equal coordinates are linked
	Unit       string
	Persons    bool // the unit is persons
	Origin     Origin
	Release    int64 // with which an Earlier table left
	Dims       []Dim
	Cells      []Cell // row-major over Dims
}

// A Dim is one classification.
type Dim struct {
	Name       string
	Sensitive  bool // what its categories tell of people is not known otherwise
	Categories []Category
}

// A Category is one row or column; a Total is the sum of those that name it as
// their Parent, and the Total without one is the sum of all others without one.
type Category struct {
	Code, Parent  string
	Total, Health bool
}

// A Standing is how a figure was printed.
type Standing int

// The standings.
const (
	Never Standing = iota // not at all
	Point                 // as a point
	Shown                 // as a number
)

// A Cell is a figure where it stands.
type Cell struct {
	Value, Contributors int64
	Largest, Second     int64 // the largest parts of Value that one person brings in; 0: not known
	Impossible          bool  // everybody knows that it is zero
	Standing            Standing
	Printed             int64 // the number that is Shown
	Before              bool  // it had been shown with an earlier release, which the caller has looked up
}

// A Ref points to a cell by the places of the table and of the cell in it.
type Ref struct{ Table, Cell int }

// A Relation says that Plus add up to what Minus add up to.
type Relation struct{ Plus, Minus []Ref }

// A Change is the value of a figure in a world. It changes wherever it stands.
type Change struct {
	Cell  Ref
	Value int64
}

// Truth is the number of the world in which nothing is changed.
const Truth = -1

// A Certificate names two worlds that lie apart in a cell.
type Certificate struct {
	Cell Ref
	// Whole, if it is there, is a total of which Cell holds nearly all in the truth
	// and not in High.
	Whole     *Ref
	Attacker  string
	Known     []Ref // the hidden cells that the attacker knows of himself
	Low, High int   // numbers of worlds
}

// Rules are what must be proved. Percentages are whole.
type Rules struct {
	Threshold, HealthThreshold     int64
	Width, InsiderWidth            int64
	WidthPercent                   int64
	DominancePercent, GroupPercent int64
	PPercent                       int64
	Coalition                      int
	Staff                          []string // names of dims
	// Base is what figures are rounded to, or 0; a true figure lies less than Reach
	// times Base away from its printed one.
	Base, Reach int64
}

// A Report says what was proved.
type Report struct {
	Certificates, Worlds int
	Points               int // cells of this release that are printed as a point
	Small                int // those of them that are too small, each with its proof
	Rounded              int // cells of this release that are too small and printed rounded
	Beside               int // figures of earlier releases and differences with them
	Groups               int // figures that hold nearly all of a total
	Exposed              int // figures that earlier releases had given away
	Insiders             int // persons who are alone in a hidden figure
}

// A Fault is what does not hold, and where. It tells no figure.
type Fault struct {
	Table, Cell int // Table is -1 where no cell is to blame
	What        string
}

// Error names the place by numbers; whoever has the tables can name it better.
func (f *Fault) Error() string {
	if f.Table < 0 {
		return f.What
	}
	return fmt.Sprintf("table %d, cell %d: %s", f.Table+1, f.Cell+1, f.What)
}

// Unwrap says that something is not proved.
func (f *Fault) Unwrap() error { return ErrNotProved }

func faultAt(at Ref, what string) error { return &Fault{at.Table, at.Cell, what} }

// maxValue bounds every figure and maxCells their number, so that no sum can
// overflow.
const (
	maxValue = int64(1) << 41
	maxCells = 1 << 20
)

// Check passes a system whose certificates prove all that the rules ask. Its
// errors are a *Fault.
func Check(s System, rules Rules) (Report, error) {
	b, err := read(s, rules)
	if err != nil {
		return Report{}, err
	}
	for _, check := range []func() error{b.checkTruth, b.checkPrinted, b.checkUnits, b.checkUnions} {
		if err := check(); err != nil {
			return Report{}, err
		}
	}
	b.findAlone()
	b.findStaff()
	b.findNeeds()
	for i := range s.Worlds {
		w, err := b.checkWorld(s.Worlds[i])
		if err != nil {
			return Report{}, err
		}
		b.worlds = append(b.worlds, w)
	}
	if err := b.readCertificates(s.Certificates); err != nil {
		return Report{}, err
	}
	return b.checkProofs()
}
