package linked

import (
	"fmt"
	"slices"
	"strings"
)

// A figure stands in one or more cells, with one value.
type figure struct {
	Cell
	origin          Origin
	persons, health bool
	people          int  // figures of one number rest on the same people, in other units
	alike           bool // it holds nearly all of some total, which must be left open
	need            need
	alone           int   // the only person in it, from 1, or 0
	staff           []int // whose staff know it, from -1 down
	at              Ref   // where it stands first
}

// A book is a system as it is checked.
type book struct {
	rules   Rules
	tables  []Table
	index   [][]int // per table and cell: its figure
	figures []figure
	sums    []sum
	sumsOf  [][]int // per figure
	groups  []group
	worlds  []world

	claims  [][]claim       // per figure
	opened  map[[2]int]bool // groups that some certificate opens, by part and total
	crews   map[string]map[int]bool
	number  int // of certificates
	mates   map[int][]int
	isStaff int // categories whose staff is withstood
}

// read links the cells of a system to figures and lists its identities.
func read(s System, rules Rules) (*book, error) {
	b := &book{rules: rules, tables: s.Tables, opened: map[[2]int]bool{}, crews: map[string]map[int]bool{}, mates: map[int][]int{}}
	known, peoples := map[string]int{}, map[string]int{}
	cells := 0
	for t := range s.Tables {
		table := &s.Tables[t]
		if cells += len(table.Cells); cells > maxCells || !whole(table) {
			return nil, faultAt(Ref{t, 0}, "the table is not whole")
		}
		index := make([]int, len(table.Cells))
		for c := range table.Cells {
			people := peopleOf(table, c)
			if _, ok := peoples[people]; !ok {
				peoples[people] = len(peoples)
			}
			key := people + "\x00" + table.Unit
			f, ok := known[key]
			if !ok {
				f = len(b.figures)
				known[key] = f
				b.figures = append(b.figures, figure{Cell: table.Cells[c], origin: table.Origin, persons: table.Persons,
					people: peoples[people], at: Ref{t, c}})
				b.mates[peoples[people]] = append(b.mates[peoples[people]], f)
			}
			if what := b.figures[f].meet(table, c); what != "" {
				return nil, faultAt(Ref{t, c}, what)
			}
			index[c] = f
		}
		b.index = append(b.index, index)
	}
	b.sumsOf = make([][]int, len(b.figures))
	for t := range s.Tables {
		b.addTotals(t)
	}
	return b, b.addRelations(s.Relations)
}

// whole reports whether a table has a cell for every combination of categories.
func whole(t *Table) bool {
	size := 1
	for _, d := range t.Dims {
		if len(d.Categories) == 0 || size > maxCells {
			return false
		}
		size *= len(d.Categories)
	}
	return size == len(t.Cells)
}

// coordinates are the places of a cell's categories.
func coordinates(t *Table, cell int) []int {
	at := make([]int, len(t.Dims))
	for d := len(t.Dims) - 1; d >= 0; d-- {
		at[d] = cell % len(t.Dims[d].Categories)
		cell /= len(t.Dims[d].Categories)
	}
	return at
}

// everything reports whether a category is the whole of its dim.
func (c Category) everything() bool { return c.Total && c.Parent == "" }

// peopleOf names the people behind a cell. Those of two releases are kept apart:
// identities say which figures of theirs are equal.
func peopleOf(t *Table, cell int) string {
	var names []string
	for d, k := range coordinates(t, cell) {
		if c := t.Dims[d].Categories[k]; !c.everything() {
			names = append(names, t.Dims[d].Name+"\x01"+c.Code)
		}
	}
	slices.Sort(names)
	return fmt.Sprintf("%d\x00%d\x00%s\x00%s", t.Origin, t.Release, t.Population, strings.Join(names, "\x02"))
}

// meet holds a cell against the figure that it shows, and says what is wrong.
func (f *figure) meet(t *Table, cell int) string {
	c := t.Cells[cell]
	switch {
	case c.Value < 0 || c.Contributors < 0 || c.Value > maxValue || c.Contributors > maxValue:
		return "the figure is no count"
	case c.Value != f.Value || c.Contributors != f.Contributors || c.Impossible != f.Impossible:
		return "the same figure is another one in another table"
	case t.Persons && c.Value != c.Contributors || c.Value > 0 && c.Contributors == 0:
		return "the persons behind it are not those that it counts"
	case c.Impossible && (c.Value != 0 || c.Contributors != 0):
		return "it is said to be impossible, and it is there"
	case c.Standing != f.Standing || c.Standing == Shown && c.Printed != f.Printed:
		return "the same figure is printed otherwise in another table"
	case (c.Standing == Never) != (t.Origin == Derived) && !c.Impossible:
		return "it is printed in a table that nobody printed, or the other way round"
	}
	for d, k := range coordinates(t, cell) {
		f.health = f.health || t.Dims[d].Categories[k].Health
	}
	f.Largest, f.Second = max(f.Largest, c.Largest), max(f.Second, c.Second)
	f.Before = f.Before || c.Before
	return ""
}

// known tells whether everybody has the figure exactly; of a rounded one they
// only have what was printed.
func (b *book) known(f int) bool {
	x := &b.figures[f]
	return x.Impossible || b.rules.Base == 0 && (x.Standing == Shown || x.Before)
}

// printed tells whether the figure is out, rounded or not.
func (f *figure) printed() bool { return f.Impossible || f.Standing == Shown || f.Before }

// least is the least that an outsider holds possible: a point is not zero.
func (f *figure) least() int64 {
	if f.Standing == Point {
		return min(1, f.Value)
	}
	return 0
}
