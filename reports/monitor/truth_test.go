package monitor_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"lvv/reports"
	"lvv/reports/reportstest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// A world is all that happened, as the invented world itself tells it: nothing
// here has seen a warehouse, an SQL file or the counting of the report.
type world struct {
	plan   synth.Plan
	period schemas.Period
	stays  []synth.Stay
	groups map[string]string
}

func newWorld(plan synth.Plan, p schemas.Period) world {
	w := world{plan: plan, period: p}
	for _, org := range plan.Orgs {
		for s := range plan.Stays(org, p) {
			if !s.Open && s.Out > p.To {
				s.Open = true // not known yet on the last day
			}
			w.stays = append(w.stays, s)
		}
	}
	_, w.groups = schemas.RollUp()
	return w
}

// stock counts who is there at the end of a day, one by one.
func (w world) stock(d schemas.Day, org string) int {
	n := 0
	for _, s := range w.stays {
		if (org == "" || org == s.Org) && s.In <= d && (s.Open || s.Out > d) {
			n++
		}
	}
	return n
}

// began and ended count the stays that did so on days that fit.
func (w world) began(org string, fits func(schemas.Day) bool) int {
	n := 0
	for _, s := range w.stays {
		if (org == "" || org == s.Org) && s.In >= w.period.From && fits(s.In) {
			n++
		}
	}
	return n
}

func (w world) ended(org string, fits func(schemas.Day) bool) int {
	n := 0
	for _, s := range w.stays {
		if (org == "" || org == s.Org) && !s.Open && fits(s.Out) {
			n++
		}
	}
	return n
}

// during says which days belong to a code: totaal, 2020 or 2020-K1.
func during(code string) func(schemas.Day) bool {
	return func(d schemas.Day) bool {
		y, m, _ := d.Date()
		return code == reports.AllCode || code == fmt.Sprint(y) || code == fmt.Sprintf("%d-K%d", y, (m-1)/3+1)
	}
}

// left are the people who are gone on the last day, with their last stay.
func (w world) left() map[int]synth.Stay {
	last := map[int]synth.Stay{}
	for _, s := range w.stays {
		if l, ok := last[s.Person]; !ok || s.Open && !l.Open || !s.Open && !l.Open && (s.Out > l.Out || s.Out == l.Out && s.In > l.In) {
			last[s.Person] = s
		}
	}
	for id, s := range last {
		if s.Open {
			delete(last, id)
		}
	}
	return last
}

// gone counts them by code of a year and of a reason or group.
func (w world) gone(year, outcome string) int {
	n := 0
	for _, s := range w.left() {
		if during(year)(s.Out) && (outcome == reports.AllCode || outcome == s.Reason || outcome == w.groups[s.Reason]) {
			n++
		}
	}
	return n
}

// table reads a CSV file as rows of column to text.
func table(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// A check compares shown figures and counts how many there were.
type check struct {
	t     *testing.T
	shown int
}

func (c *check) equal(what, got string, want int) {
	c.t.Helper()
	if got == "." {
		return
	}
	c.shown++
	if got != fmt.Sprint(want) {
		c.t.Errorf("%s: %s, want %d", what, got, want)
	}
}

// Every figure that is shown is the truth, at any size and over any period.
func TestShownFiguresAreTrue(t *testing.T) {
	for _, c := range []struct {
		name     string
		seed     uint64
		persons  int
		from, to string
		shown    int // at least so many figures are shown
	}{
		{"the whole pilot", 11, 2065, "2019-01-01", "2021-12-31", 250},
		{"from mid-month to mid-month", 12, 2065, "2019-05-14", "2020-10-09", 150},
		{"a quarter", 13, 2065, "2020-07-01", "2020-09-30", 40},
		{"a small programme", 14, 200, "2019-01-01", "2021-12-31", 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := reportstest.Plan(t, c.seed, c.persons)
			period := schemas.Period{From: day(t, c.from), To: day(t, c.to)}
			parcel, _ := made(t, reportstest.Job(t, plan, period))
			k := check{t: t}
			w := newWorld(plan, period)
			tables := map[string][]map[string]string{}
			for _, f := range parcel.Files {
				if name, ok := strings.CutPrefix(f.Name, "gegevens/"); ok {
					tables[strings.TrimSuffix(name, ".csv")] = table(t, f.Data)
				}
			}
			k.stocks(tables, w)
			k.flows(tables, w)
			k.outcomes(tables, w)
			k.lengths(tables, w)
			k.people(tables, w)
			if k.shown < c.shown {
				t.Errorf("only %d figures are shown", k.shown)
			}
		})
	}
}

func (c *check) stocks(tables map[string][]map[string]string, w world) {
	for _, r := range tables["bezetting"] {
		c.equal("stock on "+r["peildatum"], r["bezetting"], w.stock(day(c.t, r["peildatum"]), ""))
	}
	for _, r := range tables["bezetting_organisatie"] {
		for name, got := range r {
			if date, ok := strings.CutPrefix(name, "bezetting_"); ok {
				c.equal("stock of "+r["organisatie"]+" on "+date, got, w.stock(day(c.t, date), orgOf(r)))
			}
		}
	}
}

func orgOf(r map[string]string) string {
	if r["organisatie"] == reports.AllCode {
		return ""
	}
	return r["organisatie"]
}

func (c *check) flows(tables map[string][]map[string]string, w world) {
	for _, r := range tables["stroom"] {
		in, out := w.began("", during(r["tijd"])), w.ended("", during(r["tijd"]))
		c.equal("inflow in "+r["tijd"], r["instroom"], in)
		c.equal("outflow in "+r["tijd"], r["uitstroom"], out)
		c.equal("balance of "+r["tijd"], r["saldo"], in-out)
	}
	for _, r := range tables["stroom_organisatie"] {
		for name, got := range r {
			if time, ok := strings.CutPrefix(name, "instroom_"); ok {
				c.equal("inflow of "+r["organisatie"]+" in "+time, got, w.began(orgOf(r), during(time)))
			}
			if time, ok := strings.CutPrefix(name, "uitstroom_"); ok {
				c.equal("outflow of "+r["organisatie"]+" in "+time, got, w.ended(orgOf(r), during(time)))
			}
		}
	}
}

func (c *check) outcomes(tables map[string][]map[string]string, w world) {
	for _, r := range tables["uitkomsten"] {
		year := r["jaar_van_vertrek"]
		for _, g := range []string{schemas.Durable, schemas.SemiDurable, schemas.NoSolution, reports.AllCode} {
			c.equal(g+" in "+year, r[g], w.gone(year, g))
		}
	}
	for _, r := range tables["uitkomsten_reden"] {
		for name, got := range r {
			if year, ok := strings.CutPrefix(name, "personen_"); ok && got != "" {
				c.equal(r["reden"]+" in "+year, got, w.gone(year, r["reden"]))
			}
		}
	}
	for _, r := range tables["bestendig"] {
		c.equal("durable", r["bestendig"], w.gone(reports.AllCode, schemas.Durable))
		want := map[string]int{"plekken": 360, "vertrokken": len(w.left()), "deelnemers": len(w.persons())}[r["noemer"]]
		c.equal("durable out of "+r["noemer"], r["aantal"], want)
		if r["bestendig"] != "." && r["aantal"] != "." {
			if got, want := r["aandeel_procent"], fmt.Sprintf("%.1f", 100*float64(w.gone(reports.AllCode, schemas.Durable))/float64(want)); got != want {
				c.t.Errorf("durable out of %s: %s %%, want %s", r["noemer"], got, want)
			}
		}
	}
}

func (c *check) lengths(tables map[string][]map[string]string, w world) {
	ended, running := map[string]int{}, map[string]int{}
	for _, s := range w.stays {
		if s.Open {
			running[schemas.DurationClass(s.In, w.period.To)]++
			running[reports.AllCode]++
		} else {
			ended[schemas.DurationClass(s.In, s.Out)]++
			ended[reports.AllCode]++
		}
	}
	for _, r := range tables["duur_beeindigd"] {
		c.equal("ended stays of "+r["verblijfsduur"], r["verblijven"], ended[r["verblijfsduur"]])
	}
	for _, r := range tables["duur_lopend"] {
		c.equal("running stays of "+r["verblijfsduur"], r["verblijven"], running[r["verblijfsduur"]])
	}
}

// persons are the organisations of each person.
func (w world) persons() map[int]map[string]bool {
	all := map[int]map[string]bool{}
	for _, s := range w.stays {
		if all[s.Person] == nil {
			all[s.Person] = map[string]bool{}
		}
		all[s.Person][s.Org] = true
	}
	return all
}

func (c *check) people(tables map[string][]map[string]string, w world) {
	persons := w.persons()
	want := map[string]int{"verblijven": len(w.stays), "personen_bovengrens": len(persons), "personen_ondergrens": w.linked(c.t)}
	for _, orgs := range persons {
		if len(orgs) == 1 {
			want["een_organisatie"]++
		} else {
			want["meer_organisaties"]++
		}
	}
	for _, r := range tables["personen"] {
		c.equal(r["telling"], r["aantal"], want[r["telling"]])
	}
}

// linked counts the persons of whom some delivered row has a V-number.
func (w world) linked(t *testing.T) int {
	known := map[int32]bool{}
	for _, org := range w.plan.Orgs {
		rows, answers, err := w.plan.Rows(org, "opvang", w.plan.Period)
		if err != nil {
			t.Fatal(err)
		}
		i := 0
		for s := range w.plan.Stays(org, w.plan.Period) {
			if s.Meets(w.period) && rows[i+1][0] != "" {
				known[answers.Person[i]] = true
			}
			i++
		}
	}
	return len(known)
}

// The truth that the invented world tells of itself agrees with the report, so
// that the counting above is not wrong in the same way.
func TestTheTruthAgrees(t *testing.T) {
	plan := reportstest.Plan(t, 11, 2065)
	parcel, _ := made(t, reportstest.Job(t, plan, plan.Period))
	truth := plan.Truth(plan.Period)
	var start, in, out, end int
	for _, o := range truth.Orgs {
		start, in, out, end = start+o.StockStart, in+o.Inflow, out+o.Outflow, end+o.StockEnd
	}
	stock := table(t, reportstest.File(t, parcel, "gegevens/bezetting.csv"))
	flow := table(t, reportstest.File(t, parcel, "gegevens/stroom.csv"))
	people := table(t, reportstest.File(t, parcel, "gegevens/personen.csv"))
	k := check{t: t}
	k.equal("stock at the start", stock[0]["bezetting"], start)
	k.equal("stock at the end", stock[len(stock)-1]["bezetting"], end)
	k.equal("inflow", flow[len(flow)-1]["instroom"], in)
	k.equal("outflow", flow[len(flow)-1]["uitstroom"], out)
	k.equal("persons", people[1]["aantal"], truth.Persons)
	if k.shown != 5 {
		t.Errorf("%d of 5 figures are shown", k.shown)
	}
}
