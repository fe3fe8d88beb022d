package finance

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

//go:embed sql/*.sql
var files embed.FS

// queries are the SQL files by the name of their table.
func queries() map[string]warehouse.Query {
	all := map[string]warehouse.Query{}
	for _, q := range warehouse.MustParseAll(files, "sql") {
		all[q.Table] = q
	}
	return all
}

// The tables about people, by what is counted. What follows from them is not a
// table: presence-days are nights and leavings together, and the nights of
// unique persons are the nights without the repeated ones. Each is shown when
// both its parts are, so it tells nothing that they do not.
const (
	nights    = "nachten"          // by month, quarter and year, and organisation
	leaving   = "vertrek"          // by quarter and year
	repeated  = "dubbel"           // by year
	sameDay   = "eendaags"         // by year
	above     = "boven_capaciteit" // by year
	leavingOf = "vertrek_org"      // by organisation
	aboveOf   = "boven_capaciteit_org"
)

// occupancy counts nights and days in the warehouse, reconciles them and makes
// the tables that disclosure control judges together.
func (s *statement) occupancy(ctx context.Context, b *balance) error {
	c := &count{ctx: ctx, s: s, queries: queries()}
	orgs := reports.FromOrgs("organisatie", s.orgs)
	c.cross(nights, periods(s.spans, month), orgs)
	c.margins(leaving, periods(s.spans, quarter), orgs)
	c.cross(repeated, periods(s.spans, year))
	c.cross(sameDay, periods(s.spans, year))
	c.margins(above, periods(s.spans, year), orgs)
	if c.err != nil {
		return c.err
	}
	s.people = c.tables
	if err := c.reconcile(b); err != nil {
		return err
	}
	return c.deliveries()
}

// A count runs queries and keeps the first error.
type count struct {
	ctx     context.Context
	s       *statement
	queries map[string]warehouse.Query
	tables  []disclosure.Table
	err     error
}

func (c *count) run(name string) *warehouse.Result {
	q := c.queries[name]
	args := warehouse.Args{"van": c.s.job.Period.From, "tot": c.s.job.Period.To}
	if slices.Contains(q.Params, "plaatsen") {
		args["plaatsen"] = capacityText(c.s.job.Registers, c.s.job.Period)
	}
	r, err := c.s.job.DB.Run(c.ctx, q, args)
	if err != nil {
		c.err = fmt.Errorf("finance: %w", err)
		return &warehouse.Result{Query: q}
	}
	return r
}

// cross makes the table of a query over dimensions.
func (c *count) cross(name string, dims ...reports.Dimension) {
	if c.err == nil {
		c.add(c.run(name), name, dims)
	}
}

// margins makes two tables of a query that counts by period for all
// organisations, and by organisation for the whole period. They are of one
// population, so disclosure control knows that they share their total.
func (c *count) margins(name string, by, orgs reports.Dimension) {
	if c.err != nil {
		return
	}
	r := c.run(name)
	byPeriod, byOrg := *r, *r
	byPeriod.Keys, byOrg.Keys = nil, nil
	byPeriod.People, byOrg.People = nil, nil
	byPeriod.Values, byOrg.Values = nil, nil
	for i, keys := range r.Keys {
		if keys[1] == warehouse.Total {
			keep(&byPeriod, keys[0], r, i)
		}
		if keys[0] == warehouse.Total {
			keep(&byOrg, keys[1], r, i)
		}
	}
	byPeriod.Query.By, byOrg.Query.By = []string{by.Column}, []string{orgs.Column}
	c.add(&byPeriod, name, []reports.Dimension{by})
	c.add(&byOrg, name+"_org", []reports.Dimension{orgs})
}

func keep(into *warehouse.Result, key string, from *warehouse.Result, row int) {
	into.Keys = append(into.Keys, []string{key})
	into.People = append(into.People, from.People[row])
	into.Values = append(into.Values, from.Values[row])
}

// add makes the table of a result: its first measure is the figure, its second
// what the person who brings in most brings in.
func (c *count) add(r *warehouse.Result, name string, dims []reports.Dimension) {
	t := reports.Cross(r, r.Query.Measures[0], dims)
	most := reports.Cross(r, r.Query.Measures[1], dims)
	for i := range t.Cells {
		t.Cells[i].Largest = most.Cells[i].Value
	}
	t.Name = name
	c.tables = append(c.tables, t)
}

// figure is a figure of a table before protection.
func (c *count) figure(table string, codes ...string) int64 {
	for _, t := range c.tables {
		if t.Name == table {
			return t.Cells[cell(t.Dims, codes)].Value
		}
	}
	panic("finance: internal error: no table " + table)
}

// cell is the row-major index of a cell in a table with those dimensions.
func cell(dims []disclosure.Dim, codes []string) int {
	at := 0
	for i, d := range dims {
		c := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == codes[i] })
		if c < 0 {
			panic("finance: internal error: no category " + codes[i])
		}
		at = at*len(d.Categories) + c
	}
	return at
}

// reconcile holds the figures against others that were counted along a shorter
// way, and the stock at the end against that at the start.
func (c *count) reconcile(b *balance) error {
	spans, orgs := c.s.spans, append(c.s.orgCodes(), reports.AllCode)
	byMonth := map[[2]string]int64{}
	r := c.run("controle_nachten")
	for i, keys := range r.Keys {
		byMonth[[2]string{keys[0], keys[1]}] = r.Values[i][0]
		byMonth[[2]string{keys[0], reports.AllCode}] += r.Values[i][0]
	}
	for _, org := range orgs {
		for _, m := range at(month, spans) {
			b.equal("nights of the month along two ways, "+m.Code, c.figure(nights, m.Code, org), byMonth[[2]string{m.Code, org}])
		}
		b.adds("nights of months, quarters and years", spans, func(x span) int64 { return c.figure(nights, x.Code, org) })
	}
	once := map[string]int64{}
	r = c.run("controle_uniek")
	for i, keys := range r.Keys {
		once[cmp.Or(keys[0], reports.AllCode)] = r.Values[i][0]
	}
	for _, x := range append(at(year, spans), spans[0]) {
		b.equal("nights, unique and repeated, "+x.Code, c.figure(nights, x.Code, reports.AllCode), once[x.Code]+c.figure(repeated, x.Code))
	}
	c.reconcileStock(b)
	return c.err
}

func (c *count) reconcileStock(b *balance) {
	r := c.run("controle_stand")
	for i, keys := range r.Keys {
		org, v := cmp.Or(keys[0], reports.AllCode), r.Values[i]
		b.equal("stock at the start, inflow and outflow against stock at the end, "+org, v[0]+v[1]-v[2], v[3])
		b.equal("nights of the period, "+org, c.figure(nights, reports.AllCode, org), v[4])
		b.equal("leavings of the period, "+org, c.figure(leavingOf, org), v[2])
		b.equal("presence-days, nights and leavings, "+org, v[5], v[4]+v[2])
	}
}

// costs reads what the organisations say of their costs.
func costs(ctx context.Context, job reports.Job) ([]cost, error) {
	r, err := job.DB.Run(ctx, queries()["kosten"], warehouse.Args{"van": job.Period.From, "tot": job.Period.To})
	if err != nil {
		return nil, fmt.Errorf("finance: %w", err)
	}
	var all []cost
	for i, k := range r.Keys {
		all = append(all, cost{Month: k[0], Org: k[1], Kind: k[2], Budgeted: r.Values[i][0], Realised: r.Values[i][1]})
	}
	return all, nil
}

// deliveries remembers up to which day each organisation delivered stays.
func (c *count) deliveries() error {
	r := c.run("leveringen")
	c.s.delivered = map[string]schemas.Day{}
	for i, keys := range r.Keys {
		c.s.delivered[keys[0]] = schemas.Day(r.Values[i][0])
	}
	return c.err
}
