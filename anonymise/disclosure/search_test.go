package disclosure

import (
	"cmp"
	"math/rand"
	"slices"
	"testing"
)

// withoutSearch does what Protect does but for the search for the cheapest
// pattern.
func withoutSearch(tables []Table, relations []Relation, p Policy) (*Safe, error) {
	p.FirstFound = true
	return Protect(tables, relations, p)
}

// The search finds patterns that cost no more than those that it starts from,
// that withstand the same attackers, and no less than its bound.
func TestSearch(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(5))
	sizes := []int{4, 3, 2}
	var before, after float64
	var proven int
	const rounds = 30
	for round := range rounds {
		persons := people(r, 20+r.Intn(80), sizes)
		tables := []Table{crossed("A", persons, sizes, []int{0, 1}, round%2 == 0), crossed("B", persons, sizes, []int{0, 2}, round%2 == 0)}
		p := five()
		p.InsiderWidth, p.Coalition = 1+r.Int63n(5), 1+r.Intn(2)
		quick, err := withoutSearch(tables, nil, p)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		safe := mustProtect(t, p, nil, tables...)
		c, q := safe.Control(), quick.Control()
		if c.Cost > q.Cost || c.Bound > c.Cost || c.Proven != (c.Bound == c.Cost) {
			t.Errorf("round %d: cost %.3f, bound %.3f, proven %t; without the search %.3f", round, c.Cost, c.Bound, c.Proven, q.Cost)
		}
		a := newAttacker(tables, safe.Tables(), p, 1)
		for _, finding := range append(a.findings(p), a.crews(p, persons, r)...) {
			t.Errorf("round %d: %s", round, finding)
		}
		before, after = before+q.Cost, after+c.Cost
		if c.Proven {
			proven++
		}
	}
	t.Logf("cost %.1f instead of %.1f, %d of %d proven", after, before, proven, rounds)
	if after >= before || proven < rounds/2 {
		t.Error("the search saves nothing, or proves nothing")
	}
}

// What is proved holds for every pattern: of small tables, with nights beside
// persons and outcomes that tell about a group, all patterns are tried.
func TestSearchAgainstEveryPattern(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(6))
	proven, groups, tried := 0, 0, 0
	for round := range 40 {
		persons := grid("a", []int64{r.Int63n(8), r.Int63n(30)}, []int64{r.Int63n(30), r.Int63n(8)})
		persons.Dims[1].Sensitive = round%3 == 0
		tables := []Table{persons}
		if round%2 == 0 {
			tables = append(tables, nightsOf(persons, 10, 40, 30))
		}
		p := five()
		p.InsiderWidth = 1 + r.Int63n(3)
		safe, err := Protect(tables, nil, p)
		if err != nil {
			continue
		}
		s, err := prepare(tables, nil, p)
		if err != nil {
			t.Fatal(err)
		}
		tried++
		groups += len(s.groups)
		c := safe.Control()
		if c.Proven {
			proven++
		}
		best, ok := s.cheapestOfAll(p)
		if !ok {
			t.Fatalf("round %d: no pattern passes, but one was found", round)
		}
		if cost := float64(best) / priceUnit; c.Bound > cost || c.Proven && c.Cost > cost {
			t.Errorf("round %d: cost %.3f, bound %.3f, proven %t; there is one of %.3f", round, c.Cost, c.Bound, c.Proven, cost)
		}
	}
	t.Logf("%d of %d proven, %d groups", proven, tried, groups)
	if proven < tried*2/3 || groups == 0 {
		t.Error("too little is proved, or there are no groups")
	}
}

// cheapestOfAll tries every pattern, and returns the price of the cheapest that
// is good.
func (s *system) cheapestOfAll(p Policy) (price int64, ok bool) {
	found, zeros := s.primary(p), s.openZeros()
	x := newSuppressor(s, p, found, zeros)
	var free []int
	for f, fig := range s.figures {
		if !x.fixed[f] && slices.ContainsFunc(fig.unknowns, func(u int) bool { return x.movable[u] }) {
			free = append(free, f)
		}
	}
	choose := func(set int) {
		for k, f := range free {
			x.hide(f, set>>k&1 == 1)
		}
	}
	type choice struct {
		set   int
		price int64
	}
	var all []choice
	for set := range 1 << len(free) {
		choose(set)
		all = append(all, choice{set, x.price()})
	}
	slices.SortFunc(all, func(a, b choice) int { return cmp.Compare(a.price, b.price) })
	for _, c := range all {
		if choose(c.set); x.good() {
			return c.price, true
		}
	}
	return 0, false
}

// good tells whether a pattern meets all needs as it is.
func (x *suppressor) good() bool {
	for i := range x.equations[:x.sums] {
		if x.unionTooSmall(i) {
			return false
		}
	}
	for _, n := range x.needs {
		if !x.guard(n, nil, x.protectFree) {
			return false
		}
	}
	_, err := x.judge(nil, x.proofs())
	return err == nil
}
