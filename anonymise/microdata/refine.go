package microdata

import (
	"cmp"
	"context"
	"math"
	"slices"
)

const (
	refinePasses = 3    // later passes bring little
	hoodSize     = 8    // neighbours that a cluster is agglomerated anew with
	hoodRows     = 50   // rows per k beyond which a cluster is left out of that
	leastGain    = 1e-9 // cost that a change must save, so that rounding leads in no circle
)

// A refinement lowers the cost of ready clusters and keeps them ready. It tries
// three changes at each cluster in turn: hand all its rows to others; hand
// single rows that it can spare to others; take it and its neighbours apart and
// agglomerate them anew.
type refinement struct {
	*recoder
	clusters []*cluster // nil: dissolved
}

// refine improves clusters until a pass brings nothing or the context ends.
func (rc *recoder) refine(ctx context.Context, clusters []*cluster) []*cluster {
	f := &refinement{rc, clusters}
	for range refinePasses {
		if !f.pass(ctx) {
			break
		}
	}
	return f.clusters
}

// pass tries every cluster once and reports whether anything changed.
func (f *refinement) pass(ctx context.Context) bool {
	changed := false
	for i := 0; i < len(f.clusters) && ctx.Err() == nil; i++ {
		if f.clusters[i] == nil || f.clusters[i].weight == 0 {
			continue
		}
		if f.dissolve(i) {
			changed = true
			continue
		}
		changed = f.moveRows(i) || changed
		changed = f.resplit(i) || changed
	}
	f.clusters = slices.DeleteFunc(f.clusters, func(c *cluster) bool { return c == nil })
	return changed
}

// target returns the cluster other than i that takes a row at the least rise of
// its cost; -1 if there is none.
func (f *refinement) target(i int, row int32) (best int, rise float64) {
	best = -1
	leaf := f.leaf(row)
	for j, d := range f.clusters {
		if j == i || d == nil {
			continue
		}
		most, size := math.Inf(1), float64(len(d.rows)+1)
		if best >= 0 {
			most = (rise + d.cost()) / size
		}
		joined, near := f.forest.joinedWithin(d.region, leaf, most)
		if r := size*joined - d.cost(); near && (best < 0 || r < rise) {
			best, rise = j, r
		}
	}
	return best, rise
}

// dissolve hands all rows of a cluster to others if that is cheaper.
func (f *refinement) dissolve(i int) bool {
	c := f.clusters[i]
	given := make(map[int][]int32)
	var takers []int
	rise := 0.0
	for _, row := range c.rows {
		j, more := f.target(i, row)
		if rise += more; j < 0 || rise > c.cost() {
			return false
		}
		if given[j] == nil {
			takers = append(takers, j)
		}
		given[j] = append(given[j], row)
	}
	saved := c.cost()
	grown := make([]*cluster, len(takers))
	for at, j := range takers {
		grown[at] = f.cluster(slices.Concat(f.clusters[j].rows, given[j]))
		saved += f.clusters[j].cost() - grown[at].cost()
		if !grown[at].ready {
			return false
		}
	}
	if saved < leastGain {
		return false
	}
	for at, j := range takers {
		f.clusters[j] = grown[at]
	}
	f.clusters[i] = nil
	return true
}

// moveRows hands single rows that a cluster can spare to others.
func (f *refinement) moveRows(i int) bool {
	changed := false
	for at := 0; at < len(f.clusters[i].rows) && f.clusters[i].spare > 0; {
		if f.moveRow(i, at) {
			changed = true // another row is at this place now
		} else {
			at++
		}
	}
	return changed
}

// moveRow hands one row to the cluster that takes it best, if that saves cost.
func (f *refinement) moveRow(i, at int) bool {
	c := f.clusters[i]
	j, rise := f.target(i, c.rows[at])
	if j < 0 || rise > c.cost() {
		return false
	}
	left := f.cluster(slices.Delete(slices.Clone(c.rows), at, at+1))
	if !left.ready || c.cost()-left.cost()-rise < leastGain {
		return false
	}
	grown := f.cluster(slices.Concat(f.clusters[j].rows, c.rows[at:at+1]))
	if !grown.ready {
		return false
	}
	f.clusters[i], f.clusters[j] = left, grown
	return true
}

// resplit takes a cluster and its neighbours apart and agglomerates them anew
// if that is cheaper.
func (f *refinement) resplit(i int) bool {
	if f.large(f.clusters[i]) {
		return false
	}
	saved := 0.0
	var rows []int32
	hood := f.neighbours(i)
	for _, j := range hood {
		saved += f.clusters[j].cost()
		rows = append(rows, f.clusters[j].rows...)
	}
	ready, rest := f.agglomerate(f.alike(rows))
	for _, c := range ready {
		saved -= c.cost()
	}
	if rest != nil || saved < leastGain {
		return false
	}
	for _, j := range hood {
		f.clusters[j] = nil
	}
	f.clusters[i] = ready[0]
	f.clusters = append(f.clusters, ready[1:]...)
	return true
}

func (f *refinement) large(c *cluster) bool { return len(c.rows) > hoodRows*f.judge.policy.K }

// neighbours returns a cluster and those whose regions join its own at the
// least weight.
func (f *refinement) neighbours(i int) []int {
	type neighbour struct {
		at     int
		weight float64
	}
	var all []neighbour
	for j, d := range f.clusters {
		if d != nil && j != i && !f.large(d) {
			all = append(all, neighbour{j, f.forest.joined(f.clusters[i].region, d.region)})
		}
	}
	slices.SortFunc(all, func(a, b neighbour) int {
		return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.at, b.at))
	})
	hood := []int{i}
	for _, n := range all[:min(hoodSize, len(all))] {
		hood = append(hood, n.at)
	}
	return hood
}

// alike makes a cluster of each set of rows with equal leaves.
func (rc *recoder) alike(rows []int32) []*cluster {
	slices.SortFunc(rows, func(a, b int32) int {
		return cmp.Or(slices.Compare(rc.leaf(a), rc.leaf(b)), cmp.Compare(a, b))
	})
	var out []*cluster
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && slices.Equal(rc.leaf(rows[0]), rc.leaf(rows[n])) {
			n++
		}
		out = append(out, rc.cluster(rows[:n:n]))
		rows = rows[n:]
	}
	return out
}
