package disclosure

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// grid makes a table of persons over two dims with totals last, from the inner
// counts.
func grid(name string, inner ...[]int64) Table {
	t := Table{Name: name, Kind: Flow, Population: "people", Unit: UnitPersons, Dims: []Dim{{Name: "row"}, {Name: "col"}}}
	total := make([]int64, len(inner[0]))
	for i := range len(inner) + 1 {
		t.Dims[0].Categories = append(t.Dims[0].Categories, Category{Code: "r" + string(rune('0'+i)), Total: i == len(inner)})
	}
	for j := range len(total) + 1 {
		t.Dims[1].Categories = append(t.Dims[1].Categories, Category{Code: "c" + string(rune('0'+j)), Total: j == len(total)})
	}
	add := func(row []int64) {
		var sum int64
		for j, v := range row {
			t.Cells = append(t.Cells, Cell{Value: v, Contributors: v})
			sum += v
			total[j] += v
		}
		t.Cells = append(t.Cells, Cell{Value: sum, Contributors: sum})
	}
	for _, row := range inner {
		add(row)
	}
	last := append([]int64(nil), total...)
	add(last)
	return t
}

func five() Policy {
	p := DefaultPolicy()
	p.Threshold, p.HealthThreshold, p.Width = 5, 5, 5
	return p
}

func mustProtect(t *testing.T, p Policy, relations []Relation, tables ...Table) *Safe {
	t.Helper()
	safe, err := Protect(tables, relations, p)
	if err != nil {
		t.Fatal(err)
	}
	return safe
}

func statusOf(p Published, cell int) Status {
	_, s := p.At(cell)
	return s
}

// One mark stands for small and complementary cells alike, and a suppressed
// figure is not in the Published at all.
func TestOneMarkAndNoValueBehindIt(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{3, 20}, []int64{30, 40})
	pub := mustProtect(t, five(), nil, table).Table("a")
	for i := range table.Cells {
		if v, s := pub.At(i); s == Suppressed && v != 0 {
			t.Errorf("cell %d carries a value behind its dot", i)
		}
	}
	if statusOf(pub, 0) != Suppressed || statusOf(pub, 1) != Suppressed || statusOf(pub, 4) != Suppressed {
		t.Error("the small cell and those around it are not all suppressed")
	}
}

// Two small cells under a known total are one group, which is small as well.
func TestSmallGroupUnderKnownTotal(t *testing.T) {
	t.Parallel()
	p := five()
	p.Width, p.InsiderWidth, p.Threshold, p.HealthThreshold = 1, 1, 10, 10
	table := grid("a", []int64{3, 4, 20}, []int64{3, 4, 20}, []int64{30, 40, 50})
	pub := mustProtect(t, p, nil, table).Table("a")
	var hidden int64
	for c := range 3 {
		if statusOf(pub, c) == Suppressed {
			hidden += table.Cells[c].Value
		}
	}
	if statusOf(pub, 3) == Shown && hidden < p.Threshold {
		t.Errorf("%d people can be worked out under a threshold of %d", hidden, p.Threshold)
	}
}

// Where nearly everybody of a group has the same outcome, the table tells
// about all of them without any small cell.
func TestGroupDisclosure(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{30, 0}, []int64{20, 25}, []int64{22, 31})
	table.Dims[1].Sensitive = true
	safe := mustProtect(t, five(), nil, table)
	pub := safe.Table("a")
	if statusOf(pub, 0) != Suppressed {
		t.Fatal("all 30 of a group are shown in one category")
	}
	a := newAttacker([]Table{table}, safe.Tables(), five(), 1)
	f := a.index[figureName(table, 0)]
	if !a.fits(f, 27, a.low, a.high) && !a.fits(f, 26, a.low, a.high) {
		t.Error("the published table still tells that more than 90 percent are in one category")
	}

	table.Dims[1].Sensitive = false
	safe = mustProtect(t, five(), nil, table)
	if statusOf(safe.Table("a"), 0) != Shown {
		t.Error("a full category of what everybody knows is suppressed")
	}
	if diff := cmp.Diff([]Ref{{"a", 0}}, safe.Control().Groups); diff != "" {
		t.Errorf("groups on the control sheet (-want +got):\n%s", diff)
	}
}

// A figure that stands in two tables is suppressed in both, and the tables
// protect each other's margins.
func TestLinkedTables(t *testing.T) {
	t.Parallel()
	a := grid("a", []int64{3, 20}, []int64{30, 40})
	margin := Table{Name: "b", Kind: Flow, Population: "people", Unit: UnitPersons, Dims: []Dim{a.Dims[0]}, Cells: []Cell{a.Cells[2], a.Cells[5], a.Cells[8]}}
	p := five()
	safe := mustProtect(t, p, nil, a, margin)
	for r := range 3 {
		if statusOf(safe.Table("a"), 3*r+2) != statusOf(safe.Table("b"), r) {
			t.Errorf("row total %d is shown in one table and suppressed in the other", r)
		}
	}
	margin.Cells[0].Value++
	margin.Cells[0].Contributors++
	margin.Cells[2].Value++
	margin.Cells[2].Contributors++
	_, err := Protect([]Table{a, margin}, nil, p)
	if !errors.Is(err, ErrNotAdditive) {
		t.Fatalf("two values for one figure: %v, want ErrNotAdditive", err)
	}
	if strings.Contains(err.Error(), "23") || strings.Contains(err.Error(), "24") {
		t.Errorf("the error tells a figure: %v", err)
	}
}

// Nights and persons of the same people are shown or suppressed together.
func TestUnitsOfTheSamePeople(t *testing.T) {
	t.Parallel()
	persons := grid("persons", []int64{3, 20}, []int64{30, 40})
	nights := grid("nights", []int64{900, 4_000_000}, []int64{9_000_000, 5_000_000})
	nights.Unit = "nachten"
	for i := range nights.Cells {
		nights.Cells[i].Contributors = persons.Cells[i].Contributors
		nights.Cells[i].Largest = nights.Cells[i].Value / 100
	}
	nights.Cells[0].Largest = 300
	safe := mustProtect(t, five(), nil, persons, nights)
	for i := range persons.Cells {
		if statusOf(safe.Table("persons"), i) != statusOf(safe.Table("nights"), i) {
			t.Errorf("cell %d is shown in one unit only", i)
		}
	}
}

// One long stay makes a sum of nights disclosive though many stayed.
func TestDominance(t *testing.T) {
	t.Parallel()
	nights := grid("nights", []int64{500, 400}, []int64{300, 200})
	nights.Unit = "nachten"
	for i := range nights.Cells {
		nights.Cells[i].Contributors = []int64{12, 12, 24, 12, 12, 24, 24, 24, 48}[i]
		nights.Cells[i].Largest = 40
	}
	if s := statusOf(mustProtect(t, five(), nil, nights).Table("nights"), 0); s != Shown {
		t.Error("a cell without a dominant person is suppressed")
	}
	nights.Cells[0].Largest = 400
	if s := statusOf(mustProtect(t, five(), nil, nights).Table("nights"), 0); s != Suppressed {
		t.Error("a cell with 80 percent of one person is shown")
	}
}

// The health threshold is above the general one.
func TestHealthThreshold(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{12, 20}, []int64{30, 40})
	if statusOf(mustProtect(t, DefaultPolicy(), nil, table).Table("a"), 0) != Shown {
		t.Error("12 people are suppressed at a threshold of 10")
	}
	table.Dims[1].Categories[0].Health = true
	if statusOf(mustProtect(t, DefaultPolicy(), nil, table).Table("a"), 0) != Suppressed {
		t.Error("12 people are shown in a health category")
	}
}

// What left in an earlier release is known. If that leaves a small cell open,
// there is nothing to be done but to refuse.
func TestEarlierReleases(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{3, 20}, []int64{30, 40})
	table.Cells[4].Withheld = true
	table.Cells[1].Public = true
	safe := mustProtect(t, five(), nil, table)
	if statusOf(safe.Table("a"), 4) != Suppressed || statusOf(safe.Table("a"), 1) != Shown {
		t.Error("an earlier release is contradicted")
	}
	if statusOf(safe.Table("a"), 2) != Suppressed {
		t.Error("a small cell can be subtracted from its row")
	}
	for i := range table.Cells {
		table.Cells[i].Public = i > 0
	}
	if _, err := Protect([]Table{table}, nil, five()); !errors.Is(err, ErrUnprotectable) {
		t.Errorf("a small cell among public figures: %v, want ErrUnprotectable", err)
	}
}

// stock(start) + in - out = stock(end) gives a small inflow away unless one of
// the others is suppressed too.
func TestRelation(t *testing.T) {
	t.Parallel()
	var tables []Table
	for i, v := range []int64{40, 3, 13, 30} {
		kind := Stock
		if i == 1 || i == 2 {
			kind = Flow
		}
		name := []string{"start", "in", "out", "end"}[i]
		tables = append(tables, Table{Name: name, Kind: kind, Population: name, Unit: UnitPersons, Cells: []Cell{{Value: v, Contributors: v}}})
	}
	identity := []Relation{{Plus: []Ref{{"start", 0}, {"in", 0}}, Minus: []Ref{{"out", 0}, {"end", 0}}}}
	safe := mustProtect(t, five(), identity, tables...)
	hidden := 0
	for _, p := range safe.Tables() {
		if statusOf(p, 0) == Suppressed {
			hidden++
		}
	}
	if hidden < 2 || statusOf(safe.Table("in"), 0) != Suppressed {
		t.Errorf("%d figures of the stock identity are suppressed", hidden)
	}
	tables[3].Cells[0] = Cell{Value: 31, Contributors: 31}
	if _, err := Protect(tables, identity, five()); !errors.Is(err, ErrNotAdditive) {
		t.Errorf("a broken stock identity: %v, want ErrNotAdditive", err)
	}
}

// Input that does not add up or is not a tree is refused.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Table){
		"a total that is off by one":    func(t *Table) { t.Cells[2].Value++; t.Cells[2].Contributors++ },
		"a cell too few":                func(t *Table) { t.Cells = t.Cells[:8] },
		"a negative count":              func(t *Table) { t.Cells[0] = Cell{Value: -1, Contributors: -1} },
		"persons without contributors":  func(t *Table) { t.Cells[0].Contributors = 0 },
		"a code twice":                  func(t *Table) { t.Dims[0].Categories[1].Code = "r0" },
		"a parent that is not there":    func(t *Table) { t.Dims[0].Categories[0].Parent = "elsewhere" },
		"a parent that is no total":     func(t *Table) { t.Dims[0].Categories[0].Parent = "r1" },
		"no kind":                       func(t *Table) { t.Kind = 0 },
		"no name":                       func(t *Table) { t.Name = "" },
		"two root totals":               func(t *Table) { t.Dims[0].Categories[0].Total = true },
		"an impossible cell in use":     func(t *Table) { t.Cells[0].Impossible = true },
		"a second part above the first": func(t *Table) { t.Cells[1].SecondLargest = 5 },
		"a figure too large":            func(t *Table) { t.Cells[0] = Cell{Value: 1 << 50, Contributors: 1 << 50} },
	} {
		table := grid("a", []int64{3, 20}, []int64{30, 40})
		spoil(&table)
		if _, err := Protect([]Table{table}, nil, five()); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestPolicyRefusals(t *testing.T) {
	t.Parallel()
	if err := DefaultPolicy().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Policy){
		"threshold below the floor":  func(p *Policy) { p.Threshold = 4 },
		"health below the threshold": func(p *Policy) { p.HealthThreshold = 9 },
		"no width":                   func(p *Policy) { p.Width = 0 },
		"no insider width":           func(p *Policy) { p.InsiderWidth = 0 },
		"dominance of everything":    func(p *Policy) { p.DominancePercent = 101 },
		"any group share":            func(p *Policy) { p.GroupPercent = 10 },
		"no coalition of even one":   func(p *Policy) { p.Coalition = 0 },
		"a coalition of a crowd":     func(p *Policy) { p.Coalition = 4 },
		"p of more than everything":  func(p *Policy) { p.PPercent = 101 },
	} {
		p := DefaultPolicy()
		spoil(&p)
		if p.Validate() == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// The same input gives the same pattern, and millions change nothing about it.
func TestSameInputSamePattern(t *testing.T) {
	t.Parallel()
	tables := parcel(400)
	first, second := mustProtect(t, DefaultPolicy(), nil, tables[:4]...), mustProtect(t, DefaultPolicy(), nil, tables[:4]...)
	if !reflect.DeepEqual(first, second) {
		t.Error("two runs over the same tables differ")
	}
	big := grid("a", []int64{3, 20_000_000}, []int64{3_000_000_000, 4_000_000})
	if statusOf(mustProtect(t, five(), nil, big).Table("a"), 8) != Shown {
		t.Error("the grand total of a large table is suppressed")
	}
}
