package evaluator

import (
	"slices"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// attack reads the whole parcel.
func attack(t *testing.T, f *facts, c parcel.Contents) *attacker {
	t.Helper()
	a := &attacker{known: map[string]int64{}, unknown: map[string]int{}}
	for _, table := range f.tables() {
		data := lines(t, content(t, c, "gegevens/"+table.Name+".csv"), ',')
		a.learn(t, table, data)
		// The copy for Excel shows and hides exactly the same.
		for i, row := range lines(t, content(t, c, "excel/"+table.Name+".csv"), ';')[1:] {
			n := len(table.Dims)
			got := strings.ReplaceAll(strings.Join(row[n:n+3], " "), ",", ".")
			if want := strings.Join(data[i+1][n:n+3], " "); got != want {
				t.Errorf("%s line %d: Excel says %q, programs are told %q", table.Name, i+2, got, want)
			}
		}
	}
	stays := func(population string, at ...string) string {
		return population + "|verblijven|" + strings.Join(at, "&")
	}
	before := f.period.From - 1
	for _, q := range f.quarters {
		for _, org := range append([]string{""}, codes(f)...) {
			var where []string
			if org != "" {
				where = []string{"organisatie=" + org}
			}
			a.balances = append(a.balances, []string{
				stays(popPresent, append(slices.Clone(where), "peildatum="+before.String())...), stays(popEntered, append(slices.Clone(where), "tijdvak="+q.code)...),
				stays(popLeft, append(slices.Clone(where), "tijdvak="+q.code)...), stays(popPresent, append(slices.Clone(where), "peildatum="+q.period.To.String())...)})
		}
		before = q.period.To
	}
	end := "peildatum=" + f.period.To.String()
	a.shape = append(a.shape,
		[]string{stays(popEntered), stays(popLeft, "verblijfsduur=in_periode"), stays(popPresent, end, "verblijfsduur=in_periode")},
		[]string{stays(popPresent, "peildatum="+(f.period.From-1).String()), stays(popLeft, "verblijfsduur=eerder"), stays(popPresent, end, "verblijfsduur=eerder")})
	for _, b := range append(a.balances, a.shape...) {
		for _, key := range b {
			_, known := a.known[key]
			if _, hidden := a.unknown[key]; !known && !hidden {
				t.Fatalf("the attacker made up a figure: %s", key)
			}
		}
	}
	return a
}

func codes(f *facts) []string {
	var out []string
	for _, o := range f.job.Orgs {
		out = append(out, o.Code)
	}
	return out
}

// No figure that is too small follows from everything in the parcel together,
// nor can it be bounded more closely than the policy allows. What is hidden to
// protect it may follow: it rests on enough people.
func TestNothingHiddenFollows(t *testing.T) {
	t.Parallel()
	for _, persons := range []int{300, 2065} {
		plan := reportstest.Plan(t, 3, persons)
		job := reportstest.Job(t, plan, plan.Period)
		f, err := load(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		a := attack(t, f, approved(t, job, Options{K: 10}))
		small := tooSmall(f, job.Policy)
		if len(small) < 20 {
			t.Fatalf("only %d small figures", len(small))
		}
		for key := range small {
			if _, shown := a.known[key]; shown {
				t.Errorf("%d persons: %s is shown", persons, key)
			}
		}
		for _, key := range a.solved() {
			if small[key] {
				t.Errorf("%d persons: %s follows", persons, key)
			}
		}
		if key, width := a.narrow(small); width < job.Policy.Width {
			t.Errorf("%d persons: %s lies within %d", persons, key, width)
		}
	}
}

// tooSmall names the figures that rest on fewer persons than the threshold, and
// fails when the truth has none.
func tooSmall(f *facts, p disclosure.Policy) map[string]bool {
	out := map[string]bool{}
	for _, table := range f.tables() {
		v := view{Published: disclosure.Published{Dims: table.Dims}}
		for i, c := range table.Cells {
			least := p.Threshold
			var codes []string
			for d := range table.Dims {
				at := v.category(i, d)
				codes = append(codes, at.Code)
				if at.Health {
					least = p.HealthThreshold
				}
			}
			if c.Contributors > 0 && c.Contributors < least {
				out[name(table.Population, table.Unit, table.Dims, codes)] = true
			}
		}
	}
	return out
}

// An attacker who is given one figure more than was shown must be able to find
// others: the test of the test.
func TestTheAttackerCanWin(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 3, 2065)
	job := reportstest.Job(t, plan, plan.Period)
	f, err := load(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	a := attack(t, f, approved(t, job, Options{K: 10}))
	for _, key := range sorted(a.unknown) {
		if len(a.unknown) > 1 && found == 0 {
			truth := trueValue(f, key)
			delete(a.unknown, key)
			i := 0
			for _, k := range sorted(a.unknown) {
				a.unknown[k] = i
				i++
			}
			a.known[key] = truth
			found = len(a.solved())
		}
	}
	if found == 0 {
		t.Error("giving hidden figures away told nothing of others")
	}
}

func sorted(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func trueValue(f *facts, key string) int64 {
	for _, table := range f.tables() {
		v := view{Published: disclosure.Published{Dims: table.Dims}}
		for i, c := range table.Cells {
			var codes []string
			for d := range table.Dims {
				codes = append(codes, v.category(i, d).Code)
			}
			if name(table.Population, table.Unit, table.Dims, codes) == key {
				return c.Value
			}
		}
	}
	panic("no such figure: " + key)
}

// Who reads records and tables side by side cannot count a hidden figure in the
// records: stays that would be written alike are partly in the cell and partly
// not. Whether that is so is tried on the stays of a larger world, where a
// class is not all in a cell by chance.
func TestRecordsTellNothingHidden(t *testing.T) {
	t.Parallel()
	large := reportstest.Plan(t, 9, 12000)
	g, err := load(t.Context(), reportstest.Job(t, large, large.Period))
	if err != nil {
		t.Fatal(err)
	}
	crowd, rows := g.records(), enteredRows(g)
	for _, limit := range []float64{0, 0.05} {
		plan := reportstest.Plan(t, 3, 2065)
		job := reportstest.Job(t, plan, plan.Period)
		f, err := load(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		all := f.tables()
		safe, err := protect(job, all, f.identities(all))
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.records().anonymise(t.Context(), safe, Options{K: 10, SuppressionLimit: limit})
		if err != nil {
			t.Fatal(err)
		}
		texts := crowd.texts(s)
		for _, table := range all {
			if !slices.Contains([]string{popEntered, popLeft, popPresent}, table.Population) {
				continue
			}
			v := view{Published: safe.Table(table.Name)}
			members := membership(g, table)
			for i := range v.Len() {
				if _, status := v.At(i); status == disclosure.Suppressed && countable(texts, rows, members, keyOf(v, i)) {
					t.Errorf("limit %v: %s %v can be counted in the records", limit, table.Name, v.coordinates(i))
				}
			}
		}
	}
}

// countable reports whether records that are written alike are all in a cell or
// all outside it, and some inside.
func countable(texts []string, rows []int, members []map[string]bool, key string) bool {
	seen, some := map[string]bool{}, false
	for r, text := range texts {
		inside := members[rows[r]][key]
		if was, ok := seen[text]; ok && was != inside {
			return false
		}
		seen[text] = inside
		some = some || inside
	}
	return some
}

func keyOf(v view, i int) string {
	key := ""
	for d := range v.Dims {
		key += "/" + v.category(i, d).Code
	}
	return key
}

// texts are the records as they would be written with the detail of a set.
func (r *records) texts(s *set) []string {
	out := make([]string, len(r.persons))
	for i := range out {
		for q := range r.quasi {
			out[i] += r.quasi[q].levels[s.levels[q]].values[r.quasi[q].codes[i]] + ","
		}
		out[i] += r.solution.Values[r.solution.Codes[i]]
		if s.reason {
			out[i] += "," + r.reason.Values[r.reason.Codes[i]]
		}
	}
	return out
}

// enteredRows gives for each record the stay it is.
func enteredRows(f *facts) []int {
	var out []int
	for i := range f.person {
		if f.entered(i) {
			out = append(out, i)
		}
	}
	return out
}

// membership gives for each stay the cells of a table that it is counted in.
func membership(f *facts, table table) []map[string]bool {
	out := make([]map[string]bool, f.n())
	nationality := schemas.List(schemas.NationalityList).Codes
	for i := range out {
		r := worldRow{Stay: synth.Stay{Org: f.job.Orgs[f.org[i]-1].Code, In: schemas.Day(f.in[i]), Out: schemas.Day(f.out[i]), Open: !f.left(i)},
			nationality: nationality[f.nationality[i]].Code, sex: schemas.List("geslacht").Codes[f.sex[i]].Code, ageFrom: int(f.ageFrom[i]), ageTo: int(f.ageTo[i])}
		if f.ageFrom[i] == schemas.UnknownAge {
			r.ageFrom = -1
		}
		if f.left(i) {
			r.Reason = f.reasons.Codes[f.reason[i]].Code
		}
		out[i] = map[string]bool{}
		if fact, ok := r.fact(f.period, table.Table); ok {
			for _, k := range fact.keys(table.Dims) {
				out[i][k] = true
			}
		}
	}
	return out
}
