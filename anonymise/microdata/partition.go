package microdata

import (
	"cmp"
	"math"
	"slices"
)

// A partition tells which rows leave the house together: the classes that a
// reader of the set will see.
type partition struct {
	classOf []int32 // row → class, -1 for a suppressed row
	classes int
	members ragged // class → rows
}

func newPartition(classOf []int32, classes int) *partition {
	p := &partition{classOf: classOf, classes: classes}
	// Suppressed rows are listed under a class of their own, which is cut off.
	shifted := make([]int32, len(classOf))
	for row, class := range classOf {
		shifted[row] = class + 1
	}
	all := listBy(shifted, classes+1)
	p.members = ragged{start: all.start[1:], items: all.items}
	return p
}

// kept returns the number of rows that were not suppressed.
func (p *partition) kept() int {
	return int(p.members.start[p.classes] - p.members.start[0])
}

// partition numbers the classes that pass in the order of their keys and looks
// up the rows of each.
func (c *classes) partition(verdicts []verdict) (*partition, []uint64) {
	var order []int32
	for class, v := range verdicts {
		if v == passes {
			order = append(order, int32(class))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(c.keys[a], c.keys[b]) })
	number := make([]int32, len(verdicts))
	for i := range number {
		number[i] = -1
	}
	keys := make([]uint64, len(order))
	for i, class := range order {
		number[class] = int32(i)
		keys[i] = c.keys[class]
	}
	classOf := make([]int32, len(c.base.tupleOf))
	for row, t := range c.base.tupleOf {
		classOf[row] = number[c.of[t]]
	}
	return newPartition(classOf, len(order)), keys
}

// audit judges every class of a partition once more, row by row and with
// nothing of what the search remembered, and measures what it sees. A class
// that fails here is a fault of the program, and no set is made.
func (j *judge) audit(r *Records, p *partition, people []int32) (Risks, []Spread) {
	persons := countPersons(r, p)
	if people == nil {
		people = persons
	}
	sizes := make([]int32, p.classes)
	for class := range int32(p.classes) {
		sizes[class] = int32(len(p.members.list(class)))
		if j.judgeSize(int(persons[class]), int(people[class])) != passes {
			panic("microdata: internal error: a class has too few persons, or too few or too many of the population")
		}
	}
	var spreads []Spread
	for s, column := range j.columns {
		spreads = append(spreads, j.spread(column, j.overall[s], p))
	}
	return risksOf(sizes, persons, people), spreads
}

// countPersons counts the distinct persons of each class.
func countPersons(r *Records, p *partition) []int32 {
	persons := make([]int32, p.classes)
	seenIn := make([]int32, r.N) // person → last class seen in, + 1
	for class := range int32(p.classes) {
		for _, row := range p.members.list(class) {
			who := row
			if r.Person != nil {
				who = r.Person[row]
			}
			if seenIn[who] != class+1 {
				seenIn[who] = class + 1
				persons[class]++
			}
		}
	}
	return persons
}

// spread judges and measures one sensitive column over the classes.
func (j *judge) spread(c *Column, overall []float64, p *partition) Spread {
	kind := j.policy.TKind
	if kind == HierarchicalT && c.Hierarchy == nil {
		kind = EqualT
	}
	s := Spread{Name: c.Name, Distinct: math.MaxInt, EntropyL: math.Inf(1)}
	h := newHistogram(len(overall))
	for class := range int32(p.classes) {
		for _, row := range p.members.list(class) {
			h.add(c.Codes[row])
		}
		if j.judgeColumn(c, h, overall) != passes {
			panic("microdata: internal error: a class fails l or t")
		}
		s.Distinct = min(s.Distinct, len(h.present))
		s.EntropyL = min(s.EntropyL, math.Exp(h.entropy()))
		s.Distance = max(s.Distance, distance(kind, c.Hierarchy, h, overall))
		for _, v := range h.present {
			s.MaxShare = max(s.MaxShare, float64(h.counts[v])/float64(h.n))
		}
		h.empty()
	}
	return s
}
