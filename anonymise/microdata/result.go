package microdata

import (
	"math"
	"slices"
)

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
	// ground distance of the policy, or EqualT if it has none or the column is
	// exempt.
	Distance float64
}

func (r Result) clone() Result {
	r.Levels = slices.Clone(r.Levels)
	r.ColumnLoss = slices.Clone(r.ColumnLoss)
	r.Diversity = slices.Clone(r.Diversity)
	r.Before, r.After = r.Before.clone(), r.After.clone()
	return r
}

// fillClasses adds what depends on the classes: sizes, risks and diversity.
func (r *Result) fillClasses(j *judge, c *classes, passed []bool) {
	r.After = risksOf(c, passed)
	r.MinClass = r.After.SmallestClass()
	r.AvgClass = float64(r.After.Records) / float64(r.Classes)
	r.Before = risksOf(c.base.classify(make([]int, len(c.base.fields))), nil)
	members := listBy(c.of, len(c.keys))
	for s, column := range j.columns {
		r.Diversity = append(r.Diversity, j.spread(column, j.overall[s], &c.base.cells[s], &members, passed))
	}
}

// spread measures one sensitive column over the classes that passed.
func (j *judge) spread(c *Column, overall []float64, cells, members *ragged, passed []bool) Spread {
	kind := j.policy.TKind
	if kind == HierarchicalT && c.SkipT {
		kind = EqualT
	}
	s := Spread{Name: c.Name, Distinct: math.MaxInt, EntropyL: math.Inf(1)}
	h := newHistogram(len(overall))
	for class := range int32(len(passed)) {
		if !passed[class] {
			continue
		}
		h.fill(cells, members.list(class))
		s.Distinct = min(s.Distinct, len(h.present))
		s.EntropyL = min(s.EntropyL, math.Exp(h.entropy()))
		s.Distance = max(s.Distance, distance(kind, c.Hierarchy, h, overall))
		for _, v := range h.present {
			s.MaxShare = max(s.MaxShare, float64(h.counts[v])/float64(h.n))
		}
		h.empty()
	}
	return s
}
