package history_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// An entrant is somebody who came on a day.
type entrant struct {
	day         schemas.Day
	nationality int
	sex         int
}

var (
	start         = day("2019-01-01")
	nationalities = []string{"syrie", "somalie", "eritrea", "irak", "iran"}
	regions       = []string{"azie", "afrika", "afrika", "azie", "azie"}
	sexes         = []string{"man", "vrouw"}
)

func day(s string) schemas.Day {
	d, err := schemas.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(from, to string) schemas.Period { return schemas.Period{From: day(from), To: day(to)} }

// policy is that of a pilot, without its dearest demands.
func policy() disclosure.Policy { return disclosure.DefaultPolicy() }

// crossed counts who came in a period by region and nationality, and sex.
func crossed(people []entrant, p schemas.Period) disclosure.Table {
	nationality := disclosure.Dim{Name: "nationaliteit", Label: "Nationaliteit", Categories: []disclosure.Category{{Code: "totaal", Label: "Alle", Total: true}}}
	for _, region := range []string{"azie", "afrika"} {
		nationality.Categories = append(nationality.Categories, disclosure.Category{Code: region, Label: region, Parent: "totaal", Total: true})
		for i, n := range nationalities {
			if regions[i] == region {
				nationality.Categories = append(nationality.Categories, disclosure.Category{Code: n, Label: n, Parent: region})
			}
		}
	}
	sex := disclosure.Dim{Name: "geslacht", Label: "Geslacht", Categories: []disclosure.Category{{Code: "totaal", Label: "Allen", Total: true}, {Code: "man", Label: "man"}, {Code: "vrouw", Label: "vrouw"}}}
	return tally("instroom_nationaliteit", []disclosure.Dim{nationality, sex}, func(add func(codes ...[]string)) {
		for _, x := range people {
			if p.From <= x.day && x.day <= p.To {
				add([]string{"totaal", regions[x.nationality], nationalities[x.nationality]}, []string{"totaal", sexes[x.sex]})
			}
		}
	})
}

// byQuarter counts who came in a period by year and quarter.
func byQuarter(people []entrant, p schemas.Period, name, dim string) disclosure.Table {
	time := disclosure.Dim{Name: dim, Label: "Tijd", Categories: []disclosure.Category{{Code: "totaal", Label: "Hele periode", Total: true}}}
	for d := p.From; d <= p.To; d++ {
		y, q := codesOf(d)
		if !slices.ContainsFunc(time.Categories, func(c disclosure.Category) bool { return c.Code == y }) {
			time.Categories = append(time.Categories, disclosure.Category{Code: y, Label: y, Parent: "totaal", Total: true})
		}
		if !slices.ContainsFunc(time.Categories, func(c disclosure.Category) bool { return c.Code == q }) {
			time.Categories = append(time.Categories, disclosure.Category{Code: q, Label: q, Parent: y})
		}
	}
	return tally(name, []disclosure.Dim{time}, func(add func(codes ...[]string)) {
		for _, x := range people {
			if p.From <= x.day && x.day <= p.To {
				y, q := codesOf(x.day)
				add([]string{"totaal", y, q})
			}
		}
	})
}

func codesOf(d schemas.Day) (year, quarter string) {
	y, m, _ := d.Date()
	return fmt.Sprint(y), fmt.Sprintf("%d-K%d", y, (m+2)/3)
}

// tally counts into a table: each call of add gives, for each dim, the codes that
// a person counts under.
func tally(name string, dims []disclosure.Dim, each func(add func(codes ...[]string))) disclosure.Table {
	t := disclosure.Table{Name: name, Title: "Tabel " + name, Kind: disclosure.Flow, Population: "ingestroomd", Unit: disclosure.UnitPersons, Dims: dims}
	size := 1
	for _, d := range dims {
		size *= len(d.Categories)
	}
	t.Cells = make([]disclosure.Cell, size)
	each(func(codes ...[]string) {
		at := []int{0}
		for d, dim := range dims {
			var next []int
			for _, base := range at {
				for _, code := range codes[d] {
					c := slices.IndexFunc(dim.Categories, func(c disclosure.Category) bool { return c.Code == code })
					next = append(next, base*len(dim.Categories)+c)
				}
			}
			at = next
		}
		for _, i := range at {
			t.Cells[i].Value++
			t.Cells[i].Contributors++
		}
	})
	return t
}

// invent makes people who come one after the other over three years.
func invent(r *rand.Rand, n int) []entrant {
	var all []entrant
	for range n {
		all = append(all, entrant{start + schemas.Day(r.Intn(3*365)), min(r.Intn(7), 4), r.Intn(2)})
	}
	return all
}

// some are n people of one kind who came on a day.
func some(n int, on, nationality string) []entrant {
	return slices.Repeat([]entrant{{day(on), slices.Index(nationalities, nationality), 0}}, n)
}

// A register releases tables one after the other, as the house does.
type register struct {
	t        testing.TB
	releases []history.Release
}

func (r *register) past() *history.Past { return history.NewPast(r.releases) }

// release protects tables beside the past and remembers them.
func (r *register) release(purpose schemas.Purpose, p schemas.Period, tables ...disclosure.Table) (*disclosure.Safe, error) {
	safe, err := r.past().Protect(tables, nil, policy(), p)
	if err == nil {
		r.remember(purpose, p, tables, safe)
	}
	return safe, err
}

// alone protects tables as if nothing had ever left.
func (r *register) alone(purpose schemas.Purpose, p schemas.Period, tables ...disclosure.Table) *disclosure.Safe {
	r.t.Helper()
	safe, err := disclosure.Protect(tables, nil, policy())
	if err != nil {
		r.t.Fatal(err)
	}
	r.remember(purpose, p, tables, safe)
	return safe
}

func (r *register) remember(purpose schemas.Purpose, p schemas.Period, tables []disclosure.Table, safe *disclosure.Safe) {
	made := history.Release{Number: int64(len(r.releases)) + 1, Purpose: purpose, Period: p, Recipients: []string{"onderzoek"},
		Made: time.Date(2022, 1, 10, 0, 0, 0, 0, time.UTC)}
	made.Remember(tables, nil, safe)
	r.releases = append(r.releases, made)
}

func (r *register) must(safe *disclosure.Safe, err error) *disclosure.Safe {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	return safe
}

// shown reads a cell of a safe by its codes.
func shown(safe *disclosure.Safe, table string, codes ...string) (int64, bool) {
	p := safe.Table(table)
	at := 0
	for d, dim := range p.Dims {
		at = at*len(dim.Categories) + slices.IndexFunc(dim.Categories, func(c disclosure.Category) bool { return c.Code == codes[d] })
	}
	value, status := p.At(at)
	return value, status == disclosure.Shown
}
