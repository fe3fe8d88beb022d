package evaluator

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
)

// A grid lays a table out for people: the last dimension across when there is
// more than one, the others down.
type grid struct {
	heads   []string // of the columns that name the rows
	columns []string
	rows    []gridRow
}

type gridRow struct {
	heads []string
	cells []int // of the view
	total bool
}

// grid puts the parts before their totals along the time, so that quarters
// stand together; along other dimensions a total comes first, as a heading.
func (v view) grid() grid {
	down, across := v.Dims, []disclosure.Category{{Label: "Aantal"}}
	if len(v.Dims) > 1 {
		down, across = v.Dims[:len(v.Dims)-1], v.Dims[len(v.Dims)-1].Categories
	}
	g := grid{}
	for _, d := range down {
		g.heads = append(g.heads, d.Label)
	}
	for _, c := range across {
		g.columns = append(g.columns, c.Label)
	}
	v.fill(&g, down, nil, 0, len(across), false)
	return g
}

// fill adds the rows below a choice of categories.
func (v view) fill(g *grid, down []disclosure.Dim, heads []string, base, across int, total bool) {
	if len(down) == 0 {
		row := gridRow{heads: append([]string(nil), heads...), total: total}
		for i := range across {
			row.cells = append(row.cells, base*across+i)
		}
		g.rows = append(g.rows, row)
		return
	}
	d := down[0]
	for _, i := range order(d) {
		c := d.Categories[i]
		v.fill(g, down[1:], append(heads, indent(d, c)), base*len(d.Categories)+i, across, c.Total)
	}
}

// order is how the categories of a dimension stand below each other.
func order(d disclosure.Dim) []int {
	var parts, totals []int
	for i, c := range d.Categories {
		if d.Name == dimTime && c.Total {
			totals = append(totals, i)
		} else {
			parts = append(parts, i)
		}
	}
	if len(totals) > 0 {
		totals = append(totals[1:], totals[0]) // years, then the whole period
	}
	return append(parts, totals...)
}

// indent shows how deep a category lies below the first totals of a dimension.
func indent(d disclosure.Dim, c disclosure.Category) string {
	label := c.Label
	if d.Name == dimTime {
		return label // quarters stand above their years
	}
	for parent := c.Parent; parent != "" && parent != reports.AllCode; {
		label = "\u2003" + label
		next := ""
		for _, p := range d.Categories {
			if p.Code == parent {
				next = p.Parent
			}
		}
		parent = next
	}
	return label
}
