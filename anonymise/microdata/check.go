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
	levels []int
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
	start := s.cache.nearest(node)
	s.mu.Unlock()
	if marks&(barren|checked) != 0 {
		return marks&barren == 0
	}
	w.levels = s.lattice.levels(node, w.levels)
	c := s.base.rollUp(start, w.levels, &w.table)
	c.countPersons()
	if len(c.keys) <= len(start.keys)/2 {
		s.keep(node, c, w.levels)
	}
	return s.record(node, w.examine(node, c))
}

// examine judges the classes of a node by their bounds first, and in full only
// if that can still change the outcome.
func (w *worker) examine(node int, c *classes) finding {
	s := w.search
	k := int32(s.judge.policy.K)
	t := s.scorer.tally(c.groups, w.levels, func(i int) bool { return c.persons[i] < k }, w.hidden)
	w.hidden = t.hidden
	f := finding{lasting: t.suppressed, above: s.scorer.floorAbove(&t, len(c.keys)), score: candidate{node: -1}}
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
	c.countPeople(w.levels, &w.table)
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

// keep remembers the classes of a node for rolling up from, while there is room.
func (s *search) keep(node int, c *classes, levels []int) {
	outcomes := s.judge.looks()
	s.mu.Lock()
	fits := s.cache.fits(c, outcomes)
	s.mu.Unlock()
	if !fits {
		return
	}
	made := c.stage(levels, s.judge.policy.enough(), outcomes)
	s.mu.Lock()
	s.cache.add(node, made)
	s.mu.Unlock()
}
