package evaluator

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

//go:embed sql/*.sql
var files embed.FS

var queries = warehouse.MustParseAll(files, "sql")

func query(table string) warehouse.Query {
	for _, q := range queries {
		if q.Table == table {
			return q
		}
	}
	panic("evaluator: internal error: no query for table " + table)
}

// facts are the stays with a day in the period, sorted by person, and what else
// is counted.
type facts struct {
	job      reports.Job
	period   schemas.Period
	quarters []quarter
	detail   detail
	window   schemas.Period // only what happens in it is counted in flows; the zero period is all
	reasons  *schemas.CodeList

	person, in, out []int32 // out is warehouse.None for who is there at the end
	org             []int32 // from 1
	nationality     []int32
	sex             []int32
	ageFrom, ageTo  []int32
	reason          []int32 // warehouse.None when not known, or not left
	months          []int32
	link            []int32 // how the person was found, in the list koppelstatus

	help, applications, guidance *warehouse.Columns // nil when the contract has no such dataset
	balance                      *warehouse.Result  // of each organisation, as the database counts it
	quarterOf                    []int32            // per day of the period: its quarter
}

// load reads what will be counted, and picks the records from it.
func load(ctx context.Context, job reports.Job) (f *facts, people *records, err error) {
	if f, err = loadStays(ctx, job); err != nil {
		return nil, nil, err
	}
	f.tell(quarterByOrg)
	err = errors.Join(side(
		func() error { return f.loadMore(ctx) },
		func() error { people = f.records(); return nil })...)
	return f, people, err
}

func loadStays(ctx context.Context, job reports.Job) (*facts, error) {
	f := &facts{job: job, period: job.Period,
		reasons: job.Contract.Dataset("opvang").Field("reden_uitstroom").Codes}
	var codes []string
	for _, o := range job.Orgs {
		codes = append(codes, o.Code)
	}
	stays, err := job.DB.Columns(ctx, query("verblijven"), warehouse.Args{
		"van": job.Period.From, "tot": job.Period.To, "organisaties": strings.Join(codes, " ")})
	if err != nil {
		return nil, err
	}
	f.person, f.in, f.out, f.org = stays.Of("persoon"), stays.Of("instroom"), stays.Of("uitstroom"), stays.Of("organisatie")
	f.nationality, f.sex = stays.Of("nationaliteit"), stays.Of("geslacht")
	f.ageFrom, f.ageTo = stays.Of("leeftijd_van"), stays.Of("leeftijd_tot")
	f.reason, f.months, f.link = stays.Of("reden"), stays.Of("maanden"), stays.Of("koppeling")
	for _, o := range f.org {
		if o < 1 {
			return nil, fmt.Errorf("evaluator: there are stays of an organisation that the programme does not name")
		}
	}
	return f, nil
}

// loadMore reads what is counted beside the stays.
func (f *facts) loadMore(ctx context.Context) (err error) {
	args := warehouse.Args{"van": f.period.From, "tot": f.period.To}
	for _, more := range []struct {
		dataset, query string
		into           **warehouse.Columns
	}{{"hulp", "hulp", &f.help}, {"aanmelding", "aanmeldingen", &f.applications}, {"traject", "trajecten", &f.guidance}} {
		if f.job.Contract.Dataset(more.dataset) == nil {
			continue
		}
		if *more.into, err = f.job.DB.Columns(ctx, query(more.query), args); err != nil {
			return err
		}
	}
	f.balance, err = f.job.DB.Run(ctx, query("balans"), args)
	return err
}

// A detail is how finely time and place are crossed.
type detail int

// The details, from fine to coarse: a pilot that is too small for the one is
// told in the next.
const (
	quarterByOrg detail = iota
	yearByOrg
	yearOnly
	details
)

// String says it in Dutch.
func (d detail) String() string {
	return [...]string{"per kwartaal en organisatie", "per jaar en organisatie", "per jaar, alle organisaties samen"}[d]
}

// tell sets the detail.
func (f *facts) tell(d detail) {
	f.detail = d
	if d == quarterByOrg {
		f.quarters = quartersOf(f.period)
	} else {
		f.quarters = yearsOf(f.period)
	}
	f.quarterOf = make([]int32, f.period.Days())
	for i, q := range f.quarters {
		for d := q.period.From; d <= q.period.To; d++ {
			f.quarterOf[d-f.period.From] = int32(i)
		}
	}
}

// n is the number of stays.
func (f *facts) n() int { return len(f.person) }

// entered reports whether stay i began in the period.
func (f *facts) entered(i int) bool { return f.in[i] >= int32(f.period.From) }

// left reports whether stay i ended in the period.
func (f *facts) left(i int) bool { return f.out[i] != warehouse.None }

// counts reports whether what happened on a day counts in the flows.
func (f *facts) counts(day int32) bool {
	return f.window == schemas.Period{} || int32(f.window.From) <= day && day <= int32(f.window.To)
}

// during counts the tables again with only what happened in a part of the
// period, under the same categories.
func (f *facts) during(part schemas.Period) []disclosure.Table {
	g := *f
	g.window = part
	return countedOf(g.tables())
}

// present reports whether stay i goes on at the end of a day.
func (f *facts) present(i int, day schemas.Day) bool {
	return f.in[i] <= int32(day) && (f.out[i] == warehouse.None || f.out[i] > int32(day))
}

// datesBefore tells how many of some dates, in order, come before a day.
func (f *facts) datesBefore(dates []schemas.Day) func(day int32) int {
	first := int32(f.period.From) - 1
	before := make([]int, f.period.Days()+2)
	for i := range before {
		before[i], _ = slices.BinarySearch(dates, schemas.Day(first+int32(i)))
	}
	return func(day int32) int { return before[max(day-first, 0)] }
}

// dates are the reference dates of the stock: the day before the period and the
// last day of each quarter.
func (f *facts) dates() []schemas.Day {
	out := []schemas.Day{f.period.From - 1}
	for _, q := range f.quarters {
		out = append(out, q.period.To)
	}
	return out
}
