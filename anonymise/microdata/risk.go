package microdata

import (
	"fmt"
	"maps"
	"slices"
)

// Risks are the re-identification risks of a file of records, by the three
// intruders of El Emam and Dankar (JAMIA 2008) and El Emam (Guide to the
// De-Identification of Personal Health Information, 2013):
//
//   - the prosecutor knows that his target is in the file and knows every
//     quasi-identifier: Max and Mean;
//   - the journalist has a register of the population and wants to point out
//     anybody, to show that it can be done;
//   - the marketer links the whole register and cares for how many links are right.
//
// Without [Records.Population] the file is taken for the population, which is
// the cautious choice: there is no register of undocumented migrants. The three
// then are as great as each other.
type Risks struct {
	Records int     // rows
	Classes int     // different combinations of quasi-identifiers
	Uniques int     // rows in a class with one person
	Max     float64 // prosecutor: largest risk of a row: 1 / persons in its class; 0 without rows
	Mean    float64 // prosecutor: mean risk over the rows

	JournalistMax  float64 // 1 / persons of the population in the class where they are fewest
	JournalistMean float64 // the larger of classes / persons of the population in them, and Marketer
	Marketer       float64 // share of the rows that would be linked to the right person

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
	return base.risks(levels), nil
}

// risks measures the records at some levels. At their leaves the tuples are the
// classes.
func (b *base) risks(levels []int) Risks {
	if t := &b.tuples; b.records.Population == nil && !slices.ContainsFunc(levels, func(l int) bool { return l > 0 }) {
		return risksOf(t.rows, t.persons, t.persons)
	}
	c := b.classify(levels)
	return risksOf(c.rows, c.persons, c.people)
}

// risksOf measures classes by their rows and persons, and by how many persons of
// the population fit each.
func risksOf(rows, persons, population []int32) Risks {
	sizes := make(map[int]int) // persons in a class → rows in such classes
	r := Risks{Classes: len(rows)}
	people := 0
	for i, n := range rows {
		sizes[int(persons[i])] += int(n)
		r.Records += int(n)
		people += int(population[i])
		r.JournalistMax = max(r.JournalistMax, 1/float64(population[i]))
		r.Marketer += float64(n) / float64(population[i])
	}
	for _, n := range slices.Sorted(maps.Keys(sizes)) {
		r.sizes = append(r.sizes, sizeCount{n, sizes[n]})
		r.Mean += float64(sizes[n]) / float64(n)
	}
	if r.Records > 0 {
		r.Mean /= float64(r.Records)
		r.Max = 1 / float64(r.sizes[0].persons)
		r.Uniques = sizes[1]
		r.Marketer /= float64(r.Records)
		r.JournalistMean = max(float64(r.Classes)/float64(people), r.Marketer)
	}
	return r
}
