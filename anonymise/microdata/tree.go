package microdata

import (
	"errors"
	"fmt"
	"math"
)

// maxTreeNodes bounds a hierarchy for local recoding: the table of common
// ancestors is its square.
const maxTreeNodes = 1 << 12

// A tree is a hierarchy as nodes, numbered level by level from the leaves:
// what local recoding moves along.
type tree struct {
	nodes    int
	first    []int    // level → number of its first node
	distinct []string // labels, each once
	labelOf  []int32  // node → index into distinct
	levelOf  []int
	ancestor []uint16  // ancestor[a*nodes+b]: lowest node above both
	weight   []float64 // share of the other leaves that a node leaves possible: 0 for a leaf, 1 for the top
	leaves   []int32   // number of leaves under a node
	parent   []uint16  // the top is its own parent
}

// newTree returns the nodes of a hierarchy. It refuses a label that stands for
// two different groups: in a column of mixed levels nobody could tell them
// apart.
func newTree(h *Hierarchy) (*tree, error) {
	t := &tree{}
	var labels []string
	for l, lv := range h.levels {
		t.first = append(t.first, t.nodes)
		t.nodes += len(lv.labels)
		labels = append(labels, lv.labels...)
		t.leaves = append(t.leaves, lv.leaves...)
		for range lv.labels {
			t.levelOf = append(t.levelOf, l)
		}
	}
	if t.nodes > maxTreeNodes {
		return nil, fmt.Errorf("hierarchy %s: %d values, at most %d for local recoding", h.name, t.nodes, maxTreeNodes)
	}
	for _, under := range t.leaves {
		t.weight = append(t.weight, float64(under-1)/math.Max(1, float64(h.size()-1)))
	}
	t.climb(h)
	if err := t.index(labels); err != nil {
		return nil, fmt.Errorf("hierarchy %s: %w", h.name, err)
	}
	return t, nil
}

// climb fills parents and common ancestors.
func (t *tree) climb(h *Hierarchy) {
	leafOf := make([]int, t.nodes) // some leaf under the node
	for l, lv := range h.levels {
		for leaf, value := range lv.of {
			leafOf[t.first[l]+int(value)] = leaf
		}
	}
	at := func(leaf, level int) int { return t.first[level] + int(h.levels[level].of[leaf]) }
	t.ancestor = make([]uint16, t.nodes*t.nodes)
	t.parent = make([]uint16, t.nodes)
	for a := range t.nodes {
		t.parent[a] = uint16(at(leafOf[a], min(t.levelOf[a]+1, h.Levels()-1)))
		for b := range t.nodes {
			level := max(t.levelOf[a], t.levelOf[b])
			for at(leafOf[a], level) != at(leafOf[b], level) {
				level++
			}
			t.ancestor[a*t.nodes+b] = uint16(at(leafOf[a], level))
		}
	}
}

// index lists the distinct labels.
func (t *tree) index(labels []string) error {
	seen := make(map[string]int, t.nodes) // label → first node that has it
	for node, label := range labels {
		first, twice := seen[label]
		if twice && !t.same(first, node) {
			return errors.New("a label stands for two different groups: in a column of mixed levels they would be one")
		}
		if twice {
			t.labelOf = append(t.labelOf, t.labelOf[first])
			continue
		}
		seen[label] = node
		t.labelOf = append(t.labelOf, int32(len(t.distinct)))
		t.distinct = append(t.distinct, label)
	}
	return nil
}

// same reports whether two nodes stand for the same leaves.
func (t *tree) same(a, b int) bool {
	return t.leaves[a] == t.leaves[b] && t.leaves[t.ancestor[a*t.nodes+b]] == t.leaves[a]
}
