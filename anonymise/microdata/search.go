package microdata

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// Marks on a node.
const (
	barren  uint8 = 1 << iota // it and all below it need more suppression than allowed
	checked                   // its classes were counted and it is not barren
	taken                     // a worker has begun a path at it
	barred                    // the policy fixes another level
)

// A search finds the best node of the lattice. It walks the nodes in the order
// of their floors (a bound of the score that never falls on the way up), and
// from each open node takes a path upward and bisects it, as Flash does
// (Kohlmayer, Prasser et al., PASSAT 2012). A node that needs too much
// suppression closes all below it; a floor above the best score closes the rest.
//
// Both are sound for every policy: the suppression that closes nodes counts only
// classes that fail k or have fewer than l values, and a class once past that
// stays past it however it is merged. Entropy and recursive l and t do not stay
// met when a failing class joins, so they decide about single nodes only, unless
// no row may be suppressed: then all their classes pass, and merging classes
// that pass gives one that passes. Not so with a least share of the population
// where persons stand in several tuples: of two classes joined, they count once.
//
// The outcome does not depend on the number of workers: a node is passed over
// only if it is certain to be worse than the best.
type search struct {
	base    *base
	lattice *lattice
	scorer  *scorer
	judge   *judge
	limit   int     // rows that may be suppressed
	useful  float64 // greatest mean loss
	exact   bool    // classes must be judged in full, row counts do not do
	merging bool    // classes that pass still do when they are joined

	mu    sync.Mutex
	order []int32 // nodes by floor
	next  int     // place in order of the first node that may be open
	floor []float64
	marks []uint8
	lost  []int32 // suppression of checked nodes, at least
	cache *cache
	best  candidate
	err   error
}

// A candidate is a node that meets the policy.
type candidate struct {
	node       int // -1: none
	score      float64
	suppressed int
}

// better orders candidates; the number of the node breaks ties.
func (c candidate) better(d candidate) bool {
	if c.node < 0 || d.node < 0 {
		return c.node >= 0
	}
	return cmp.Or(cmp.Compare(c.score, d.score), cmp.Compare(c.suppressed, d.suppressed), cmp.Compare(c.node, d.node)) < 0
}

func newSearch(b *base, p Policy) (*search, error) {
	l, err := newLattice(b.records.Quasi)
	if err != nil {
		return nil, err
	}
	s := &search{
		base: b, lattice: l, scorer: newScorer(b, p.Metric), judge: newJudge(b.records, p),
		limit: p.maxSuppressed(b.records.N), useful: p.usefulLoss(),
		order: make([]int32, l.nodes), floor: make([]float64, l.nodes), marks: make([]uint8, l.nodes), lost: make([]int32, l.nodes),
		cache: newCache(b.few(p.enough()), l), best: candidate{node: -1},
	}
	s.exact = s.judge.looks() || p.weighs()
	s.merging = p.DeltaMin == 0 || b.tuples.linked.len() == 0
	var levels []int
	for node := range l.nodes {
		levels = l.levels(node, levels)
		s.order[node] = int32(node)
		s.floor[node] = s.scorer.floor(levels)
		for c, l := range levels {
			if level, is := p.fixed(c); is && level != l {
				s.marks[node] |= barred
			}
		}
	}
	slices.SortFunc(s.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.floor[a], s.floor[b]), cmp.Compare(l.sum(int(a)), l.sum(int(b))), cmp.Compare(a, b))
	})
	return s, nil
}

// run searches until no node is open, or the context ends.
func (s *search) run(ctx context.Context, workers int) (candidate, error) {
	parallel(workers, workers, func(int) {
		w := newWorker(s)
		for {
			path := s.nextPath(ctx)
			if path == nil {
				return
			}
			w.bisect(path)
		}
	})
	return s.best, s.err
}

// nextPath returns a path of open nodes, upward from the first in order; nil
// at the end.
func (s *search) nextPath(ctx context.Context) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err = ctx.Err(); s.err != nil {
		return nil
	}
	for ; s.next < len(s.order); s.next++ {
		node := int(s.order[s.next])
		s.inheritFloor(node)
		if s.open(node) && s.marks[node]&taken == 0 {
			s.marks[node] |= taken
			return s.pathFrom(node)
		}
	}
	return nil
}

// open reports whether a node may be the best and was not checked.
func (s *search) open(node int) bool {
	return s.marks[node]&(barren|checked|barred) == 0 && !s.worse(s.floor[node])
}

func (s *search) worse(score float64) bool { return s.best.node >= 0 && score > s.best.score }

// pathFrom climbs from a node to the open node with the lowest floor, and on.
func (s *search) pathFrom(node int) []int {
	path := []int{node}
	for {
		up := -1
		for c, h := range s.lattice.heights {
			above := node + s.lattice.strides[c]
			if s.lattice.level(node, c)+1 < h && s.open(above) && (up < 0 || s.floor[above] < s.floor[up]) {
				up = above
			}
		}
		if up < 0 {
			return path
		}
		node = up
		path = append(path, node)
	}
}

// inheritFloor raises the floor of a node to that of the nodes just below.
func (s *search) inheritFloor(node int) {
	for c, stride := range s.lattice.strides {
		if s.lattice.level(node, c) > 0 {
			s.floor[node] = max(s.floor[node], s.floor[node-stride])
		}
	}
}

// close marks a node and all below it as barren.
func (s *search) close(node int) {
	stack := []int{node}
	s.marks[node] |= barren
	for len(stack) > 0 {
		node, stack = stack[len(stack)-1], stack[:len(stack)-1]
		for c, stride := range s.lattice.strides {
			if s.lattice.level(node, c) > 0 && s.marks[node-stride]&barren == 0 {
				s.marks[node-stride] |= barren
				stack = append(stack, node-stride)
			}
		}
	}
}

// record takes the finding on a node into account and reports whether the way
// down from it is still open.
func (s *search) record(node int, f finding) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.marks[node] |= checked
	s.lost[node] = int32(f.lasting)
	s.floor[node] = max(s.floor[node], f.above)
	if f.score.node >= 0 && f.score.better(s.best) {
		s.best = f.score
		s.closeDearer()
	}
	if f.lasting > s.allowed() {
		s.close(node)
		return false
	}
	return true
}

// allowed returns how many rows a node may suppress. Under discernibility each
// of them costs n, which soon is a sharper limit than the policy's.
func (s *search) allowed() int {
	if s.scorer.metric != ByDiscernibility || s.best.node < 0 {
		return s.limit
	}
	return min(s.limit, int(s.best.score/float64(s.scorer.n)))
}

// closeDearer closes what a better candidate has made hopeless.
func (s *search) closeDearer() {
	if s.scorer.metric != ByDiscernibility {
		return
	}
	for node, lost := range s.lost {
		if s.marks[node]&(checked|barren) == checked && int(lost) > s.allowed() {
			s.close(node)
		}
	}
}
