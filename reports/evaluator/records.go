package evaluator

import (
	"context"
	"errors"
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/microdata"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// What must hold of the records beside k, for every class of equal ones: at
// least two different outcomes, and a share with art. 64 that is near that of
// all.
const (
	leastK       = 10
	leastL       = 2
	greatestT    = 0.25
	stillPresent = "lopend"
)

// The columns of the records beside the quasi-identifiers.
const (
	colSolution = "oplossing"
	colReason   = "reden_uitstroom"
	colHealth   = "art64" // judged, and not written: the reason says it
)

// The quasi-identifiers, in the order of the columns.
const (
	qNationality = iota
	qSex
	qAge
	qEntry
	qDuration
	quasis
)

// records are the stays that began in the period, before they were judged.
type records struct {
	quasi    [quasis]quasi
	persons  []int32 // numbered anew from 0: the store also numbers persons of other datasets
	solution microdata.Column
	reason   microdata.Column
	health   microdata.Column
}

// A choice is how fine each column may be: the floors of the quasi-identifiers,
// and whether the reason is told or only its group.
type choice struct {
	floors [quasis]int
	reason bool
}

// records picks the stays that began in the period.
func (f *facts) records() *records {
	r := &records{quasi: [quasis]quasi{
		{name: "nationaliteit", levels: nationalityLevels()}, {name: "geslacht", levels: sexLevels()},
		{name: "leeftijd_instroom", levels: ageLevels()}, {name: "instroom", levels: entryLevels(f.period)},
		{name: "verblijfsduur", levels: durationLevels()},
	}}
	bands, durations := bandsOf(schemas.List(schemas.AgeBandList), f.ageFrom, f.ageTo), f.durations()
	months := monthOf(f.period)
	solution, reason := f.outcomes()
	number, last := int32(-1), int32(-1)
	for i, p := range f.person {
		if !f.entered(i) {
			continue
		}
		if p != last { // the stays of a person come one after the other
			number, last = number+1, p
		}
		r.persons = append(r.persons, number)
		for q, code := range [quasis]int32{f.nationality[i], f.sex[i], bands[i], months[f.in[i]-int32(f.period.From)], durations[i]} {
			r.quasi[q].codes = append(r.quasi[q].codes, code)
		}
		why := int32(len(reason) - 1) // still present
		if f.left(i) {
			why = int32(len(reason) - 2) // not registered
			if f.reason[i] != warehouse.None {
				why = f.reason[i]
			}
		}
		r.reason.Codes = append(r.reason.Codes, why)
	}
	r.judged(solution, reason)
	return r
}

// outcomes are the values of the sensitive columns: the reasons of the
// contract, one for exits without a reason, one for who is still there.
func (f *facts) outcomes() (solution, reason []string) {
	for _, s := range solutions {
		solution = append(solution, s.code)
	}
	return append(solution, unknown, stillPresent), append(f.reasons.Strings(), unknown, stillPresent)
}

// judged fills the sensitive columns from the reason of each record.
func (r *records) judged(solution, reason []string) {
	_, groups := schemas.RollUp()
	group := make([]int32, len(reason))
	for i, code := range reason {
		of := code // unknown and still present are groups of their own
		if g := groups[code]; g != "" {
			of = g
		}
		for s := range solution {
			if solution[s] == of {
				group[i] = int32(s)
			}
		}
	}
	r.solution = microdata.Column{Name: colSolution, Values: solution, Codes: make([]int32, len(r.reason.Codes)), SkipT: true}
	r.health = microdata.Column{Name: colHealth, Values: []string{"nee", "ja"}, Codes: make([]int32, len(r.reason.Codes)), SkipL: true}
	r.reason.Name, r.reason.Values, r.reason.SkipT = colReason, reason, true
	for i, why := range r.reason.Codes {
		r.solution.Codes[i] = group[why]
		if reason[why] == art64 {
			r.health.Codes[i] = 1
		}
	}
}

// monthOf numbers the months of a period by day.
func monthOf(p schemas.Period) []int32 {
	out := make([]int32, p.Days())
	y0, m0, _ := p.From.Date()
	for i := range out {
		y, m, _ := (p.From + schemas.Day(i)).Date()
		out[i] = int32((y-y0)*12 + m - m0)
	}
	return out
}

// A set is records that may be shown, beside the tables that are shown.
type set struct {
	*microdata.Set
	levels [quasis]int // of the quasi-identifiers, in the levels of records
	choice
	loss   [quasis]float64
	mean   float64
	before microdata.Risks // of the records with every detail
}

// anonymise makes the records anonymous, or says why they cannot go: the error
// is microdata.ErrNotUseful. When records and tables together would give a
// hidden figure away, the records become coarser, one column at a time.
func (r *records) anonymise(ctx context.Context, safe *disclosure.Safe, opts Options) (*set, error) {
	policy := microdata.Policy{K: max(opts.K, leastK), LKind: microdata.DistinctL, L: leastL,
		TKind: microdata.EqualT, T: greatestT, SuppressionLimit: opts.SuppressionLimit}
	if len(r.persons) == 0 {
		return nil, fmt.Errorf("no stay began in the period: %w", microdata.ErrNotUseful)
	}
	for c := (choice{reason: true}); ; {
		s, err := r.attempt(ctx, c, policy)
		if errors.Is(err, errRest) {
			// Those left out are too few to hide among each other.
			policy.SuppressionLimit = 0
			continue
		}
		if err != nil {
			return nil, err
		}
		hidden, found := r.overlap(s, safe)
		if !found {
			if s.before, err = r.risk(); err != nil {
				return nil, err
			}
			return s, s.useful(opts.MaxLoss)
		}
		if !c.coarsen(hidden, r) {
			return nil, microdata.ErrNotUseful
		}
	}
}

// risk measures the records as they are, with every detail.
func (r *records) risk() (microdata.Risks, error) {
	in := microdata.Records{N: len(r.persons), Person: r.persons}
	for q := range r.quasi {
		in.Quasi = append(in.Quasi, r.quasi[q].from(0))
	}
	return microdata.Measure(in, nil)
}

// errRest means that the records left out give their own away.
var errRest = errors.New("too few records are left out")

// attempt anonymises under one choice.
func (r *records) attempt(ctx context.Context, c choice, p microdata.Policy) (*set, error) {
	in := microdata.Records{N: len(r.persons), Person: r.persons, Sensitive: []microdata.Column{r.solution}}
	if c.reason {
		in.Sensitive = append(in.Sensitive, r.reason)
	}
	in.Sensitive = append(in.Sensitive, r.health)
	var at []int // which quasi-identifier each column is
	for q := range r.quasi {
		if c.floors[q] < r.quasi[q].top() {
			in.Quasi = append(in.Quasi, r.quasi[q].from(c.floors[q]))
			at = append(at, q)
		}
	}
	if len(at) == 0 {
		return nil, microdata.ErrNotUseful
	}
	made, err := microdata.Anonymise(ctx, in, p)
	if err != nil {
		return nil, err
	}
	s := &set{Set: made, choice: c}
	for q := range r.quasi {
		s.levels[q] = r.quasi[q].top()
	}
	for i, l := range made.Levels() {
		s.levels[at[i]] = c.floors[at[i]] + l
	}
	kept := made.Kept()
	if !r.restHides(kept, p.K) {
		return nil, errRest
	}
	for q := range r.quasi {
		s.loss[q] = r.quasi[q].loss(s.levels[q], kept)
		s.mean += s.loss[q] / quasis
	}
	return s, nil
}

// useful holds the loss against the greatest that is of use.
func (s *set) useful(most float64) error {
	if most > 0 && s.mean > most {
		return microdata.ErrNotUseful
	}
	return nil
}

// restHides judges the records that were left out as what they are: one more
// class. Who subtracts the records from the tables learns its margins, so it
// must be nobody, or as many persons and outcomes as any class.
func (r *records) restHides(kept []int32, k int) bool {
	if len(kept) == len(r.persons) {
		return true
	}
	in := make([]bool, len(r.persons))
	for _, row := range kept {
		in[row] = true
	}
	persons, outcomes := map[int32]bool{}, map[int32]bool{}
	for i := range in {
		if !in[i] {
			persons[r.persons[i]] = true
			outcomes[r.solution.Codes[i]] = true
		}
	}
	return len(persons) >= k && len(outcomes) >= leastL
}
