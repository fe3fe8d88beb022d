package history_test

import (
	"math/rand"
	"slices"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// A visit is a guest who came, perhaps not for the first time.
type visit struct {
	person int
	guest
}

// visits invents guests of whom two in five come back once or twice.
func visits(persons int) []visit {
	r := rand.New(rand.NewSource(23))
	var all []visit
	for i, g := range pilot(persons) {
		all = append(all, visit{i, g})
		for r.Intn(5) < 2 && g.day < day("2021-12-31") {
			g.day += 1 + schemas.Day(r.Intn(int(day("2021-12-31")-g.day)))
			all = append(all, visit{i, g})
		}
	}
	slices.SortStableFunc(all, func(a, b visit) int { return a.person - b.person })
	return all
}

// visitTables counts the stays that began in a period, by nationality and sex and by
// sex and age: two tables in which the same people stand by sex.
func visitTables(all []visit, p schemas.Period) []disclosure.Table {
	dims := pilotDims()
	var out []disclosure.Table
	for _, by := range [][2]int{{0, 3}, {3, 4}} {
		pair := []disclosure.Dim{dims[by[0]], dims[by[1]]}
		t := tally(pair[0].Name+" en "+pair[1].Name, pair, func(add func(codes ...[]string)) {
			for _, s := range all {
				if p.From <= s.day && s.day <= p.To {
					add(above(pair[0], s.of[by[0]]), above(pair[1], s.of[by[1]]))
				}
			}
		})
		// The same again, each person once: nobody changes nationality, sex or age.
		last := -1
		once := tally("personen", pair, func(add func(codes ...[]string)) {
			for _, s := range all {
				if p.From <= s.day && s.day <= p.To && s.person != last {
					add(above(pair[0], s.of[by[0]]), above(pair[1], s.of[by[1]]))
				}
				if p.From <= s.day && s.day <= p.To {
					last = s.person
				}
			}
		})
		t.Unit = "verblijven"
		for i := range t.Cells {
			t.Cells[i].Contributors = once.Cells[i].Value
		}
		out = append(out, t)
	}
	return out
}

// Cumulative parcels of stays, of which many are of people who came back: all
// leave, ten where the people between two releases can be counted and five where
// they cannot, and no small difference can be worked out.
func TestReleasesOfStays(t *testing.T) {
	t.Parallel()
	all := visits(400)
	for counts, ends := range map[bool][]string{true: quarters, false: quarters[:5]} {
		r := register{t: t}
		for _, end := range ends {
			p := period("2019-01-01", end)
			tables := visitTables(all, p)
			past := r.past()
			if counts {
				past = past.Counting(func(part schemas.Period) []disclosure.Table { return visitTables(all, part) })
			}
			safe := r.must(past.Protect(tables, nil, policy(), p))
			r.remember(schemas.Evaluator, p, tables, safe)
		}
		if small, derived, where := entrants(r.releases, policy().Threshold); derived > 0 || small == 0 {
			t.Errorf("counted again: %v: %d of %d small differences can be worked out: %s", counts, derived, small, where)
		}
	}
}

// The only man of his nationality in half a year arrives between two quarters, and
// comes back in the next: no two of the three releases tell of him.
func TestOneManComesTwice(t *testing.T) {
	t.Parallel()
	all := visits(700)
	all = slices.DeleteFunc(all, func(s visit) bool { return s.of[0] == 11 && s.of[3] == 0 && s.day > day("2020-03-31") })
	for _, on := range []string{"2020-05-01", "2020-08-01"} {
		all = append(all, visit{9999, guest{day(on), []int{11, 0, 0, 0, 1}}})
	}
	r := register{t: t}
	for _, end := range []string{"2020-03-31", "2020-06-30", "2020-09-30"} {
		p := period("2019-01-01", end)
		tables := visitTables(all, p)
		past := r.past().Counting(func(part schemas.Period) []disclosure.Table { return visitTables(all, part) })
		r.remember(schemas.Evaluator, p, tables, r.must(past.Protect(tables, nil, policy(), p)))
	}
	a := newAttacker(r.releases)
	of := r.releases[0].Tables[0]
	at := slices.IndexFunc(of.Dims[0].Categories, func(c disclosure.Category) bool { return c.Code == "11" })*len(of.Dims[1].Categories) + 1
	for _, two := range [][2]int{{0, 1}, {1, 2}, {0, 2}} {
		if d := r.releases[two[1]].Tables[0].Cells[at].Value - r.releases[two[0]].Tables[0].Cells[at].Value; d < 1 || d > 2 {
			t.Fatalf("%d came: the case is not what it says", d)
		}
		if a.knows(map[int]int64{a.offset[two[1]][at]: 1, a.offset[two[0]][at]: -1}) {
			t.Errorf("that he came between release %d and %d can be worked out", two[0]+1, two[1]+1)
		}
	}
}

// Without a past there is nothing to count.
func TestCountingNothing(t *testing.T) {
	t.Parallel()
	var none *history.Past
	if none.Counting(nil) != nil {
		t.Error("a past came out of nothing")
	}
}
