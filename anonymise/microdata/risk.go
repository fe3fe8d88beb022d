package microdata

import (
	"fmt"
	"maps"
	"slices"
)

// Risks are the re-identification risks of a file of records, for an intruder
// who knows that his target is in it and knows every quasi-identifier
// (prosecutor model). There is no population register of undocumented
// migrants, so the sample is taken for the population: journalist and marketer
// risks then equal the prosecutor's.
type Risks struct {
	Records int     // rows
	Classes int     // different combinations of quasi-identifiers
	Uniques int     // rows in a class with one person
	Max     float64 // largest risk of a row: 1 / persons in its class; 0 without rows
	Mean    float64 // mean risk over the rows

	sizes []sizeCount // by number of persons, ascending
}

// A sizeCount counts the rows in classes of one size.
type sizeCount struct{ persons, rows int }

// AtRisk returns the share of the rows that stand in classes of fewer than k
// persons.
func (r Risks) AtRisk(k int) float64 {
	if r.Records == 0 {
		return 0
	}
	rows := 0
	for _, s := range r.sizes {
		if s.persons < k {
			rows += s.rows
		}
	}
	return float64(rows) / float64(r.Records)
}

// SmallestClass returns the persons in the smallest class, 0 without rows.
func (r Risks) SmallestClass() int {
	if len(r.sizes) == 0 {
		return 0
	}
	return r.sizes[0].persons
}

func (r Risks) clone() Risks {
	r.sizes = slices.Clone(r.sizes)
	return r
}

// Measure returns the risks of records when each quasi-identifier is
// generalised to its level and nothing is suppressed; nil levels mean the
// records as they are.
func Measure(r Records, levels []int) (Risks, error) {
	if err := r.check(); err != nil {
		return Risks{}, err
	}
	if levels == nil {
		levels = make([]int, len(r.Quasi))
	}
	if len(levels) != len(r.Quasi) {
		return Risks{}, fmt.Errorf("measuring risk: %d levels for %d quasi-identifiers", len(levels), len(r.Quasi))
	}
	for i, c := range r.Quasi {
		if levels[i] < 0 || levels[i] >= c.Hierarchy.Levels() {
			return Risks{}, fmt.Errorf("measuring risk: column %s has no level %d", c.Name, levels[i])
		}
	}
	base, err := collapse(&r, 1)
	if err != nil {
		return Risks{}, fmt.Errorf("measuring risk: %w", err)
	}
	c := base.classify(levels)
	return risksOf(c.rows, c.persons), nil
}

// risksOf measures classes by their rows and persons.
func risksOf(rows, persons []int32) Risks {
	sizes := make(map[int]int) // persons in a class → rows in such classes
	r := Risks{Classes: len(rows)}
	for i, n := range rows {
		sizes[int(persons[i])] += int(n)
		r.Records += int(n)
	}
	for _, n := range slices.Sorted(maps.Keys(sizes)) {
		r.sizes = append(r.sizes, sizeCount{n, sizes[n]})
		r.Mean += float64(sizes[n]) / float64(n)
	}
	if r.Records > 0 {
		r.Mean /= float64(r.Records)
		r.Max = 1 / float64(r.sizes[0].persons)
		r.Uniques = sizes[1]
	}
	return r
}
