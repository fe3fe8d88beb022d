package microdata

import (
	"cmp"
	"math"
	"slices"
)

// A move is the cheapest way found to bring an unready cluster forward.
type move struct {
	with   int     // the other cluster; -1: none
	donate bool    // take rows from it rather than join it
	rise   float64 // of the total cost
}

// An agglomeration joins clusters until all are ready, always by the move that
// raises the cost least: two clusters become one, or a ready cluster gives the
// rows that an unready one lacks. Ties go to the lower number.
type agglomeration struct {
	*recoder
	clusters []*cluster // nil: joined to another
	next     []move     // for each unready cluster
	alone    []bool     // nobody could give rows to this cluster
}

// agglomerate returns ready clusters, and the rest: nil, or one cluster that
// could not be made ready.
func (rc *recoder) agglomerate(clusters []*cluster) (ready []*cluster, rest *cluster) {
	a := &agglomeration{rc, clusters, make([]move, len(clusters)), make([]bool, len(clusters))}
	for i := range clusters {
		a.findMove(i)
	}
	for {
		i := a.cheapest()
		if i < 0 {
			break
		}
		a.perform(i, a.next[i])
	}
	for _, c := range a.clusters {
		switch {
		case c == nil:
		case c.ready:
			ready = append(ready, c)
		default:
			rest = c
		}
	}
	return ready, rest
}

// cheapest returns the unready cluster with the cheapest move, -1 if none has
// one.
func (a *agglomeration) cheapest() int {
	best := -1
	for i, c := range a.clusters {
		if c != nil && !c.ready && a.next[i].with >= 0 && (best < 0 || a.next[i].rise < a.next[best].rise) {
			best = i
		}
	}
	return best
}

// findMove looks at all other clusters.
func (a *agglomeration) findMove(i int) {
	a.next[i] = move{with: -1, rise: math.Inf(1)}
	if c := a.clusters[i]; c != nil && !c.ready {
		for j := range a.clusters {
			a.consider(i, j)
		}
	}
}

// consider looks at the moves of cluster i that involve cluster j.
func (a *agglomeration) consider(i, j int) {
	c, d := a.clusters[i], a.clusters[j]
	if i == j || d == nil {
		return
	}
	lacks := max(1, -c.spare)
	mayGive := d.ready && lacks <= d.spare && !a.alone[i]
	given, all := float64(len(c.rows)+lacks), float64(len(c.rows)+len(d.rows)) // rows that the move generalises
	giving, joining := c.cost()+float64(lacks)*d.weight, c.cost()+d.cost()     // their cost before it
	most := (a.next[i].rise + joining) / all
	if mayGive {
		most = max(most, (a.next[i].rise+giving)/given)
	}
	joined, near := a.forest.joinedWithin(c.region, d.region, most)
	if !near {
		return
	}
	if rise := given*joined - giving; mayGive && rise < a.next[i].rise {
		a.next[i] = move{j, true, rise}
	}
	if rise := all*joined - joining; rise < a.next[i].rise {
		a.next[i] = move{j, false, rise}
	}
}

// perform makes a move and looks anew where it changed something.
func (a *agglomeration) perform(i int, m move) {
	if m.donate {
		if !a.donate(i, m.with) {
			a.alone[i] = true
			a.findMove(i)
			return
		}
	} else {
		a.clusters[i] = a.cluster(slices.Concat(a.clusters[i].rows, a.clusters[m.with].rows))
		a.clusters[m.with] = nil
		a.alone[i] = false
	}
	for x, c := range a.clusters {
		if c == nil || c.ready {
			continue
		}
		if with := a.next[x].with; x == i || with == i || with == m.with {
			a.findMove(x)
			continue
		}
		a.consider(x, i)
		if a.clusters[m.with] != nil {
			a.consider(x, m.with)
		}
	}
}

// donate gives cluster i rows of cluster j, the nearest first, until it is
// ready, and reports whether that worked and left j ready. It gives up after k
// rows more than seemed to be lacking.
func (a *agglomeration) donate(i, j int) bool {
	c, d := a.clusters[i], a.clusters[j]
	near := slices.Clone(d.rows)
	slices.SortStableFunc(near, func(x, y int32) int {
		return cmp.Compare(a.forest.joined(c.region, a.leaf(x)), a.forest.joined(c.region, a.leaf(y)))
	})
	lacks, k := max(1, -c.spare), a.judge.policy.K
	for given := lacks; given <= min(lacks+k, len(near)-k); given++ {
		grown := a.recoder.cluster(slices.Concat(c.rows, near[:given]))
		if !grown.ready {
			continue
		}
		left := a.recoder.cluster(near[given:])
		if left.ready {
			a.clusters[i], a.clusters[j] = grown, left
		}
		return left.ready
	}
	return false
}
