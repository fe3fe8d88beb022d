package linked

import (
	"errors"
	"strings"
	"testing"
)

// dim is a classification into some categories and their total.
func dim(name string, sensitive bool, codes ...string) Dim {
	d := Dim{Name: name, Sensitive: sensitive, Categories: []Category{{Code: "total", Total: true}}}
	for _, c := range codes {
		d.Categories = append(d.Categories, Category{Code: c, Parent: "total"})
	}
	return d
}

// counted makes a table of persons, totals included, of rows of figures; those
// that are hidden are negative.
func counted(name string, rows ...[]int64) Table {
	t := Table{Name: name, Population: name, Unit: "persons", Persons: true,
		Dims: []Dim{dim("row", false, "r0", "r1", "r2"), dim("col", false, "c0", "c1", "c2")}, Cells: make([]Cell, 16)}
	for r, row := range rows {
		for c, v := range row {
			n := max(v, -v)
			for _, i := range []int{0, 4 * (r + 1), c + 1, 4*(r+1) + c + 1} {
				t.Cells[i].Value += n
				t.Cells[i].Contributors += n
				t.Cells[i].Standing = Shown
			}
			if v < 0 {
				t.Cells[4*(r+1)+c+1].Standing = Point
			}
		}
	}
	for i := range t.Cells {
		t.Cells[i].Printed = t.Cells[i].Value
	}
	return t
}

// cell is the place of a row and column of the only table.
func cell(r, c int) Ref { return Ref{0, 4*(r+1) + c + 1} }

// shift moves so many from r0 to the other row, in column c0, and back in another.
func shift(s *System, by int64, row, col int) int {
	var w []Change
	for _, x := range []struct {
		at   Ref
		sign int64
	}{{cell(0, 0), 1}, {cell(0, col), -1}, {cell(row, 0), -1}, {cell(row, col), 1}} {
		w = append(w, Change{x.at, s.Tables[0].Cells[x.at.Cell].Value + x.sign*by})
	}
	s.Worlds = append(s.Worlds, w)
	return len(s.Worlds) - 1
}

// grid is a table with one small figure, three in r0 and c0, and one person alone
// in r0 and c1; both have certificates.
func grid() System {
	s := System{Tables: []Table{counted("a", []int64{-3, -1, -20}, []int64{-20, -15, -20}, []int64{-20, -20, -20})}}
	low, high := shift(&s, -2, 1, 1), shift(&s, 8, 1, 2)
	s.Certificates = append(s.Certificates, Certificate{Cell: cell(0, 0), Attacker: "outsider", Low: low, High: high})
	s.Certificates = append(s.Certificates, Certificate{Cell: cell(0, 0), Attacker: "the one in r0, c1", Known: []Ref{cell(0, 1)}, Low: Truth, High: high})
	s.Worlds = append(s.Worlds, []Change{{cell(0, 1), 11}, {cell(0, 2), 10}, {cell(1, 1), 5}, {cell(1, 2), 30}})
	s.Certificates = append(s.Certificates, Certificate{Cell: cell(0, 1), Attacker: "outsider", Low: Truth, High: len(s.Worlds) - 1})
	return s
}

func rules() Rules {
	return Rules{Threshold: 10, HealthThreshold: 15, Width: 10, InsiderWidth: 5, WidthPercent: 20, DominancePercent: 50, GroupPercent: 90, PPercent: 10, Coalition: 1}
}

func TestGridIsProved(t *testing.T) {
	t.Parallel()
	got, err := Check(grid(), rules())
	want := Report{Certificates: 3, Worlds: 3, Points: 9, Small: 2, Insiders: 1}
	if err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
}

// Each thing that can be wrong is found, and said.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want   string
		change func(s *System, r *Rules)
	}{
		{"the table is not whole", func(s *System, _ *Rules) { s.Tables[0].Cells = s.Tables[0].Cells[:15] }},
		{"the figure is no count", func(s *System, _ *Rules) { s.Tables[0].Cells[5].Value = -3 }},
		{"does not add up with", func(s *System, _ *Rules) { s.Tables[0].Cells[5].Value, s.Tables[0].Cells[5].Contributors = 4, 4 }},
		{"the persons behind it", func(s *System, _ *Rules) { s.Tables[0].Cells[5].Contributors = 2 }},
		{"said to be impossible", func(s *System, _ *Rules) { s.Tables[0].Cells[5].Impossible = true }},
		{"another one in another table", func(s *System, _ *Rules) {
			s.Tables = append(s.Tables, counted("a", []int64{4}))
		}},
		{"printed otherwise in another table", func(s *System, _ *Rules) {
			again := counted("a", []int64{3, 1, 20}, []int64{20, 15, 20}, []int64{20, 20, 20})
			s.Tables = append(s.Tables, again)
		}},
		{"in a table that nobody printed", func(s *System, _ *Rules) { s.Tables[0].Origin = Derived }},
		{"printed as another number", func(s *System, _ *Rules) { s.Tables[0].Cells[0].Printed++ }},
		{"it is too small and it is shown", func(s *System, _ *Rules) { s.Tables[0].Cells[5].Standing, s.Tables[0].Cells[5].Printed = Shown, 3 }},
		{"gives away a group of hidden figures", func(s *System, _ *Rules) { s.Tables[0].Cells[7].Standing = Shown }},
		{"shown in one unit and hidden in another", func(s *System, _ *Rules) {
			stays := counted("a", []int64{3, 1, 20}, []int64{20, 15, 20}, []int64{20, 20, 20})
			stays.Unit, stays.Persons = "stays", false
			for i := range stays.Cells {
				stays.Cells[i].Contributors = s.Tables[0].Cells[i].Contributors
			}
			for i := range stays.Cells {
				if stays.Cells[i].Contributors < 10 {
					stays.Cells[i].Standing = Point
				}
			}
			s.Tables = append(s.Tables, stays)
		}},
		{"a cell that is not there, or beyond", func(s *System, _ *Rules) { s.Worlds[0][0].Cell.Cell = 16 }},
		{"a cell that is not there, or beyond", func(s *System, _ *Rules) { s.Worlds[0][0].Value = maxValue + 1 }},
		{"makes it less than nothing", func(s *System, _ *Rules) { s.Worlds[0] = s.Worlds[shift(s, -4, 1, 1)] }},
		{"makes it zero, which would be shown", func(s *System, _ *Rules) { s.Worlds[0] = s.Worlds[shift(s, -3, 1, 1)] }},
		{"changes it, and it is known", func(s *System, _ *Rules) { s.Worlds[0] = append(s.Worlds[0], Change{Ref{0, 0}, 1}) }},
		{"gives it two values", func(s *System, _ *Rules) { s.Worlds[0] = append(s.Worlds[0], Change{cell(0, 0), 2}) }},
		{"does not add up in a world", func(s *System, _ *Rules) { s.Worlds[0] = s.Worlds[0][:3] }},
		{"a cell or a world that is not there", func(s *System, _ *Rules) { s.Certificates[0].High = 9 }},
		{"a cell or a world that is not there", func(s *System, _ *Rules) { s.Certificates[0].Cell.Table = 1 }},
		{"one certificate twice", func(s *System, _ *Rules) { s.Certificates = append(s.Certificates, s.Certificates[0]) }},
		{"too small and has no certificate", func(s *System, _ *Rules) { s.Certificates = s.Certificates[1:] }},
		{"lie too close together", func(s *System, r *Rules) { r.Width = 11 }},
		{"lie too close together", func(s *System, _ *Rules) { s.Certificates[0].Low, s.Certificates[0].High = 1, 0 }},
		{"and needs none", func(s *System, _ *Rules) { s.Certificates[0].Cell = cell(1, 1) }},
		{"what the attacker knows", func(s *System, _ *Rules) { s.Certificates[1].Known = append(s.Certificates[1].Known, cell(0, 2)) }},
		{"against somebody who knows another", func(s *System, _ *Rules) { s.Certificates = append(s.Certificates[:1], s.Certificates[2]) }},
		{"against somebody who knows another", func(_ *System, r *Rules) { r.Staff = []string{"row"} }},
		{"as nearly all of a total, and it is not", func(s *System, _ *Rules) {
			whole := Ref{0, 4}
			s.Certificates = append(s.Certificates, Certificate{Cell: cell(0, 2), Whole: &whole, High: 0, Low: Truth})
		}},
		{"an identity names a cell", func(s *System, _ *Rules) {
			s.Relations = []Relation{{[]Ref{{0, 0}}, []Ref{{1, 0}}}}
		}},
		{"an identity has one side", func(s *System, _ *Rules) { s.Relations = []Relation{{Plus: []Ref{{0, 0}}}} }},
		{"does not add up with", func(s *System, _ *Rules) {
			s.Relations = []Relation{{[]Ref{cell(0, 0)}, []Ref{cell(0, 1)}}}
		}},
		{"does not add up in a world", func(s *System, _ *Rules) {
			s.Relations = []Relation{{[]Ref{cell(2, 0)}, []Ref{cell(1, 0)}}}
		}},
		{"no identity says between what", func(s *System, _ *Rules) {
			s.Tables = append(s.Tables, Table{Name: "between", Population: "between", Unit: "persons", Persons: true, Origin: Derived, Cells: []Cell{{Value: 20, Contributors: 20}}})
		}},
	} {
		t.Run(c.want, func(t *testing.T) {
			t.Parallel()
			s, r := grid(), rules()
			c.change(&s, &r)
			_, err := Check(s, r)
			var f *Fault
			if !errors.As(err, &f) || !errors.Is(err, ErrNotProved) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Whoever works for r1 knows all of it; worlds that change r2 alone are open to him.
func TestStaffIsLeftACertificate(t *testing.T) {
	t.Parallel()
	s, r := grid(), rules()
	r.Staff = []string{"row"}
	s.Certificates = append(s.Certificates, Certificate{Cell: cell(0, 0), Attacker: "staff of r1", Known: []Ref{cell(1, 0), cell(1, 1), cell(1, 2)},
		Low: Truth, High: shift(&s, 8, 2, 2)})
	s.Worlds = append(s.Worlds, []Change{{cell(0, 1), 11}, {cell(0, 2), 10}, {cell(2, 1), 10}, {cell(2, 2), 30}})
	s.Certificates = append(s.Certificates, Certificate{Cell: cell(0, 1), Attacker: "staff of r1", Known: []Ref{cell(1, 1)}, Low: Truth, High: len(s.Worlds) - 1})
	if _, err := Check(s, r); err != nil {
		t.Error(err)
	}
}

// What an earlier release showed gives a difference away: nothing is asked of it
// then, and it is counted. Where it does not, a certificate is asked.
func TestGivenAway(t *testing.T) {
	t.Parallel()
	single := func(name string, origin Origin, value int64, standing Standing) Table {
		return Table{Name: name, Population: name, Unit: "persons", Persons: true, Origin: origin,
			Cells: []Cell{{Value: value, Contributors: value, Standing: standing, Printed: value}}}
	}
	s := System{
		Tables:    []Table{single("now", Fresh, 53, Shown), single("then", Earlier, 50, Shown), single("later", Earlier, 53, Shown), single("between", Derived, 3, Never)},
		Relations: []Relation{{[]Ref{{2, 0}}, []Ref{{1, 0}, {3, 0}}}, {[]Ref{{0, 0}}, []Ref{{2, 0}}}},
	}
	s.Tables[2].Release = 1
	if got, err := Check(s, rules()); err != nil || got.Exposed != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	s.Tables[2].Cells[0].Standing = Point // then the new table tells, and not the old ones
	if _, err := Check(s, rules()); err == nil || !strings.Contains(err.Error(), "has no certificate") {
		t.Errorf("got %v", err)
	}
}
