package disclosure

import (
	"errors"
	"math/rand"
	"strings"
	"testing"

	"lvv/anonymise/disclosure/bounds"
)

// rounded is the default policy with rounding to five.
func rounded() Policy {
	p := DefaultPolicy()
	p.Rounding = Rounding{Base: 5, Key: []byte("a secret of sixteen bytes or more")}
	return p
}

// stockAndFlow invents who was there, came, left and is there at the end, by two
// attributes, and the identities that tie the four tables together.
func stockAndFlow(r *rand.Rand, sizes []int) ([]Table, []Relation) {
	start, in := people(r, r.Intn(60), sizes), people(r, 1+r.Intn(60), sizes)
	var out, end [][]int
	for _, person := range append(append([][]int{}, start...), in...) {
		if r.Intn(2) == 0 {
			out = append(out, person)
		} else {
			end = append(end, person)
		}
	}
	var tables []Table
	for i, persons := range [][][]int{start, in, out, end} {
		t := crossed([]string{"start", "in", "out", "end"}[i], persons, sizes, []int{0, 1}, r.Intn(2) == 0)
		t.Population = t.Name
		if t.Name == "start" || t.Name == "end" {
			t.Kind = Stock
		}
		// A second table that shares a margin with the first.
		u := crossed(t.Name+"2", persons, sizes, []int{2}, false)
		u.Population, u.Kind = t.Population, t.Kind
		tables = append(tables, t, u)
	}
	var relations []Relation
	for c := range sizes[0] + 1 { // the total, then the categories that every table has
		ref := func(t int) []Ref { return []Ref{{tables[t].Name, c * len(tables[t].Dims[1].Categories)}} }
		relations = append(relations, Relation{Plus: append(ref(0), ref(2)...), Minus: append(ref(4), ref(6)...)})
	}
	return tables, relations
}

// Whatever the tables: every figure is a multiple of five next to the true one,
// everything adds up, and somebody who puts all of it together can take each
// small count for five values or more.
func TestRoundedTables(t *testing.T) {
	t.Parallel()
	rounds := 300
	if testing.Short() {
		rounds = 60
	}
	r := rand.New(rand.NewSource(3))
	cells, far, refused, least := 0, 0, 0, int64(1<<40)
	for round := range rounds {
		tables, relations := stockAndFlow(r, []int{4, 3, 2})
		safe, err := Protect(tables, relations, rounded())
		if errors.Is(err, ErrUnprotectable) {
			refused++
			continue
		}
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if safe.Rounding() != 5 || safe.Control().Rounding.Base != 5 || safe.Control().Policy.Rounding.Key != nil {
			t.Fatal("the Safe does not say that it is rounded, or tells the key")
		}
		reach := safe.Control().Rounding.Reach
		s, cellOf := seen(t, tables, relations, safe, reach*5-1)
		far += safe.Control().Rounding.Farther
		for _, table := range tables {
			p := safe.Table(table.Name)
			for i, c := range table.Cells {
				z, status := p.At(i)
				if status != Shown {
					t.Fatalf("round %d: a count of persons is hidden", round)
				}
				if z%5 != 0 || z-c.Value >= 5*reach || c.Value-z >= 5*reach || c.Value == 0 && z != 0 {
					t.Fatalf("round %d: %d became %d", round, c.Value, z)
				}
				cells++
			}
		}
		var small []int
		for _, table := range tables {
			for i, c := range table.Cells {
				if c.Value > 0 && c.Value < 10 {
					small = append(small, cellOf[Ref{table.Name, i}])
				}
			}
		}
		found, err := bounds.Intervals(t.Context(), s, small)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for n, i := range found {
			least = min(least, i.Width())
			if i.ReachHigh-i.ReachLow < 4 {
				t.Fatalf("round %d: small figure %d lies in %+v", round, n, i)
			}
		}
	}
	t.Logf("%d cells, %d went farther; %d of %d refused; narrowest interval %d wide", cells, far, refused, rounds, least)
	if refused*20 > rounds {
		t.Errorf("%d of %d are refused", refused, rounds)
	}
}

// seen is what a reader of rounded tables knows, and where each cell stands in
// it. Figures must add up as they are printed.
func seen(t *testing.T, tables []Table, relations []Relation, safe *Safe, span int64) (bounds.System, map[Ref]int) {
	t.Helper()
	sys, err := link(tables, relations)
	if err != nil {
		t.Fatal(err)
	}
	var s bounds.System
	s.Cells = make([]bounds.Cell, len(sys.unknowns))
	at, z := map[Ref]int{}, make([]int64, len(sys.unknowns))
	for i, table := range tables {
		p := safe.Table(table.Name)
		for c, u := range sys.cells[i] {
			z[u], _ = p.At(c)
			at[Ref{table.Name, c}] = u
			s.Cells[u] = bounds.Cell{Hidden: true, Lower: max(0, z[u]-span), Upper: z[u] + span}
		}
	}
	for _, eq := range sys.equations {
		var terms []bounds.Term
		var sum int64
		for _, x := range eq {
			terms = append(terms, bounds.Term{Cell: x.unknown, Coef: x.coef})
			sum += x.coef * z[x.unknown]
		}
		if sum != 0 {
			t.Fatal("the rounded tables do not add up")
		}
		s.Constraints = append(s.Constraints, terms)
	}
	return s, at
}

// The same table is rounded the same whatever stands beside it, if it left
// before: kept figures stay what they were.
func TestFiguresThatLeftStayAsTheyWere(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(5))
	for range 50 {
		persons := people(r, 80, []int{4, 3, 2})
		first := crossed("A", persons, []int{4, 3, 2}, []int{0, 1}, false)
		safe, err := Protect([]Table{first}, nil, rounded())
		if err != nil {
			t.Fatal(err)
		}
		before := safe.Table("A")
		for i := range first.Cells {
			z, _ := before.At(i)
			first.Cells[i].Public, first.Cells[i].Rounded, first.Cells[i].Printed = true, true, z
		}
		second := crossed("B", persons, []int{4, 3, 2}, []int{0, 2}, false)
		p := rounded()
		p.Rounding.Key = []byte("another secret of sixteen bytes") // it must not matter
		safe, err = Protect([]Table{first, second}, nil, p)
		if err != nil {
			t.Fatal(err)
		}
		after := safe.Table("A")
		for i := range first.Cells {
			x, _ := before.At(i)
			y, _ := after.At(i)
			if x != y {
				t.Fatalf("a figure that left as %d is %d now", x, y)
			}
		}
	}
}

// Nights of few people are no counts that rounding hides: five nights more or
// less say nothing when one person has eighty.
func TestRoundingDoesNotHideLargeParts(t *testing.T) {
	t.Parallel()
	nights := Table{Name: "nachten", Kind: Flow, Population: "verblijf", Unit: "nachten",
		Dims: []Dim{{Name: "org", Categories: []Category{{Code: "T", Total: true}, {Code: "a"}, {Code: "b"}, {Code: "c"}}}},
		Cells: []Cell{{Value: 3483, Contributors: 43, Largest: 90, SecondLargest: 90}, {Value: 183, Contributors: 3, Largest: 90, SecondLargest: 60},
			{Value: 1600, Contributors: 20, Largest: 90, SecondLargest: 90}, {Value: 1700, Contributors: 20, Largest: 90, SecondLargest: 90}}}
	safe, err := Protect([]Table{nights}, nil, rounded())
	if err != nil {
		t.Fatal(err)
	}
	p := safe.Table("nachten")
	if _, status := p.At(1); status != Suppressed {
		t.Error("nights of three people are shown")
	}
	hidden := 0
	for i := range p.Len() {
		z, status := p.At(i)
		if status == Suppressed {
			hidden++
		}
		if z%5 != 0 {
			t.Errorf("%d is no multiple of five", z)
		}
	}
	if hidden < 2 {
		t.Error("nothing stands between the hidden nights and the total")
	}
}

func TestRoundingPolicy(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Policy){
		"one":       func(p *Policy) { p.Rounding.Base = 1 },
		"threshold": func(p *Policy) { p.Threshold, p.HealthThreshold = 12, 15 },
		"health":    func(p *Policy) { p.HealthThreshold = 13 },
	} {
		p := rounded()
		change(&p)
		if p.Validate() == nil {
			t.Errorf("%s: the policy is accepted", name)
		}
	}
	p := rounded()
	p.Rounding.Key = nil
	one := crossed("A", [][]int{{0}}, []int{2}, []int{0}, false)
	if _, err := Protect([]Table{one}, nil, p); err == nil || strings.Contains(err.Error(), "unprotect") {
		t.Errorf("without a key: %v", err)
	}
}
