package history_test

import (
	"testing"

	"lvv/anonymise/disclosure"
)

// byReason is a table by reason of leaving, with its total.
func byReason(name, population, unit, dim string, counts ...int64) disclosure.Table {
	t := disclosure.Table{Name: name, Title: name, Kind: disclosure.Flow, Population: population, Unit: unit,
		Dims:  []disclosure.Dim{{Name: dim, Label: "Reden", Categories: []disclosure.Category{{Code: "totaal", Label: "Alle", Total: true}}}},
		Cells: make([]disclosure.Cell, 1)}
	for i, n := range counts {
		code := string(rune('a' + i))
		t.Dims[0].Categories = append(t.Dims[0].Categories, disclosure.Category{Code: code, Label: code})
		t.Cells = append(t.Cells, disclosure.Cell{Value: n, Contributors: n, Largest: 1})
		t.Cells[0].Value += n
		t.Cells[0].Contributors += n
	}
	t.Cells[0].Largest = 1
	return t
}

// Of 40 stays that ended for reason a, 39 were of people who left for good: the
// one who came back must not be found by subtraction, whether the two tables leave
// after each other, the other way around, or together, and whether the whole calls
// the dim by the same name or not.
func TestWhatAPartLeavesOfItsWhole(t *testing.T) {
	t.Parallel()
	for _, dim := range []string{"reden", "oorzaak"} {
		whole := byReason("uitstroom", "verblijven", "verblijven", dim, 40, 50, 60, 70)
		part := byReason("vertrokken", "personen", disclosure.UnitPersons, "reden", 39, 30, 30, 40)
		part.PartOf = disclosure.Whole{Population: "verblijven", Unit: "verblijven"}
		if dim != "reden" {
			part.PartOf.Dim, part.PartOf.As = "reden", dim
		}
		apart := part
		apart.PartOf = disclosure.Whole{}
		for name, c := range map[string]struct {
			first, second []disclosure.Table
			hides         bool
		}{
			"the part after the whole": {[]disclosure.Table{whole}, []disclosure.Table{part}, true},
			"the whole after the part": {[]disclosure.Table{part}, []disclosure.Table{whole}, true},
			"together":                 {nil, []disclosure.Table{whole, part}, true},
			"of other people":          {[]disclosure.Table{whole}, []disclosure.Table{apart}, false},
		} {
			r := register{t: t}
			year := period("2019-01-01", "2019-12-31")
			if c.first != nil {
				if _, err := r.release("evaluator", year, c.first...); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			safe, err := r.release("monitor", year, c.second...)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			hidden := 0
			for _, p := range safe.Tables() {
				if _, status := p.At(1); status == disclosure.Suppressed {
					hidden++
				}
			}
			if (hidden > 0) != c.hides {
				t.Errorf("%s, by %s: %d figures of reason a are hidden", name, dim, hidden)
			}
		}
	}
}

// Six of all who left came back: the total of the part is hidden too.
func TestASmallRemainderOfATotal(t *testing.T) {
	t.Parallel()
	whole := byReason("uitstroom", "verblijven", "verblijven", "reden", 40, 50)
	part := byReason("vertrokken", "personen", disclosure.UnitPersons, "reden", 39, 45)
	part.PartOf = disclosure.Whole{Population: "verblijven", Unit: "verblijven"}
	r := register{t: t}
	year := period("2019-01-01", "2019-12-31")
	if _, err := r.release("evaluator", year, whole); err != nil {
		t.Fatal(err)
	}
	safe, err := r.release("monitor", year, part)
	if err != nil {
		t.Fatal(err)
	}
	if _, status := safe.Tables()[0].At(0); status != disclosure.Suppressed {
		t.Errorf("the total of who left is %v", status)
	}
}
