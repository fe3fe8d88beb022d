package evaluator

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/microdata"
)

// A Recoding is how records are made coarser.
type Recoding string

// The recodings.
const (
	Global Recoding = "global" // each column at one level for the whole file
	Local  Recoding = "local"  // each record no coarser than it needs
)

// compared is the number of records up to which both recodings are made, so
// that their scores can be held against each other; beyond it only the one that
// was asked for.
const compared = 20_000

// A choice is how fine each column may be, and whether the reason is told or
// only its group.
type choice struct {
	floors [quasis]int      // levels for the whole file, of global recoding
	cuts   [quasis][]string // values below which their leaves are not told apart, of local recoding
	reason bool
	veiled []int32 // records whose outcome is not written
	dark   bool    // nor the group of it
}

// silent reports whether nothing may be told of a column.
func (c choice) silent(q quasi, i int) bool {
	return c.floors[i] >= q.top() || slices.Contains(c.cuts[i], microdata.Top)
}

// fromAll reports whether each column begins with every detail.
func (c choice) fromAll() bool {
	for q := range c.floors {
		if c.floors[q] > 0 || len(c.cuts[q]) > 0 {
			return false
		}
	}
	return true
}

// A set is records that may be shown, beside the tables that are shown.
type set struct {
	*microdata.Set
	choice
	recoding Recoding
	written  [quasis]spelled // what each kept record says of a column
	begin    []int           // where each class of equal records begins
	told     [quasis]bool    // whether any record says anything of it
	loss     [quasis]float64
	mean     float64
	worlds   int             // that prove that the records keep what the tables hide
	before   microdata.Risks // of the records with every detail

	other *set // by the other recoding, for comparison; nil when there is none
}

// alike is the largest share, in percent, of equal records that may have one
// outcome: more would tell it of everybody whom they fit, as a category of a table
// does that holds nearly a whole group.
const alike = 90

// policy is what every class of equal records must meet: (c,l)-diversity, with c
// such that no outcome has the largest share that may not be.
func (o Options) policy() microdata.Policy {
	return microdata.Policy{K: o.K, LKind: microdata.RecursiveL, C: alike / (100 - alike), L: float64(o.L),
		TKind: microdata.EqualT, T: o.T, SuppressionLimit: o.SuppressionLimit}
}

// anonymise makes the records anonymous, or says why they cannot go: the error
// is microdata.ErrNotUseful. The other recoding is made as well, for its score.
func (r *records) anonymise(ctx context.Context, all []table, safe *disclosure.Safe, opts Options) (*set, error) {
	if len(r.persons) == 0 {
		return nil, fmt.Errorf("no stay began in the period: %w", microdata.ErrNotUseful)
	}
	s, err := r.recoded(ctx, opts.Recoding, all, safe, opts)
	if err != nil {
		return nil, err
	}
	if s.before, err = r.risk(s); err != nil {
		return nil, err
	}
	if len(r.persons) <= compared {
		other := Global
		if opts.Recoding == Global {
			other = Local
		}
		if s.other, err = r.recoded(ctx, other, all, safe, opts); err != nil && !errors.Is(err, microdata.ErrNotUseful) {
			return nil, err
		}
	}
	return s, s.useful(opts.MaxLoss)
}

// recoded makes records by one recoding. While records and tables together
// could give a hidden figure away, the records become coarser, one column at a
// time.
func (r *records) recoded(ctx context.Context, how Recoding, all []table, safe *disclosure.Safe, opts Options) (*set, error) {
	policy := opts.policy()
	for c := r.firstChoice(); ; {
		open, err := r.attempt(ctx, how, c, opts.OneLevel, policy)
		if errors.Is(err, errRest) {
			// Those left out are too few to hide among each other.
			policy.SuppressionLimit = 0
			continue
		}
		if err != nil {
			return nil, err
		}
		s, hidden := r.hushed(open, &c, all, safe)
		if s != nil {
			return s, nil
		}
		if !c.coarsen(how, hidden, r) {
			return nil, microdata.ErrNotUseful
		}
	}
}

// errRest means that the records left out give their own away.
var errRest = errors.New("too few records are left out")

// attempt anonymises under one choice.
func (r *records) attempt(ctx context.Context, how Recoding, c choice, oneLevel []string, p microdata.Policy) (*set, error) {
	in := microdata.Records{N: len(r.persons), Person: r.persons, Sensitive: r.sensitive(c)}
	var told []int // the quasi-identifiers that are not left out altogether
	for q := range r.quasi {
		if !c.silent(r.quasi[q], q) {
			in.Quasi = append(in.Quasi, r.quasi[q].from(c.floors[q], c.cuts[q]))
			told = append(told, q)
		}
	}
	if len(told) == 0 {
		return nil, microdata.ErrNotUseful
	}
	recode := microdata.Anonymise
	if how == Local {
		recode = microdata.Recode
		for i, q := range told {
			if slices.Contains(oneLevel, r.quasi[q].name) {
				p.OneLevel = append(p.OneLevel, i)
			}
		}
	}
	made, err := recode(ctx, in, p)
	if err != nil {
		return nil, err
	}
	kept := made.Kept()
	if !r.restHides(kept, p.K, int(p.L)) {
		return nil, errRest
	}
	s := &set{Set: made, choice: c, recoding: how}
	s.fill(r, told)
	return s, nil
}

// veiledBy is the set without the outcomes that are not told.
func (s *set) veiledBy(c choice) *set {
	out := *s
	out.choice = c
	if len(c.veiled) > 0 {
		columns := []string{colReason}
		if c.dark {
			columns = append(columns, colSolution)
		}
		out.Set = s.Veil(c.veiled, columns...)
	}
	return &out
}

// unsaid is the number of records of which the outcome is not told.
func (s *set) unsaid() int {
	n := 0
	for _, row := range s.Kept() {
		if _, is := slices.BinarySearch(s.veiled, row); is {
			n++
		}
	}
	return n
}

// fill notes what is written of each column, and what that costs.
func (s *set) fill(r *records, told []int) {
	for q := range r.quasi {
		s.written[q].Values = microdata.Values{Name: r.quasi[q].name, Labels: []string{microdata.Top}, Codes: make([]int32, s.N())}
	}
	for i, v := range s.Quasi() {
		s.written[told[i]].Values = v
	}
	s.count()
	for q := range r.quasi {
		occurs := s.written[q].occurring()
		s.told[q] = len(occurs) > 1 || !occurs[microdata.Top]
		s.loss[q] = r.quasi[q].loss(s.written[q], len(r.persons))
		s.mean += s.loss[q] / quasis
	}
}

// useful holds the loss against the greatest that is of use.
func (s *set) useful(most float64) error {
	if most > 0 && s.mean > most {
		return microdata.ErrNotUseful
	}
	return nil
}
