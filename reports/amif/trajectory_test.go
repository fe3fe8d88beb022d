package amif

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lvv/schemas"
)

// said is a trajectory with these codes, judged as when it is read.
func said(nationality, result, support string, t trajectory) trajectory {
	t.nationality, t.result, t.support, t.country = placeOf(schemas.NationalityList, nationality), placeOf("resultaat", result), untold, untold
	if support != "" {
		t.support = placeOf("ja_nee", support)
	}
	t.judge(newWords())
	return t
}

// Who counts is decided on the day of start.
func TestThirdCountryNationals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, nationality, start string
		countable                bool
	}{
		{"Moroccan", "0131", "2019-06-01", true},
		{"stateless", "0499", "2019-06-01", true},
		{"unknown", "0000", "2019-06-01", true},
		{"Dutch", "0001", "2019-06-01", false},
		{"British on the last day of the transition", "0060", "2020-12-31", false},
		{"British on the day after", "0060", "2021-01-01", true},
		{"British subject, never a citizen of the Union", "0083", "2020-06-01", true},
		{"Croatian on the day before accession", "0043", "2013-06-30", true},
		{"Croatian on the day of accession", "0043", "2013-07-01", false},
	} {
		r := said(test.nationality, running, "", trajectory{start: on(t, test.start)})
		if r.countable() != test.countable {
			t.Errorf("%s: countable is %t", test.name, r.countable())
		}
	}
}

// What happened after the last day of the account is no part of it.
func TestSettle(t *testing.T) {
	t.Parallel()
	last := on(t, "2020-10-15")
	w, full := newWords(), said("0131", voluntary, "ja", trajectory{start: last - 100, end: last, proven: true})
	full.country = placeOf(schemas.NationalityList, "0131")
	for _, test := range []struct {
		name       string
		end        schemas.Day
		open       bool
		result     string
		cert, help certainty
	}{
		{"ended on the last day", last, false, voluntary, proven, proven},
		{"ended a day later", last + 1, true, running, notSo, notSo},
	} {
		r := full
		r.end = test.end
		r.settle(last, w)
		r.judge(w)
		if r.open != test.open || r.result != placeOf("resultaat", test.result) || r.certainty() != test.cert || r.supported() != test.help {
			t.Errorf("%s: open %t, %d, %q, %q", test.name, r.open, r.result, r.certainty(), r.supported())
		}
		if r.open && (r.country != untold || r.proven) {
			t.Errorf("%s: the later facts are still there", test.name)
		}
	}
}

func TestCertainty(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		r          trajectory
		cert, help certainty
	}{
		{"return with proof", said("0131", voluntary, "ja", trajectory{proven: true}), proven, proven},
		{"removal with proof", said("0131", removed, "nee", trajectory{proven: true}), proven, notSo},
		{"return without proof", said("0131", voluntary, "ja", trajectory{}), uncertain, uncertain},
		{"return without a date", said("0131", voluntary, "ja", trajectory{proven: true, open: true}), uncertain, uncertain},
		{"help without return", said("0131", "mob", "ja", trajectory{proven: true}), notSo, uncertain},
		{"nothing told of help", said("0131", voluntary, "", trajectory{proven: true}), proven, notSo},
	} {
		if test.r.certainty() != test.cert || test.r.supported() != test.help {
			t.Errorf("%s: %q and %q, want %q and %q", test.name, test.r.certainty(), test.r.supported(), test.cert, test.help)
		}
	}
}

// age is whole years by counting birthdays.
func age(birth, at schemas.Day) int {
	y1, m1, d1 := birth.Date()
	y2, m2, d2 := at.Date()
	if m2 < m1 || m2 == m1 && d2 < d1 {
		return y2 - y1 - 1
	}
	return y2 - y1
}

// Whoever has an age on one day has an age within the interval on another day,
// and the interval is at most a year wide.
func TestAgeOnHoldsTheTruth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		birth := schemas.Day(rapid.IntRange(-20000, 15000).Draw(t, "birth"))
		known := birth + schemas.Day(rapid.IntRange(0, 30000).Draw(t, "days to the stay"))
		at := max(birth, known+schemas.Day(rapid.IntRange(-2000, 2000).Draw(t, "days from stay to start")))
		a := uint8(age(birth, known))
		from, to := ageOn(a, a, known, at)
		if truth := age(birth, at); truth < int(from) || int(to) < truth || to-from > 1 {
			t.Fatalf("age %d on %s became %d-%d on %s, truth %d", a, known, from, to, at, truth)
		}
	})
}

func TestAgeGroupNeedsTheWholeInterval(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		from, to  uint8
		known, at string
		want      string
	}{
		{"same day", 17, 17, "2020-03-01", "2020-03-01", "<18"},
		{"a month later, 17 or 18", 17, 17, "2020-03-01", "2020-04-01", "onzeker"},
		{"a year later to the day", 17, 17, "2020-03-01", "2021-03-01", "18-60"},
		{"60 belongs to the middle", 60, 60, "2020-03-01", "2020-03-01", "18-60"},
		{"61 does not", 61, 61, "2020-03-01", "2020-03-01", ">60"},
		{"60 or 61", 60, 61, "2020-03-01", "2020-03-01", "onzeker"},
		{"the stay came after the trajectory", 18, 18, "2020-03-01", "2020-02-01", "onzeker"},
		{"unknown", 255, 255, "2020-03-01", "2020-03-01", "onzeker"},
		{"born after the start", 0, 0, "2020-03-01", "2018-03-01", "onzeker"},
		{"year only", 20, 21, "2019-01-01", "2020-01-05", "18-60"},
	} {
		var r trajectory
		r.ageFrom, r.ageTo = ageOn(test.from, test.to, on(t, test.known), on(t, test.at))
		if got := r.ageGroup(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// gathered is the participant of one person's trajectories, with the places of
// the organisations.
func gathered(rows ...trajectory) (participant, []place) {
	g := &gatherer{rows: rows}
	p := g.gather(byPerson(rows))
	return p, g.participations
}

// One person with more than one return has one that speaks.
func TestOneReturnSpeaks(t *testing.T) {
	t.Parallel()
	first := said("0131", voluntary, "", trajectory{start: 100, end: 200, proven: true})
	second := said("0131", removed, "", trajectory{start: 300, end: 400, proven: true})
	third := said("0131", voluntary, "", trajectory{start: 500, end: 600})
	for _, order := range [][]trajectory{{first, second, third}, {third, first, second}, {second, third, first}} {
		p, _ := gathered(order...)
		if p.returned != second.result || p.certainty != proven || p.returns != 3 || p.counted != 3 {
			t.Errorf("%d, %s, %d returns", p.returned, p.certainty, p.returns)
		}
		if p.first != 100 || p.last != 600 || p.open {
			t.Errorf("activity from %d to %d", p.first, p.last)
		}
	}
}

// A person who was a citizen of the Union in one trajectory and not in another
// is a participant by the one that counts.
func TestTheTrajectoryThatCountsSpeaks(t *testing.T) {
	t.Parallel()
	before := said("0060", voluntary, "", trajectory{org: 1, start: on(t, "2020-06-01"), end: on(t, "2020-08-01"), proven: true})
	after := said("0060", running, "", trajectory{org: 0, start: on(t, "2021-06-01"), open: true})
	p, orgs := gathered(before, after)
	if !p.countable() || p.counted != 1 || p.all != 2 || p.first != after.start || p.returned != untold || p.orgs != 1 || orgs[0] != 0 {
		t.Errorf("got %+v at %d", p, orgs)
	}
	p, orgs = gathered(before)
	if p.countable() || p.counted != 0 || p.returned != untold || p.first != before.start || p.orgs != 1 || orgs[0] != 1 {
		t.Errorf("got %+v at %d", p, orgs)
	}
}

// Persons are numbered as they come; their trajectories come together, in time.
func TestByPerson(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]trajectory, rapid.IntRange(0, 40).Draw(t, "rows"))
		for i := range rows {
			rows[i] = trajectory{person: rapid.Int32Range(0, 9).Draw(t, "person"), start: schemas.Day(rapid.IntRange(0, 3).Draw(t, "start")), row: int32(i)}
		}
		order := byPerson(rows)
		want := make([]int32, len(rows))
		for i := range want {
			want[i] = int32(i)
		}
		slices.SortFunc(want, func(a, b int32) int {
			return cmp.Or(cmp.Compare(rows[a].person, rows[b].person), inTime(&rows[a], &rows[b]))
		})
		if !slices.Equal(order, want) {
			t.Fatalf("got %d, want %d", order, want)
		}
	})
}
