package history_test

import (
	"errors"
	"math/rand"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// A stay is one of an invented person, by the places of his categories and with
// its nights.
type stay struct {
	day    schemas.Day
	of     []int
	nights int64
}

// stayDims are what the invented stays are counted by. The reason is sensitive, and
// one reason is of health.
func stayDims() []disclosure.Dim {
	total := disclosure.Category{Code: "totaal", Total: true}
	return []disclosure.Dim{
		{Name: "organisatie", Categories: []disclosure.Category{total, {Code: "a"}, {Code: "b"}, {Code: "c"}}},
		{Name: "reden", Sensitive: true, Categories: []disclosure.Category{total,
			{Code: "bestendig", Parent: "totaal", Total: true}, {Code: "terug", Parent: "bestendig"}, {Code: "status", Parent: "bestendig"},
			{Code: "art64", Parent: "totaal", Health: true}, {Code: "mob", Parent: "totaal"}}},
		{Name: "geslacht", Categories: []disclosure.Category{total, {Code: "man"}, {Code: "vrouw"}}},
	}
}

// stayLeaves are the categories of each dim that are no totals.
var stayLeaves = [][]int{{1, 2, 3}, {2, 3, 4, 5}, {1, 2}}

// inventStays makes stays; with skew most end for one reason.
func inventStays(r *rand.Rand) (all []stay) {
	n, skew := 20+r.Intn(90), r.Intn(4)
	for range n {
		s := stay{day: start + schemas.Day(r.Intn(2*365)), nights: int64(1 + r.Intn(40)*r.Intn(10))}
		for d, leaves := range stayLeaves {
			c := r.Intn(len(leaves))
			if d == 1 && r.Intn(4) < skew {
				c = 0
			}
			s.of = append(s.of, leaves[c])
		}
		all = append(all, s)
	}
	return all
}

// stayTables counts stays of a period by two dims, in persons and in nights.
func stayTables(all []stay, over schemas.Period, nights bool) (out []disclosure.Table) {
	dims := stayDims()
	for _, by := range [][2]int{{0, 1}, {1, 2}} {
		t := disclosure.Table{Name: dims[by[0]].Name + " en " + dims[by[1]].Name, Kind: disclosure.Flow, Population: "vertrokken", Unit: disclosure.UnitPersons,
			Dims: []disclosure.Dim{dims[by[0]], dims[by[1]]}}
		n := t
		n.Name, n.Unit = "nachten naar "+t.Name, "nachten"
		wide := len(t.Dims[1].Categories)
		t.Cells, n.Cells = make([]disclosure.Cell, len(t.Dims[0].Categories)*wide), make([]disclosure.Cell, len(t.Dims[0].Categories)*wide)
		for _, s := range all {
			if s.day < over.From || s.day > over.To {
				continue
			}
			for _, r := range upwards(t.Dims[0], s.of[by[0]]) {
				for _, c := range upwards(t.Dims[1], s.of[by[1]]) {
					x, y := &t.Cells[r*wide+c], &n.Cells[r*wide+c]
					x.Value, x.Contributors = x.Value+1, x.Contributors+1
					y.Value, y.Contributors = y.Value+s.nights, y.Contributors+1
					if s.nights > y.Largest {
						y.Largest, y.SecondLargest = s.nights, y.Largest
					} else {
						y.SecondLargest = max(y.SecondLargest, s.nights)
					}
				}
			}
		}
		if out = append(out, t); nights {
			out = append(out, n)
		}
	}
	return out
}

// upwards are a category and those above it.
func upwards(d disclosure.Dim, c int) []int {
	if c == 0 {
		return []int{0}
	}
	all := []int{c, 0}
	for i, x := range d.Categories {
		if i > 0 && x.Code == d.Categories[c].Parent {
			all = append(all, i)
		}
	}
	return all
}

// What disclosure control lets through, whatever its rules, is proved by what is
// remembered of it: with stays and nights, groups of nearly everybody, staff, those
// who join forces, rounding, and several releases.
func TestWhateverLeavesIsProved(t *testing.T) {
	t.Parallel()
	var groups, rounded, beside, crews int
	for seed := range int64(20) {
		r := rand.New(rand.NewSource(seed))
		stays, p := inventStays(r), policy()
		p.InsiderWidth, p.Coalition = 1+r.Int63n(10), 1+r.Intn(2)
		if r.Intn(2) == 0 {
			p.Staff = []string{"organisatie"}
		}
		if r.Intn(3) == 0 {
			p.Rounding = rounding().Rounding
		}
		house := register{t: t}
		house.stays(stays, p, 1+r.Intn(3), r.Intn(2) == 0, r.Intn(2) == 0)
		reports, _ := house.prove()
		for i, x := range reports {
			groups, rounded, beside = groups+x.Groups, rounded+x.Rounded, beside+x.Beside
			for _, c := range house.releases[i].Proof.Certificates {
				if len(c.Known) > 0 {
					crews++
				}
			}
		}
	}
	if groups == 0 || rounded == 0 || beside == 0 || crews == 0 {
		t.Error("the cases are too easy")
	}
	t.Logf("groups %d, rounded %d, beside earlier releases %d, against insiders %d", groups, rounded, beside, crews)
}

// stays releases tables of stays so many times, as far as they can be protected.
func (r *register) stays(all []stay, p disclosure.Policy, times int, nights, corrected bool) {
	r.t.Helper()
	for n, to := range []string{"2019-12-31", "2020-08-31", "2020-12-31"}[:times] {
		if n > 0 && corrected {
			all[n].of[1] = 5
		}
		over := period("2019-01-01", to)
		tables := stayTables(all, over, nights)
		safe, err := r.past().Protect(tables, nil, p, over)
		if errors.Is(err, disclosure.ErrUnprotectable) {
			continue
		}
		made := history.Release{Number: int64(len(r.releases) + 1), Purpose: schemas.Evaluator, Period: over}
		r.must(safe, err)
		made.Sheet.Tables, made.Sheet.Policy = safe.Control().Tables, safe.Control().Policy
		made.Remember(tables, nil, safe)
		r.releases = append(r.releases, made)
	}
}
