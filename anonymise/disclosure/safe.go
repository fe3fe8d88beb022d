package disclosure

import "slices"

// Status says how a cell is published.
type Status int

// The zero Status is Suppressed, so that forgetting to set one hides a figure
// and never shows it. One mark stands for every suppressed cell: a mark that
// told small cells from complementary ones would give the bounds away.
const (
	Suppressed Status = iota // printed as "."
	Shown                    // printed as the number
	Impossible               // left blank
)

// A Safe holds the tables of a parcel as they may be shown. Only Protect makes
// one. It is not changed after that and may be used by several goroutines.
type Safe struct {
	tables       []Published
	control      Control
	certificates []Certificate
	judged       []Table // that the certificates are about, and relations between them
	relations    []Relation
	rounding     int // the base, or 0
}

// Tables returns the tables in the order in which they were handed in, without
// those that are Unpublished.
func (s *Safe) Tables() []Published {
	s.mustBeMade()
	return slices.Clone(s.tables)
}

// Table returns the table of that name. It panics if there is none: names come
// from the program, not from data.
func (s *Safe) Table(name string) Published {
	s.mustBeMade()
	for _, t := range s.tables {
		if t.Name == name {
			return t
		}
	}
	panic("disclosure: internal error: no table " + name)
}

// Control returns what the privacy officer must see before approving. It is
// not for publication: it tells small cells from complementary ones.
func (s *Safe) Control() Control {
	s.mustBeMade()
	return s.control
}

func (s *Safe) mustBeMade() {
	if s == nil || s.tables == nil {
		panic("disclosure: internal error: zero Safe")
	}
}

// Published is one table as it may be shown. It holds no figure that is
// suppressed, so it cannot leak one.
type Published struct {
	Name, Title string
	Kind        Kind
	Population  string
	Unit        string
	Dims        []Dim
	values      []int64 // 0 unless shown
	status      []Status
}

// Len returns the number of cells.
func (p Published) Len() int { return len(p.values) }

// At returns cell i, row-major over Dims. The value is 0 unless the status is
// Shown, and rounded if the Safe is.
func (p Published) At(i int) (value int64, status Status) {
	return p.values[i], p.status[i]
}
