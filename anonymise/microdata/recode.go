package microdata

import (
	"context"
	"fmt"
)

// Recode generalises each record by as little as it needs (multi-dimensional
// local recoding): records are grouped into classes, and each class gets, per
// quasi-identifier, the lowest value of the hierarchy that holds all its records.
// So one record may show a country where another shows a continent; columns that
// may not do so are named in [Policy.OneLevel] or fixed in [Policy.Levels]. Every
// class meets the policy as it does after [Anonymise]; what is made small is
// always the mean loss, whatever the metric of the policy, and the result is
// good, not proven to be the best.
//
// Records are dealt into blocks of near ones; in each block clusters are joined
// by least loss, a cluster with persons to spare gives some to one that lacks
// them, and a local search follows. Rows are suppressed, within the limit, only
// if they can join no class, or at a greater loss.
//
// Errors are those of Anonymise; besides, a hierarchy is refused in which one
// label stands for two different groups.
func Recode(ctx context.Context, r Records, p Policy) (*Set, error) {
	if err := checkAll(&r, p); err != nil {
		return nil, fmt.Errorf("recoding: %w", err)
	}
	order := r.inOrder(nil)
	r = r.pick(order)
	set, err := recodeInOrder(ctx, r, p)
	if err != nil {
		return nil, err
	}
	for i, row := range set.kept {
		set.kept[i] = order[row]
	}
	return set, nil
}

// recodeInOrder recodes records that stand in their own order, so that ties are
// not broken by an order that means something.
func recodeInOrder(ctx context.Context, r Records, p Policy) (*Set, error) {
	b, err := collapse(&r, p.workers())
	if err != nil {
		return nil, fmt.Errorf("recoding: %w", err)
	}
	if p.weighs() {
		return nil, fmt.Errorf("recoding: policy: k-map and delta need one level a column")
	}
	if p.K > r.N {
		return nil, fmt.Errorf("recoding: %w", ErrNotUseful)
	}
	f, err := newForest(r.Quasi)
	if err != nil {
		return nil, fmt.Errorf("recoding: %w", err)
	}
	rec := &recoding{base: b, forest: f, judge: newJudge(&r, p), scorer: newScorer(b, ByLoss)}
	clusters, err := rec.best(ctx)
	if err != nil {
		return nil, fmt.Errorf("recoding: %w", err)
	}
	if clusters == nil {
		return nil, fmt.Errorf("recoding: %w", ErrNotUseful)
	}
	set := f.finish(b, rec.judge, unite(clusters))
	if set.result.MeanLoss > p.usefulLoss() {
		return nil, fmt.Errorf("recoding: %w", ErrNotUseful)
	}
	return set, nil
}

func newForest(quasi []Column) (forest, error) {
	var f forest
	for i := range quasi {
		t, err := newTree(quasi[i].Hierarchy)
		if err != nil {
			return nil, err
		}
		f = append(f, t)
	}
	return f, nil
}

// starts returns the region in which each row begins, one after the other: its
// values at the given levels.
func (f forest) starts(r *Records, levels []int) []uint16 {
	regions := make([]uint16, r.N*len(f))
	for c, t := range f {
		lv := &r.Quasi[c].Hierarchy.levels[levels[c]]
		for row, code := range r.Quasi[c].Codes {
			regions[row*len(f)+c] = uint16(t.first[levels[c]] + int(lv.of[code]))
		}
	}
	return regions
}
