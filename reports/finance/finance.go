package finance

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/schemas"
)

// ErrPeriod means that a statement was asked over something else than whole
// calendar months: contributions are accounted for by quarter and by year.
var ErrPeriod = errors.New("a financial statement covers whole calendar months, from the first of one to the last of another")

// A statement is all that the files of the parcel are written from.
type statement struct {
	job    reports.Job
	orgs   []reports.Org // those of the programme, then those only the registers know
	spans  []span
	lines  []line
	shares []share
	costs  []cost
	checks int

	stated  []byte   // the lines as a file, which a later statement is held against
	earlier *earlier // that this one corrects, or nil
	parts   []part   // statements over parts of the period that were made before

	// people are the tables before disclosure control. No file is made of them.
	people    []disclosure.Table
	delivered map[string]schemas.Day // by organisation: up to which day stays were delivered
}

// Make computes, reconciles and protects the statement of job.Period. When one
// with other amounts has been made over that period, this is a numbered
// correction of it. Errors: [ErrPeriod], [ErrEarlier], places.ErrRegister,
// reports.ErrUnbalanced, and those of the warehouse and of disclosure control.
func Make(ctx context.Context, job reports.Job) (reports.Draft, error) {
	if !places.WholeMonths(job.Period) {
		return reports.Draft{}, fmt.Errorf("finance: %s: %w", job.Period, ErrPeriod)
	}
	s := &statement{job: job, orgs: organisations(job), spans: calendar(job.Period)}
	var b balance
	if err := s.money(ctx, &b); err != nil {
		return reports.Draft{}, err
	}
	if err := s.occupancy(ctx, &b); err != nil {
		return reports.Draft{}, err
	}
	if b.failed != nil {
		return reports.Draft{}, b.failed
	}
	s.checks = b.checks
	safe, err := job.Past.Protect(s.people, nil, job.Policy, job.Period)
	if err != nil {
		return reports.Draft{}, fmt.Errorf("finance: protecting the tables: %w", err)
	}
	return reports.Draft{
		Counted: s.people, Stated: s.stated,
		Request: release.Request{
			Purpose: schemas.Finance, Period: job.Period, Label: release.Anonymous,
			Tables: safe, Balance: release.Balance{Checks: b.checks}, At: job.At,
		},
		Render: func(a release.Approved) (parcel.Contents, error) {
			// From here on only what disclosure control let through is known.
			open := *s
			open.people = nil
			return open.render(a)
		},
	}, nil
}

// organisations are those of the programme, followed by those that only the
// register of places knows, so that no amount is left out.
func organisations(job reports.Job) []reports.Org {
	all := slices.Clone(job.Orgs)
	for _, c := range job.Registers.Capacity {
		if !slices.ContainsFunc(all, func(o reports.Org) bool { return o.Code == c.Org }) {
			all = append(all, reports.Org{Code: c.Org, Name: c.Org})
		}
	}
	return all
}

func (s *statement) orgCodes() []string {
	var codes []string
	for _, o := range s.orgs {
		codes = append(codes, o.Code)
	}
	return codes
}

// orgName is the name of an organisation for people; the code of the total is
// all of them.
func (s *statement) orgName(code string) string {
	if isTotal(code) {
		return "Alle organisaties"
	}
	for _, o := range s.orgs {
		if o.Code == code {
			return o.Name
		}
	}
	return code
}

// money computes the amounts and holds them against each other.
func (s *statement) money(ctx context.Context, b *balance) error {
	r, p := s.job.Registers, s.job.Period
	var err error
	if s.lines, err = lines(r, p, s.orgCodes()); err != nil {
		return fmt.Errorf("finance: %w", err)
	}
	if s.stated, err = s.placeDayTable().data(); err != nil {
		return err
	}
	if s.earlier, err = before(s.stated, s.job.Past, p); err != nil {
		return err
	}
	if s.parts, err = partsBefore(s.job.Past, p); err != nil {
		return err
	}
	s.compareParts()
	computed := map[schemas.Day]int64{}
	for _, l := range s.lines {
		computed[l.Month] += l.Cents
	}
	if s.shares, err = shares(r, p, computed); err != nil {
		return fmt.Errorf("finance: %w", err)
	}
	if s.costs, err = costs(ctx, s.job); err != nil {
		return err
	}
	return s.reconcileMoney(b)
}

// amount sums the lines of a span, of one organisation or of all.
func (s *statement) amount(in span, org string) (placeDays, cents int64) {
	for _, l := range s.lines {
		if in.Days.Holds(l.Days) && (org == reports.AllCode || org == l.Org) {
			placeDays += l.PlaceDays
			cents += l.Cents
		}
	}
	return placeDays, cents
}

// funded sums the shares of a span, of one source or of all.
func (s *statement) funded(in span, source string) (sum share) {
	for _, x := range s.shares {
		if in.Days.From <= x.Month && x.Month <= in.Days.To && (source == reports.AllCode || source == x.Source) {
			sum.Full += x.Full
			sum.Available += x.Available
			sum.Computed += x.Computed
		}
	}
	return sum
}

// sources are the sources of a span in the order of the register.
func (s *statement) sources(in span) []string {
	var all []string
	for _, x := range s.shares {
		if in.Days.From <= x.Month && x.Month <= in.Days.To && !slices.Contains(all, x.Source) {
			all = append(all, x.Source)
		}
	}
	return all
}

// reconcileMoney holds the amounts against each other and against the registers
// along another way than that in which they were computed.
func (s *statement) reconcileMoney(b *balance) error {
	r := s.job.Registers
	direct, err := r.Lines(s.job.Period)
	if err != nil {
		return fmt.Errorf("finance: %w", err)
	}
	var cents int64
	for _, l := range direct {
		cents += l.Cents
	}
	_, total := s.amount(s.spans[0], reports.AllCode)
	b.equal("amounts by rate and by month", total, cents)
	for _, l := range s.lines {
		b.equal("place-days times rate, "+monthOf(l.Month), l.PlaceDays*r.Rates[l.Rate].Cents, l.Cents)
	}
	b.adds("amounts of months, quarters and years", s.spans, func(x span) int64 {
		_, cents := s.amount(x, reports.AllCode)
		return cents
	})
	for _, x := range s.spans {
		s.reconcileSpan(b, x)
	}
	s.reconcileCorrection(b)
	s.reconcileParts(b)
	return nil
}

func (s *statement) reconcileSpan(b *balance, x span) {
	var placeDays, cents int64
	for _, o := range s.orgs {
		d, c := s.amount(x, o.Code)
		b.equal("place-days by location and by register, "+x.Code, d, s.job.Registers.PlaceDays(x.Days, o.Code))
		placeDays += d
		cents += c
	}
	allDays, allCents := s.amount(x, reports.AllCode)
	b.equal("place-days of organisations and total, "+x.Code, placeDays, allDays)
	b.equal("amounts of organisations and total, "+x.Code, cents, allCents)
	var parts share
	for _, source := range s.sources(x) {
		f := s.funded(x, source)
		parts.Available += f.Available
		parts.Computed += f.Computed
	}
	b.equal("computed of the sources and total, "+x.Code, parts.Computed, allCents)
	b.equal("available of the sources and total, "+x.Code, parts.Available, s.funded(x, reports.AllCode).Available)
}
