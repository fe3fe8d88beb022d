package evaluator

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/reports/reportstest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// A fact is a row as the world tells it, with the category of the row along
// each dimension, from the finest to the coarsest.
type fact struct {
	person string
	in     map[string][]string // dimension to codes
	value  int64
	people int64 // reported, when the person is not known
}

// census counts facts without any of the code under test: every combination of
// codes is a text, and the persons behind it a set.
type census struct {
	values  map[string]int64
	persons map[string]map[string]bool
	most    map[string]int64
}

func count(dims []disclosure.Dim, facts []fact) census {
	c := census{map[string]int64{}, map[string]map[string]bool{}, map[string]int64{}}
	for _, f := range facts {
		for _, k := range f.keys(dims) {
			c.values[k] += f.value
			if c.persons[k] == nil {
				c.persons[k] = map[string]bool{}
			}
			c.persons[k][f.person] = true
			c.most[k] = max(c.most[k], f.people)
		}
	}
	return c
}

// keys are the cells that a fact counts in.
func (f fact) keys(dims []disclosure.Dim) []string {
	keys := []string{""}
	for _, d := range dims {
		var next []string
		for _, k := range keys {
			for _, code := range f.in[d.Name] {
				next = append(next, k+"/"+code)
			}
		}
		keys = next
	}
	return keys
}

// A worldRow is one stay of the world with the characteristics of its person.
type worldRow struct {
	synth.Stay
	nationality, sex string
	ageFrom, ageTo   int // -1 when nothing is known
	unlinked         bool
}

// world lists every stay with a day in the period, from the world itself and
// from the text that organisations would deliver.
func world(t *testing.T, plan synth.Plan, period schemas.Period) []worldRow {
	t.Helper()
	var out []worldRow
	for _, org := range plan.Orgs {
		text, answers, err := plan.Rows(org, "opvang", plan.Period)
		if err != nil {
			t.Fatal(err)
		}
		byStay := map[string][]string{}
		for i, r := range text[1:] {
			byStay[fmt.Sprint(answers.Person[i], r[5])] = r
		}
		for s := range plan.Stays(org, period) {
			r := byStay[fmt.Sprint(s.Person, s.In.Dutch())]
			if r == nil {
				t.Fatal("a stay is not delivered")
			}
			w := worldRow{Stay: s, nationality: nationalityCode(t, r[2]), sex: r[3], unlinked: r[0] == ""}
			w.ageFrom, w.ageTo = age(t, r[4], s.In)
			out = append(out, w)
		}
	}
	return out
}

func nationalityCode(t *testing.T, label string) string {
	for _, c := range schemas.List(schemas.NationalityList).Codes {
		if c.Label == label {
			return c.Code
		}
	}
	t.Fatalf("no nationality %q", label)
	return ""
}

// age counts years by comparing dates as numbers, for the latest and earliest
// day of birth that the text allows.
func age(t *testing.T, birth string, on schemas.Day) (from, to int) {
	if birth == "" || birth == "onbekend" || birth == "00-00-0000" {
		return -1, -1
	}
	parts := strings.Split(birth, "-")
	n := make([]int, len(parts))
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			t.Fatalf("birth date %q", birth)
		}
		n[i] = v
	}
	if len(n) == 1 {
		n = []int{0, 0, n[0]}
	}
	year, month, day := on.Date()
	today := year*10000 + month*100 + day
	latest, earliest := n[2]*10000+n[1]*100+n[0], n[2]*10000+n[1]*100+n[0]
	if n[1] == 0 {
		latest, earliest = n[2]*10000+1231, n[2]*10000+101
	} else if n[0] == 0 {
		latest, earliest = n[2]*10000+n[1]*100+31, n[2]*10000+n[1]*100+1
	}
	return max(0, (today-latest)/10000), max(0, (today-earliest)/10000)
}

func band(from, to int) string {
	switch {
	case from < 0:
	case to < 18:
		return "<18"
	case from >= 18 && to <= 60:
		return "18-60"
	case from > 60:
		return ">60"
	}
	return "onzeker"
}

// timeCodes are the quarter, the year and the whole period of a day.
func timeCodes(d schemas.Day) []string {
	y, m, _ := d.Date()
	return []string{fmt.Sprintf("%d-K%d", y, (m+2)/3), strconv.Itoa(y), "totaal"}
}

// wholeMonths steps from the first day month by month.
func wholeMonths(in, out schemas.Day) int {
	y, m, d := in.Date()
	for n := 1; ; n++ {
		yy, mm := y+(m-1+n)/12, (m-1+n)%12+1
		dd := min(d, []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[mm-1])
		if mm == 2 && d > 28 && yy%4 == 0 {
			dd = 29
		}
		day, _ := schemas.NewDay(yy, mm, dd)
		if day > out {
			return n - 1
		}
	}
}

func durationCode(months int) string {
	for _, c := range []struct {
		below int
		code  string
	}{{3, "0-3"}, {6, "3-6"}, {12, "6-12"}, {24, "12-24"}} {
		if months < c.below {
			return c.code
		}
	}
	return "24+"
}

// rollUp is the division of the final evaluation, written out once more.
var rollUp = map[string]string{"teruggekeerd": "bestendig", "verblijfsvergunning": "bestendig", "doormigratie": "bestendig",
	"art64": "semi_bestendig", "rijksopvang": "semi_bestendig", "eenzijdige_beeindiging": "geen", "mob": "geen", "overig": "geen"}

// expected tells the facts of a table.
func expected(t *testing.T, plan synth.Plan, period schemas.Period, table disclosure.Table, rows []worldRow) []fact {
	switch table.Population {
	case popPersons:
		return persons(rows)
	case popHelp:
		return help(t, plan, period, table)
	case popApplied:
		return applications(t, plan, period)
	case popStarted, popEnded, popGuided:
		return trajectories(t, plan, period, table)
	}
	var out []fact
	for _, r := range rows {
		if f, ok := r.fact(period, table); ok {
			out = append(out, f)
		}
	}
	return out
}

// fact tells where a stay is counted in a table about stays, if it is.
func (r worldRow) fact(period schemas.Period, table disclosure.Table) (f fact, ok bool) {
	left := !r.Open && r.Out <= period.To
	entered := r.In >= period.From
	until := period.To
	if left {
		until = r.Out
	}
	w := listOf(r.nationality)
	f = fact{person: strconv.Itoa(r.Person), value: 1, in: map[string][]string{
		dimOrg: {r.Org, "totaal"}, dimSex: {r.sex, "totaal"}, dimAge: {band(r.ageFrom, r.ageTo), "totaal"},
		dimNationality: {r.nationality, "regio:" + w[0], "werelddeel:" + w[1], "totaal"},
		dimReason:      {r.Reason, rollUp[r.Reason], "totaal"},
		dimDuration:    {durationCode(wholeMonths(r.In, until)), "in_periode", "totaal"},
	}}
	if !entered {
		f.in[dimDuration] = []string{"eerder", "totaal"}
	}
	switch table.Population {
	case popEntered:
		f.in[dimTime] = timeCodes(r.In)
		return f, entered
	case popLeft:
		f.in[dimTime] = timeCodes(r.Out)
		return f, left
	}
	for _, c := range table.Dims[0].Categories {
		if day, err := schemas.ParseDay(c.Code); err == nil && r.In <= day && (r.Open || r.Out > day) {
			f.in[dimDate] = append(f.in[dimDate], c.Code)
		}
	}
	return f, true
}

func listOf(code string) [2]string {
	for _, c := range schemas.List(schemas.NationalityList).Codes {
		if c.Code == code {
			return [2]string{c.Extra["regio"], c.Extra["werelddeel"]}
		}
	}
	return [2]string{}
}

func persons(rows []worldRow) []fact {
	houses, linked := map[int]map[string]bool{}, map[int]bool{}
	for _, r := range rows {
		if houses[r.Person] == nil {
			houses[r.Person] = map[string]bool{}
		}
		houses[r.Person][r.Org] = true
		linked[r.Person] = linked[r.Person] || !r.unlinked
	}
	var out []fact
	for p, h := range houses {
		f := fact{person: strconv.Itoa(p), value: 1, in: map[string][]string{dimHouses: {"een", "totaal"}, dimLink: {"niet_gekoppeld", "totaal"}}}
		if len(h) > 1 {
			f.in[dimHouses][0] = "meer"
		}
		if linked[p] {
			f.in[dimLink][0] = "gekoppeld"
		}
		out = append(out, f)
	}
	return out
}

func help(t *testing.T, plan synth.Plan, period schemas.Period, table disclosure.Table) []fact {
	var out []fact
	for _, org := range plan.Orgs {
		rows, _, err := plan.Rows(org, "hulp", plan.Period)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			day, err := schemas.ParseDay(r[0] + "-01")
			if err != nil {
				t.Fatal(err)
			}
			if day < period.From || day > period.To {
				continue
			}
			people, _ := strconv.ParseInt(r[2], 10, 64)
			contacts, _ := strconv.ParseInt(r[3], 10, 64)
			f := fact{value: people, people: people, in: map[string][]string{dimTime: timeCodes(day), dimKind: {r[1], "totaal"}}}
			if table.Name == "hulp_contacten" {
				f.value = contacts
			}
			out = append(out, f)
		}
	}
	return out
}

func applications(t *testing.T, plan synth.Plan, period schemas.Period) []fact {
	var out []fact
	for _, org := range plan.Orgs {
		rows, answers, err := plan.Rows(org, "aanmelding", plan.Period)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows[1:] {
			day := dayOf(t, r[1])
			if period.From <= day && day <= period.To {
				out = append(out, fact{person: strconv.Itoa(int(answers.Person[i])), value: 1, in: map[string][]string{
					dimTime: timeCodes(day), dimLine: {r[2], "totaal"}, dimDecision: {r[3], "totaal"}}})
			}
		}
	}
	return out
}

// Every cell of every table is what happened in the world, over the whole pilot
// and over a period that begins and ends in the middle of a month.
func TestTablesAreTheWorld(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 7, 900)
	middle := schemas.Period{From: plan.Period.From + 200, To: plan.Period.To - 133}
	for _, period := range []schemas.Period{plan.Period, middle} {
		f, _, err := load(t.Context(), reportstest.Job(t, plan, period))
		if err != nil {
			t.Fatal(err)
		}
		rows := world(t, plan, period)
		cells := 0
		for _, table := range f.tables() {
			want := count(table.Dims, expected(t, plan, period, table.Table, rows))
			v := view{Published: disclosure.Published{Name: table.Name, Dims: table.Dims}}
			for i, cell := range table.Cells {
				key := keyOf(v, i)
				people := int64(len(want.persons[key]))
				if table.Population == popHelp {
					people = want.most[key]
				}
				if cell.Value != want.values[key] || cell.Contributors != people {
					t.Errorf("%s %s %s: %d of %d persons, want %d of %d", period, table.Name, key, cell.Value, cell.Contributors, want.values[key], people)
				}
				cells++
			}
		}
		if cells < 600 {
			t.Fatalf("only %d cells", cells)
		}
	}
}
