package intruder

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lvv/schemas"
)

// A row is records that are written alike in all columns that tables count by.
type row struct {
	values [columns]string
	state  string // running, left, or nothing when that is not told
	n      int64
}

// rowsOf reads the records of a sheet, alike ones once, in order.
func rowsOf(s sheet) []row {
	at := make(map[row]int)
	var out []row
	for _, cells := range s.rows {
		r := row{state: left}
		for column, name := range [columns]string{nation, sex, "leeftijd_instroom", entered, "verblijfsduur", ""} {
			if c := s.column(name); name != "" && c >= 0 {
				r.values[column] = cells[c]
			}
		}
		r.values[byReason] = outcomeIn(s, cells)
		switch {
		case r.values[byReason] == running:
			r.state = running
		case r.values[byReason] == "":
			r.state = ""
		}
		i, ok := at[r]
		if !ok {
			i = len(out)
			at[r] = i
			out = append(out, r)
		}
		out[i].n++
	}
	slices.SortFunc(out, func(a, b row) int {
		return cmp.Or(slices.Compare(a.values[:], b.values[:]), strings.Compare(a.state, b.state))
	})
	return out
}

// outcomeIn is the finest outcome that a record tells, or nothing.
func outcomeIn(s sheet, cells []string) string {
	for _, name := range outcomeColumns {
		if c := s.column(name); c >= 0 && !strings.HasPrefix(cells[c], "-") {
			return cells[c]
		}
	}
	return ""
}

// A census is a population of the tables that the records list, but for who was
// left out: base is the figure of all of it.
type census struct {
	base place
	rows []row
	sure []bool // of each row, that it belongs
}

// censuses are those of a parcel's records, which are of all who came in its
// period: they came, and have left by its end, or are still there.
func (r *records) censuses() []census {
	end := schemas.Period{From: r.period.To, To: r.period.To}
	since := []coordinate{{begun, inTime}}
	out := []census{
		{base: placed(entered, stays, r.period, nil)},
		{base: placed(left, stays, r.period, since).anchored(r.period)},
		{base: placed(present, stays, end, since).anchored(r.period)},
	}
	for i, state := range []string{"", left, running} {
		for _, w := range r.rows {
			if state == "" || w.state == "" || w.state == state {
				out[i].rows = append(out[i].rows, w)
				out[i].sure = append(out[i].sure, state == "" || w.state == state)
			}
		}
	}
	return out
}

// A crossing is the tables of one population by the same dims, as one: the
// finest categories of each dim.
type crossing struct {
	dims       []string
	categories [][]string
}

// crossings are the tables that count a census by what records tell.
func (j *joint) crossings(c census) []crossing {
	used := make(map[string]map[coordinate]bool)
	for _, p := range j.sorted() {
		of, ok := c.about(p)
		if !ok {
			continue
		}
		var dims []string
		for _, k := range of {
			dims = append(dims, k.dim)
		}
		name := strings.Join(dims, ";")
		if used[name] == nil {
			used[name] = make(map[coordinate]bool)
		}
		for _, k := range of {
			used[name][k] = true
		}
	}
	var out []crossing
	for _, name := range slices.Sorted(maps.Keys(used)) {
		x := crossing{}
		if name != "" {
			x.dims = strings.Split(name, ";")
		}
		for _, dim := range x.dims {
			x.categories = append(x.categories, finestOf(dim, used[name]))
		}
		out = append(out, x)
	}
	return out
}

// about gives the coordinates of a figure of the census that a record tells of,
// beside those of the census itself.
func (c census) about(p place) (of []coordinate, ok bool) {
	if p.population != c.base.population || p.unit != c.base.unit || p.when != c.base.when {
		return nil, false
	}
	for _, k := range p.coordinates() {
		if k.dim == begun && k.code == inTime && p.by == c.base.by {
			continue
		}
		if _, told := columnOf(k.dim); !told {
			return nil, false
		}
		of = append(of, k)
	}
	return of, true
}

// finestOf lists the categories of a dim that no other lies in.
func finestOf(dim string, used map[coordinate]bool) (out []string) {
	parent := make(map[string]bool)
	for c := range used {
		if c.dim == dim {
			for up := above(c); up != total; up = above(coordinate{dim, up}) {
				parent[up] = true
			}
		}
	}
	for c := range used {
		if c.dim == dim && !parent[c.code] {
			out = append(out, c.code)
		}
	}
	slices.Sort(out)
	return out
}

// A box is what records can be in a crossing: of each dim some of its categories.
type box struct {
	may  [][]string
	n    int64
	sure bool
}

// boxes put together the rows that can be the same. It is false when a row can be
// nothing that the tables list.
func (c census) boxes(x crossing, v *vocabulary) (out []box, ok bool) {
	at := make(map[string]int)
	for i, r := range c.rows {
		b := box{sure: c.sure[i]}
		var name strings.Builder
		name.WriteString(strconv.FormatBool(b.sure))
		for d, dim := range x.dims {
			column, _ := columnOf(dim)
			var may []string
			for _, code := range x.categories[d] {
				if v.meets(column, r.values[column], code) {
					may = append(may, code)
				}
			}
			if len(may) == 0 {
				return nil, false
			}
			b.may = append(b.may, may)
			name.WriteString("|" + strings.Join(may, ";"))
		}
		j, known := at[name.String()]
		if !known {
			j = len(out)
			at[name.String()] = j
			out = append(out, b)
		}
		out[j].n += r.n
	}
	return out, true
}

// product lists all combinations, one category of each dim.
func product(of [][]string) [][]string {
	out := [][]string{nil}
	for _, codes := range of {
		var next [][]string
		for _, begun := range out {
			for _, code := range codes {
				next = append(next, append(slices.Clone(begun), code))
			}
		}
		out = next
	}
	return out
}
