package disclosure

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrNotAdditive means that the tables contradict themselves or each other: a
// total is not the sum of its parts, or one figure has two values. Nothing may
// be released until the figures are computed again.
var ErrNotAdditive = errors.New("tables do not add up")

// maxValue bounds a figure, so that sums of figures cannot overflow and every
// figure has an exact float64.
const maxValue = 1 << 40

// A system is all tables of a parcel as one set of linear equations. What is
// published of it, an attacker can put into the equations.
type system struct {
	layouts   []*layout
	cells     [][]int // per table and cell: its unknown
	unknowns  []unknown
	figures   []figure
	equations []equation
	sums      int // the first equations are sums of a table, the others relations

	equationsOf [][]term // per unknown: the equations it takes part in, with its coefficient
	groups      []group
}

// An unknown is one figure in one unit. It may stand in several tables.
type unknown struct {
	value, contributors int64
	largest, second     int64
	figure              int
	persons             bool // counts persons
	health              bool
	impossible          bool
	rounded             bool // left rounded before, as printed
	printed             int64
	first               Ref   // where it stands first
	least, most         int64 // what the same people in another unit leave it, if they have left
	capped              bool  // most is a bound
}

// A figure is what rests on one group of people, in all units. It is shown or
// suppressed as a whole: a person count is bounded by the number of stays of
// the same people, so one of them must not be printed beside the other's dot. What
// has left in one unit only is two figures.
type figure struct {
	unknowns  []int
	public    bool
	withheld  bool
	published bool // stands in a table that goes out
	totals    int  // classifications of which it is a total
	twin      int  // 1 + the figure of the same people in other units of which one has left; 0 if none has
}

// An equation says that the sum of coefficient times unknown is zero.
type equation []term

type term struct {
	unknown int
	coef    int64
}

// floor is the least that an attacker holds possible for a figure of which he
// knows nothing else. A dot in a published table is not zero, because zeros are
// shown; of a figure that was never printed nobody knows that.
func (s *system) floor(u unknown) int64 {
	if f := s.figures[u.figure]; f.published || f.withheld {
		return max(u.least, min(1, u.value))
	}
	return u.least
}

// link turns tables and relations into one system, or refuses them.
func link(tables []Table, relations []Relation) (*system, error) {
	b := builder{system: &system{}, byName: map[string]int{}, byKey: map[string]int{}, byPeople: map[string]int{}, kinds: map[string]Kind{}}
	for i := range tables {
		if err := b.addTable(&tables[i]); err != nil {
			return nil, err
		}
	}
	b.settle()
	seen := map[string]bool{}
	for i, l := range b.layouts {
		if err := b.addSums(i, l, seen); err != nil {
			return nil, err
		}
	}
	b.sums = len(b.equations)
	b.equationsOf = append(b.equationsOf, make([][]term, len(b.unknowns)-len(b.equationsOf))...)
	for _, r := range relations {
		if err := b.addRelation(r); err != nil {
			return nil, err
		}
	}
	return b.system, nil
}

// addEquation adds an identity to the system.
func (s *system) addEquation(eq equation) {
	for len(s.equationsOf) < len(s.unknowns) {
		s.equationsOf = append(s.equationsOf, nil)
	}
	for _, t := range eq {
		s.equationsOf[t.unknown] = append(s.equationsOf[t.unknown], term{len(s.equations), t.coef})
	}
	s.equations = append(s.equations, eq)
}

type builder struct {
	*system
	byName   map[string]int  // table name to table
	byKey    map[string]int  // unit, population and coordinates to unknown
	byPeople map[string]int  // population and coordinates to figure
	marks    []mark          // per unknown
	kinds    map[string]Kind // population to kind
}

// addTable gives each cell its unknown, sharing those of earlier tables.
func (b *builder) addTable(t *Table) error {
	if _, twice := b.byName[t.Name]; twice || t.Name == "" {
		return fmt.Errorf("table %q has no name of its own", t.Name)
	}
	l, err := layOut(t)
	if err != nil {
		return err
	}
	if k, ok := b.kinds[t.Population]; ok && k != t.Kind {
		return fmt.Errorf("table %q: population %q is a stock in one table and a flow in another", t.Name, t.Population)
	}
	b.kinds[t.Population] = t.Kind
	b.byName[t.Name] = len(b.layouts)
	b.layouts = append(b.layouts, l)
	unknowns := make([]int, len(t.Cells))
	for i, c := range t.Cells {
		if err := checkCell(t, c); err != nil {
			return fmt.Errorf("table %q, %s: %w", t.Name, l.codes(i), err)
		}
		if unknowns[i], err = b.addCell(l, i); err != nil {
			return err
		}
	}
	b.cells = append(b.cells, unknowns)
	return nil
}

func checkCell(t *Table, c Cell) error {
	switch {
	case c.Value < 0 || c.Contributors < 0 || c.Largest < 0 || c.SecondLargest < 0:
		return errors.New("a negative figure")
	case c.Value > maxValue || c.Contributors > maxValue:
		return fmt.Errorf("a figure above %d", int64(maxValue))
	case c.Largest+c.SecondLargest > c.Value || c.SecondLargest > c.Largest:
		return errors.New("the largest contributions are more than the figure, or in the wrong order")
	case c.Impossible && (c.Value != 0 || c.Contributors != 0):
		return errors.New("an impossible cell that is not zero")
	case t.Unit == UnitPersons && c.Value != c.Contributors:
		return errors.New("a count of persons that differs from its contributors")
	case c.Value > 0 && c.Contributors == 0:
		return errors.New("a figure without contributors")
	}
	return nil
}

// addCell finds or makes the unknown of cell i.
func (b *builder) addCell(l *layout, i int) (int, error) {
	c, people := l.table.Cells[i], l.people(i)
	f, ok := b.byPeople[people]
	if !ok {
		f = len(b.figures)
		b.byPeople[people] = f
		b.figures = append(b.figures, figure{})
	}
	key := l.table.Unit + "\x00" + people
	u, ok := b.byKey[key]
	if !ok {
		u = len(b.unknowns)
		b.byKey[key] = u
		b.unknowns = append(b.unknowns, unknown{
			value: c.Value, contributors: c.Contributors, largest: c.Largest, second: c.SecondLargest, figure: f,
			persons: l.table.Unit == UnitPersons, impossible: c.Impossible,
			first: Ref{l.table.Name, i},
		})
		b.figures[f].unknowns, b.marks = append(b.figures[f].unknowns, u), append(b.marks, mark{})
	}
	x := &b.unknowns[u]
	if x.value != c.Value || x.contributors != c.Contributors || x.impossible != c.Impossible {
		return 0, fmt.Errorf("%w: table %q, %s: the same figure in table %q is another one", ErrNotAdditive, l.table.Name, l.codes(i), x.first.Table)
	}
	x.largest, x.second = max(x.largest, c.Largest), max(x.second, c.SecondLargest)
	x.health = x.health || l.isHealth(i)
	if c.Rounded {
		x.rounded, x.printed = true, c.Printed
	}
	m := &b.marks[u]
	m.public, m.withheld, m.published = m.public || c.Public, m.withheld || c.Withheld, m.published || !l.table.Unpublished
	b.figures[f].totals = max(b.figures[f].totals, l.totals(i))
	return u, nil
}

// totals counts the classifications of which cell i is a total.
func (l *layout) totals(i int) int {
	n := 0
	for d, dim := range l.table.Dims {
		if dim.Categories[l.category(i, d)].Total {
			n++
		}
	}
	return n
}

// people names the group of people that cell i rests on.
func (l *layout) people(i int) string {
	var parts []string
	for d, dim := range l.table.Dims {
		if c := l.category(i, d); c != l.root[d] {
			parts = append(parts, dim.Name+"\x01"+dim.Categories[c].Code)
		}
	}
	slices.Sort(parts)
	return l.table.Population + "\x00" + strings.Join(parts, "\x02")
}

// addSums adds the identities of one table that no earlier table has shown.
func (b *builder) addSums(table int, l *layout, seen map[string]bool) error {
	var err error
	l.sums(func(_, total int, parts []int) {
		if err != nil {
			return
		}
		if err = checkSum(l, total, parts); err != nil {
			return
		}
		eq := equation{{b.cells[table][total], -1}}
		for _, p := range parts {
			eq = append(eq, term{b.cells[table][p], 1})
		}
		eq = eq.tidy()
		if key := fmt.Sprint(eq); len(eq) > 0 && !seen[key] {
			seen[key] = true
			b.addEquation(eq)
		}
	})
	return err
}

// checkSum refuses a total that is not the sum of its parts, or that rests on
// a number of people that its parts cannot make up.
func checkSum(l *layout, total int, parts []int) error {
	var value, people, most int64
	for _, p := range parts {
		c := l.table.Cells[p]
		if value += c.Value; value > maxValue {
			break
		}
		people += c.Contributors
		most = max(most, c.Contributors)
	}
	t := l.table.Cells[total]
	if value != t.Value {
		return fmt.Errorf("%w: table %q, %s is not the sum of its parts", ErrNotAdditive, l.table.Name, l.codes(total))
	}
	if t.Contributors < most || t.Contributors > people {
		return fmt.Errorf("%w: table %q, %s: the persons behind it are not those behind its parts", ErrNotAdditive, l.table.Name, l.codes(total))
	}
	return nil
}

// addRelation adds an identity between cells of any tables.
func (b *builder) addRelation(r Relation) error {
	var eq equation
	var sum int64
	for _, side := range []struct {
		refs []Ref
		coef int64
	}{{r.Plus, 1}, {r.Minus, -1}} {
		for _, ref := range side.refs {
			t, ok := b.byName[ref.Table]
			if !ok || ref.Cell < 0 || ref.Cell >= len(b.cells[t]) {
				return fmt.Errorf("a relation names cell %d of table %q, which is not there", ref.Cell, ref.Table)
			}
			u := b.cells[t][ref.Cell]
			eq = append(eq, term{u, side.coef})
			sum += side.coef * b.unknowns[u].value
		}
	}
	if sum != 0 {
		return fmt.Errorf("%w: %s", ErrNotAdditive, b.describe(r))
	}
	if eq = eq.tidy(); len(eq) > 0 {
		b.addEquation(eq)
	}
	return nil
}

// describe names the cells of a relation by table and codes.
func (b *builder) describe(r Relation) string {
	side := func(refs []Ref) string {
		var names []string
		for _, ref := range refs {
			l := b.layouts[b.byName[ref.Table]]
			names = append(names, fmt.Sprintf("%s (%s)", ref.Table, l.codes(ref.Cell)))
		}
		return strings.Join(names, " + ")
	}
	return side(r.Plus) + " is not " + side(r.Minus)
}

// tidy sorts the terms by unknown, adds up those of one unknown, and drops
// those that cancel.
func (e equation) tidy() equation {
	slices.SortFunc(e, func(a, b term) int { return a.unknown - b.unknown })
	out := e[:0]
	for _, t := range e {
		if n := len(out); n > 0 && out[n-1].unknown == t.unknown {
			out[n-1].coef += t.coef
		} else {
			out = append(out, t)
		}
	}
	return slices.DeleteFunc(out, func(t term) bool { return t.coef == 0 })
}
