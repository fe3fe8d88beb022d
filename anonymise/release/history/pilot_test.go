package history_test

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// A guest is somebody in an invented pilot: the day on which he came and, for
// each dim, which category he is of.
type guest struct {
	day schemas.Day
	of  []int
}

// pilotDims are what a pilot counts by: nationality in groups of four, shelter,
// reason, sex and age.
func pilotDims() []disclosure.Dim {
	var dims []disclosure.Dim
	for _, d := range []struct {
		name  string
		size  int
		group int
	}{{"nationaliteit", 12, 4}, {"organisatie", 5, 0}, {"reden", 4, 0}, {"geslacht", 2, 0}, {"leeftijd", 3, 0}} {
		dim := disclosure.Dim{Name: d.name, Categories: []disclosure.Category{{Code: "totaal", Total: true}}}
		for i := range d.size {
			up := "totaal"
			if d.group > 0 {
				up = fmt.Sprint("groep ", i/d.group)
				if i%d.group == 0 {
					dim.Categories = append(dim.Categories, disclosure.Category{Code: up, Parent: "totaal", Total: true})
				}
			}
			dim.Categories = append(dim.Categories, disclosure.Category{Code: fmt.Sprint(i), Parent: up})
		}
		dims = append(dims, dim)
	}
	return dims
}

// pilot invents so many guests over three years; some categories are rare.
func pilot(n int) []guest {
	r := rand.New(rand.NewSource(17))
	var all []guest
	for range n {
		g := guest{day: start + schemas.Day(r.Intn(3*365))}
		for _, size := range []int{12, 5, 4, 2, 3} {
			g.of = append(g.of, int(float64(size)*math.Pow(r.Float64(), 1.3)))
		}
		all = append(all, g)
	}
	return all
}

// pilotTables counts who came in a period in so many tables of two dims.
func pilotTables(guests []guest, p schemas.Period, tables int) []disclosure.Table {
	dims := pilotDims()
	var out []disclosure.Table
	for _, by := range [][2]int{{0, 3}, {1, 2}, {1, 3}, {0, 1}, {1, 4}, {2, 4}}[:tables] {
		pair := []disclosure.Dim{dims[by[0]], dims[by[1]]}
		out = append(out, tally(pair[0].Name+" en "+pair[1].Name, pair, func(add func(codes ...[]string)) {
			for _, g := range guests {
				if p.From <= g.day && g.day <= p.To {
					add(above(pair[0], g.of[by[0]]), above(pair[1], g.of[by[1]]))
				}
			}
		}))
	}
	return out
}

// above are the codes that a category counts under, with its own.
func above(d disclosure.Dim, category int) []string {
	var codes []string
	for code := fmt.Sprint(category); code != ""; {
		codes = append(codes, code)
		at := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == code })
		code = d.Categories[at].Parent
	}
	return codes
}

// quarters are the last days of ten quarters.
var quarters = []string{"2019-09-30", "2019-12-31", "2020-03-31", "2020-06-30", "2020-09-30",
	"2020-12-31", "2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"}

// Ten cumulative parcels of a pilot, a quarter apart: all leave, and from all that
// has left together no small difference between two of them follows.
func TestTenReleasesOfAPilot(t *testing.T) {
	t.Parallel()
	r, apart := register{t: t}, register{t: t}
	guests := pilot(1500)
	for i, end := range quarters {
		p := period("2019-01-01", end)
		tables := pilotTables(guests, p, 2)
		if i < 2 {
			apart.alone(schemas.Evaluator, p, tables...)
		}
		r.must(r.release(schemas.Evaluator, p, tables...))
	}
	small, derived, where := entrants(r.releases, policy().Threshold)
	if derived > 0 || small == 0 {
		t.Errorf("%d of %d small differences can be worked out: %s", derived, small, where)
	}
	_, alone, _ := entrants(apart.releases, policy().Threshold)
	if alone == 0 {
		t.Error("released by themselves they give nothing away: the case is too easy")
	}
	t.Logf("%d small differences between ten releases", small)
}

// BenchmarkPilot judges the first, third and tenth cumulative parcel beside all
// earlier ones.
func BenchmarkPilot(b *testing.B) {
	guests := pilot(2065)
	r := register{t: b}
	for i, end := range quarters {
		p := period("2019-01-01", end)
		tables := pilotTables(guests, p, 6)
		if i == 0 || i == 2 || i == 9 {
			b.Run(fmt.Sprint(i+1), func(b *testing.B) {
				for b.Loop() {
					r.past().Protect(tables, nil, policy(), p)
				}
				b.ReportMetric(float64(len(r.releases)), "earlier")
			})
		}
		r.release(schemas.Evaluator, p, tables...)
	}
}
