package audit

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// A book holds every figure once, with the identities between them.
type book struct {
	tables  []Table
	rules   Rules
	index   [][]int // per table and cell: its figure
	figures []entry
	sums    []sum
	sumsOf  [][]int // per figure: the sums it takes part in

	groups     [][2]int                // parts that hold nearly all of a total, and those totals
	mixed      [][2]int                // the same in groups so small that rounding hides it
	samePeople map[int][]int           // by people: the figures of all units
	staff      int                     // categories whose staff are attackers
	crews      map[string]map[int]bool // what coalitions know, as far as it was asked
}

// An entry is one figure in one unit.
type entry struct {
	Cell
	persons, health bool
	people          int   // entries with the same number rest on the same people
	alike           bool  // it holds nearly everybody of a group
	sole            int   // the only person in it, or 0
	staff           []int // whose staff know it, as numbers below 0
	unpublished     bool  // does not go out now
	at              Ref
}

// A sum is one identity: the figures add up to zero by their signs. For a sum
// of a table, total is the figure on the left; for a relation it is -1.
type sum struct {
	figures []int
	signs   []int64
	total   int
}

// open reads and links the tables.
func open(tables []Table, relations []Relation, rules Rules) (*book, error) {
	b := &book{tables: tables, rules: rules, samePeople: map[int][]int{}, crews: map[string]map[int]bool{}}
	known, peoples := map[string]int{}, map[string]int{}
	for t, table := range tables {
		index := make([]int, len(table.Cells))
		for c := range table.Cells {
			people := b.people(table, c)
			if peoples[people] == 0 {
				peoples[people] = len(peoples) + 1
			}
			key := people + "|" + table.Unit
			f, ok := known[key]
			if !ok {
				f = len(b.figures)
				known[key] = f
				b.figures = append(b.figures, entry{Cell: table.Cells[c], persons: table.Persons, people: peoples[people], unpublished: true, at: Ref{t, c}})
			}
			if err := b.figures[f].merge(table, c); err != nil {
				return nil, err
			}
			index[c] = f
		}
		b.index = append(b.index, index)
	}
	for t := range tables {
		b.addSums(t)
	}
	for _, r := range relations {
		b.addRelation(r)
	}
	b.sumsOf = make([][]int, len(b.figures))
	for i, s := range b.sums {
		var total int64
		for k, f := range s.figures {
			total += s.signs[k] * b.figures[f].Value
			b.sumsOf[f] = append(b.sumsOf[f], i)
		}
		if total != 0 {
			return nil, errors.New("audit: the tables do not add up")
		}
	}
	for f, e := range b.figures {
		b.samePeople[e.people] = append(b.samePeople[e.people], f)
	}
	b.findSole()
	b.findStaff()
	return b, nil
}

// position returns the category of a cell in each dim.
func position(t Table, cell int) []int {
	at := make([]int, len(t.Dims))
	for d := len(t.Dims) - 1; d >= 0; d-- {
		n := len(t.Dims[d].Categories)
		at[d] = cell % n
		cell /= n
	}
	return at
}

func isRoot(c Category) bool { return c.Total && c.Parent == "" }

// people names the group of people behind a cell.
func (b *book) people(t Table, cell int) string {
	var names []string
	for d, c := range position(t, cell) {
		if cat := t.Dims[d].Categories[c]; !isRoot(cat) {
			names = append(names, fmt.Sprintf("%q=%q", t.Dims[d].Name, cat.Code))
		}
	}
	sort.Strings(names)
	return fmt.Sprintf("%q: %s", t.Population, strings.Join(names, " "))
}

// merge checks that a linked cell says the same, and takes over its marks.
func (e *entry) merge(t Table, cell int) error {
	c := t.Cells[cell]
	if c.Value != e.Value || c.Contributors != e.Contributors || c.Impossible != e.Impossible || !t.Unpublished && !e.unpublished && c.Shown != e.Shown {
		return fmt.Errorf("audit: table %q, cell %d: the same figure elsewhere is another one or shown otherwise", t.Name, cell)
	}
	if c.Impossible && c.Value != 0 || c.Value < 0 {
		return fmt.Errorf("audit: table %q, cell %d: a figure that cannot be", t.Name, cell)
	}
	if c.Shown && t.Unpublished {
		return fmt.Errorf("audit: table %q, cell %d: is shown but does not go out", t.Name, cell)
	}
	e.Shown = e.Shown || c.Shown
	e.unpublished = e.unpublished && t.Unpublished
	e.Largest, e.SecondLargest = max(e.Largest, c.Largest), max(e.SecondLargest, c.SecondLargest)
	e.Public = e.Public || c.Public
	e.Withheld = e.Withheld || c.Withheld
	if e.Rounded && c.Rounded && e.Printed != c.Printed {
		return fmt.Errorf("audit: table %q, cell %d: the same figure left as another number", t.Name, cell)
	}
	if c.Rounded {
		e.Rounded, e.Printed = true, c.Printed
	}
	for d, k := range position(t, cell) {
		e.health = e.health || t.Dims[d].Categories[k].Health
	}
	return nil
}

// addSums writes down each total of a table with its children.
func (b *book) addSums(table int) {
	t := b.tables[table]
	for cell := range t.Cells {
		at := position(t, cell)
		for d, dim := range t.Dims {
			up := dim.Categories[at[d]]
			if !up.Total {
				continue
			}
			s := sum{total: b.index[table][cell]}
			s.add(s.total, -1)
			for k, c := range dim.Categories {
				isChild := c.Parent == up.Code || c.Parent == "" && isRoot(up) && !isRoot(c)
				if !isChild {
					continue
				}
				child := append([]int{}, at...)
				child[d] = k
				s.add(b.index[table][cellAt(t, child)], 1)
			}
			if len(s.figures) > 1 {
				b.sums = append(b.sums, s)
				b.noteShares(s, t, dim.Sensitive)
			}
		}
	}
}

func cellAt(t Table, at []int) int {
	cell := 0
	for d, k := range at {
		cell = cell*len(t.Dims[d].Categories) + k
	}
	return cell
}

func (s *sum) add(figure int, sign int64) {
	s.figures = append(s.figures, figure)
	s.signs = append(s.signs, sign)
}

func (b *book) addRelation(r Relation) {
	s := sum{total: -1}
	for _, ref := range r.Plus {
		s.add(b.index[ref.Table][ref.Cell], 1)
	}
	for _, ref := range r.Minus {
		s.add(b.index[ref.Table][ref.Cell], -1)
	}
	b.sums = append(b.sums, s)
}

// noteShares marks the parts that hold too large a part of their total along a
// sensitive dim, both of the figure and of the people behind it. Where all was
// decided before and nothing goes out now, it is too late.
func (b *book) noteShares(s sum, t Table, sensitive bool) {
	total := b.figures[s.total]
	possible := 0
	for _, f := range s.figures[1:] {
		if !b.figures[f].Impossible {
			possible++
		}
	}
	if !sensitive || possible < 2 || b.decided(t) {
		return
	}
	for _, f := range s.figures[1:] {
		e := &b.figures[f]
		if e.Value > 0 && b.nearly(e.Value, total.Value) && b.nearly(e.Contributors, total.Contributors) {
			if b.mixedByRounding(total.Value) {
				b.mixed = append(b.mixed, [2]int{f, s.total})
				continue
			}
			e.alike = true
			b.groups = append(b.groups, [2]int{f, s.total})
		}
	}
}

// nearly tells whether a part is nearly all of a total, or all of it.
func (b *book) nearly(part, total int64) bool {
	return part == total || 100*part > b.rules.GroupPercent*total
}

// decided tells whether every figure of a table was shown or withheld before,
// and none goes out now.
func (b *book) decided(t Table) bool {
	if !t.Unpublished {
		return false
	}
	table := 0
	for b.tables[table].Name != t.Name {
		table++
	}
	for _, f := range b.index[table] {
		if e := b.figures[f]; !e.unpublished || !e.Public && !e.Withheld && !e.Impossible {
			return false
		}
	}
	return true
}
