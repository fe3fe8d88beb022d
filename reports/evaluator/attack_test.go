package evaluator

import (
	"slices"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/reports/parcel"
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
	for _, scenario := range []string{"", "scenario=vastgesteld", "scenario=terugkeer", "scenario=legalisering", "scenario=doormigratie", "scenario=in_onderzoek"} {
		of := func(population, more string) string {
			parts := slices.DeleteFunc([]string{more, scenario}, func(s string) bool { return s == "" })
			return population + "|trajecten|" + strings.Join(parts, "&")
		}
		a.balances = append(a.balances, []string{of(popGuided, "peildatum="+(f.period.From-1).String()), of(popStarted, ""), of(popEnded, ""), of(popGuided, end)})
	}
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
	for _, persons := range []int{small, large} {
		p := pilotOf(t, persons)
		job := p.job
		a := attack(t, p.facts, p.parcel(t, Options{K: 10}))
		small := tooSmall(p.facts, job.Policy)
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
	p := pilotOf(t, large)
	f, found := p.facts, 0
	a := attack(t, f, p.parcel(t, Options{K: 10}))
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

func keyOf(v view, i int) string {
	key := ""
	for d := range v.Dims {
		key += "/" + v.category(i, d).Code
	}
	return key
}

// Who reads records and tables side by side bounds a hidden small figure no
// closer than against somebody who knows more than the tables: by the records
// that are surely in it and those that may be, and by all sums of the tables.
func TestRecordsTellLittleOfWhatIsHidden(t *testing.T) {
	t.Parallel()
	for _, opts := range []Options{{K: 10}, {K: 10, Recoding: Global, SuppressionLimit: 0.1}} {
		p := pilotOf(t, large)
		f, c := p.facts, p.parcel(t, opts)
		a := attack(t, f, c)
		small := tooSmall(f, p.job.Policy)
		a.read(t, f, lines(t, content(t, c, recordPath), ','))
		if key, width := a.narrow(small); width < p.job.Policy.InsiderWidth {
			t.Errorf("%s: %s lies within %d", opts.Recoding, key, width)
		}
		for key := range a.least {
			if truth := trueValue(f, key); truth < a.least[key] || truth > a.most[key] {
				t.Errorf("%s: %s is %d, the records say %d to %d", opts.Recoding, key, truth, a.least[key], a.most[key])
			}
		}
	}
}

// From records in full detail the same attacker learns hidden figures exactly.
func TestRecordsInFullTellTooMuch(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	f := p.facts
	a := attack(t, f, p.parcel(t, Options{K: 10}))
	a.read(t, f, f.records().inFull())
	for key := range a.least {
		if truth := trueValue(f, key); truth != a.least[key] || truth != a.most[key] {
			t.Errorf("%s is %d, the records say %d to %d", key, truth, a.least[key], a.most[key])
		}
	}
	if key, width := a.narrow(tooSmall(f, p.job.Policy)); width != 0 {
		t.Errorf("the attacker bounds nothing closer than %d: %s %v", width, key, trueValue(f, key))
	}
}

// inFull writes records as nobody may see them.
func (r *records) inFull() [][]string {
	rows := [][]string{nil}
	for q := range r.quasi {
		rows[0] = append(rows[0], r.quasi[q].name)
	}
	rows[0] = append(rows[0], colSolution)
	for i := range r.persons {
		var row []string
		for q := range r.quasi {
			row = append(row, r.quasi[q].levels[0].Values[r.quasi[q].codes[i]])
		}
		rows = append(rows, append(row, r.solution.Values[r.solution.Codes[i]]))
	}
	return rows
}
