package microdata

import "math"

// A tally is what a classification came to: enough to score it.
type tally struct {
	suppressed int     // rows of failing classes
	kept       int     // classes that pass
	squares    uint64  // sum of squared rows over the classes that pass
	all        uint64  // the same over all classes
	hidden     []int64 // for each column, leaves under the values of the suppressed rows
}

// A scorer measures the information that a generalisation loses. All sums are
// whole numbers, and floating point enters in one fixed order, so that equal
// inputs give equal scores and a bound never exceeds what it bounds by rounding.
type scorer struct {
	metric  Metric
	base    *base
	n       int
	leaves  [][]int64   // column, level → leaves under the values of all rows
	entropy [][]float64 // column, level → non-uniform entropy in bits
	values  [][]float64 // column, level → number of values
}

func newScorer(b *base, metric Metric) *scorer {
	s := &scorer{metric: metric, base: b, n: b.records.N}
	for c := range b.fields {
		h := b.records.Quasi[c].Hierarchy
		counts := make([]int64, h.size())
		for i, key := range b.tuples.keys {
			counts[b.fields[c].of(key)] += int64(b.tuples.rows[i])
		}
		var leaves []int64
		var entropy, values []float64
		for l := range h.levels {
			leaves = append(leaves, h.levels[l].leafSum(counts))
			entropy = append(entropy, h.levels[l].entropy(counts))
			values = append(values, float64(len(h.levels[l].labels)))
		}
		s.leaves, s.entropy, s.values = append(s.leaves, leaves), append(s.entropy, entropy), append(s.values, values)
	}
	return s
}

// leafSum returns the sum over the rows of the number of leaves under the
// value of the row.
func (lv *level) leafSum(counts []int64) int64 {
	sum := int64(0)
	for leaf, n := range counts {
		sum += n * int64(lv.leaves[lv.of[leaf]])
	}
	return sum
}

// entropy returns the non-uniform entropy of a level: the bits that would be
// needed to guess the leaf of every row from its value (Gionis and Tassa, 2009;
// De Waal and Willenborg, 1999).
func (lv *level) entropy(counts []int64) float64 {
	of := make([]int64, len(lv.labels))
	for leaf, n := range counts {
		of[lv.of[leaf]] += n
	}
	sum := 0.0
	for leaf, n := range counts {
		if n > 0 {
			sum -= float64(n) * math.Log2(float64(n)/float64(of[lv.of[leaf]]))
		}
	}
	return sum
}

// tally sums up groups of which those that fail are suppressed.
func (s *scorer) tally(g groups, levels []int, fails func(group int) bool, hidden []int64) tally {
	t := tally{hidden: hidden[:0]}
	for range levels {
		t.hidden = append(t.hidden, 0)
	}
	for i, rows := range g.rows {
		square := uint64(rows) * uint64(rows)
		t.all += square
		if !fails(i) {
			t.kept++
			t.squares += square
			continue
		}
		t.suppressed += int(rows)
		for c, l := range levels {
			h := s.base.records.Quasi[c].Hierarchy
			t.hidden[c] += int64(rows) * int64(h.levels[l].leaves[s.base.fields[c].of(g.keys[i])])
		}
	}
	return t
}

// columnLoss returns the loss of a column, 0 to 1: the mean share of the
// leaves that a value leaves possible, rescaled so that no generalisation is 0;
// a suppressed row counts as fully generalised (Iyengar, KDD 2002, as
// normalised by ARX).
func (s *scorer) columnLoss(column, level int, t *tally) float64 {
	sum := s.leaves[column][level]
	if t.suppressed > 0 {
		sum += int64(t.suppressed)*s.leavesOf(column) - t.hidden[column]
	}
	return s.lossOf(column, sum)
}

func (s *scorer) leavesOf(column int) int64 {
	return int64(s.base.records.Quasi[column].Hierarchy.size())
}

// lossOf returns the loss of a column from the leaves under the values of all
// rows.
func (s *scorer) lossOf(column int, leaves int64) float64 {
	if s.leavesOf(column) == 1 || s.n == 0 {
		return 0 // one leaf: nothing to lose
	}
	n := int64(s.n)
	return float64(leaves-n) / float64(n*(s.leavesOf(column)-1))
}

// loss returns the geometric mean of the column losses, each shifted by 1.
func (s *scorer) loss(levels []int, t *tally) float64 {
	product := 1.0
	for c, l := range levels {
		product *= s.columnLoss(c, l, t) + 1
	}
	return math.Pow(product, 1/float64(len(levels))) - 1
}

// meanLoss returns the plain mean of the column losses.
func (s *scorer) meanLoss(levels []int, t *tally) float64 {
	sum := 0.0
	for c, l := range levels {
		sum += s.columnLoss(c, l, t)
	}
	return sum / float64(len(levels))
}

// resultOf fills the scores of a result from the loss of each column.
func (s *scorer) resultOf(columns []float64, entropy float64, t *tally) Result {
	product, sum := 1.0, 0.0
	for _, l := range columns {
		product *= l + 1
		sum += l
	}
	n := float64(len(columns))
	return Result{
		Records: s.n, Suppressed: t.suppressed, Classes: t.kept,
		Loss: math.Pow(product, 1/n) - 1, MeanLoss: sum / n, Granularity: 1 - sum/n, ColumnLoss: columns,
		Entropy: entropy, Discernibility: s.discernibility(t), AECS: s.aecs(t),
	}
}

// entropyOf returns the non-uniform entropy of a combination of levels.
func (s *scorer) entropyOf(levels []int) float64 {
	sum := 0.0
	for c, l := range levels {
		sum += s.entropy[c][l]
	}
	return sum
}

func (s *scorer) discernibility(t *tally) uint64 {
	return t.squares + uint64(s.n)*uint64(t.suppressed)
}

func (s *scorer) aecs(t *tally) float64 {
	classes := t.kept
	if t.suppressed > 0 {
		classes++
	}
	return float64(s.n) / float64(max(1, classes))
}

// score returns what the search makes small. It never falls when more classes
// are suppressed, which lets a first look at k alone bound the full verdict.
func (s *scorer) score(levels []int, t *tally) float64 {
	switch s.metric {
	case ByEntropy:
		return s.entropyOf(levels)
	case ByDiscernibility:
		return float64(s.discernibility(t))
	case ByAECS:
		return s.aecs(t)
	}
	return s.loss(levels, t)
}

// floor returns a lower bound of the score of a node and of all above it,
// from the levels alone.
func (s *scorer) floor(levels []int) float64 {
	switch s.metric {
	case ByLoss, ByEntropy:
		return s.score(levels, &tally{})
	}
	classes := 1.0 // at most as many as there are combinations, and tuples
	for c, l := range levels {
		classes *= s.values[c][l]
	}
	classes = max(1, min(classes, float64(len(s.base.tuples.keys))))
	if s.metric == ByAECS {
		return float64(s.n) / (classes + 1)
	}
	return math.Floor(float64(s.n) / classes * float64(s.n) * (1 - 1e-9)) // Cauchy-Schwarz
}

// floorAbove returns a lower bound of the score of all nodes above one whose
// classes were counted.
func (s *scorer) floorAbove(t *tally, classes int) float64 {
	switch s.metric {
	case ByDiscernibility:
		return float64(t.all)
	case ByAECS:
		return float64(s.n) / float64(classes+1)
	}
	return 0
}
