package history_test

import (
	"errors"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// crowd is enough people of every kind for a table without dots.
func crowd(on string) []entrant {
	var all []entrant
	for n := range nationalities {
		for s := range sexes {
			all = append(all, slices.Repeat([]entrant{{day(on), n, s}}, 30)...)
		}
	}
	return all
}

// Three Somalis come between two releases: the second does not tell.
func TestThreeNewPeople(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	people := append(crowd("2019-03-01"), crowd("2019-11-01")...)
	first := period("2019-01-01", "2019-12-31")
	r.must(r.release(schemas.Evaluator, first, crossed(people, first)))
	// Others come in large numbers.
	people = append(people, slices.DeleteFunc(crowd("2020-02-01"), func(x entrant) bool { return x.nationality == 1 })...)
	people = append(people, some(3, "2020-02-01", "somalie")...)
	longer := period("2019-01-01", "2020-03-31")
	table := crossed(people, longer)
	r.alone(schemas.Evaluator, longer, table)
	if _, derived, _ := entrants(r.releases, policy().Threshold); derived == 0 {
		t.Fatal("the second release by itself gives nothing away: the case is too easy")
	}
	r.releases = r.releases[:1]
	safe := r.must(r.release(schemas.Evaluator, longer, table))
	if _, ok := shown(safe, table.Name, "somalie", "man"); ok {
		t.Error("the second release shows how many Somali men there are now")
	}
	if _, ok := shown(safe, table.Name, "totaal", "totaal"); !ok {
		t.Error("the total is hidden too, though many came")
	}
	if small, derived, where := entrants(r.releases, policy().Threshold); derived > 0 || small == 0 {
		t.Errorf("%d of %d small groups can be worked out: %s", derived, small, where)
	}
}

// A correction that moves one person tells nobody that it did.
func TestCorrectionByOne(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	people := crowd("2019-03-01")
	year := period("2019-01-01", "2019-12-31")
	r.must(r.release(schemas.Evaluator, year, crossed(people, year)))
	people[0].nationality = 1 // a Syrian turns out to be Somali
	safe := r.must(r.release(schemas.Evaluator, year, crossed(people, year)))
	for _, n := range []string{"syrie", "somalie"} {
		if _, ok := shown(safe, "instroom_nationaliteit", n, "man"); ok {
			t.Errorf("the corrected figure of %s is shown", n)
		}
	}
	if v, ok := shown(safe, "instroom_nationaliteit", "totaal", "totaal"); !ok || v != int64(len(people)) {
		t.Error("a total that did not change is hidden")
	}
	if _, derived, where := entrants(r.releases, policy().Threshold); derived > 0 {
		t.Errorf("the correction can be worked out: %s", where)
	}
}

// The same again is the same again: what was shown is shown, what was hidden is
// hidden, and nothing more.
func TestTheSameAgain(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	p := period("2019-01-01", "2021-12-31")
	table := crossed(invent(rand.New(rand.NewSource(5)), 150), p)
	first := r.must(r.release(schemas.Evaluator, p, table)).Tables()[0]
	for range 3 {
		again := r.must(r.release(schemas.Monitor, p, table)).Tables()[0]
		for i := range first.Len() {
			v, s := first.At(i)
			w, u := again.At(i)
			if v != w || s != u {
				t.Fatalf("cell %d changed", i)
			}
		}
	}
}

// The number of a quarter is the same figure in a table over two years and over
// three, in parcels for different recipients, under different names of the dim.
func TestOneFigureInTwoParcels(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	people := append(crowd("2019-02-01"), crowd("2019-05-01")...)
	people = append(people, some(4, "2019-08-01", "irak")...)
	people = append(people, some(6, "2019-11-01", "irak")...)
	people = append(people, crowd("2020-02-01")...)
	first, second := period("2019-01-01", "2019-12-31"), period("2019-01-01", "2020-03-31")
	one := r.must(r.release(schemas.Evaluator, first, byQuarter(people, first, "instroom", "tijdvak")))
	two := r.must(r.release(schemas.Finance, second, byQuarter(people, second, "instroom_kwartaal", "periode")))
	for _, code := range []string{"2019-K1", "2019-K2", "2019-K3", "2019-K4", "2019"} {
		v, a := shown(one, "instroom", code)
		w, b := shown(two, "instroom_kwartaal", code)
		if a != b || v != w {
			t.Errorf("%s is %d (%v) in one parcel and %d (%v) in the other", code, v, a, w, b)
		}
	}
	if _, ok := shown(one, "instroom", "2019-K3"); ok {
		t.Error("four people are shown")
	}
}

// Ten people were shown over a year. Over a part of it three of them would be a
// dot, and a dot of 1 to 10 is too narrow: nothing that can still be hidden helps.
// The refusal says which earlier release is to blame.
func TestRefusalNamesTheEarlierRelease(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	others := append(crowd("2019-02-01"), crowd("2019-08-01")...)
	others = slices.DeleteFunc(others, func(x entrant) bool { return x.nationality == 3 && x.sex == 0 })
	people := append(append(others, some(3, "2019-02-01", "irak")...), some(7, "2019-08-01", "irak")...)
	whole, part := period("2019-01-01", "2019-12-31"), period("2019-01-01", "2019-06-30")
	r.must(r.release(schemas.Evaluator, whole, crossed(people, whole)))
	_, err := r.release(schemas.Finance, part, crossed(people, part))
	refused := (*history.Refusal)(nil)
	if !errors.Is(err, history.ErrDifferencing) || !errors.Is(err, disclosure.ErrUnprotectable) || !errors.As(err, &refused) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"release 1 (evaluator over 2019-01-01..2019-12-31, made 2022-01-10 for onderzoek)", "irak, man"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
	if !strings.Contains(refused.Dutch(), "samen met vrijgave 1 (evaluator over 2019-01-01..2019-12-31, gemaakt op 2022-01-10 voor onderzoek)") {
		t.Errorf("in Dutch: %s", refused.Dutch())
	}
}

// Two years that left apart and the whole that leaves later are one sum: the
// whole may not give away what was hidden in a year.
func TestPartsAndWhole(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	people := append(crowd("2019-02-01"), crowd("2020-02-01")...)
	people = append(people, some(15, "2020-03-01", "irak")...)
	people = slices.DeleteFunc(people, func(x entrant) bool { return x.day == day("2020-02-01") && x.nationality == 3 && x.sex == 1 })
	people = append(people, entrant{day("2020-03-01"), 3, 1}, entrant{day("2020-03-01"), 3, 1})
	for _, p := range []schemas.Period{period("2019-01-01", "2019-12-31"), period("2020-01-01", "2020-12-31"), period("2019-01-01", "2020-12-31")} {
		r.must(r.release(schemas.Evaluator, p, crossed(people, p)))
	}
	last := r.releases[2].Tables[0]
	a := newAttacker(r.releases)
	hidden := 0
	for c, cell := range r.releases[1].Tables[0].Cells {
		if r.releases[1].Tables[0].Status[c] == disclosure.Shown || cell.Value == 0 {
			continue
		}
		hidden++
		// whole - first year = second year, for who comes in by day
		if a.knows(map[int]int64{a.offset[2][c]: 1, a.offset[0][c]: -1}) {
			t.Errorf("cell %d of 2020 follows from the whole (%v) and 2019", c, last.Status[c])
		}
	}
	if hidden == 0 {
		t.Error("nothing was hidden in 2020: the case is too easy")
	}
}

// Five cumulative releases of random tables, with a correction on the way: none
// of the small groups that came in between can be worked out. Released each by
// itself, many can.
func TestCumulativeReleases(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(11))
	var small, alone, together int
	for round := range 8 {
		people := invent(random, 150+60*round)
		joint, apart := register{t: t}, register{t: t}
		for k, end := range []string{"2019-12-31", "2020-06-30", "2020-12-31", "2021-06-30", "2021-12-31"} {
			p := period("2019-01-01", end)
			if k == 3 && round%2 == 1 {
				people[0].nationality = (people[0].nationality + 1) % len(nationalities)
			}
			table := crossed(people, p)
			joint.must(joint.release(schemas.Evaluator, p, table))
			apart.alone(schemas.Evaluator, p, table)
		}
		n, derived, where := entrants(joint.releases, policy().Threshold)
		if derived > 0 {
			t.Errorf("round %d: %d of %d small groups are worked out: %s", round, derived, n, where)
		}
		small, together = small+n, together+derived
		_, derived, _ = entrants(apart.releases, policy().Threshold)
		alone += derived
	}
	if alone*4 < small {
		t.Errorf("released by themselves they give away %d of %d: the case is too easy", alone, small)
	}
	t.Logf("of %d small groups between releases %d can be worked out; %d when each release stands alone", small, together, alone)
}

// A table in its coarsest form has a dim of which only the total is left. That is
// no dim of time: a stock of two days stays one of two days, beside another table
// of the last of them.
func TestDimOfATotalAlone(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	p := period("2019-01-01", "2020-12-31")
	total := disclosure.Category{Code: "totaal", Total: true}
	stock := func(name string, values []int64, dims ...disclosure.Dim) disclosure.Table {
		t := disclosure.Table{Name: name, Kind: disclosure.Stock, Population: "aanwezig", Unit: disclosure.UnitPersons, Dims: dims}
		for _, v := range values {
			t.Cells = append(t.Cells, disclosure.Cell{Value: v, Contributors: v})
		}
		return t
	}
	days := func(codes ...string) (d disclosure.Dim) {
		d.Name = "peildatum"
		for _, c := range codes {
			d.Categories = append(d.Categories, disclosure.Category{Code: c})
		}
		return d
	}
	last := stock("aanwezig", []int64{70, 40, 30}, days("2020-12-31"), disclosure.Dim{Name: "geslacht", Categories: []disclosure.Category{total, {Code: "man"}, {Code: "vrouw"}}})
	r.must(r.release(schemas.Evaluator, p, stock("bezetting", []int64{40, 70}, days("2019-12-31", "2020-12-31")), last))
	coarse := disclosure.Dim{Name: "organisatie", Categories: []disclosure.Category{total}}
	r.must(r.release(schemas.Evaluator, p, stock("bezetting", []int64{40, 70}, days("2019-12-31", "2020-12-31"), coarse), last))
	r.prove()
}

// What has nothing in common is not compared.
func TestOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	p := period("2019-01-01", "2019-12-31")
	other := crossed(crowd("2019-02-01"), p)
	other.Population = "anderen"
	r.must(r.release(schemas.Evaluator, p, other))
	if lines := r.past().Compare([]disclosure.Table{crossed(nil, p)}, r.must(r.release(schemas.Monitor, p, crossed(crowd("2019-02-01"), p))), p); lines != nil {
		t.Errorf("compared with people of another kind: %q", lines)
	}
	var none *history.Past
	if _, err := none.Protect([]disclosure.Table{other}, nil, policy(), p); err != nil {
		t.Error(err)
	}
}
