package synth

import (
	"math"
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"lvv/schemas"
)

// about fails when a share is further from its target than a tolerance.
func about(t *testing.T, what string, part, whole int, want, tolerance float64) {
	t.Helper()
	if got := float64(part) / float64(whole); math.Abs(got-want) > tolerance {
		t.Errorf("%s: %d of %d = %.3f, want %.3f within %.3f", what, part, whole, got, want, tolerance)
	}
}

// The world has the shape that the evaluations published. With 20,000 persons
// a share near one half strays by more than 0.02 with probability below 1e-7.
func TestWorldHasThePublishedShape(t *testing.T) {
	t.Parallel()
	w := Plan{Seed: 11, Persons: 20000}.world()
	_, group := schemas.RollUp()
	var stays, left, early, moved, noNumber, first, yearOnly, unknown, women int
	ends := make(map[string]int)
	firstYear := w.Period.From + 364
	for i := range w.Persons {
		life := w.life(i)
		stays += len(life)
		if life[0].In <= firstYear {
			early++
		}
		if last := life[len(life)-1]; !last.Open {
			left++
			ends[group[last.Reason]]++
		}
		for k := range life {
			if life[k].Org != life[0].Org {
				moved++
				break
			}
		}
		who := w.person(i, life[0].In)
		if who.vnumber == 0 {
			noNumber++
		}
		if who.sex == "vrouw" {
			women++
		}
		switch who.birth.known {
		case knownAsFirst:
			first++
		case knownYear:
			yearOnly++
		case knownNot:
			unknown++
		}
	}
	n := w.Persons
	about(t, "stays per person", stays, n, 1.46, 0.06)
	about(t, "came by the end of the first year", early, n, 0.5, 0.02)
	about(t, "left", left, n, 0.61, 0.02)
	about(t, "durable, of those who left", ends[schemas.Durable], left, 0.18, 0.02)
	about(t, "semi-durable, of those who left", ends[schemas.SemiDurable], left, 0.41, 0.02)
	about(t, "without solution, of those who left", ends[schemas.NoSolution], left, 0.41, 0.02)
	about(t, "at two organisations", moved, n, 0.08, 0.015)
	about(t, "without V-number", noNumber, n, 0.12, 0.01)
	about(t, "women", women, n, 0.20, 0.01)
	about(t, "born on 1 January", first, n, 0.30, 0.02)
	about(t, "born in a year", yearOnly, n, 0.06, 0.01)
	about(t, "unknown birth", unknown, n, 0.04, 0.01)
}

func drawPlan(t *rapid.T) Plan {
	p := Plan{Seed: rapid.Uint64().Draw(t, "seed"), Persons: rapid.IntRange(1, 60).Draw(t, "persons")}
	p.Orgs = UtrechtOrgs()[:rapid.IntRange(1, 8).Draw(t, "orgs")]
	return p
}

func drawPeriod(t *rapid.T, within schemas.Period) schemas.Period {
	from := rapid.IntRange(int(within.From)-30, int(within.To)).Draw(t, "from")
	days := rapid.IntRange(0, 400).Draw(t, "days")
	return schemas.Period{From: schemas.Day(from), To: schemas.Day(from + days)}
}

// A life is in order of time, ends within the world, and overlaps only where
// somebody moves to another organisation.
func TestLivesAreSound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawPlan(t).world()
		numbers := make(map[uint64]bool)
		for i := range w.Persons {
			life := w.life(i)
			for k, s := range life {
				if s.Number != k || s.Person != i || !s.Open && (s.Out < s.In || s.Out > w.Period.To || s.Reason == "") || s.Open && (k != len(life)-1 || s.Reason != "") {
					t.Fatalf("person %d stay %d: %+v", i, k, s)
				}
				if k > 0 && (s.In <= life[k-1].In || s.In < life[k-1].Out && s.Org == life[k-1].Org) {
					t.Fatalf("person %d: stay %d begins before the one before it ends", i, k)
				}
			}
			who := w.person(i, life[0].In)
			if v := who.vnumber; v != 0 && (len(vtext(v)) != 10 || numbers[v]) {
				t.Fatalf("person %d has a wrong or taken V-number", i)
			}
			numbers[who.vnumber] = true
		}
	})
}

// Truth agrees with counting every night of every stay one by one, and its
// stocks with its flows.
func TestTruthAgreesWithCountingDayByDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		period := drawPeriod(t, p.settle().Period)
		truth := p.Truth(period)
		nights := make(map[[2]int]bool) // person and day
		people := make(map[int]bool)
		for _, o := range truth.Orgs {
			var got OrgTruth
			here := make(map[int]bool)
			for s := range p.Stays(o.Org, period) {
				got.Stays++
				here[s.Person], people[s.Person] = true, true
				for d := period.From; d <= period.To; d++ {
					if s.In <= d && (s.Open || d < s.Out) {
						got.Nights++
						nights[[2]int{s.Person, int(d)}] = true
					}
					if s.In <= d && (s.Open || d <= s.Out) {
						got.PresenceDays++
					}
					if d == s.In {
						got.Inflow++
					}
					if d == s.Out && !s.Open {
						got.Outflow++
					}
				}
			}
			reasons := 0
			for _, r := range o.Reasons {
				reasons += r.Count
			}
			if o.Stays != got.Stays || o.Nights != got.Nights || o.PresenceDays != got.PresenceDays || o.Inflow != got.Inflow ||
				o.Outflow != got.Outflow || o.Persons != len(here) || reasons != o.Outflow {
				t.Fatalf("%s: truth %+v, counted %+v", o.Org, o, got)
			}
			if o.StockStart+o.Inflow-o.Outflow != o.StockEnd {
				t.Fatalf("%s: stock does not follow from flow: %+v", o.Org, o)
			}
		}
		if truth.Persons != len(people) || truth.PersonNights != len(nights) {
			t.Fatalf("%d persons and %d nights, counted %d and %d", truth.Persons, truth.PersonNights, len(people), len(nights))
		}
	})
}

// The stock at the end of a quarter is the stock at the beginning of the next,
// and whoever is in shelter stands in the next delivery in the same words.
func TestQuartersFollowOneAnother(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 5, Persons: 400}
	quarters := p.Quarters()
	for _, org := range UtrechtOrgs()[:3] {
		open := make(map[string]bool)
		for q, quarter := range quarters {
			if q > 0 {
				before, now := p.Truth(quarters[q-1]), p.Truth(quarter)
				for i := range now.Orgs {
					if before.Orgs[i].StockEnd != now.Orgs[i].StockStart {
						t.Errorf("quarter %d: stock jumps from %d to %d", q, before.Orgs[i].StockEnd, now.Orgs[i].StockStart)
					}
				}
			}
			rows, _, err := p.Rows(org, "opvang", quarter)
			if err != nil {
				t.Fatal(err)
			}
			still := make(map[string]bool)
			for _, row := range rows[1:] {
				key := row[0] + row[1] + row[4] + row[5]
				delete(open, key)
				if row[6] == "" {
					still[key] = true
				}
			}
			if len(open) > 0 {
				t.Errorf("%s quarter %d: %d open stays vanished", org, q, len(open))
			}
			open = still
		}
	}
}

var digitRun = regexp.MustCompile(`\b\d{8,9}\b`)

// Nothing that is invented can be taken for a citizen service number, however
// many people there are: a file of millions would be refused for it. Birth dates
// may be eight digits, and are judged as dates.
func TestNobodyLooksLikeACitizen(t *testing.T) {
	t.Parallel()
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	sheltered, guided := contract.Dataset("opvang"), contract.Dataset("traject")
	rapid.Check(t, func(t *rapid.T) {
		w := Plan{Seed: rapid.Uint64().Draw(t, "seed"), Persons: 2_000_000_000, Habits: true}.world()
		i := rapid.IntRange(0, w.Persons-1).Draw(t, "person")
		life := w.life(i)
		who := w.person(i, life[0].In)
		look := func(d *schemas.Dataset, cells []string) {
			for k, f := range d.Fields {
				if run := digitRun.FindString(cells[k]); run != "" && f.Kind != schemas.KindBirthDate {
					t.Fatalf("%s of %s holds %d digits on end", f.Name, d.Name, len(run))
				}
			}
		}
		for k := range life {
			row := w.told(life[k], &who, w.Period)
			look(sheltered, shelterColumns.writer(sheltered)(&row))
			if guidance, ok := w.guide(&life[k], &who); ok {
				look(guided, trajectoryColumns.writer(guided)(&guidance))
			}
		}
	})
}

// References of one organisation and year differ, and stay as they are while
// they are short.
func TestReferencesDiffer(t *testing.T) {
	t.Parallel()
	if got := reference("stil", 2020, 9_999_999); got != "STI-2020-9999999" {
		t.Error(got)
	}
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(1, 8_000_000_000)
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		if (reference("stil", 2020, a) == reference("stil", 2020, b)) != (a == b) {
			t.Fatalf("%d and %d", a, b)
		}
	})
}
