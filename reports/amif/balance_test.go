package amif

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"lvv/reports"
	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// Whatever is off by one, no account is made.
func TestOffByOne(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 5, 120)
	job := reportstest.Job(t, plan, plan.Period)
	for _, test := range []struct {
		name  string
		spoil func(*Options)
	}{
		{"a row received is not accounted for", func(o *Options) { o.Refused[0].In++ }},
		{"a refused row was not received", func(o *Options) { o.Refused[1].Codes = []Refusal{{"dubbele-rij", 1}} }},
		{"a row accepted is not in the warehouse", func(o *Options) { o.Refused[2].In++; o.Refused[2].Accepted++ }},
		{"a row in the warehouse was not accepted", func(o *Options) { o.Refused[3].In--; o.Refused[3].Accepted-- }},
		{"a delivery in the warehouse is unknown to the intake", func(o *Options) { o.Refused = o.Refused[1:] }},
		{"a delivery has another number", func(o *Options) { o.Refused[0].Seq = 2 }},
		{"a replaced delivery is still there", func(o *Options) { o.Refused[0].Replaced = true }},
		{"two persons share a pseudonym", func(o *Options) { o.Pseudonyms = each(func(int32) string { return "AM-een" }) }},
		{"two trajectories share a pseudonym", func(o *Options) { o.Trajectories = each(func(int64) string { return "TR-een" }) }},
	} {
		o := options(worldCounts(t, plan))
		test.spoil(&o)
		draft, err := Make(t.Context(), job, o)
		if !errors.Is(err, reports.ErrUnbalanced) || draft.Render != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if _, err := Make(t.Context(), job, options(worldCounts(t, plan))); err != nil {
		t.Errorf("unspoilt: %v", err)
	}
}

// Each identity notices a figure that was changed after it was computed.
func TestEachListIsHeldAgainstAnother(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 5, 400)
	job := reportstest.Job(t, plan, plan.Period)
	for _, test := range []struct {
		name  string
		spoil func(*account)
	}{
		{"a tally", func(a *account) { a.tallies[0].otherScenario++ }},
		{"a link", func(a *account) { a.chain.links[0].superseded++ }},
		{"the total", func(a *account) { a.chain.total.countable++ }},
		{"a result", func(a *account) { a.chain.links[1].results[0]++ }},
		{"a proven return", func(a *account) { a.chain.total.proven++ }},
		{"participations", func(a *account) { a.chain.total.participations++ }},
		{"persons", func(a *account) { a.chain.people-- }},
		{"a participant's trajectories", func(a *account) { a.participants[0].all++ }},
		{"a cell of an indicator", func(a *account) { a.indicators[0].cells[0][0].proven++ }},
		{"an indicator of one programme", func(a *account) { a.indicator("R.3.6").total.proven++; a.indicator("R.3.6").cells[1][0].proven++ }},
		{"a year", func(a *account) { a.calendars[1].years[0].started++ }},
		{"what is still running", func(a *account) { a.calendars[0].running++ }},
		{"the sample", func(a *account) { a.sample = a.sample[:1] }},
		{"a trajectory drawn twice", func(a *account) { a.sample[0] = a.sample[1] }},
	} {
		a, err := compute(t.Context(), job, options(worldCounts(t, plan)))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := a.balance(); err != nil || n < 50 {
			t.Fatalf("unspoilt: %d checks, %v", n, err)
		}
		test.spoil(a)
		if _, err := a.balance(); !errors.Is(err, reports.ErrUnbalanced) {
			t.Errorf("%s was changed and nothing noticed", test.name)
		}
	}
}

// Organisations that deliver quarter after quarter, repeat and close what was
// open, follow people whom another one knows, and know nothing of some: the
// chain balances, and its links are what counting by hand gives.
func TestTheChainBalances(t *testing.T) {
	t.Parallel()
	c := contract(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := randomPlan(rt)
		deliveries := map[string][]given{"traject": p.guidance, "opvang": p.stays}
		from := schemas.Day(rapid.IntRange(int(c.Start)-400, int(c.End)).Draw(rt, "from"))
		period := schemas.Period{From: from, To: from + schemas.Day(rapid.IntRange(0, 700).Draw(rt, "days"))}
		if _, err := window(period, c); err != nil {
			return
		}
		counts := asAccepted(p.guidance)
		for i := range counts {
			n := rapid.IntRange(0, 3).Draw(rt, "refused")
			counts[i].In += n
			counts[i].Codes = []Refusal{{"dubbele-rij", n}}
		}
		db := warehouseOf(t, c, deliveries)
		defer db.Close()
		a, err := compute(t.Context(), jobOf(t, c, db, period), options(counts))
		if err != nil {
			rt.Fatal(err)
		}
		if _, err := a.balance(); err != nil {
			rt.Fatal(err)
		}
		last := map[int64]row{}
		accepted := 0
		for _, g := range p.guidance { // in order of time
			for _, r := range g.rows {
				last[r["trajectnummer"]] = r
				accepted++
			}
		}
		if a.chain.total.superseded != accepted-len(last) || a.chain.total.stored != len(last) {
			rt.Fatalf("%d superseded and %d stored of %d rows about %d trajectories", a.chain.total.superseded, a.chain.total.stored, accepted, len(last))
		}
		guidance := 0
		for _, r := range last {
			end := r["datum_einde"]
			meets := func(p schemas.Period) bool {
				return r["datum_start"] <= int64(p.To) && (end == none || end >= int64(p.From))
			}
			if meets(a.window) && meets(period) && r["scenario"] == code("scenario", "terugkeer") {
				guidance++
			}
		}
		if guidance != len(a.trajectories) {
			rt.Fatalf("%d trajectories listed, want %d", len(a.trajectories), guidance)
		}
	})
}

type plan struct{ guidance, stays []given }

// randomPlan draws up to three deliveries of two organisations, each of which
// repeats some of what it delivered before.
func randomPlan(t *rapid.T) plan {
	var p plan
	start, _ := schemas.NewDay(2019, 1, 1)
	results := []string{running, voluntary, removed, "mob", "gestopt"}
	nationalities := []string{"0131", "0000", "0499", "0060", "0001"}
	for k, org := range []string{"stil", "seguro"} {
		known := rapid.IntRange(1, 6).Draw(t, "trajectories")
		for quarter := range rapid.IntRange(1, 3).Draw(t, "deliveries") {
			period := schemas.Period{From: start + schemas.Day(quarter*90), To: start + schemas.Day(quarter*90+89)}
			of := warehouse.Delivery{Org: org, Period: period, Seq: 1}
			guide, stay := given{Delivery: of}, given{Delivery: of}
			for i := range known {
				if rapid.Bool().Draw(t, "left out") {
					continue
				}
				from := int64(start) + int64(rapid.IntRange(-300, 900).Draw(t, "start"))
				end := none
				if rapid.Bool().Draw(t, "ended") {
					end = from + int64(rapid.IntRange(0, 500).Draw(t, "length"))
				}
				guide.rows = append(guide.rows, row{
					"persoon": int64(rapid.IntRange(0, 5).Draw(t, "person")), "koppelstatus": code("koppelstatus", "V"),
					"trajectnummer": int64(k*1000 + i), "datum_start": from, "datum_einde": end,
					"scenario":           code("scenario", rapid.SampledFrom([]string{"terugkeer", "terugkeer", "legalisering"}).Draw(t, "scenario")),
					"resultaat":          code("resultaat", rapid.SampledFrom(results).Draw(t, "result")),
					"land_van_terugkeer": none, "herintegratie": code("ja_nee", rapid.SampledFrom([]string{"", "ja", "nee"}).Draw(t, "support")),
					"bewijs_kenmerk": int64(rapid.IntRange(0, 1).Draw(t, "proof")), "rij": int64(len(guide.rows) + 2),
				})
			}
			for range rapid.IntRange(0, 4).Draw(t, "stays") {
				age := int64(rapid.IntRange(0, 90).Draw(t, "age"))
				stay.rows = append(stay.rows, row{
					"persoon": int64(rapid.IntRange(0, 5).Draw(t, "person")), "koppelstatus": code("koppelstatus", "V"),
					"nationaliteit": code("nationaliteit", rapid.SampledFrom(nationalities).Draw(t, "nationality")),
					"geslacht":      code("geslacht", rapid.SampledFrom([]string{"man", "vrouw", "onbekend"}).Draw(t, "sex")),
					"leeftijd_van":  age, "leeftijd_tot": age, "datum_uitstroom": none, "reden_uitstroom": none,
					"datum_instroom": int64(start) + int64(rapid.IntRange(-300, 900).Draw(t, "entry")), "rij": int64(len(stay.rows) + 2),
				})
			}
			p.guidance, p.stays = append(p.guidance, guide), append(p.stays, stay)
		}
	}
	return p
}
