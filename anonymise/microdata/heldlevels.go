package microdata

import (
	"cmp"
	"context"
	"slices"
)

// A recoding searches the levels of the columns that stay at one level, and
// recodes the records locally in all others.
type recoding struct {
	base   *base
	forest forest
	judge  *judge
	scorer *scorer
}

// held are levels at which columns stay: a trial of a recoding. The level of a
// free column is where its rows begin, 0.
type held struct {
	levels []int
	column []bool  // column → it stays at its level
	floor  float64 // lower bound of the mean loss
}

// best returns the clusters of the trial with the least mean loss, nil if none
// meets the policy. The trial with the lowest floor comes first, and one whose
// floor is no better than the best so far is not carried out.
func (rec *recoding) best(ctx context.Context) ([]*cluster, error) {
	var best []*cluster
	least := 0.0
	for _, h := range rec.trials() {
		if best != nil && h.floor >= least {
			break
		}
		clusters, err := rec.recode(ctx, h)
		if err != nil {
			return nil, err
		}
		if clusters == nil {
			continue
		}
		if loss := rec.meanLoss(clusters); best == nil || loss < least {
			best, least = clusters, loss
		}
	}
	return best, nil
}

// trials returns every combination of levels that may meet the policy, by floor.
func (rec *recoding) trials() []held {
	p := rec.judge.policy
	heights := make([]int, len(rec.forest))
	first := held{levels: make([]int, len(heights)), column: make([]bool, len(heights))}
	for c := range heights {
		heights[c] = 1
		if level, is := p.fixed(c); is {
			first.levels[c], first.column[c] = level, true
		} else if slices.Contains(p.OneLevel, c) {
			first.column[c] = true
			heights[c] = len(rec.forest[c].first)
		}
	}
	var out []held
	for h, more := first, true; more; h.levels, more = next(h.levels, first.levels, heights) {
		if !slices.Contains(h.column, true) {
			return []held{h}
		}
		if floor, ok := rec.floor(h); ok {
			out = append(out, held{h.levels, h.column, floor})
		}
	}
	slices.SortStableFunc(out, func(a, b held) int { return cmp.Compare(a.floor, b.floor) })
	return out
}

// next counts on: the last column first, each from its first level over as many
// as its height. It reports false after the last combination.
func next(levels, first, heights []int) ([]int, bool) {
	levels = slices.Clone(levels)
	for c := len(levels) - 1; c >= 0; c-- {
		if levels[c]++; levels[c] < first[c]+heights[c] {
			return levels, true
		}
		levels[c] = first[c]
	}
	return levels, false
}

// floor returns a lower bound of the mean loss of a trial, or false if it cannot
// meet the policy. Rows that differ in a held column never share a class, so a
// group that is too small even with all other columns at the top is lost; and
// where nothing may be suppressed, a group that fails any demand as a whole has
// a class that fails it.
func (rec *recoding) floor(h held) (float64, bool) {
	levels := slices.Clone(h.levels)
	for c, is := range h.column {
		if !is {
			levels[c] = len(rec.forest[c].first) - 1
		}
	}
	groups := rec.base.classify(levels)
	verdicts := rec.judge.verdicts(groups)
	limit := rec.judge.policy.maxSuppressed(rec.scorer.n)
	lost := rec.scorer.tally(groups.groups, levels, func(i int) bool {
		return verdicts[i] == failsNow || limit == 0 && verdicts[i] != passes
	}, nil)
	if lost.suppressed > limit || lost.kept == 0 {
		return 0, false
	}
	sum := 0.0
	for c, is := range h.column {
		if is {
			sum += rec.scorer.columnLoss(c, levels[c], &lost)
		} else {
			leaves := rec.scorer.n + lost.suppressed*int(rec.scorer.leavesOf(c)-1)
			sum += rec.scorer.lossOf(c, int64(leaves))
		}
	}
	return sum/float64(len(levels)) - leastGain, true
}

// meanLoss returns the mean loss of clusters.
func (rec *recoding) meanLoss(clusters []*cluster) float64 {
	_, columns := rec.forest.tally(rec.scorer, clusters)
	sum := 0.0
	for _, loss := range columns {
		sum += loss
	}
	return sum / float64(len(columns))
}
