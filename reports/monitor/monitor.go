package monitor

import (
	"context"
	"fmt"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/schemas"
)

// Make counts, reconciles and protects the figures of job.Period. Errors:
// reports.ErrUnbalanced, places.ErrRegister, and those of the warehouse and of
// disclosure control.
func Make(ctx context.Context, job reports.Job) (reports.Draft, error) {
	if job.Period.Days() == 0 {
		return reports.Draft{}, fmt.Errorf("monitor: the period %s has no day", job.Period)
	}
	c, err := count(ctx, job)
	if err != nil {
		return reports.Draft{}, err
	}
	tables := c.tables()
	b := c.reconcile(tables)
	money, err := moneyOf(job.Registers, c.calendar)
	if err != nil {
		return reports.Draft{}, err
	}
	money.reconcile(&b, job)
	if b.failed != nil {
		return reports.Draft{}, b.failed
	}
	relations := c.relations(tables)
	safe, err := protect(job, tables, relations)
	if err != nil {
		return reports.Draft{}, err
	}
	// What is written later knows the calendar, the dimensions and the money of
	// this, but none of the counts.
	v := view{calendar: c.calendar, dims: c.dims, job: job, money: money}
	v.job.DB = nil
	return reports.Draft{
		Counted: tables, Relations: relations,
		Request: release.Request{
			Purpose: schemas.Monitor, Period: job.Period, Label: release.Anonymous,
			Tables: safe, Balance: release.Balance{Checks: b.checks}, At: job.At,
		},
		Render: func(a release.Approved) (parcel.Contents, error) { return v.render(a) },
	}, nil
}
