package disclosure

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// A history is a series of releases of one table that counts everybody who has
// entered so far.
type history struct {
	tables    []Table     // as they were at each release
	published []Published // as they went out
}

// next returns the tables and relations of the joint system in which the next
// release must be safe: what went out before, who entered between any two, and
// new = old + entered.
func (h history) next(table Table) (tables []Table, relations []Relation) {
	all := append(slices.Clone(h.tables), table)
	for k, t := range all {
		t.Name, t.Population = fmt.Sprint("release ", k), fmt.Sprint("until ", k)
		if k < len(h.published) {
			t.Unpublished = true
			t.Cells = slices.Clone(t.Cells)
			for c := range t.Cells {
				t.Cells[c].Public = statusOf(h.published[k], c) == Shown
				t.Cells[c].Withheld = !t.Cells[c].Public
			}
		}
		tables = append(tables, t)
		if k == 0 {
			continue
		}
		d := all[k]
		d.Name, d.Population, d.Unpublished = fmt.Sprint("entered ", k), fmt.Sprint("entered in ", k), true
		d.Cells = nil
		for c := range t.Cells {
			n := all[k].Cells[c].Value - all[k-1].Cells[c].Value
			d.Cells = append(d.Cells, Cell{Value: n, Contributors: n})
			relations = append(relations, Relation{
				Plus:  []Ref{{t.Name, c}},
				Minus: []Ref{{fmt.Sprint("release ", k-1), c}, {d.Name, c}},
			})
		}
		tables = append(tables, d)
	}
	return tables, relations
}

// derivable counts the cells of 1 to threshold-1 persons that entered between
// two releases, and those for which no pair of worlds shows that they are open.
// The worlds are checked by addition against all that was ever published.
func derivable(t *testing.T, h history, tables []Table, relations []Relation, certificates []Certificate, threshold int64) (small, exact int) {
	t.Helper()
	shown := map[string]Published{}
	for k, p := range h.published {
		shown[fmt.Sprint("release ", k)] = p
	}
	open := map[Ref]bool{}
	for _, c := range certificates {
		low, high := worldOf(tables, c.Low), worldOf(tables, c.High)
		for _, w := range []map[Ref]int64{low, high} {
			if !addsUp(tables, relations, w) {
				t.Fatalf("a world for %v does not add up", c.Cell)
			}
			for _, table := range tables {
				for i, cell := range table.Cells {
					now, known := w[Ref{table.Name, i}], false
					if p, ok := shown[table.Name]; ok {
						known = statusOf(p, i) == Shown || cell.Value == 0
					}
					if known && now != cell.Value || now < 0 {
						t.Fatalf("a world for %v can be told from the truth in %s, cell %d", c.Cell, table.Name, i)
					}
				}
			}
		}
		open[c.Cell] = open[c.Cell] || high[c.Cell] > low[c.Cell]
	}
	for _, table := range tables {
		if !strings.HasPrefix(table.Name, "entered") {
			continue
		}
		for i, c := range table.Cells {
			if c.Value > 0 && c.Value < threshold {
				small++
				if !open[Ref{table.Name, i}] {
					exact++
				}
			}
		}
	}
	return small, exact
}

// release makes five releases, each safe together with those before it, or
// each by itself.
func release(t *testing.T, snapshots []Table, p Policy, jointly bool) history {
	t.Helper()
	var h history
	for _, table := range snapshots {
		tables, relations := []Table{table}, []Relation(nil)
		if jointly {
			tables, relations = h.next(table)
		}
		safe, err := Protect(tables, relations, p)
		if err != nil {
			t.Fatalf("release %d: %v", len(h.tables), err)
		}
		if len(safe.Tables()) != 1 {
			t.Fatalf("release %d publishes %d tables", len(h.tables), len(safe.Tables()))
		}
		h.tables = append(h.tables, table)
		h.published = append(h.published, safe.Tables()[0])
	}
	return h
}

// cumulative invents what a table counts at five moments, of people who enter
// one after the other.
func cumulative(r *rand.Rand, n int) []Table {
	sizes := []int{4, 3}
	persons := people(r, n, sizes)
	var out []Table
	for k := 1; k <= 5; k++ {
		out = append(out, crossed("table", persons[:n*k/5], sizes, []int{0, 1}, true))
	}
	return out
}

// Five releases, each safe by itself, give away most of the small groups that
// entered between them. Released as one system they give away none.
func TestCumulativeReleases(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(3))
	var small, alone int
	for round := range 3 {
		snapshots := cumulative(r, 60+30*round)
		h := release(t, snapshots, five(), true)
		last := len(h.tables) - 1
		tables, relations := history{h.tables[:last], h.published[:last]}.next(h.tables[last])
		safe, err := Protect(tables, relations, five())
		if err != nil {
			t.Fatal(err)
		}
		n, exact := derivable(t, h, tables, relations, safe.Certificates(), 5)
		if exact > 0 {
			t.Errorf("round %d: %d of %d small groups of entrants are not proved open", round, exact, n)
		}
		if found := narrowed(t, h, tables, relations, 5); found > 0 {
			t.Errorf("round %d: %d of %d small groups of entrants are found exactly", round, found, n)
		}
		small += n
		h = release(t, snapshots, five(), false)
		tables, relations = history{h.tables[:last], h.published[:last]}.next(h.tables[last])
		alone += narrowed(t, h, tables, relations, 5)
	}
	if alone*10 < small {
		t.Errorf("released by themselves they give away %d of %d small groups: the case is too easy", alone, small)
	}
	t.Logf("%d small groups of entrants; %d of them are found exactly if each release stands alone", small, alone)
}

// narrowed counts the small groups of entrants that somebody finds exactly who
// narrows bounds by all sums and differences. He shares no code with the package.
func narrowed(t *testing.T, h history, tables []Table, relations []Relation, threshold int64) (exact int) {
	t.Helper()
	var shown []Published
	for _, table := range tables {
		p := Published{values: make([]int64, len(table.Cells)), status: make([]Status, len(table.Cells))}
		var k int
		if n, _ := fmt.Sscanf(table.Name, "release %d", &k); n == 1 {
			p = h.published[k]
		}
		shown = append(shown, p)
	}
	a := newAttacker(tables, shown, Policy{Threshold: threshold}, 1)
	for _, r := range relations {
		a.relate(tables, r)
	}
	if !a.narrow(a.low, a.high) {
		t.Fatal("what was published contradicts itself")
	}
	for _, table := range tables {
		for c, cell := range table.Cells {
			f := a.index[figureName(table, c)]
			if strings.HasPrefix(table.Name, "entered") && cell.Value > 0 && cell.Value < threshold && a.low[f] == a.high[f] {
				exact++
			}
		}
	}
	return exact
}

// What is out is out: a small group between two earlier releases does not stop
// the next, but the privacy officer sees it. If the next itself would give a
// group away, and what is public leaves no way out, it is refused with the
// cells and the earlier release that is to blame.
func TestWhatEarlierReleasesGaveAway(t *testing.T) {
	t.Parallel()
	one := func(n int64) Table {
		return Table{Name: "t", Kind: Flow, Population: "t", Unit: UnitPersons, Cells: []Cell{{Value: n, Contributors: n}}}
	}
	var h history
	for _, n := range []int64{20, 23} {
		h.tables = append(h.tables, one(n))
		h.published = append(h.published, mustProtect(t, five(), nil, one(n)).Tables()[0])
	}
	tables, relations := h.next(one(40))
	safe := mustProtect(t, five(), relations, tables...)
	if s := statusOf(safe.Table("release 2"), 0); s != Shown {
		t.Error("a group of three between two earlier releases stops the next")
	}
	if got := safe.Control().Exposed; len(got) != 1 || got[0].Table != "entered 1" {
		t.Errorf("exposed are %v, want the group between the first two", got)
	}
	if got := safe.Control().Tables; len(got) != 1 || got[0].Primary+got[0].Secondary != 0 {
		t.Errorf("cells of tables that do not go out are counted: %v", got)
	}

	// The next release may hide its figure; but what other reports have given
	// away it cannot.
	tables, relations = h.next(one(25))
	if s := statusOf(mustProtect(t, five(), relations, tables...).Table("release 2"), 0); s != Suppressed {
		t.Error("a figure that gives away two people by subtraction is shown")
	}
	for _, name := range []string{"men", "women", "all"} {
		t := one(map[string]int64{"men": 25, "women": 3, "all": 28}[name])
		t.Name, t.Population = name, name
		t.Cells[0].Public, t.Unpublished = name != "women", name == "all"
		tables = append(tables, t)
	}
	relations = append(relations, Relation{Plus: []Ref{{"all", 0}}, Minus: []Ref{{"men", 0}, {"women", 0}}})
	_, err := Protect(tables, relations, five())
	var because *Unprotected
	if !errors.Is(err, ErrUnprotectable) || !errors.As(err, &because) {
		t.Fatalf("two public figures give away three women: %v", err)
	}
	if len(because.Cells) != 1 || because.Cells[0].Table != "women" {
		t.Errorf("the cells are %v, want women", because.Cells)
	}
	if len(because.Because) == 0 || because.Because[0].Table != "men" && because.Because[0].Table != "all" {
		t.Errorf("to blame are %v, want the public figures", because.Because)
	}
	if strings.Contains(err.Error(), "25") || strings.Contains(err.Error(), "28") || !strings.Contains(err.Error(), "women") {
		t.Errorf("the error must name tables and no figure: %v", err)
	}
}
