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
)

// An attacker holds the parcel, knows how the tables are built, and knows that
// stock and flow balance. Every figure has a name that is the same wherever it
// stands; what is printed he knows, the rest are unknowns.
type attacker struct {
	known    map[string]int64
	unknown  map[string]int
	shape    [][]string // sums: the first name is the sum of the others
	balances [][]string // the first two names together are the last two

	least, most map[string]int64 // of hidden figures, by the records
}

// read counts, for every hidden figure over columns of the records, the records
// that are surely in it and those that may be.
func (a *attacker) read(t *testing.T, f *facts, file [][]string) {
	t.Helper()
	a.least, a.most = map[string]int64{}, map[string]int64{}
	column := map[string]int{}
	for i, name := range file[0] {
		column[name] = i
	}
	r := f.records()
	left := int64(len(r.persons) - len(file) + 1) // nothing is known of who was left out
	for _, table := range f.tables() {
		if !inRecords(table.Population) || !recoverable(table.Dims) {
			continue
		}
		v := view{Published: disclosure.Published{Dims: table.Dims}}
		for i := range table.Cells {
			var codes []string
			for d := range table.Dims {
				codes = append(codes, v.category(i, d).Code)
			}
			key := name(table.Population, table.Unit, table.Dims, codes)
			if _, hidden := a.unknown[key]; !hidden || slices.Contains(codes, earlier) || table.Population != popEntered && !slices.Contains(codes, inPeriod) && v.category(i, 0).Parent != inPeriod && v.category(i, len(table.Dims)-1).Parent != inPeriod {
				continue
			}
			low, high := int64(0), left
			in := newMembership(r, column, table, v.coordinates(i))
			for _, row := range file[1:] {
				sure, may := in.of(row)
				if sure {
					low++
				}
				if may {
					high++
				}
			}
			a.least[key], a.most[key] = low, high
		}
	}
}

// A membership says of records whether they are in one cell.
type membership struct {
	r      *records
	column map[string]int
	table  table
	at     []coordinate
	known  map[string][2]bool // of each value met in each column: surely in, may be in
}

func newMembership(r *records, column map[string]int, t table, at []coordinate) membership {
	return membership{r, column, t, at, map[string][2]bool{}}
}

// of says whether a record is surely in the cell, and whether it may be.
func (m membership) of(row []string) (sure, may bool) {
	present := row[m.column[colSolution]] == stillPresent
	if m.table.Population == popLeft && present || m.table.Population == popPresent && !present {
		return false, false
	}
	sure, may = true, true
	for _, c := range m.at {
		switch {
		case c.dim == dimDate || c.code == inPeriod:
			continue
		case c.dim == dimReason:
			if row[m.column[colSolution]] != c.code {
				return false, false
			}
			continue
		}
		all, some := m.value(c, row)
		sure, may = sure && all, may && some
	}
	return sure, may
}

// value says of a written value whether all of what it may stand for is in the
// cell, and whether some of it is.
func (m membership) value(c coordinate, row []string) (all, some bool) {
	q, _ := quasiOf(c.dim)
	value := row[m.column[m.r.quasi[q].name]]
	if value == codeSuppressed {
		value = "*"
	}
	if got, ok := m.known[c.dim+value]; ok {
		return got[0], got[1]
	}
	cell, all := leavesOf(c), true
	for leaf, in := range m.r.quasi[q].box(value) {
		some = some || in && cell[leaf]
		all = all && (!in || cell[leaf])
	}
	m.known[c.dim+value] = [2]bool{all, some}
	return all, some
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
	return string(reportstest.File(t, c, path))
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
	for key, i := range a.unknown {
		if most, ok := a.most[key]; ok {
			low[i], high[i] = max(min(1, most), a.least[key]), most
		}
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
