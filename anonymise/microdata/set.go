package microdata

import (
	"errors"
	"slices"
)

// ErrNotUseful means that no generalisation meets the policy and keeps enough
// detail to be of use: the label "anoniem" is refused. A caller can ask again
// with fewer or coarser columns.
var ErrNotUseful = errors.New("records cannot be made anonymous at useful quality")

// A Set is a file of records that met a policy. Only this package makes one;
// the zero value panics when used. A Set does not change.
type Set struct {
	levels    []int
	quasi     []Values
	sensitive []Values
	kept      []int32
	result    Result
}

// Values is one column of a [Set].
type Values struct {
	Name   string
	Labels []string // every label that the column could have, also those that no record has
	Codes  []int32  // for each record an index into Labels
}

// Label returns the label of a record, from 0.
func (v Values) Label(record int) string { return v.Labels[v.Codes[record]] }

// must panics if the set did not come through the gate.
func (s *Set) must() {
	if s == nil || s.quasi == nil {
		panic("microdata: internal error: zero Set")
	}
}

// N returns the number of records.
func (s *Set) N() int { s.must(); return len(s.kept) }

// Levels returns the level of each quasi-identifier, in the order of
// [Records.Quasi], apart from suppressed cells; nil if the levels differ from
// record to record ([Recode]).
func (s *Set) Levels() []int { s.must(); return slices.Clone(s.levels) }

// Quasi returns the generalised quasi-identifiers, as a copy.
func (s *Set) Quasi() []Values { s.must(); return cloneValues(s.quasi) }

// Sensitive returns the sensitive columns, as a copy.
func (s *Set) Sensitive() []Values { s.must(); return cloneValues(s.sensitive) }

// Kept returns, for each record of the set, the row of [Records] that it came
// from, so that the house can audit a set. It must not leave the house: it
// undoes the sorting.
func (s *Set) Kept() []int32 { s.must(); return slices.Clone(s.kept) }

// Result returns what was done and what it cost. It is for the privacy officer:
// the number of suppressed records may not stand beside the true total.
func (s *Set) Result() Result { s.must(); return s.result.clone() }

func cloneValues(columns []Values) []Values {
	out := make([]Values, len(columns))
	for i, c := range columns {
		out[i] = Values{Name: c.Name, Labels: slices.Clone(c.Labels), Codes: slices.Clone(c.Codes)}
	}
	return out
}

// newSet takes over the rows of a partition, and adds to the result what depends on
// its classes. People is how many persons of the population fit each class, nil if
// there is no population. Labels and code give the dictionary of a column and the
// place of a class in it.
func newSet(b *base, j *judge, p *partition, result Result, people []int32, labels func(column int) []string, code func(column int, class int32) int32) *Set {
	s, workers := &Set{}, j.policy.workers()
	do := []func(){
		func() { s.take(b.records, p, workers, labels, code) },
		func() { result.fillClasses(b, j, p, people) },
	}
	parallel(workers, len(do), func(i int) { do[i]() })
	s.result = result
	return s
}

// take fills the columns, in an order that owes nothing to the order of the
// records: by class, then by the sensitive values. Rows that are equal in every
// column stay in their order, which no reader can see.
func (s *Set) take(r *Records, p *partition, workers int, labels func(column int) []string, code func(column int, class int32) int32) {
	s.kept = slices.Clone(p.members.items[p.members.start[0]:])
	for i := len(r.Sensitive) - 1; i >= 0; i-- {
		codes := r.Sensitive[i].Codes
		s.kept = sortBy(s.kept, len(r.Sensitive[i].labels()), func(row int32) int32 { return codes[row] })
	}
	if len(r.Sensitive) > 0 {
		s.kept = sortBy(s.kept, p.classes, func(row int32) int32 { return p.classOf[row] })
	}
	s.quasi, s.sensitive = make([]Values, len(r.Quasi)), make([]Values, len(r.Sensitive))
	parallel(workers, len(r.Quasi)+len(r.Sensitive), func(i int) {
		codes := make([]int32, len(s.kept))
		if i < len(r.Quasi) {
			for at, row := range s.kept {
				codes[at] = code(i, p.classOf[row])
			}
			s.quasi[i] = Values{r.Quasi[i].Name, labels(i), codes}
			return
		}
		i -= len(r.Quasi)
		column := &r.Sensitive[i]
		for at, row := range s.kept {
			codes[at] = column.Codes[row]
		}
		s.sensitive[i] = Values{column.Name, slices.Clone(column.labels()), codes}
	})
}

// sortBy sorts rows by a key from 0 to n-1, keeping the order of equal ones.
func sortBy(rows []int32, n int, key func(row int32) int32) []int32 {
	of := make([]int32, len(rows))
	for i, row := range rows {
		of[i] = key(row)
	}
	sorted := listBy(of, n).items
	for i, at := range sorted {
		sorted[i] = rows[at]
	}
	return sorted
}
