package monitor

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"lvv/reports"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

//go:embed sql/*.sql
var files embed.FS

// counts are all figures about people, before disclosure control. They never
// reach a file.
type counts struct {
	*calendar
	dims dims

	stock, stockOrg, stockLength         *grid // stays on a date
	present                              *grid // persons on the last day
	inflow, inflowOrg                    *grid // stays that begin
	outflow, outflowOrg, outflowLength   *grid // stays that end
	linked, spread                       *grid // persons with a day of stay
	left, leftReason                     *grid // persons who left for good, by year and outcome or reason
	repeated, interim, doubled           *grid // by how much stays exceed persons: see identities
	total                                int64 // stays in the period
	inflowMonth, outflowMonth            *grid // never printed: see relations
	quarterOf, yearOf, dateFrom, outcome []int // by day of the period; by reason
	monthOf                              []int
}

// person is what is known of one person when all stays have been seen.
type person struct {
	id       int32
	stays    int
	present  int // stays on the last day
	linked   bool
	firstOrg int32
	moved    bool // stays at more than one organisation

	exits             []int // year of each stay that ended
	lastOut, lastIn   int32 // of the exit that came last
	lastYear, outcome int
}

func newCounts(job reports.Job) *counts {
	cal := newCalendar(job.Period)
	d := newDims(job)
	last := stockOn(cal.last())
	c := &counts{
		calendar: cal, dims: d,
		stock: newGrid(stockOn(cal.dates...)), stockOrg: newGrid(stockOn(cal.yearEnds...), d.orgs), stockLength: newGrid(last, d.length),
		present: newGrid(last),
		inflow:  newGrid(cal.time(byQuarter)), inflowOrg: newGrid(cal.time(byYear), d.orgs),
		outflow: newGrid(cal.time(byQuarter)), outflowOrg: newGrid(cal.time(byYear), d.orgs), outflowLength: newGrid(d.length),
		inflowMonth: newGrid(cal.time(byMonth)), outflowMonth: newGrid(cal.time(byMonth)),
		linked: newGrid(d.link), spread: newGrid(d.spread),
		left: newGrid(cal.leaving(), d.groups), leftReason: newGrid(cal.leaving(), d.outcome),
		repeated: newGrid(whole()), interim: newGrid(cal.time(byYear)), doubled: newGrid(last),
	}
	c.index()
	for _, code := range job.Contract.Dataset("opvang").Field("reden_uitstroom").Codes.Strings() {
		c.outcome = append(c.outcome, at(d.outcome, code))
	}
	return c
}

// index works out for each day of the period its quarter and year, and the
// first date of the stock that lies on or after it.
func (c *counts) index() {
	n := c.period.Days()
	c.quarterOf, c.yearOf, c.monthOf, c.dateFrom = make([]int, n), make([]int, n), make([]int, n), make([]int, n)
	months := c.time(byMonth)
	times, years := c.time(byQuarter), c.time(byYear)
	for _, q := range c.quarters {
		for d := q.Days.From; d <= q.Days.To; d++ {
			c.quarterOf[d-c.period.From] = at(times, q.Code)
			c.yearOf[d-c.period.From] = at(years, q.Parent)
		}
	}
	date := 1
	for i := range c.dateFrom {
		c.dateFrom[i] = date
		c.monthOf[i] = at(months, monthCode(c.dates[date]))
		if c.dates[date] == c.period.From+schemas.Day(i) {
			date++
		}
	}
}

// count reads the stays and counts them.
func count(ctx context.Context, job reports.Job) (*counts, error) {
	var codes []string
	for _, o := range job.Orgs {
		codes = append(codes, o.Code)
	}
	q := warehouse.MustParseAll(files, "sql")[0]
	rows, err := job.DB.Columns(ctx, q, warehouse.Args{
		"organisaties": strings.Join(codes, ","), "van": job.Period.From, "tot": job.Period.To})
	if err != nil {
		return nil, fmt.Errorf("monitor: %w", err)
	}
	c := newCounts(job)
	return c, c.read(rows)
}

// read counts rows that come in the order of persons.
func (c *counts) read(rows *warehouse.Columns) error {
	id, org, link := rows.Of("persoon"), rows.Of("organisatie"), rows.Of("koppelstatus")
	in, out, reason := rows.Of("instroom"), rows.Of("uitstroom"), rows.Of("reden")
	notLinked := int32(schemas.List("koppelstatus").Index("E"))
	p := person{id: -1}
	for i := range rows.N {
		if org[i] == warehouse.None {
			return fmt.Errorf("monitor: stays of an organisation that the programme does not name")
		}
		if out[i] != warehouse.None && reason[i] == warehouse.None {
			return fmt.Errorf("monitor: exits with a reason against exits: %w", reports.ErrUnbalanced)
		}
		if id[i] != p.id {
			c.finish(&p)
			p = person{id: id[i], firstOrg: org[i], exits: p.exits[:0]}
		}
		p.stays++
		p.linked = p.linked || link[i] != notLinked
		p.moved = p.moved || org[i] != p.firstOrg
		c.add(&p, org[i], in[i], out[i], reason[i])
	}
	c.finish(&p)
	return nil
}

// add counts one stay.
func (c *counts) add(p *person, org, in, out, reason int32) {
	c.total++
	o, from := int(org)+1, 0 // the total comes before the organisations
	if day := in - int32(c.period.From); day >= 0 {
		c.inflow.add(c.quarterOf[day], p.id)
		c.inflowMonth.add(c.monthOf[day], p.id)
		c.inflowOrg.add(c.yearOf[day]*len(c.dims.orgs.Categories)+o, p.id)
		from = c.dateFrom[day]
	}
	gone := out
	if out == warehouse.None {
		gone = int32(c.last()) + 1
	}
	for d := from; d < len(c.dates) && int32(c.dates[d]) < gone; d++ {
		c.stock.add(d, p.id)
	}
	for d, day := range c.yearEnds {
		if in <= int32(day) && int32(day) < gone {
			c.stockOrg.add(d*len(c.dims.orgs.Categories)+o, p.id)
		}
	}
	if out == warehouse.None {
		p.present++
		c.stockLength.add(c.dims.class(in, int32(c.last())), p.id)
		return
	}
	c.leave(p, o, in, out, reason)
}

// leave counts a stay that ended.
func (c *counts) leave(p *person, org int, in, out, reason int32) {
	day := out - int32(c.period.From)
	c.outflow.add(c.quarterOf[day], p.id)
	c.outflowMonth.add(c.monthOf[day], p.id)
	c.outflowOrg.add(c.yearOf[day]*len(c.dims.orgs.Categories)+org, p.id)
	c.outflowLength.add(c.dims.class(in, out), p.id)
	year := c.yearOf[day]
	if len(p.exits) == 0 || out > p.lastOut || out == p.lastOut && in > p.lastIn {
		p.lastOut, p.lastIn, p.lastYear, p.outcome = out, in, year, c.outcome[reason]
	}
	p.exits = append(p.exits, year)
}

// finish counts a person of whom all stays have been seen.
func (c *counts) finish(p *person) {
	if p.stays == 0 {
		return
	}
	c.linked.add(pick(p.linked, c.dims.link, linkSure, linkOpen), p.id)
	c.spread.add(pick(p.moved, c.dims.spread, orgsMore, orgsOne), p.id)
	for range p.stays - 1 {
		c.repeated.add(0, p.id)
	}
	if p.present > 0 {
		c.present.add(0, p.id)
		for range p.present - 1 {
			c.doubled.add(0, p.id)
		}
	} else {
		c.leftReason.add(p.lastYear*len(c.dims.outcome.Categories)+p.outcome, p.id)
		c.left.add(p.lastYear*len(c.dims.groups.Categories)+at(c.dims.groups, c.dims.outcome.Categories[p.outcome].Parent), p.id)
	}
	forGood := p.present == 0 // one of the exits is no interim one
	for _, year := range p.exits {
		if forGood && year == p.lastYear {
			forGood = false
			continue
		}
		c.interim.add(year, p.id)
	}
}
