package evaluator

import (
	"math"
	"math/big"
	"testing"
)

// Worked out by hand in fractions. Of 100 stays, in the first interval 10 and
// 20 end in two ways and 10 are censored: 95 are at risk, so 10/95 and 20/95
// ended and 65/95 = 13/19 go on. In the second, of the 60 that remain, 6 and 12
// end and 4 are censored: 58 are at risk, which adds 13/19 x 6/58 and
// 13/19 x 12/58.
func TestCumulativeIncidenceByHand(t *testing.T) {
	t.Parallel()
	got := cumulative([]interval{{[]int64{10, 20}, 10}, {[]int64{6, 12}, 4}}, 100)
	want := [][]*big.Rat{
		{big.NewRat(2, 19), big.NewRat(4, 19)},
		{big.NewRat(97, 551), big.NewRat(194, 551)},
	}
	if len(got) != len(want) {
		t.Fatalf("%d intervals", len(got))
	}
	for i := range want {
		for k := range want[i] {
			if w, _ := want[i][k].Float64(); math.Abs(got[i][k]-w) > 1e-12 {
				t.Errorf("interval %d, kind %d: %v, want %s", i, k, got[i][k], want[i][k])
			}
		}
	}
}

// Without censoring the estimate is the plain share of who ended; with one kind
// of exit it is one minus the actuarial survival; shares never exceed one.
func TestCumulativeIncidenceProperties(t *testing.T) {
	t.Parallel()
	got := cumulative([]interval{{[]int64{30, 10}, 0}, {[]int64{5, 15}, 0}, {[]int64{40, 0}, 0}}, 100)
	for i, want := range [][]float64{{0.30, 0.10}, {0.35, 0.25}, {0.75, 0.25}} {
		for k := range want {
			if math.Abs(got[i][k]-want[k]) > 1e-12 {
				t.Errorf("interval %d, kind %d: %v, want %v", i, k, got[i][k], want[k])
			}
		}
	}
	single := cumulative([]interval{{[]int64{47}, 19}, {[]int64{5}, 17}}, 126)
	survival := (1 - 47/(126-19/2.0)) * (1 - 5/(60-17/2.0))
	if math.Abs(single[1][0]-(1-survival)) > 1e-12 {
		t.Errorf("one kind: %v, want %v", single[1][0], 1-survival)
	}
	if got := cumulative([]interval{{[]int64{1}, 0}, {[]int64{0}, 0}}, 1); len(got) != 1 {
		t.Errorf("it goes on when nobody is at risk: %v", got)
	}
}

// The worked example of Satagopan et al., A note on competing risks in survival
// data analysis, British Journal of Cancer 91 (2004), table 2: 305 patients, the
// first nine times at which something happened. Printed are the cumulative
// incidence of the first kind and the survival of all, in percent with one
// decimal. An event there is at a moment, so who is censored between two moments
// stands in an interval without events.
func TestCumulativeIncidenceAsPublished(t *testing.T) {
	t.Parallel()
	got := cumulative([]interval{
		{[]int64{0, 0}, 1}, {[]int64{1, 0}, 0}, // 7, 10 months
		{[]int64{0, 0}, 1}, {[]int64{1, 0}, 0}, // 14, 16
		{[]int64{0, 1}, 0}, {[]int64{1, 0}, 0}, // 18, 23
		{[]int64{0, 0}, 1}, {[]int64{0, 1}, 0}, {[]int64{1, 0}, 0}, // 24, 26, 27
	}, 305)
	for _, want := range []struct {
		at              int
		first, survival float64
	}{{1, 0.3, 99.7}, {3, 0.6, 99.3}, {4, 0.6, 99.0}, {5, 0.9, 98.7}, {7, 0.9, 98.3}, {8, 1.2, 98.0}} {
		// The table adds up incidences of 0.33 that it had rounded to 0.3, so it
		// stays 0.03 behind with each of four.
		first, survival := 100*got[want.at][0], 100*(1-got[want.at][0]-got[want.at][1])
		if first-want.first < -0.05 || first-want.first > 0.05+4*0.03 || math.Abs(survival-want.survival) > 0.05 {
			t.Errorf("interval %d: %.3f and %.3f, published %.1f and %.1f", want.at, first, survival, want.first, want.survival)
		}
	}
}
