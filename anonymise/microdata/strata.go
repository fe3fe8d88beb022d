package microdata

import (
	"cmp"
	"context"
	"slices"
)

// A stratum is the rows with the same values in all held columns: a file of its
// own, that shares with the others only what may be suppressed.
type stratum struct {
	begin []*cluster // rows with equal starts
	ready []*cluster // meet the policy
	rest  []*cluster // what no block could place

	last   *cluster   // of rest, what could not be made ready; nil: nothing
	joined []*cluster // ready with last in it; nil if that fails the policy
	saved  float64    // cost that suppressing last saves over joined
}

// recode groups all rows: clusters that meet the policy. It returns nil if the
// trial does not meet it.
func (rec *recoding) recode(ctx context.Context, h held) ([]*cluster, error) {
	workers := rec.judge.policy.workers()
	regions := rec.forest.starts(rec.base.records, h.levels)
	free := make(chan *recoder, workers)
	for range workers {
		free <- newRecoder(rec.forest, rec.base.records, rec.judge, regions)
	}
	rc := <-free
	strata := rec.stratify(rc, h)
	free <- rc
	rec.clusterBlocks(ctx, strata, free)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	parallel(workers, len(strata), func(i int) {
		rc := <-free
		defer func() { free <- rc }()
		strata[i].settle(rc)
	})
	return rec.suppress(strata), nil
}

// stratify makes clusters of rows that begin alike and deals them out into
// strata, in the order of their first row.
func (rec *recoding) stratify(rc *recoder, h held) []*stratum {
	b := rec.base
	alike := b.classify(h.levels)
	of := make([]int32, len(b.tupleOf))
	for row, t := range b.tupleOf {
		of[row] = alike.of[t]
	}
	rows := listBy(of, len(alike.keys))
	mask := uint64(0) // of the held columns in a key
	for c, is := range h.column {
		if is {
			mask |= b.fields[c].mask << b.fields[c].shift
		}
	}
	var number table
	number.reset()
	var strata []*stratum
	for class, key := range alike.keys {
		id := int(number.number(key & mask))
		if id == len(strata) {
			strata = append(strata, &stratum{})
		}
		strata[id].begin = append(strata[id].begin, rc.cluster(rows.list(int32(class))))
	}
	return strata
}

// clusterBlocks deals each stratum into blocks and clusters these side by side.
func (rec *recoding) clusterBlocks(ctx context.Context, strata []*stratum, free chan *recoder) {
	type block struct {
		of       *stratum
		clusters []*cluster
		rest     *cluster
	}
	var blocks []block
	for _, s := range strata {
		for _, clusters := range rec.forest.block(s.begin, rec.judge.policy.K) {
			blocks = append(blocks, block{of: s, clusters: clusters})
		}
	}
	parallel(cap(free), len(blocks), func(i int) {
		rc := <-free
		defer func() { free <- rc }()
		if ctx.Err() == nil {
			blocks[i].clusters, blocks[i].rest = rc.agglomerate(blocks[i].clusters)
			blocks[i].clusters = rc.refine(ctx, blocks[i].clusters)
		}
	})
	for _, b := range blocks {
		b.of.ready = append(b.of.ready, b.clusters...)
		if b.rest != nil {
			b.of.rest = append(b.of.rest, b.rest)
		}
	}
}

// settle looks for a place for what the blocks left over: together, or in a
// ready cluster.
func (s *stratum) settle(rc *recoder) {
	together, last := rc.agglomerate(s.rest)
	s.ready, s.last = append(s.ready, together...), last
	if last == nil {
		return
	}
	var rise float64
	s.joined, rise = rc.absorb(s.ready, last)
	s.saved = rise - float64(len(last.rows)*len(rc.forest))
}

// suppress leaves out what could not be placed, and then, while the policy
// allows, what is cheaper to leave out than to place; the cheapest first. It
// returns all clusters that remain, nil if more must go than may.
func (rec *recoding) suppress(strata []*stratum) []*cluster {
	room := rec.judge.policy.maxSuppressed(rec.scorer.n)
	var choice []*stratum
	for _, s := range strata {
		switch {
		case s.last == nil:
		case s.joined == nil:
			room -= len(s.last.rows)
		case s.saved > 0 && len(s.ready) > 0:
			choice = append(choice, s)
		default:
			s.ready = s.joined
		}
	}
	if room < 0 {
		return nil
	}
	slices.SortStableFunc(choice, func(a, b *stratum) int { return cmp.Compare(b.saved, a.saved) })
	for _, s := range choice {
		if len(s.last.rows) <= room {
			room -= len(s.last.rows)
		} else {
			s.ready = s.joined
		}
	}
	var out []*cluster
	for _, s := range strata {
		out = append(out, s.ready...)
	}
	return out
}

// absorb joins a cluster with the nearest ready cluster that stays ready with
// it, or with the nearest 2, 4, 8 and so on; at last with all. It returns nil if
// even the whole stratum does not meet the policy.
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
