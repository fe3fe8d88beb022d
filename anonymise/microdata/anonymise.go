package microdata

import (
	"context"
	"errors"
	"fmt"
)

// Anonymise generalises each quasi-identifier to one level for all records and
// leaves out the records that remain in classes that fail the policy, such that
// the policy's metric is the smallest possible over all combinations of levels.
// It returns [ErrNotUseful] if no combination meets the policy, an error if
// records and policy do not hang together, and the context's error if it ends.
//
// The same records and policy give the same set, whatever the number of
// workers. Who knows the algorithm can infer a little from the levels it chose
// (Wong, Fu, Wang and Pei, VLDB 2007); for a series of releases choose the
// levels once, and give them as [Policy.Levels].
func Anonymise(ctx context.Context, r Records, p Policy) (*Set, error) {
	b, err := prepare(&r, p)
	if err != nil {
		return nil, fmt.Errorf("anonymising: %w", err)
	}
	s, err := newSearch(b, p)
	if err != nil {
		return nil, fmt.Errorf("anonymising: %w", err)
	}
	best, err := s.run(ctx, p.workers())
	if err != nil {
		return nil, fmt.Errorf("anonymising: %w", err)
	}
	if best.node < 0 {
		return nil, fmt.Errorf("anonymising: %w", ErrNotUseful)
	}
	levels := s.lattice.levels(best.node, nil)
	if p.Cells && best.suppressed > 0 {
		set, err := s.finishCells(ctx, levels)
		if err != nil {
			return nil, fmt.Errorf("anonymising: %w", err)
		}
		return set, nil
	}
	set := s.finish(levels)
	if p.Cells {
		set.result.Cells = make([]int, len(levels))
	}
	return set, nil
}

// prepare checks records and policy against each other and collapses the rows.
func prepare(r *Records, p Policy) (*base, error) {
	if err := checkAll(r, p); err != nil {
		return nil, err
	}
	return collapse(r, p.workers())
}

// checkAll checks records and policy, and against each other.
func checkAll(r *Records, p Policy) error {
	if err := errors.Join(p.check(), r.check()); err != nil {
		return err
	}
	if err := p.checkLevels(r.Quasi); err != nil {
		return err
	}
	for i := range r.Sensitive {
		c := &r.Sensitive[i]
		if p.TKind == HierarchicalT && !c.SkipT && c.Hierarchy == nil {
			return fmt.Errorf("records: column %s has no hierarchy to measure t by", c.Name)
		}
	}
	if p.weighs() && r.Population == nil {
		return fmt.Errorf("policy: k-map or delta is asked for and no population is given")
	}
	if len(r.Sensitive) == 0 && (p.LKind != NoL || p.TKind != NoT) {
		return fmt.Errorf("policy: l or t is asked for and no column is sensitive")
	}
	return nil
}

// finish makes the set of the best levels.
func (s *search) finish(levels []int) *Set {
	b := s.base
	c := b.classify(levels)
	verdicts := s.judge.verdicts(c)
	t := s.scorer.tally(c.groups, levels, func(i int) bool { return verdicts[i] != passes }, nil)
	part, keys := c.partition(verdicts)
	result := s.scorer.result(levels, &t)
	set := newSet(b, s.judge, part, result, c.fitting(keys),
		func(column int) []string { return b.records.Quasi[column].Hierarchy.Labels(levels[column]) },
		func(column int, class int32) int32 { return int32(b.fields[column].of(keys[class])) })
	set.levels = levels
	return set
}

// result fills the scores of a combination of levels.
func (s *scorer) result(levels []int, t *tally) Result {
	var columns []float64
	for c, l := range levels {
		columns = append(columns, s.columnLoss(c, l, t))
	}
	r := s.resultOf(columns, s.entropyOf(levels), t)
	r.Levels = levels
	for c, l := range levels {
		at := make([]int, s.base.records.Quasi[c].Hierarchy.Levels())
		at[l] = s.n - t.suppressed
		r.AtLevel = append(r.AtLevel, at)
	}
	return r
}
