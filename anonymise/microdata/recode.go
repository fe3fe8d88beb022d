package microdata

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Recode generalises each record by as little as it needs (multi-dimensional
// local recoding): records are grouped into classes, and each class gets, per
// quasi-identifier, the lowest value of the hierarchy that holds all its records.
// So one record may show a country where another shows a continent. Every class
// meets the policy as it does after [Anonymise]; what is made small is always
// the mean loss, whatever the metric of the policy, and the result is good, not
// proven to be the best.
//
// Records are dealt into blocks of near ones; in each block clusters are joined
// by least loss, a cluster with persons to spare gives some to one that lacks
// them, and a local search follows. Rows are suppressed, within the limit, only
// if they can join no class, or at a greater loss.
//
// Errors are those of Anonymise; besides, a hierarchy is refused in which one
// label stands for two different groups.
func Recode(ctx context.Context, r Records, p Policy) (*Set, error) {
	b, err := prepare(&r, p)
	if err != nil {
		return nil, fmt.Errorf("recoding: %w", err)
	}
	if p.K > r.N {
		return nil, fmt.Errorf("recoding: %w", ErrNotUseful)
	}
	f, err := newForest(r.Quasi)
	if err != nil {
		return nil, fmt.Errorf("recoding: %w", err)
	}
	j := newJudge(&r, p)
	ready, rest, err := f.cluster(ctx, b, j)
	if err != nil {
		return nil, fmt.Errorf("recoding: %w", err)
	}
	clusters, ok := newRecoder(f, &r, j, f.leaves(&r)).settle(ready, rest)
	if !ok {
		return nil, fmt.Errorf("recoding: %w", ErrNotUseful)
	}
	set := f.finish(b, j, unite(clusters))
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

// leaves returns the leaf region of each row, one after the other.
func (f forest) leaves(r *Records) []uint16 {
	regions := make([]uint16, r.N*len(f))
	for c := range f {
		for row, code := range r.Quasi[c].Codes {
			regions[row*len(f)+c] = uint16(code)
		}
	}
	return regions
}

// cluster groups all rows, block by block: clusters that meet the policy, and
// what no block could place.
func (f forest) cluster(ctx context.Context, b *base, j *judge) (ready, rest []*cluster, err error) {
	workers := j.policy.workers()
	regions := f.leaves(b.records)
	free := make(chan *recoder, workers)
	for range workers {
		free <- newRecoder(f, b.records, j, regions)
	}
	rc := <-free
	tuples := listBy(b.tupleOf, len(b.tuples.keys))
	alike := make([]*cluster, tuples.len())
	for t := range alike {
		alike[t] = rc.cluster(tuples.list(int32(t)))
	}
	free <- rc
	blocks := f.block(alike, j.policy.K)
	rests := make([]*cluster, len(blocks))
	parallel(workers, len(blocks), func(i int) {
		rc := <-free
		defer func() { free <- rc }()
		if ctx.Err() == nil {
			blocks[i], rests[i] = rc.agglomerate(blocks[i])
			blocks[i] = rc.refine(ctx, blocks[i])
		}
	})
	rests = slices.DeleteFunc(rests, func(c *cluster) bool { return c == nil })
	return slices.Concat(blocks...), rests, ctx.Err()
}

// settle finds a place for what the blocks left over, together or in a ready
// cluster, or suppresses it. It reports false if the policy allows neither.
func (rc *recoder) settle(ready, rest []*cluster) ([]*cluster, bool) {
	together, last := rc.agglomerate(rest)
	ready = slices.Concat(ready, together)
	if last == nil {
		return ready, true
	}
	lost := float64(len(last.rows) * len(rc.forest)) // cost of suppression
	maySuppress := len(last.rows) <= rc.judge.policy.maxSuppressed(rc.records.N) && len(ready) > 0
	joined, rise := rc.absorb(ready, last)
	if maySuppress && (joined == nil || rise > lost) {
		return ready, true
	}
	return joined, joined != nil
}

// absorb joins a cluster with the nearest ready cluster that stays ready with
// it, or with the nearest 2, 4, 8 and so on; at last with all. It returns nil if
// even the whole file does not meet the policy.
func (rc *recoder) absorb(ready []*cluster, last *cluster) (clusters []*cluster, rise float64) {
	order := slices.Clone(ready)
	weights := make(map[*cluster]float64, len(order))
	for _, c := range order {
		weights[c] = float64(len(c.rows)+len(last.rows))*rc.forest.joined(c.region, last.region) - c.cost()
	}
	slices.SortStableFunc(order, func(a, b *cluster) int { return cmp.Compare(weights[a], weights[b]) })
	for i, c := range order {
		if one := rc.cluster(slices.Concat(c.rows, last.rows)); one.ready {
			return append(slices.Delete(order, i, i+1), one), one.cost() - c.cost()
		}
	}
	for n := 2; n < 2*len(order); n *= 2 {
		n := min(n, len(order))
		rows, before := slices.Clone(last.rows), 0.0
		for _, c := range order[:n] {
			rows = append(rows, c.rows...)
			before += c.cost()
		}
		if one := rc.cluster(rows); one.ready {
			return append(order[n:len(order):len(order)], one), one.cost() - before
		}
	}
	return nil, 0
}
