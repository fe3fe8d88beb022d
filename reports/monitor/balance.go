package monitor

import (
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/reports"
)

// A balance counts the identities that were held to be true and keeps the first
// that is not.
type balance struct {
	checks int
	failed error
}

// equal holds two figures against each other that were counted in different
// ways. The name says what, and no figure.
func (b *balance) equal(name string, one, other int64) {
	b.checks++
	if one != other && b.failed == nil {
		b.failed = fmt.Errorf("monitor: %s: off by %d: %w", name, one-other, reports.ErrUnbalanced)
	}
}

// reconcile holds the counts against each other. The stock is counted date by
// date from the stays, apart from the flows; persons apart from stays.
func (c *counts) reconcile(tables []disclosure.Table) balance {
	var b balance
	for _, r := range c.relations(tables) {
		b.equal(name(tables, r), sum(tables, r.Plus), sum(tables, r.Minus))
	}
	all := int64(0)
	for _, g := range []struct {
		name string
		grid *grid
	}{{"persons by link", c.linked}, {"persons by number of organisations", c.spread}} {
		all = g.grid.cells[0].people
		b.equal(g.name, g.grid.cells[1].people+g.grid.cells[2].people, all)
	}
	years, groups := c.time(byYear), len(c.dims.groups.Categories)
	for _, y := range c.years {
		n := at(years, y.Code)
		b.equal("exits against people who left and exits before a return, in "+y.Code,
			c.outflow.cells[at(c.outflow.dims[0], y.Code)].stays, c.left.cells[n*groups].people+c.interim.cells[n].stays)
	}
	last := len(c.stock.cells) - 1
	b.equal("stock at the start and inflow against outflow and stock at the end", c.stock.cells[0].stays+c.inflow.cells[0].stays, c.outflow.cells[0].stays+c.stock.cells[last].stays)
	b.equal("stays read against stays counted", c.total, c.stock.cells[0].stays+c.inflow.cells[0].stays)
	return b
}

func sum(tables []disclosure.Table, refs []disclosure.Ref) int64 {
	var n int64
	for _, r := range refs {
		n += find(tables, r.Table).Cells[r.Cell].Value
	}
	return n
}

func find(tables []disclosure.Table, name string) disclosure.Table {
	for _, t := range tables {
		if t.Name == name {
			return t
		}
	}
	panic("monitor: internal error: no table " + name)
}

// name writes an identity as the tables and codes that it is between.
func name(tables []disclosure.Table, r disclosure.Relation) string {
	text := ""
	for i, side := range [][]disclosure.Ref{r.Plus, r.Minus} {
		if i > 0 {
			text += " against"
		}
		for n, ref := range side {
			if n > 0 {
				text += " and"
			}
			text += " " + ref.Table + place(find(tables, ref.Table), ref.Cell)
		}
	}
	return text[1:]
}

// place names a cell by its codes.
func place(t disclosure.Table, cell int) string {
	text := ""
	for i := len(t.Dims) - 1; i >= 0; i-- {
		n := len(t.Dims[i].Categories)
		text = " " + t.Dims[i].Categories[cell%n].Code + text
		cell /= n
	}
	return text
}
