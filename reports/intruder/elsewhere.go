package intruder

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// A caption is a figure of a table of data by the words that people read.
type caption struct {
	table  string
	labels []string
	shown  bool
	value  int64
}

// elsewhere looks for figures that the data hide and another file of the same
// parcel shows: a sheet, a page, a chart, or the copy of the data for Excel. Where
// a part of a file shows most of a table's figures under the same words, it shows
// that table, and may show no more of it.
func (a *attack) elsewhere(p Parcel, c content) error {
	captions, err := a.copies(p, c)
	if err != nil {
		return err
	}
	all, err := marks(p.Files)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	tables := make(map[string][]caption)
	var names []string
	for _, k := range captions {
		if tables[k.table] == nil {
			names = append(names, k.table)
		}
		tables[k.table] = append(tables[k.table], k)
	}
	by := make(map[string][]mark)
	var parts []string
	for _, m := range all {
		for _, part := range []string{m.surface, m.column} {
			if part != "" && by[part] == nil {
				parts = append(parts, part)
			}
			by[part] = append(by[part], m)
		}
	}
	seen := make(map[string]bool)
	for _, part := range parts {
		var showings []showing
		for _, name := range names {
			showings = append(showings, showingOf(by[part], tables[name]))
		}
		for _, f := range a.most(showings, by[part]) {
			if f.Where = (Where{c.name, part, f.Where.Labels}); !seen[f.What] {
				seen[f.What] = true
				a.report.find(f)
			}
		}
	}
	return nil
}

// leastAlike is how many figures of a table must stand in a part of a file before
// it is taken to show that table.
const leastAlike = 3

// A showing is a part of a file held against one table, by mark.
type showing struct {
	alike, other int
	equal        map[int]bool    // marks that are what the table shows
	hidden       map[int]caption // marks of what it hides
}

func showingOf(marks []mark, table []caption) showing {
	s := showing{equal: make(map[int]bool), hidden: make(map[int]caption)}
	for i, m := range marks {
		k, ok := named(m, table)
		n, isNumber := amount(m.text)
		switch {
		case !ok || !isNumber:
		case !k.shown:
			s.hidden[i] = k
		case k.value == n:
			s.equal[i] = true
			s.alike++
		default:
			s.other++
		}
	}
	return s
}

// most gives what a part of a file tells of the hidden figures of the tables that
// it shows most of. A mark that is what any table shows under those words is of
// that table.
func (a *attack) most(all []showing, marks []mark) (given []Finding) {
	best := leastAlike
	for _, s := range all {
		if s.alike >= 3*s.other {
			best = max(best, s.alike)
		}
	}
	rival := slices.DeleteFunc(slices.Clone(all), func(s showing) bool { return s.alike != best || s.alike < 3*s.other })
	for i, m := range marks {
		for _, s := range rival {
			k, hidden := s.hidden[i]
			if !hidden || slices.ContainsFunc(all, func(o showing) bool { return o.equal[i] }) {
				continue
			}
			n, _ := amount(m.text)
			given = append(given, Finding{Kind: Elsewhere, Attacker: Outsider, Where: Where{Labels: m.labels},
				What: k.table + " " + strings.Join(k.labels, " / "), Low: n, High: n})
		}
	}
	if len(rival) > 0 {
		a.report.Again += best
	}
	return given
}

// named finds the figure that a mark is called by: that of which most words stand
// beside it.
func named(m mark, table []caption) (best caption, ok bool) {
	for _, k := range table {
		if len(k.labels) > len(best.labels) && contains(m.labels, k.labels) {
			best, ok = k, true
		}
	}
	return best, ok
}

// contains reports whether all of some words stand among others, each as often: who
// is of unknown sex in Europe is not who is unknown in both.
func contains(all, words []string) bool {
	all = slices.Clone(all)
	for _, w := range words {
		i := slices.Index(all, w)
		if i < 0 {
			return false
		}
		all = slices.Delete(all, i, i+1)
	}
	return true
}

// copies reads the words for every figure from the copy of the data for Excel, and
// finds what that shows and the data hide.
func (a *attack) copies(p Parcel, c content) (out []caption, err error) {
	names, err := fs.Glob(p.Files, dataFolder+"/*.csv")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	slices.Sort(names)
	for _, name := range names {
		data, err := readSheet(p.Files, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		words, err := readCopy(p.Files, strings.Replace(name, dataFolder, "excel", 1))
		if err != nil || len(words.rows) != len(data.rows) || len(words.header) != len(data.header) {
			continue // there is no copy, or none that follows the data
		}
		out = append(out, captionsOf(data, words)...)
		for r, row := range data.rows {
			for i, text := range row {
				if n, ok := amount(words.rows[r][i]); text == "." && ok {
					a.report.find(Finding{Kind: Elsewhere, Attacker: Outsider, Where: Where{c.name, "excel/" + data.name, words.rows[r][:i]},
						What: data.name + " " + data.header[i], Low: n, High: n})
				}
			}
		}
	}
	return out, nil
}

// captionsOf calls each figure of a sheet by its words; totals go without.
func captionsOf(data, words sheet) (out []caption) {
	l, known := layoutOf(data)
	var dims, figures []int
	switch {
	case data.long():
		for i := range data.counts() {
			dims = append(dims, i)
		}
		figures = []int{data.counts()}
	case known:
		for i, h := range data.header {
			if slices.Contains(l.dims, h) {
				dims = append(dims, i)
			} else if _, ok := l.column(h); ok {
				figures = append(figures, i)
			}
		}
	}
	for r, row := range data.rows {
		for _, i := range figures {
			k := caption{table: data.name}
			for _, d := range dims {
				if row[d] != total {
					k.labels = append(k.labels, words.rows[r][d])
				}
			}
			if !data.long() {
				k.labels = append(k.labels, words.header[i])
			}
			n, ok := amount(row[i])
			if k.shown, k.value = ok, n; ok || row[i] == "." {
				out = append(out, k)
			}
		}
	}
	return out
}
