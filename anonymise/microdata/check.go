package microdata

// A finding is what counting the classes of a node brought to light.
type finding struct {
	lasting int       // rows that this node and all below it must suppress
	above   float64   // lower bound of the scores of the nodes above
	score   candidate // node is -1 if the policy is not met or the best cannot be reached
}

// A worker checks nodes, in memory of its own.
type worker struct {
	search *search
	table  table
	groups groups
	levels []int
	from   []int
	hidden []int64
}

func newWorker(s *search) *worker { return &worker{search: s} }

// bisect finds the lowest node of a path that is not barren. Its lowest node is
// checked or closed in the end.
func (w *worker) bisect(path []int) {
	low, high := 0, len(path)
	for low < high {
		mid := (low + high) / 2
		if w.settle(path[mid]) {
			high = mid
		} else {
			low = mid + 1
		}
	}
}

// settle checks a node unless that is done, and reports whether it is not
// barren.
func (w *worker) settle(node int) bool {
	s := w.search
	s.mu.Lock()
	marks := s.marks[node]
	start, from := s.cache.nearest(node)
	s.mu.Unlock()
	if marks&(barren|checked) != 0 {
		return marks&barren == 0
	}
	w.levels, w.from = s.lattice.levels(node, w.levels), s.lattice.levels(from, w.from)
	g := s.base.rollUp(start, w.from, w.levels, &w.table, &w.groups)
	if len(g.keys) <= len(start.keys)/2 {
		s.keep(node, g)
	}
	return s.record(node, w.examine(node, g))
}

// examine judges the groups of a node by their bounds first, and in full only
// if that can still change the outcome.
func (w *worker) examine(node int, g groups) finding {
	s := w.search
	k := int32(s.judge.policy.K)
	t := s.scorer.tally(g, w.levels, func(i int) bool { return g.persons[i] < k }, w.hidden)
	w.hidden = t.hidden
	f := finding{lasting: t.suppressed, above: s.scorer.floorAbove(&t, len(g.keys)), score: candidate{node: -1}}
	if f.lasting > s.limit {
		return f
	}
	if !s.exact {
		f.score = s.candidate(node, w.levels, &t)
		return f
	}
	if s.hopeless(s.scorer.score(w.levels, &t)) {
		return f
	}
	c := s.base.classify(w.levels)
	if s.judge.policy.DeltaMin > 0 && c.absent > 0 {
		f.lasting = s.limit + 1 // below, the same part of the population is without records
		return f
	}
	verdicts := s.judge.verdicts(c)
	now := s.scorer.tally(c.groups, w.levels, func(i int) bool { return verdicts[i] == failsNow }, w.hidden)
	f.lasting = now.suppressed
	t = s.scorer.tally(c.groups, w.levels, func(i int) bool { return verdicts[i] != passes }, w.hidden)
	if s.limit == 0 && s.merging {
		f.lasting = t.suppressed // see search: without suppression everything lasts
	}
	f.score = s.candidate(node, w.levels, &t)
	return f
}

// candidate returns the node as a candidate if it meets the policy.
func (s *search) candidate(node int, levels []int, t *tally) candidate {
	if t.suppressed > s.limit || t.kept == 0 || s.scorer.meanLoss(levels, t) > s.useful {
		return candidate{node: -1}
	}
	return candidate{node, s.scorer.score(levels, t), t.suppressed}
}

// hopeless reports whether a score is worse than the best so far.
func (s *search) hopeless(score float64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.worse(score)
}

// keep remembers the groups of a node for rolling up from.
func (s *search) keep(node int, g groups) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache.add(node, g)
}
