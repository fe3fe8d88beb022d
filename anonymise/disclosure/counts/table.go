package counts

import (
	"io"
	"slices"
	"strings"
)

// Options say how to read a table.
type Options struct {
	Count       string // column with the counts; "" for the last, or one with a usual name
	Total       string // code of totals; "" for the usual ones
	Hierarchies map[string]*Hierarchy
}

// countNames are the usual names of a column of counts.
var countNames = []string{"aantal", "count", "n", "freq", "waarde"}

// totalCodes are the usual codes of a total, in any case.
var totalCodes = []string{"totaal", "total", "alle", "*"}

// isTotal tells whether a code stands for the total of its column.
func isTotal(code, total string) bool {
	if total != "" {
		return code == total
	}
	return slices.Contains(totalCodes, strings.ToLower(code))
}

// maxDims bounds the dimensions of a table.
const maxDims = 12

// A tableReader makes a System of a sheet.
type tableReader struct {
	sheet    *sheet
	opts     Options
	count    int   // column
	dims     []int // columns
	system   *System
	index    []map[string]int // per dim: category of each code
	given    []int            // per cell: the row of the sheet that lists it, or -1
	problems []Problem
}

// ReadTable reads a table of counts with its totals. Totals that it does not
// list are computed; combinations that it does not list count as zero.
func ReadTable(r io.Reader, o Options) (*System, []Problem, error) {
	s, problems, err := readSheet(r, true)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	t := &tableReader{sheet: s, opts: o, system: &System{}}
	for _, step := range []func(){t.columns, t.categories, t.figures, t.sums} {
		if step(); len(t.problems) > 0 {
			return nil, t.problems, nil
		}
	}
	return t.system, nil, nil
}

// columns finds the column of counts; all others are dimensions.
func (t *tableReader) columns() {
	t.count = -1
	if t.opts.Count != "" {
		t.count = t.sheet.column(t.opts.Count)
	} else {
		for _, name := range countNames {
			if c := t.sheet.column(name); c >= 0 && t.count < 0 {
				t.count = c
			}
		}
		if t.count < 0 {
			t.count = len(t.sheet.header) - 1
		}
	}
	if t.count < 0 || len(t.sheet.header) < 2 {
		t.problems = append(t.problems, Problem{Code: NoColumn, Row: 1, Column: t.opts.Count})
		return
	}
	t.system.Count = t.sheet.header[t.count]
	for c := range t.sheet.header {
		if c != t.count {
			t.dims = append(t.dims, c)
		}
	}
	if len(t.dims) > maxDims {
		t.problems = append(t.problems, Problem{Code: TooManyColumns, Row: 1})
	}
	for _, name := range sortedKeys(t.opts.Hierarchies) {
		if c := t.sheet.column(name); c < 0 || c == t.count {
			t.problems = append(t.problems, Problem{Code: NoColumn, Row: 1, Column: name})
		}
	}
}

// hierarchy returns the hierarchy of a column, or nil.
func (t *tableReader) hierarchy(col int) *Hierarchy {
	for name, h := range t.opts.Hierarchies { // one at most: names of columns differ
		if strings.EqualFold(name, t.sheet.header[col]) {
			return h
		}
	}
	return nil
}

// categories finds the categories of each dim.
func (t *tableReader) categories() {
	size := 1
	for _, col := range t.dims {
		d, index := t.dim(col)
		t.system.Dims, t.index = append(t.system.Dims, d), append(t.index, index)
		if n := len(d.Categories); n > MaxCells/size {
			t.problems = append(t.problems, Problem{Code: TooManyCells})
			return
		}
		size *= len(d.Categories)
	}
}

// dim collects the codes of a column: the total first, then the others in the
// order in which they or their hierarchy stand in the file.
func (t *tableReader) dim(col int) (Dim, map[string]int) {
	h := t.hierarchy(col)
	total, seen := "", map[string]bool{}
	var order []string
	for row := range t.sheet.rows {
		code, bad := t.sheet.code(row, col)
		switch {
		case len(bad) > 0:
			t.problems = append(t.problems, bad...)
		case isTotal(code, t.opts.Total) && total != "" && code != total:
			t.problems = append(t.problems, t.sheet.problem(TwoTotals, row, col))
		case isTotal(code, t.opts.Total):
			total = code
		case h != nil && !h.knows(code):
			t.problems = append(t.problems, t.sheet.problem(NotInHierarchy, row, col))
		case !seen[code]:
			seen[code] = true
			order = append(order, code)
		}
	}
	if total == "" {
		if total = t.opts.Total; total == "" {
			total = totalCodes[0]
		}
	}
	d := Dim{Name: t.sheet.header[col], Categories: []Category{{Code: total, Parent: -1}}}
	index := map[string]int{total: 0}
	if h == nil {
		h = flat(order)
	}
	for _, code := range h.used(seen) {
		index[code] = len(d.Categories)
		d.Categories = append(d.Categories, Category{Code: code, Parent: index[h.parentOr(code, total)]})
	}
	return d, index
}

// flat is the hierarchy of a column that has none.
func flat(codes []string) *Hierarchy {
	h := &Hierarchy{parent: map[string]string{}, order: codes}
	for _, code := range codes {
		h.parent[code] = ""
	}
	return h
}

// used returns the codes that a table uses, with those above them, a parent
// before its children.
func (h *Hierarchy) used(seen map[string]bool) (codes []string) {
	needed := map[string]bool{}
	for code := range seen {
		for ; code != "" && !needed[code]; code = h.parent[code] {
			needed[code] = true
		}
	}
	for _, code := range h.order {
		if needed[code] {
			codes = append(codes, code)
		}
	}
	return codes
}

func (h *Hierarchy) parentOr(code, total string) string {
	if p := h.parent[code]; p != "" {
		return p
	}
	return total
}

func sortedKeys(m map[string]*Hierarchy) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
