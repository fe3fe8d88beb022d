package evaluator

import (
	"encoding/csv"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// An attacker holds the parcel, knows how the tables are built, and knows that
// stock and flow balance. Every figure has a name that is the same wherever it
// stands; what is printed he knows, the rest are unknowns.
type attacker struct {
	known    map[string]int64
	unknown  map[string]int
	shape    [][]string // sums: the first name is the sum of the others
	balances [][]string // the first two names together are the last two
}

// name is what a figure is called: the population and the categories that are
// no root totals.
func name(population, unit string, dims []disclosure.Dim, codes []string) string {
	var parts []string
	for i, d := range dims {
		if codes[i] != "totaal" {
			parts = append(parts, d.Name+"="+codes[i])
		}
	}
	slices.Sort(parts)
	return population + "|" + unit + "|" + strings.Join(parts, "&")
}

func content(t *testing.T, c parcel.Contents, path string) string {
	t.Helper()
	for _, f := range c.Files {
		if f.Name != path {
			continue
		}
		if f.Write != nil {
			var b strings.Builder
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		return string(f.Data)
	}
	t.Fatalf("no %s", path)
	return ""
}

func lines(t *testing.T, text string, comma rune) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// learn reads a table file and the sums that its shape implies.
func (a *attacker) learn(t *testing.T, table table, rows [][]string) {
	t.Helper()
	n := len(table.Dims)
	for _, row := range rows[1:] {
		key := name(table.Population, table.Unit, table.Dims, row[:n])
		switch row[n] {
		case "":
			a.know(t, key, 0)
		case ".":
			if _, ok := a.known[key]; ok {
				t.Errorf("%s: %s is hidden here and shown elsewhere", table.Name, key)
			}
			if _, ok := a.unknown[key]; !ok {
				a.unknown[key] = len(a.unknown)
			}
			if row[n+2] != "." && row[n+2] != "" {
				t.Errorf("%s: %s is hidden and its share %q is not", table.Name, key, row[n+2])
			}
		default:
			v, err := strconv.ParseInt(row[n], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			a.know(t, key, v)
		}
		for d := range table.Dims {
			if parts := children(table.Dims[d], row[d]); len(parts) > 0 {
				sum := []string{key}
				for _, p := range parts {
					codes := slices.Clone(row[:n])
					codes[d] = p
					sum = append(sum, name(table.Population, table.Unit, table.Dims, codes))
				}
				a.shape = append(a.shape, sum)
			}
		}
	}
}

func (a *attacker) know(t *testing.T, key string, v int64) {
	t.Helper()
	if was, ok := a.known[key]; ok && was != v {
		t.Errorf("%s is %d and %d", key, was, v)
	}
	if _, ok := a.unknown[key]; ok {
		t.Errorf("%s is shown here and hidden elsewhere", key)
	}
	a.known[key] = v
}

func children(d disclosure.Dim, code string) []string {
	var out []string
	for _, c := range d.Categories {
		if c.Code != code && (c.Parent == code || c.Parent == "" && code == "totaal") {
			out = append(out, c.Code)
		}
	}
	return out
}

// equations are one line for each sum and balance: coefficients of the unknowns
// and the constant on the right.
func (a *attacker) equations() [][]*big.Rat {
	var out [][]*big.Rat
	add := func(plus, minus []string) {
		row := make([]*big.Rat, len(a.unknown)+1)
		for i := range row {
			row[i] = new(big.Rat)
		}
		used := false
		for sign, names := range map[int64][]string{1: plus, -1: minus} {
			for _, key := range names {
				if i, ok := a.unknown[key]; ok {
					row[i].Add(row[i], big.NewRat(sign, 1))
					used = true
				} else {
					row[len(row)-1].Sub(row[len(row)-1], big.NewRat(sign*a.known[key], 1))
				}
			}
		}
		if used {
			out = append(out, row)
		}
	}
	for _, s := range a.shape {
		add(s[:1], s[1:])
	}
	for _, b := range a.balances {
		add(b[:2], b[2:])
	}
	return out
}

// solved lists the unknowns that the equations determine: after elimination, a
// line with a single unknown left.
func (a *attacker) solved() []string {
	m := a.equations()
	n := len(a.unknown)
	at := 0
	for col := 0; col < n && at < len(m); col++ {
		pivot := -1
		for r := at; r < len(m); r++ {
			if m[r][col].Sign() != 0 {
				pivot = r
				break
			}
		}
		if pivot < 0 {
			continue
		}
		m[at], m[pivot] = m[pivot], m[at]
		scale := new(big.Rat).Inv(m[at][col])
		for i := range m[at] {
			m[at][i].Mul(m[at][i], scale)
		}
		for r := range m {
			if r == at || m[r][col].Sign() == 0 {
				continue
			}
			f := new(big.Rat).Set(m[r][col])
			for i := range m[r] {
				if m[at][i].Sign() != 0 {
					m[r][i].Sub(m[r][i], new(big.Rat).Mul(f, m[at][i]))
				}
			}
		}
		at++
	}
	var out []string
	for _, row := range m[:at] {
		var only []int
		for i := range n {
			if row[i].Sign() != 0 {
				only = append(only, i)
			}
		}
		if len(only) == 1 {
			for key, i := range a.unknown {
				if i == only[0] {
					out = append(out, key)
				}
			}
		}
	}
	return out
}

// narrow bounds each unknown by going round all equations: a hidden figure is
// at least 1, because zeros are shown. It returns the narrowest interval of
// those in question.
func (a *attacker) narrow(question map[string]bool) (key string, width int64) {
	n := len(a.unknown)
	low, high := make([]int64, n), make([]int64, n)
	for i := range n {
		low[i], high[i] = 1, 1<<40
	}
	type line struct {
		coef []int64
		at   []int
		sum  int64
	}
	var all []line
	for _, row := range a.equations() {
		var l line
		for i := range n {
			if row[i].Sign() != 0 {
				l.coef, l.at = append(l.coef, row[i].Num().Int64()), append(l.at, i)
			}
		}
		l.sum = row[n].Num().Int64()
		all = append(all, l)
	}
	for changed := true; changed; {
		changed = false
		for _, l := range all {
			for k, i := range l.at {
				least, most := l.sum, l.sum // of coef[k] x unknown
				for j, o := range l.at {
					if j == k {
						continue
					}
					x, y := l.coef[j]*low[o], l.coef[j]*high[o]
					least -= max(x, y)
					most -= min(x, y)
				}
				if l.coef[k] < 0 {
					least, most = -most, -least
				}
				if c := max(l.coef[k], -l.coef[k]); c != 1 {
					continue
				}
				if least > low[i] {
					low[i], changed = least, true
				}
				if most < high[i] {
					high[i], changed = most, true
				}
			}
		}
	}
	width = 1 << 40
	for k, i := range a.unknown {
		if w := high[i] - low[i]; question[k] && w < width {
			key, width = k, w
		}
	}
	return key, width
}

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
		safe, err := protect(all, f.identities(all), job.Policy)
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
