package microdata

import (
	"math"
	"slices"
)

// slack forgives rounding in a comparison of logarithms or distances.
const slack = 1e-12

// A verdict is what the criteria make of one class.
type verdict uint8

const (
	passes     verdict = iota
	failsLater         // fails an l or t demand that a coarser class may fail again
	failsNow           // fails k or has too few values; a coarser class may pass, and one that passes stays so
)

// A judge applies the criteria of a policy to classes.
type judge struct {
	policy  Policy
	columns []*Column
	overall [][]float64 // for each sensitive column: the share of each value in the file
}

func newJudge(r *Records, p Policy) *judge {
	j := &judge{policy: p}
	for i := range r.Sensitive {
		c := &r.Sensitive[i]
		counts := make([]int32, len(c.labels()))
		for _, code := range c.Codes {
			counts[code]++
		}
		j.columns = append(j.columns, c)
		j.overall = append(j.overall, shares(counts, r.N))
	}
	return j
}

func shares(counts []int32, n int) []float64 {
	out := make([]float64, len(counts))
	for i, c := range counts {
		out[i] = float64(c) / float64(n)
	}
	return out
}

// looks reports whether any sensitive column is under a demand.
func (j *judge) looks() bool { return slices.ContainsFunc(j.columns, j.demands) }

// demands reports whether a sensitive column is under a demand.
func (j *judge) demands(c *Column) bool {
	return j.policy.LKind != NoL && !c.SkipL || j.policy.TKind != NoT && !c.SkipT
}

// verdicts judges every class.
func (j *judge) verdicts(c *classes) []verdict {
	out := make([]verdict, len(c.keys))
	for i, persons := range c.persons {
		out[i] = j.judgeSize(int(persons), int(c.people[i]))
	}
	if !j.looks() {
		return out
	}
	place, open := make([]int32, len(out)), []int32(nil)
	for class, v := range out {
		if place[class] = -1; v != failsNow {
			place[class], open = int32(len(open)), append(open, int32(class))
		}
	}
	for i := range c.base.occurrences {
		if s := &c.base.occurrences[i]; slices.ContainsFunc(s.of, func(f follower) bool { return j.demands(j.columns[f.column]) }) {
			counts := c.from.outcomes[i].over(c.of, place, len(open), len(j.overall[s.column]))
			j.judgeOccurrence(s, counts, open, out)
		}
	}
	return out
}

// judgeOccurrence applies l and t to the counts of some classes.
func (j *judge) judgeOccurrence(s *occurrence, counts []int32, classes []int32, out []verdict) {
	values := len(j.overall[s.column])
	for _, f := range s.of {
		column, overall := j.columns[f.column], j.overall[f.column]
		if !j.demands(column) {
			continue
		}
		into := make([]int32, len(overall))
		var h histogram
		for i, class := range classes {
			if out[class] == failsNow {
				continue
			}
			h.count(f.follow(counts[i*values:][:values], into))
			out[class] = max(out[class], j.judgeColumn(column, &h, overall))
		}
	}
}

// judgeSize applies k and what the policy demands of the population.
func (j *judge) judgeSize(persons, people int) verdict {
	p := j.policy
	switch present := float64(persons) / float64(people); {
	case persons < p.K || p.KMap > 0 && people < p.KMap:
		return failsNow
	case p.DeltaMax > 0 && (present < p.DeltaMin-slack || present > p.DeltaMax+slack):
		return failsLater
	}
	return passes
}

// judgeColumn applies l and t to the values of one class.
func (j *judge) judgeColumn(c *Column, h *histogram, overall []float64) verdict {
	p := j.policy
	if p.LKind != NoL && !c.SkipL {
		if float64(len(h.present)) < p.L-slack {
			return failsNow // necessary for each kind of l, and never lost by merging
		}
		if p.LKind == EntropyL && h.entropy() < math.Log(p.L)-slack {
			return failsLater
		}
		if p.LKind == RecursiveL && !h.recursive(p.C, int(p.L)) {
			return failsLater
		}
	}
	if p.TKind != NoT && !c.SkipT && distance(p.TKind, c.Hierarchy, h, overall) > p.T+slack {
		return failsLater
	}
	return passes
}

// A histogram counts the values of one class. It is reused from class to class.
type histogram struct {
	counts  []int32
	present []int32 // values with a count, in order of appearance
	n       int
}

func newHistogram(values int) *histogram { return &histogram{counts: make([]int32, values)} }

func (h *histogram) add(value int32) {
	if h.counts[value] == 0 {
		h.present = append(h.present, value)
	}
	h.counts[value]++
	h.n++
}

// count makes it a histogram of values that have been counted.
func (h *histogram) count(counts []int32) {
	h.counts, h.present, h.n = counts, h.present[:0], 0
	for v, n := range counts {
		if n > 0 {
			h.present, h.n = append(h.present, int32(v)), h.n+int(n)
		}
	}
}

func (h *histogram) empty() {
	for _, v := range h.present {
		h.counts[v] = 0
	}
	h.present, h.n = h.present[:0], 0
}

// entropy returns the entropy in nats. It sums in the order of the values, not
// of their appearance, so that it is the same whatever the order of the rows.
func (h *histogram) entropy() float64 {
	sum := 0.0
	for _, c := range h.counts {
		if c > 0 {
			sum += float64(c) * math.Log(float64(c))
		}
	}
	return math.Log(float64(h.n)) - sum/float64(h.n)
}

// recursive reports whether the most frequent value is rarer than c times all
// from the l-th on.
func (h *histogram) recursive(c float64, l int) bool {
	counts := make([]int32, 0, len(h.present))
	for _, v := range h.present {
		counts = append(counts, h.counts[v])
	}
	slices.SortFunc(counts, func(a, b int32) int { return int(b) - int(a) })
	tail := 0
	for _, n := range counts[min(l-1, len(counts)):] {
		tail += int(n)
	}
	return float64(counts[0]) < c*float64(tail)
}

// distance returns the earth mover's distance, 0 to 1, between a class and the
// file.
func distance(kind TKind, tree *Hierarchy, h *histogram, overall []float64) float64 {
	switch kind {
	case OrderedT:
		return orderedDistance(h, overall)
	case HierarchicalT:
		return treeDistance(tree, h, overall)
	}
	sum := 0.0
	for v, q := range overall {
		sum += math.Abs(float64(h.counts[v])/float64(h.n) - q)
	}
	return sum / 2
}

// orderedDistance carries the surplus of each value on to the next.
func orderedDistance(h *histogram, overall []float64) float64 {
	if len(overall) < 2 {
		return 0
	}
	sum, surplus := 0.0, 0.0
	for v, q := range overall {
		surplus += float64(h.counts[v])/float64(h.n) - q
		sum += math.Abs(surplus)
	}
	return sum / float64(len(overall)-1)
}

// treeDistance sums, over the edges of the tree, what must pass through: two
// leaves whose lowest common ancestor is at level l of H are l/H apart, so each
// edge is half of 1/H long.
func treeDistance(tree *Hierarchy, h *histogram, overall []float64) float64 {
	top := tree.Levels() - 1
	if top == 0 {
		return 0
	}
	sum := 0.0
	for l := range top {
		lv := &tree.levels[l]
		surplus := make([]float64, len(lv.labels))
		for leaf, q := range overall {
			surplus[lv.of[leaf]] += float64(h.counts[leaf])/float64(h.n) - q
		}
		for _, s := range surplus {
			sum += math.Abs(s)
		}
	}
	return sum / float64(2*top)
}
