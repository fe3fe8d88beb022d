package monitor

import (
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/page/dutch"
	"lvv/reports/places"
	"lvv/schemas"
)

// A span is a quarter or a year, cut to the period of the report.
type span struct {
	Code   string // 2020-K1 or 2020
	Label  string
	Parent string // code of the year of a quarter
	Days   schemas.Period
}

// A calendar is what a period is divided into.
type calendar struct {
	period   schemas.Period
	years    []span
	quarters []span
	dates    []schemas.Day // of the stock: the day before the period, then each end of month
	yearEnds []schemas.Day // of these, the first and the ends of years
}

func newCalendar(p schemas.Period) *calendar {
	c := &calendar{period: p, dates: []schemas.Day{p.From - 1}, yearEnds: []schemas.Day{p.From - 1}}
	for _, m := range places.Months(p) {
		year, month, _ := m.From.Date()
		quarter := (month + 2) / 3
		yearCode := fmt.Sprint(year)
		c.years = grow(c.years, span{Code: yearCode, Label: yearCode, Days: m})
		c.quarters = grow(c.quarters, span{Code: fmt.Sprintf("%d-K%d", year, quarter), Parent: yearCode, Label: dutch.Quarter(m.From.Time()), Days: m})
		c.dates = append(c.dates, m.To)
	}
	for i := range c.years {
		c.years[i].nameWhole(1, 12)
		c.yearEnds = append(c.yearEnds, c.years[i].Days.To)
	}
	for i := range c.quarters {
		_, month, _ := c.quarters[i].Days.From.Date()
		first := (month-1)/3*3 + 1
		c.quarters[i].nameWhole(first, first+2)
	}
	return c
}

// grow adds a month to the last span, or a span to the list.
func grow(all []span, s span) []span {
	if n := len(all); n > 0 && all[n-1].Code == s.Code {
		all[n-1].Days.To = s.Days.To
		return all
	}
	return append(all, s)
}

// nameWhole says in the label when the span does not run from the first day of
// one month to the last day of another.
func (s *span) nameWhole(first, last int) {
	year, _, _ := s.Days.From.Date()
	from, _ := schemas.NewDay(year, first, 1)
	to, _ := schemas.NewDay(year, last, schemas.DaysIn(year, last))
	if s.Days.From != from || s.Days.To != to {
		s.Label += " (deel)"
	}
}

// last is the last day of the period, on which the report looks at who is there.
func (c *calendar) last() schemas.Day { return c.period.To }

// The names of the dimensions. Cells of one population with equal coordinates
// are one figure in whatever table they stand, so that these names matter.
const (
	dimTime    = "tijd"
	dimDate    = "peildatum"
	dimOrg     = "organisatie"
	dimLength  = reports.Length
	dimYear    = "jaar_van_vertrek"
	dimOutcome = "reden"
	dimLink    = "koppeling"
	dimOrgs    = "organisaties"
)

// A depth is into what the period is divided.
type depth int

const (
	byYear depth = iota + 1
	byQuarter
	byMonth
)

// time is the dimension of the whole period and its parts down to a depth.
func (c *calendar) time(down depth) disclosure.Dim {
	d := disclosure.Dim{Name: dimTime, Label: "Tijd", Categories: []disclosure.Category{reports.Total("Hele periode")}}
	add := func(at depth, code, label, parent string) {
		if at <= down {
			d.Categories = append(d.Categories, disclosure.Category{Code: code, Label: label, Parent: parent, Total: at < down})
		}
	}
	for _, y := range c.years {
		add(byYear, y.Code, y.Label, reports.AllCode)
		for _, q := range c.quarters {
			if q.Parent != y.Code {
				continue
			}
			add(byQuarter, q.Code, q.Label, y.Code)
			for _, m := range places.Months(q.Days) {
				add(byMonth, monthCode(m.To), dutch.Month(m.To.Time()), q.Code)
			}
		}
	}
	return d
}

func monthCode(d schemas.Day) string { return d.String()[:7] }

// whole is the dimension of the period as a whole.
func whole() disclosure.Dim {
	return disclosure.Dim{Name: dimTime, Label: "Tijd", Categories: []disclosure.Category{reports.Total("Hele periode")}}
}

// stockOn is the dimension of some dates. It has no total: people on one date
// and people on another do not add up to anything.
func stockOn(days ...schemas.Day) disclosure.Dim {
	d := disclosure.Dim{Name: dimDate, Label: "Peildatum"}
	for _, day := range days {
		d.Categories = append(d.Categories, disclosure.Category{Code: day.String(), Label: day.Dutch()})
	}
	return d
}

// at is the place of a category in a dimension.
func at(d disclosure.Dim, code string) int {
	i := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == code })
	if i < 0 {
		panic("monitor: internal error: " + d.Name + " has no " + code)
	}
	return i
}
