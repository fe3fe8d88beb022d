package evaluator

import (
	"lvv/anonymise/microdata"
	"lvv/anonymise/release/history"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// stillPresent is the outcome of who has not left when the period ends.
const stillPresent = "lopend"

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

// quasiNames are the names of those columns.
var quasiNames = [quasis]string{"nationaliteit", "geslacht", "leeftijd_instroom", "instroom", "verblijfsduur"}

// records are the stays that began in the period, before they were judged.
type records struct {
	quasi    [quasis]quasi
	persons  []int32 // numbered anew from 0: the store also numbers persons of other datasets
	stored   []int32 // the store's number of each of those
	link     []int32 // for each record how its person was found, in the list koppelstatus
	solution microdata.Column
	reason   microdata.Column
	health   microdata.Column
	leavers  leavers
	past     bool              // earlier releases count the same people
	parts    []history.Release // of which those for the evaluator over a part of the period
}

// records picks the stays that began in the period.
func (f *facts) records() *records {
	r := &records{quasi: [quasis]quasi{
		{name: quasiNames[qNationality], levels: schemas.Hierarchy(schemas.NationalityList)}, {name: quasiNames[qSex], levels: schemas.Hierarchy("geslacht")},
		{name: quasiNames[qAge], levels: ageLevels()}, {name: quasiNames[qEntry], levels: entryLevels(f.period)},
		{name: quasiNames[qDuration], levels: schemas.Hierarchy(schemas.DurationList)},
	}}
	bands, durations := ageLeaves(r.quasi[qAge].levels, f.ageFrom, f.ageTo), f.durations()
	months := monthOf(f.period)
	solution, reason := f.outcomes()
	r.leavers.facts = f
	r.persons, r.link, r.reason.Codes = make([]int32, 0, f.n()), make([]int32, 0, f.n()), make([]int32, 0, f.n())
	for q := range r.quasi {
		r.quasi[q].codes = make([]int32, 0, f.n())
	}
	number, last := int32(-1), int32(-1)
	for i, p := range f.person {
		if !f.entered(i) {
			if f.left(i) {
				r.leavers.before = append(r.leavers.before, int32(i))
			}
			continue
		}
		r.leavers.rows = append(r.leavers.rows, int32(i))
		if p != last { // the stays of a person come one after the other
			number, last = number+1, p
			r.stored = append(r.stored, p)
		}
		r.persons, r.link = append(r.persons, number), append(r.link, f.link[i])
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

// sensitive are the sensitive columns under a choice.
func (r *records) sensitive(c choice) []microdata.Column {
	if !c.reason {
		return []microdata.Column{r.solution, r.health}
	}
	return []microdata.Column{r.solution, r.reason, r.health}
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

// risk measures the records as they are, with every detail. That was done where a
// set was made from all of it.
func (r *records) risk(s *set) (microdata.Risks, error) {
	if s.fromAll() {
		return s.Result().Before, nil
	}
	in := microdata.Records{N: len(r.persons), Person: r.persons}
	for q := range r.quasi {
		in.Quasi = append(in.Quasi, r.quasi[q].from(0, nil))
	}
	return microdata.Measure(in, nil)
}

// restHides judges the records that were left out as what they are: one more
// class. Who subtracts the records from the tables learns its margins, so it
// must be nobody, or as many persons and outcomes as any class.
func (r *records) restHides(kept []int32, k, l int) bool {
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
	return len(persons) >= k && len(outcomes) >= l
}
