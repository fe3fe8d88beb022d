package history_test

import (
	"math/rand"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// stayed counts stays as crossed counts who came.
func stayed(people []entrant, p schemas.Period) disclosure.Table {
	t := crossed(people, p)
	t.Unit = "verblijven"
	return t
}

// parts are periods, of which others are made up.
type parts struct {
	plus, minus []int // releases: the sum of the one is that of the other
}

// follows lists the small hidden figures that follow, for who knows that periods add
// up, from all that has left.
func follows(r register, ties []parts) (small, derived int) {
	a := newAttacker(r.releases)
	for _, tie := range ties {
		for c := range r.releases[0].Tables[0].Cells {
			row := map[int]int64{}
			for _, n := range tie.plus {
				row[a.offset[n][c]]++
			}
			for _, n := range tie.minus {
				row[a.offset[n][c]]--
			}
			a.learn(row)
		}
	}
	for n, x := range r.releases {
		for c, status := range x.Tables[0].Status {
			if v := x.Tables[0].Cells[c].Value; status != disclosure.Suppressed || v >= policy().Threshold {
				continue
			}
			small++
			if a.knows(map[int]int64{a.offset[n][c]: 1}) {
				derived++
			}
		}
	}
	return small, derived
}

// Three years leave, and then the whole of them: who takes two years off the whole
// does not find the third.
func TestYearsAndTheWholeOfThem(t *testing.T) {
	t.Parallel()
	years := []schemas.Period{period("2019-01-01", "2019-12-31"), period("2020-01-01", "2020-12-31"), period("2021-01-01", "2021-12-31"), period("2019-01-01", "2021-12-31")}
	ties := []parts{{[]int{0, 1, 2}, []int{3}}}
	nothingFollows(t, years, func(r register) (small, derived int) { return follows(r, ties) })
}

// Two years leave, and then these and a quarter more, in which a few came: taking
// the years off does not tell how many.
func TestWhatLiesBetweenYears(t *testing.T) {
	t.Parallel()
	nothingFollows(t, []schemas.Period{period("2019-01-01", "2019-12-31"), period("2020-01-01", "2020-12-31"), period("2019-01-01", "2021-03-31")}, leftOver)
}

// nothingFollows releases periods about several invented pilots. Count says how
// many small figures there are, and how many of them follow: none, unless each
// period was released by itself.
func nothingFollows(t *testing.T, periods []schemas.Period, count func(register) (small, derived int)) {
	t.Helper()
	alone := 0
	for seed := range int64(6) {
		people := invent(rand.New(rand.NewSource(seed)), 240)
		r, apart := register{t: t}, register{t: t}
		for _, p := range periods {
			apart.alone(schemas.Evaluator, p, stayed(people, p))
			r.must(r.release(schemas.Evaluator, p, stayed(people, p)))
		}
		_, found := count(apart)
		alone += found
		if small, derived := count(r); derived > 0 || small == 0 {
			t.Errorf("seed %d: %d of %d small figures follow", seed, derived, small)
		}
	}
	if alone == 0 {
		t.Error("released by themselves they give nothing away: the case is too easy")
	}
}

// leftOver counts the small differences between the third release and the two
// before it together, and those that follow.
func leftOver(r register) (small, derived int) {
	a := newAttacker(r.releases)
	value := func(n, c int) int64 { return r.releases[n].Tables[0].Cells[c].Value }
	for c := range r.releases[0].Tables[0].Cells {
		if n := value(2, c) - value(1, c) - value(0, c); n <= 0 || n >= policy().Threshold {
			continue
		}
		small++
		if a.knows(map[int]int64{a.offset[2][c]: 1, a.offset[1][c]: -1, a.offset[0][c]: -1}) {
			derived++
		}
	}
	return small, derived
}
