package amif

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lvv/reports/warehouse"
	"lvv/schemas"
)

func TestInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOf(rapid.StringMatching(`AM-[ab]{0,3}(x{8}[ab]{0,2})?`)).Draw(t, "names")
		want := slices.Sorted(slices.Values(names))
		got := arranged(names, inOrder(names))
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
		if n := len(want) - len(slices.Compact(slices.Clone(want))); twice(got) != n {
			t.Fatalf("%d twice, want %d", twice(got), n)
		}
	})
}

// Each is done once, however many there are.
func TestShared(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 511, 512, 5000} {
		names := make([]string, n)
		shared(n, func(i int) { names[i] += fmt.Sprint(i) })
		for i, name := range names {
			if name != fmt.Sprint(i) {
				t.Fatalf("%d of %d is %q", i, n, name)
			}
		}
	}
}

// All 64 bits of a trajectory's number come over, also below zero.
func TestTokensAreWhole(t *testing.T) {
	t.Parallel()
	c := contract(t)
	period := schemas.Period{From: c.Start, To: c.End}
	g := given{Delivery: warehouse.Delivery{Org: "stil", Period: period, Seq: 1}}
	want := []int64{0, 1, -1, 1 << 31, 1<<31 - 1, -1 << 31, 1 << 32, 1<<32 - 1, -1 << 32, -1<<32 - 1, math.MaxInt64, math.MinInt64 + 1}
	for i, token := range want {
		g.rows = append(g.rows, row{
			"persoon": int64(i), "koppelstatus": code("koppelstatus", "V"), "trajectnummer": token, "datum_start": int64(period.From), "datum_einde": none,
			"scenario": code("scenario", "terugkeer"), "resultaat": code("resultaat", running), "land_van_terugkeer": none, "herintegratie": none, "rij": int64(i + 2)})
	}
	_, got, err := readTrajectories(t.Context(), warehouseOf(t, c, map[string][]given{"traject": {g}}), period, []tally{{origin: origin{org: "stil"}}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %d, want %d", got, want)
	}
}
