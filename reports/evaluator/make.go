package evaluator

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/microdata"
	"lvv/anonymise/release"
	"lvv/anonymise/release/history"
	"lvv/reports"
	"lvv/schemas"
)

// Options are what a workspace settles about the records.
type Options struct {
	K                int      // persons in a class of equal records, at least 10
	L                int      // different outcomes in a class; 0 means 2, which is the least
	T                float64  // how far the share of art. 64 in a class may be from that in the file; 0 means 0.25
	Recoding         Recoding // how records are made coarser; empty means Local, which files of more than locally records do not need
	OneLevel         []string // columns of the records that stay at one level in local recoding
	MaxLoss          float64  // mean loss of information above which records are of no use, 0 to 1; 0 is no bound
	SuppressionLimit float64  // share of the records that may be left out, 0 to 1
	Study            string   // what the research is called; may be empty
	Longitudinal     *Study   // set only for a study that was set up to follow persons
}

// Check says what cannot be, in words for who keeps the settings.
func (o Options) Check() error {
	within := func(x float64) bool { return x >= 0 && x <= 1 } // false for NaN
	switch {
	case o.K < leastK:
		return fmt.Errorf("k is %d; fewer than %d persons is not offered", o.K, leastK)
	case o.L != 0 && o.L < leastL:
		return fmt.Errorf("l is %d; at least %d different outcomes are needed", o.L, leastL)
	case !within(o.T) || !within(o.MaxLoss) || !within(o.SuppressionLimit):
		return errors.New("t, max_loss and suppress lie between 0 and 1")
	case o.Recoding != "" && o.Recoding != Local && o.Recoding != Global:
		return fmt.Errorf("recoding %q is neither %s nor %s", o.Recoding, Local, Global)
	}
	for _, name := range o.OneLevel {
		if !slices.Contains(quasiNames[:], name) {
			return fmt.Errorf("one_level names %q; there are %v", name, quasiNames)
		}
	}
	return nil
}

// settled fills in what was left open, and does not go below the floors.
func (o Options) settled() Options {
	o.K, o.L = max(o.K, leastK), max(o.L, leastL)
	if o.T == 0 {
		o.T = greatestT
	}
	if o.Recoding == "" {
		o.Recoding = Local
	}
	return o
}

// locally is the most records that are recoded one by one. Beyond it each column
// at one level keeps nearly as much, in a second instead of twenty.
const locally = 100_000

// fitting chooses the recoding that fits so many records.
func (o Options) fitting(records int) Options {
	if records > locally {
		o.Recoding = Global
	}
	return o
}

// What holds of the records when nothing else is asked for: in every class of
// equal ones at least two different outcomes, and a share with art. 64 that is
// near that of all. Fewer than ten persons is never offered.
const (
	leastK    = 10
	leastL    = 2
	greatestT = 0.25
)

// Make computes and protects the parcel for the evaluator. An error that is
// [reports.ErrUnbalanced] means that figures do not reconcile.
func Make(ctx context.Context, job reports.Job, opts Options) (reports.Draft, error) {
	opts = opts.settled()
	f, people, err := load(ctx, job)
	if err != nil {
		return reports.Draft{}, err
	}
	people.parts = job.Past.Within(schemas.Evaluator, job.Period)
	opts = opts.fitting(len(people.persons))
	tables, records, err := f.together(ctx, people, opts)
	if tables == nil {
		return reports.Draft{}, err
	}
	all, safe := tables.all, tables.safe
	request := release.Request{Purpose: schemas.Evaluator, Period: job.Period, Label: release.Anonymous,
		Tables: safe, Balance: release.Balance{Checks: tables.checks}, At: job.At}
	r := report{job: job, opts: opts, notes: notesOf(all), detail: f.detail}
	var kinds *history.Records
	var beside []string // why earlier releases keep the records here
	if err == nil {
		kinds = people.kinds(records, max(opts.K, leastK))
		if err = job.Past.Records(kinds, job.Period); err != nil {
			records, kinds, beside = nil, nil, []string{recordsStay}
		}
	}
	switch {
	case errors.Is(err, microdata.ErrNotUseful), errors.Is(err, history.ErrDifferencing):
		records = nil // the tables go without them; the control sheet says so
	case err != nil:
		return reports.Draft{}, fmt.Errorf("evaluator: making the records anonymous: %w", err)
	default:
		request.Records = records.Set
		if opts.Longitudinal != nil {
			request.Label, request.Longitudinal, request.Rows = release.Pseudonymous, true, records.N()
			if r.study, err = people.study(records, opts.Longitudinal); err != nil {
				return reports.Draft{}, fmt.Errorf("evaluator: pseudonyms of the study: %w", err)
			}
		}
		r.columns, r.level = people.columns(records), people.levelOf()
		if opts.Recoding == Local {
			r.steps = people.steps(r.columns)
		}
	}
	r.privacy = judgement(safe, people, records, opts)
	r.privacy.Label, r.privacy.Differing = string(request.Label), len(beside) > 0
	r.privacy.Past = pastOf(people.past, beside)
	return reports.Draft{Request: request, Render: r.render, Counted: countedOf(all), Relations: relationsOf(f.identities(all)),
		Kinds: kinds, Differences: beside}, nil
}

// recordsStay says why records do not go beside earlier ones.
const recordsStay = "De records zijn weggelaten: naast de records van een eerdere vrijgave zou blijken dat er enkele mensen van een soort bij kwamen of weggingen."

// A protectedTables is the tables with what may be shown of them.
type protectedTables struct {
	all    []table
	safe   *disclosure.Safe
	checks int
}

// together protects the tables and makes the records beside them. The fewest
// hidden figures can leave so little open that records beside them would close it.
// Then the tables hide what is found first, which is more, if the records can go
// beside that. The error is that of the records where tables are returned.
func (f *facts) together(ctx context.Context, people *records, opts Options) (*protectedTables, *set, error) {
	least, err := f.protected()
	if err != nil {
		return nil, nil, err
	}
	beside := func(t *protectedTables) (*set, error) {
		people.past = comparedWith(f.job.Past, t.all)
		return people.besides(ctx, t.all, t.safe, opts)
	}
	records, refused := beside(least)
	if !errors.Is(refused, microdata.ErrNotUseful) || f.job.Policy.FirstFound || least.safe.Rounding() > 0 || len(people.persons) == 0 {
		return least, records, refused
	}
	detail := f.detail
	f.job.Policy.FirstFound = true
	if roomy, err := f.protected(); err == nil {
		if records, err := beside(roomy); err == nil {
			return roomy, records, nil
		}
	}
	f.tell(detail)
	people.past = comparedWith(f.job.Past, least.all)
	return least, nil, refused
}

// protected counts and protects the tables in the finest detail in which they
// can be protected.
func (f *facts) protected() (*protectedTables, error) {
	var out protectedTables
	var err error
	for d := range details {
		f.tell(d)
		out.all = f.tables()
		identities := f.identities(out.all)
		if out.checks, err = f.reconcile(out.all, identities); err != nil {
			return nil, err
		}
		out.safe, err = protect(f.job, f.during, out.all, identities)
		if !errors.Is(err, disclosure.ErrUnprotectable) {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// protect puts all tables through disclosure control as one system. During counts
// them over a part of the period.
func protect(job reports.Job, during func(schemas.Period) []disclosure.Table, all []table, identities []identity) (*disclosure.Safe, error) {
	safe, err := job.Past.Counting(during).Protect(countedOf(all), relationsOf(identities), job.Policy, job.Period)
	if err != nil {
		return nil, fmt.Errorf("evaluator: protecting the tables: %w", err)
	}
	return safe, nil
}

func relationsOf(identities []identity) []disclosure.Relation {
	var relations []disclosure.Relation
	for _, id := range identities {
		relations = append(relations, id.Relation)
	}
	return relations
}

// countedOf are the tables as disclosure control takes them.
func countedOf(all []table) []disclosure.Table {
	var tables []disclosure.Table
	for _, t := range all {
		tables = append(tables, t.Table)
	}
	return tables
}
