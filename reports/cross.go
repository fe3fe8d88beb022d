package reports

import (
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// A Dimension says how a column of a query becomes a dimension of a table: its
// categories in the order shown, the total among them where the query gives one.
type Dimension struct {
	Column     string // as in the query's by
	Label      string // as people read it
	Sensitive  bool   // tells of a person what others do not know already
	Categories []disclosure.Category
}

// AllCode is the code of the root total of a dimension.
const AllCode = "totaal"

// Total is the root total that a dimension begins with.
func Total(label string) disclosure.Category {
	return disclosure.Category{Code: AllCode, Label: label, Total: true}
}

// FromCodes makes a dimension with a total from a code list.
func FromCodes(column, label string, l *schemas.CodeList) Dimension {
	d := Dimension{Column: column, Label: label, Categories: []disclosure.Category{Total("Totaal")}}
	for _, c := range l.Codes {
		d.Categories = append(d.Categories, disclosure.Category{Code: c.Code, Label: c.Label})
	}
	return d
}

// FromOrgs makes the dimension of organisations, with a total.
func FromOrgs(column string, orgs []Org) Dimension {
	d := Dimension{Column: column, Label: "Organisatie", Categories: []disclosure.Category{Total("Alle organisaties")}}
	for _, o := range orgs {
		d.Categories = append(d.Categories, disclosure.Category{Code: o.Code, Label: o.Name})
	}
	return d
}

// Cross turns one measure of a result into a table over the dimensions, in the
// order of the query's by. A combination that the result does not hold is a
// true zero. The query has given its own totals, so that the number of distinct
// people behind a total is right; a total that it did not give is the sum of its
// parts.
func Cross(r *warehouse.Result, measure string, dims []Dimension) disclosure.Table {
	q := r.Query
	m := slices.Index(q.Measures, measure)
	if m < 0 || len(dims) != len(q.By) {
		panic("reports: internal error: table " + q.Table + " does not have that measure and those dimensions")
	}
	t := disclosure.Table{Name: q.Table, Title: q.Title, Kind: kinds[q.Kind], Population: q.Population, Unit: q.Unit}
	cells := 1
	for i, d := range dims {
		if d.Column != q.By[i] {
			panic("reports: internal error: table " + q.Table + " is not by " + d.Column)
		}
		t.Dims = append(t.Dims, disclosure.Dim{Name: d.Column, Label: d.Label, Categories: d.Categories, Sensitive: d.Sensitive})
		cells *= len(d.Categories)
	}
	t.Cells = make([]disclosure.Cell, cells)
	for row, keys := range r.Keys {
		t.Cells[place(q.Table, dims, keys)] = disclosure.Cell{Value: r.Values[row][m], Contributors: r.People[row]}
	}
	return t
}

var kinds = map[string]disclosure.Kind{"flow": disclosure.Flow, "stock": disclosure.Stock}

// place is the row-major index of the cell with those keys.
func place(table string, dims []Dimension, keys []string) int {
	at := 0
	for i, d := range dims {
		key := keys[i]
		if key == warehouse.Total {
			key = AllCode
		}
		c := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == key })
		if c < 0 {
			panic(fmt.Sprintf("reports: internal error: table %s has a %s that its dimension lacks", table, d.Column))
		}
		at = at*len(d.Categories) + c
	}
	return at
}
