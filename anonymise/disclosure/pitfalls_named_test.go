package disclosure

import (
	"errors"
	"testing"
)

// The cases here are the classic mistakes of disclosure control in tables that
// pitfalls_test.go and testdata do not hold yet.

// single is a table of one figure.
func single(name string, n int64, public bool) Table {
	return Table{Name: name, Kind: Flow, Population: name, Unit: UnitPersons, Cells: []Cell{{Value: n, Contributors: n, Public: public}}}
}

// equal says that figures of single tables add up to others.
func equal(plus, minus []string) (r Relation) {
	for _, p := range plus {
		r.Plus = append(r.Plus, Ref{p, 0})
	}
	for _, m := range minus {
		r.Minus = append(r.Minus, Ref{m, 0})
	}
	return r
}

// An odd cycle: in fractions the small figures have room to move, in whole
// numbers of persons they have none. A width that linear programming finds is no
// protection.
func TestIntegerGap(t *testing.T) {
	t.Parallel()
	p := five()
	p.Width, p.InsiderWidth, p.Coalition = 1, 1, 1
	// x + y and y + z are known, and x + z up to u, which is 1, 2 or 3. For u to
	// move by one, y would have to move by half a person.
	relations := []Relation{
		equal([]string{"x", "y"}, []string{"xy"}), equal([]string{"y", "z"}, []string{"yz"}),
		equal([]string{"x", "z"}, []string{"rest", "u"}), equal([]string{"u", "v"}, []string{"uv"}),
	}
	system := func(public bool) []Table {
		return []Table{
			single("x", 20, false), single("y", 3, false), single("z", 20, false), single("u", 2, false), single("v", 2, false),
			single("xy", 23, public), single("yz", 23, public), single("rest", 38, public), single("uv", 4, public),
		}
	}
	if _, err := Protect(system(true), relations, p); !errors.Is(err, ErrUnprotectable) {
		t.Errorf("whole numbers leave nothing open, and yet: %v", err)
	}
	tables := system(false)
	open := map[string]bool{}
	for _, c := range mustProtect(t, p, relations, tables...).Certificates() {
		low, high := worldOf(tables, c.Low), worldOf(tables, c.High)
		if !addsUp(tables, relations, low) || !addsUp(tables, relations, high) {
			t.Fatalf("a world for %v does not add up", c.Cell)
		}
		open[c.Cell.Table] = high[c.Cell] > low[c.Cell]
	}
	for _, name := range []string{"y", "u", "v"} {
		if !open[name] {
			t.Errorf("%s is not proved open", name)
		}
	}
}

// nightsOf gives a grid of persons its nights: so many each, and one who stays
// longest.
func nightsOf(persons Table, each, largest, second int64) Table {
	t := persons
	t.Name, t.Unit = "nights", "nachten"
	t.Cells = nil
	for _, c := range persons.Cells {
		t.Cells = append(t.Cells, Cell{Value: c.Value * each, Contributors: c.Value, Largest: min(largest, c.Value*each), SecondLargest: min(second, c.Value*each-min(largest, c.Value*each))})
	}
	return t
}

// "Not exactly known" is not enough for sums: the interval around a suppressed
// sum must be wide in proportion to it.
func TestSumsStayOpenInProportion(t *testing.T) {
	t.Parallel()
	nights := nightsOf(grid("a", []int64{4, 40}, []int64{50, 60}), 100, 110, 100)
	p := five()
	for _, c := range mustProtect(t, p, nil, nights).Certificates() {
		low, high := worldOf([]Table{nights}, c.Low), worldOf([]Table{nights}, c.High)
		if v := truth([]Table{nights}, c.Cell); c.Attacker == "buitenstaander" && (high[c.Cell]-low[c.Cell])*100 < v*p.WidthPercent {
			t.Errorf("cell %d is open by %d of %d only", c.Cell.Cell, high[c.Cell]-low[c.Cell], v)
		}
	}
}

// A level in proportion to a figure of zero is zero: a few persons with no
// nights at all need an interval as well.
func TestSumOfZeroIsProtected(t *testing.T) {
	t.Parallel()
	nights := nightsOf(grid("a", []int64{40, 40}, []int64{50, 60}), 100, 110, 100)
	nights.Cells[0] = Cell{Contributors: 3}
	for _, c := range []int{2, 6, 8} {
		nights.Cells[c].Value -= 4000
		nights.Cells[c].Contributors -= 37
	}
	safe := mustProtect(t, five(), nil, nights)
	if statusOf(safe.Table("nights"), 0) != Suppressed {
		t.Fatal("three persons with no nights are shown")
	}
	for _, c := range safe.Certificates() {
		if c.Cell.Cell == 0 && c.Attacker == "buitenstaander" {
			low, high := worldOf([]Table{nights}, c.Low), worldOf([]Table{nights}, c.High)
			if high[c.Cell]-low[c.Cell] < five().Width {
				t.Error("the zero is open by less than the width")
			}
			return
		}
	}
	t.Error("the zero has no certificate")
}

// Three single persons in a row, under a total that is known: each pair of them
// works out the third.
func TestSingletonsJoinForces(t *testing.T) {
	t.Parallel()
	p := five()
	p.Threshold, p.HealthThreshold, p.Width, p.InsiderWidth = 5, 5, 1, 1
	table := grid("a", []int64{1, 1, 1, 6}, []int64{20, 30, 40, 50}, []int64{21, 31, 41, 51})
	for coalition := 1; coalition <= 3; coalition++ {
		p.Coalition = coalition
		safe := mustProtect(t, p, nil, table)
		a := newAttacker([]Table{table}, safe.Tables(), p, 1)
		low, high := a.low, a.high
		for c := range coalition {
			f := a.index[figureName(table, c)]
			low[f], high[f] = 1, 1
		}
		for c := coalition; c < 3; c++ {
			if f := a.index[figureName(table, c)]; !a.fits(f, 2, low, high) && !a.fits(f, 3, low, high) {
				t.Errorf("%d who join forces find out about number %d", coalition, c+1)
			}
		}
	}
}

// A zero under a total of zero is no suppression: hiding it hides nothing, so it
// is shown and nothing rests on it.
func TestZeroUnderZeroHidesNothing(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{0, 0}, []int64{3, 20}, []int64{30, 40})
	pub := mustProtect(t, five(), nil, table).Table("a")
	for c := range 3 {
		if statusOf(pub, c) != Shown {
			t.Errorf("zero %d is suppressed", c)
		}
	}
}

// Where everybody in a small group has one outcome, dots beside zeros tell it as
// well as figures would. Another outcome must be possible.
func TestSmallGroupOfOneOutcome(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{3, 0, 0}, []int64{20, 30, 25}, []int64{22, 31, 40})
	table.Dims[1].Sensitive = true
	pub := mustProtect(t, five(), nil, table).Table("a")
	if statusOf(pub, 1) == Shown && statusOf(pub, 2) == Shown {
		t.Error("all of the group have the one outcome that is not shown as zero")
	}
}

// Two groupings of one classification that do not nest (under 25, under 20) give
// away what stands between them, if that is small.
func TestGroupingsThatDoNotNest(t *testing.T) {
	t.Parallel()
	tables := []Table{single("under 20", 30, false), single("under 25", 32, false), single("20 to 24", 2, false), single("all", 90, false)}
	tables[2].Unpublished = true
	safe := mustProtect(t, five(), []Relation{equal([]string{"under 20", "20 to 24"}, []string{"under 25"})}, tables...)
	if statusOf(safe.Table("under 20"), 0) == Shown && statusOf(safe.Table("under 25"), 0) == Shown {
		t.Error("two people of 20 to 24 are found by subtraction")
	}
	if len(safe.Tables()) != 3 {
		t.Error("what lies between is published")
	}
}

// Who disappears between two releases is a small group too, and a correction
// that lowers a figure must not tell how many.
func TestSmallGroupThatDisappears(t *testing.T) {
	t.Parallel()
	tables := []Table{single("before", 40, true), single("now", 38, false), single("left", 2, false), single("came", 0, false)}
	for _, i := range []int{0, 2, 3} {
		tables[i].Unpublished = true
	}
	tables[3].Cells[0].Impossible = true
	relation := equal([]string{"before", "came"}, []string{"now", "left"})
	if s := statusOf(mustProtect(t, five(), []Relation{relation}, tables...).Table("now"), 0); s != Suppressed {
		t.Error("two who left are found by subtraction")
	}
}

// Staff take their own people off a total; with two organisations the other one
// is what is left.
func TestStaffOfTwoOrganisations(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{3, 20}, []int64{30, 40}, []int64{35, 45})
	table.Dims[1].Name = "organisatie"
	p := five()
	p.Staff = []string{"organisatie"}
	safe := mustProtect(t, p, nil, table)
	a := newAttacker([]Table{table}, safe.Tables(), p, 1)
	for _, own := range []int{1, 4, 7, 10} {
		f := a.index[figureName(table, own)]
		a.low[f], a.high[f] = a.truth[f], a.truth[f]
	}
	if low, high := a.interval(a.index[figureName(table, 0)], p.InsiderWidth, a.low, a.high); high-low < p.InsiderWidth {
		t.Errorf("the other organisation knows that %d to %d are not its own", low, high)
	}
	last := safe.Control().Models[len(safe.Control().Models)-1]
	if last.SmallestWidth < p.InsiderWidth || last.Name != "medewerker die alle mensen van de eigen organisatie kent" {
		t.Errorf("the control sheet says %+v", last)
	}
}

// The second largest contributor takes his part off a sum that many share.
func TestPPercentRule(t *testing.T) {
	t.Parallel()
	nights := nightsOf(grid("a", []int64{20, 40}, []int64{50, 60}), 10, 40, 30)
	if s := statusOf(mustProtect(t, five(), nil, nights).Table("nights"), 0); s != Shown {
		t.Error("a sum in which nobody stands out is suppressed")
	}
	nights.Cells[0].Largest, nights.Cells[0].SecondLargest = 100, 95
	if s := statusOf(mustProtect(t, five(), nil, nights).Table("nights"), 0); s != Suppressed {
		t.Error("the second contributor comes within five percent of the largest")
	}
	p := five()
	p.PPercent = 0
	if s := statusOf(mustProtect(t, p, nil, nights).Table("nights"), 0); s != Shown {
		t.Error("the rule is applied though it is off")
	}
}
