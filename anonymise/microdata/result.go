package microdata

import "slices"

// A Result says what [Anonymise] or [Recode] did, what it cost and what it
// protects.
type Result struct {
	Levels []int // level of each quasi-identifier, apart from suppressed cells; nil after Recode

	// AtLevel tells, for each quasi-identifier, how many records of the set stand
	// at each level of its hierarchy: where levels are mixed, whoever reads the
	// file must know how much of it is coarse.
	AtLevel [][]int

	Records    int // rows that came in
	Suppressed int // rows left out

	// Cells is, for each quasi-identifier, how many values of rows that were kept
	// are suppressed beyond its level; nil unless [Policy.Cells].
	Cells []int

	Classes  int     // classes that were kept
	MinClass int     // persons in the smallest class
	AvgClass float64 // rows per kept class

	// Loss is the geometric mean of the loss per column, MeanLoss the plain
	// mean, Granularity 1 - MeanLoss; a loss of 0 keeps all detail, 1 none.
	Loss, MeanLoss, Granularity float64
	ColumnLoss                  []float64 // loss of each quasi-identifier

	Entropy        float64 // non-uniform entropy in bits, suppression not counted
	Discernibility uint64  // sum of squared class sizes, Records for each suppressed row
	AECS           float64 // Records / (Classes + 1 if anything was suppressed)

	Before, After Risks    // of the records as they came, of the set
	Diversity     []Spread // one for each sensitive column
}

// A Spread tells how a sensitive column lies over the classes of a set.
type Spread struct {
	Name     string
	Distinct int     // fewest different values in a class
	EntropyL float64 // largest l for which every class is entropy l-diverse
	MaxShare float64 // largest share of one value in a class (group disclosure)
	// Distance is the greatest distance between a class and the file, by the
	// ground distance of the policy, or EqualT if it has none or the column has
	// no hierarchy to measure by.
	Distance float64
}

// LevelOf returns the level at which all records stand in a quasi-identifier,
// -1 if the level differs from record to record.
func (r Result) LevelOf(column int) int {
	found := -1
	for level, records := range r.AtLevel[column] {
		switch {
		case records == 0:
		case found >= 0:
			return -1
		default:
			found = level
		}
	}
	return found
}

func (r Result) clone() Result {
	r.Levels = slices.Clone(r.Levels)
	r.AtLevel = slices.Clone(r.AtLevel)
	for c := range r.AtLevel {
		r.AtLevel[c] = slices.Clone(r.AtLevel[c])
	}
	r.Cells = slices.Clone(r.Cells)
	r.ColumnLoss = slices.Clone(r.ColumnLoss)
	r.Diversity = slices.Clone(r.Diversity)
	r.Before, r.After = r.Before.clone(), r.After.clone()
	return r
}

// fillClasses audits the classes and adds what depends on them: sizes, risks
// and diversity. People is how many persons of the population fit each class,
// nil if there is no population.
func (r *Result) fillClasses(b *base, j *judge, p *partition, people []int32) {
	r.Before = b.risks(make([]int, len(b.fields)))
	r.After, r.Diversity = j.audit(b.records, p, people)
	r.MinClass = r.After.SmallestClass()
	r.AvgClass = float64(p.kept()) / float64(p.classes)
}
