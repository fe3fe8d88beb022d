package history_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

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

func drawStays(t *rapid.T) (all []stay) {
	n := rapid.IntRange(20, 110).Draw(t, "stays")
	skew := rapid.IntRange(0, 3).Draw(t, "skew") // of the reasons, so that some hold nearly all
	random := rapid.Uint64().Draw(t, "seed")
	next := func(n int) int {
		random = random*6364136223846793005 + 1442695040888963407
		return int(random>>33) % n
	}
	for range n {
		s := stay{day: start + schemas.Day(next(2*365)), nights: int64(1 + next(40)*next(10))}
		for d, leaves := range stayLeaves {
			c := next(len(leaves))
			if d == 1 && next(4) < skew {
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
	var groups, rounded, exposed, beside, crews int
	rapid.Check(t, func(t *rapid.T) {
		stays, p := drawStays(t), policy()
		p.InsiderWidth = rapid.Int64Range(1, 10).Draw(t, "insider width")
		p.Coalition = rapid.IntRange(1, 2).Draw(t, "coalition")
		if rapid.Bool().Draw(t, "staff") {
			p.Staff = []string{"organisatie"}
		}
		if rapid.IntRange(0, 2).Draw(t, "rounded") == 0 {
			p.Rounding = rounding().Rounding
		}
		nights := rapid.Bool().Draw(t, "nights")
		corrected := rapid.Bool().Draw(t, "corrected")
		var releases []history.Release
		var read []*history.Release
		for n, to := range []string{"2019-12-31", "2020-08-31", "2020-12-31"}[:rapid.SampledFrom([]int{1, 1, 2, 3}).Draw(t, "releases")] {
			if n > 0 && corrected {
				stays[n].of[1] = 5
			}
			over := period("2019-01-01", to)
			tables := stayTables(stays, over, nights)
			safe, err := history.NewPast(releases).Protect(tables, nil, p, over)
			if errors.Is(err, disclosure.ErrUnprotectable) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			made := history.Release{Number: int64(len(releases) + 1), Purpose: schemas.Evaluator, Period: over, Made: time.Date(2022, 1, 10+n, 0, 0, 0, 0, time.UTC)}
			made.Sheet.Tables, made.Sheet.Policy = safe.Control().Tables, safe.Control().Policy
			made.Remember(tables, nil, safe)
			var file bytes.Buffer
			if err := made.Write(&file); err != nil {
				t.Fatal(err)
			}
			r, err := history.Read(&file)
			if err != nil {
				t.Fatal(err)
			}
			releases, read = append(releases, r), append(read, &r)
			report, err := r.Prove(func(n int64) (*history.Release, error) { return read[n-1], nil })
			if err != nil {
				t.Fatal(err)
			}
			if c := safe.Control(); c.Rounding.Base == 0 && report.Exposed != len(c.Exposed) {
				t.Errorf("%d figures are exposed, and the control sheet says %d", report.Exposed, len(c.Exposed))
			}
			groups, rounded, exposed, beside = groups+report.Groups, rounded+report.Rounded, exposed+report.Exposed, beside+report.Beside
			for _, c := range r.Proof.Certificates {
				if len(c.Known) > 0 {
					crews++
				}
			}
		}
	})
	if groups == 0 || rounded == 0 || beside == 0 || crews == 0 {
		t.Error("the cases are too easy")
	}
	t.Logf("groups %d, rounded %d, exposed %d, beside earlier releases %d, against insiders %d", groups, rounded, exposed, beside, crews)
}
