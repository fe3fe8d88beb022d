package disclosure

import (
	"context"
	"math/rand"
	"testing"
)

// The search finds patterns that cost no more than those of Protect, that pass
// the same audit and withstand the same attackers, and no less than its bound.
func TestProtectWithin(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(5))
	sizes := []int{4, 3, 2}
	var before, after float64
	var proven int
	for round := range 60 {
		persons := people(r, 20+r.Intn(80), sizes)
		tables := []Table{crossed("A", persons, sizes, []int{0, 1}, round%2 == 0), crossed("B", persons, sizes, []int{0, 2}, round%2 == 0)}
		p := five()
		p.InsiderWidth, p.Coalition = 1+r.Int63n(5), 1+r.Intn(2)
		quick := mustProtect(t, p, nil, tables...)
		safe, err := ProtectWithin(t.Context(), tables, nil, p)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		c, q := safe.Control(), quick.Control()
		if c.Cost > q.Cost || c.Bound > c.Cost || !c.Proven || q.Proven && q.Cost > 0 {
			t.Errorf("round %d: cost %.3f, bound %.3f, proven %t; Protect costs %.3f", round, c.Cost, c.Bound, c.Proven, q.Cost)
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
	t.Logf("cost %.1f instead of %.1f, %d of 60 proven", after, before, proven)
	if after >= before {
		t.Error("the search saves nothing")
	}
}

// A search without time, or of tables that it does not know, is that of Protect.
func TestProtectWithinNothing(t *testing.T) {
	t.Parallel()
	table := grid("a", []int64{3, 20}, []int64{30, 40})
	ended, end := context.WithCancel(t.Context())
	end()
	nights := nightsOf(table, 10, 40, 30)
	for _, c := range []struct {
		ctx    context.Context
		tables []Table
	}{{ended, []Table{table}}, {t.Context(), []Table{table, nights}}} {
		safe, err := ProtectWithin(c.ctx, c.tables, nil, five())
		if err != nil {
			t.Fatal(err)
		}
		if got := safe.Control(); got.Proven || got.Bound != 0 || got.Cost != mustProtect(t, five(), nil, c.tables...).Control().Cost {
			t.Errorf("%d tables: cost %.3f, bound %.3f, proven %t", len(c.tables), got.Cost, got.Bound, got.Proven)
		}
	}
}
