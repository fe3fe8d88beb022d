package finance

import (
	"lvv/anonymise/disclosure"
	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/chart"
	"lvv/reports/csvfile"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
)

// A view is the statement as it may be shown: money from the registers, and of
// people only what was approved.
type view struct {
	*statement
	safe *disclosure.Safe

	rounding reports.Rounding // of all figures about people
}

func (s *statement) approved(a release.Approved) *view {
	return &view{s, a.Tables(), reports.RoundingOf(a.Tables())}
}

// A figure is a published number or one that is suppressed.
type figure struct {
	n     int64
	shown bool
}

// figure reads a cell of a published table.
func (v *view) figure(table string, codes ...string) figure {
	t := v.safe.Table(table)
	n, status := t.At(cell(t.Dims, codes))
	return figure{n, status == disclosure.Shown}
}

func (f figure) book() workbook.Cell {
	if !f.shown {
		return workbook.Suppressed()
	}
	return workbook.Int(f.n)
}

func (f figure) csv() csvfile.Cell {
	if !f.shown {
		return csvfile.Suppressed()
	}
	return csvfile.Int(f.n)
}

func (f figure) page() page.Cell {
	if !f.shown {
		return page.Suppressed()
	}
	return page.Value(dutch.Int(f.n))
}

// and adds two figures; the sum is shown when both are.
func (f figure) and(g figure) figure { return figure{f.n + g.n, f.shown && g.shown} }

// without subtracts a figure; the difference is shown when both are.
func (f figure) without(g figure) figure { return figure{f.n - g.n, f.shown && g.shown} }

// presence are the presence-days of a span.
func (v *view) presence(x span) figure {
	return v.figure(nights, x.Code, allOrgs).and(v.figure(leaving, x.Code))
}

// once are the nights of a span with each person counted once a night.
func (v *view) once(x span) figure {
	return v.figure(nights, x.Code, allOrgs).without(v.figure(repeated, x.Code))
}

// per is the figure divided by a number that is public, for charts and text.
func (f figure) per(n int64) chart.Value {
	if !f.shown || n == 0 {
		return chart.Suppressed()
	}
	return chart.Value{N: float64(f.n) / float64(n)}
}

// A presenceRow is a figure about people other than the nights by organisation.
type presenceRow struct {
	term, unit string // as in the definitions
	span       span
	org        string
	value      figure
}

// presenceRows are those figures, in the order in which they are shown.
func (v *view) presenceRows() []presenceRow {
	var all []presenceRow
	add := func(term, unit string, down level, value func(span) figure) {
		for _, x := range v.spans {
			if x.Level <= down {
				all = append(all, presenceRow{term, unit, x, allOrgs, value(x)})
			}
		}
	}
	byOrg := func(term, unit string, value func(org string) figure) {
		for _, o := range v.orgs {
			all = append(all, presenceRow{term, unit, v.spans[0], o.Code, value(o.Code)})
		}
	}
	of := func(table string) func(span) figure {
		return func(x span) figure { return v.figure(table, x.Code) }
	}
	add("aanwezigheidsdagen", "dagen", quarter, v.presence)
	byOrg("aanwezigheidsdagen", "dagen", func(org string) figure {
		return v.figure(nights, allOrgs, org).and(v.figure(leavingOf, org))
	})
	add("vertrekken", "verblijven", quarter, of(leaving))
	byOrg("vertrekken", "verblijven", func(org string) figure { return v.figure(leavingOf, org) })
	add("nachten van unieke personen", "nachten", year, v.once)
	add("dubbele nachten", "nachten", year, of(repeated))
	add("verblijven van een dag", "verblijven", year, of(sameDay))
	add("persoonsdagen boven de capaciteit", "dagen", year, of(above))
	byOrg("persoonsdagen boven de capaciteit", "dagen", func(org string) figure { return v.figure(aboveOf, org) })
	return all
}

// A useRow is how one organisation's places were used in one span.
type useRow struct {
	span      span
	org       string
	placeDays int64
	nights    figure
}

// useRows go by level, then organisation with the total first, then time, so
// that the rows behind a chart stand together.
func (v *view) useRows() []useRow {
	orgs := append([]string{allOrgs}, v.orgCodes()...)
	var all []useRow
	for _, l := range []level{month, quarter, year, whole} {
		for _, org := range orgs {
			for _, x := range at(l, v.spans) {
				days, _ := v.amount(x, org)
				all = append(all, useRow{x, org, days, v.figure(nights, x.Code, org)})
			}
		}
	}
	return all
}
