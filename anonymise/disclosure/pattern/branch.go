package pattern

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// So many columns are tried before one is chosen to branch on.
const branchTrials = 8

// branch splits the node by whether one cell is hidden.
func (t *tree) branch() {
	column := t.choose()
	for _, hidden := range []bool{true, false} {
		t.number++
		n := &node{bound: t.at.bound, number: t.number, fixed: append(slices.Clone(t.at.fixed), fixing{column, hidden})}
		t.confine(n.fixed)
		n.bound = max(n.bound, t.m.bound(t.m.solve()).bound())
		if n.bound < t.limit() {
			heap.Push(&t.open, n)
		}
	}
	t.at = nil
}

// choose returns the column whose two sides raise the relaxation most, among
// the most promising (Applegate, Bixby, Chvatal and Cook 1995).
func (t *tree) choose() int {
	columns := t.promising()
	if len(columns) == 1 {
		return columns[0]
	}
	now := t.m.cost()
	best, bestScore := columns[0], -1.0
	for _, j := range columns {
		score := 1.0
		for _, hidden := range []bool{true, false} {
			t.confine(append(slices.Clone(t.at.fixed), fixing{j, hidden}))
			rise := math.Inf(1)
			if t.m.solve() {
				rise = t.m.cost() - now
			}
			score *= max(min(rise, 1e6), 1e-6)
		}
		if score > bestScore {
			best, bestScore = j, score
		}
	}
	return best
}

// promising returns undecided columns, those first that are farthest from
// whole and dear.
func (t *tree) promising() []int {
	t.confine(t.at.fixed)
	var columns []int
	weight := make([]float64, len(t.m.x))
	for j, x := range t.m.x {
		if t.m.q.Low[j] < t.m.q.High[j] {
			columns = append(columns, j)
			weight[j] = min(x, 1-x) * t.m.q.CostUp[j]
		}
	}
	slices.SortStableFunc(columns, func(a, b int) int { return cmp.Compare(weight[b], weight[a]) })
	return columns[:min(len(columns), branchTrials)]
}
