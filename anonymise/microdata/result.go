package microdata

import "slices"

// A Result says what [Anonymise] or [Recode] did, what it cost and what it
// protects.
type Result struct {
	Levels []int // level of each quasi-identifier; nil after Recode

	Records    int // rows that came in
	Suppressed int // rows left out

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

func (r Result) clone() Result {
	r.Levels = slices.Clone(r.Levels)
	r.ColumnLoss = slices.Clone(r.ColumnLoss)
	r.Diversity = slices.Clone(r.Diversity)
	r.Before, r.After = r.Before.clone(), r.After.clone()
	return r
}

// fillClasses audits the classes and adds what depends on them: sizes, risks
// and diversity.
func (r *Result) fillClasses(b *base, j *judge, p *partition) {
	r.Before = risksOf(b.tuples.rows, b.tuples.persons, b.tuples.persons)
	r.After, r.Diversity = j.audit(b.records, p)
	r.MinClass = r.After.SmallestClass()
	r.AvgClass = float64(p.kept()) / float64(p.classes)
}
