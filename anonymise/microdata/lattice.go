package microdata

import (
	"fmt"
	"math/bits"
)

// maxNodes is the largest lattice that is searched: beyond it the answer would
// come too late, and an answer that is not the optimum is not given.
const maxNodes = 1 << 22

// A lattice is every combination of levels, one node each. A node is a number:
// its levels as digits, the first column the most significant.
type lattice struct {
	heights []int // levels per column
	strides []int
	nodes   int
}

func newLattice(quasi []Column) (*lattice, error) {
	l := &lattice{heights: make([]int, len(quasi)), strides: make([]int, len(quasi)), nodes: 1}
	guards := 0
	for c := len(quasi) - 1; c >= 0; c-- {
		l.heights[c] = quasi[c].Hierarchy.Levels()
		l.strides[c] = l.nodes
		l.nodes *= l.heights[c]
		guards += bits.Len(uint(l.heights[c]-1)) + 1
		if l.nodes > maxNodes || guards > 64 {
			return nil, fmt.Errorf("more than %d combinations of levels: leave out levels or columns", maxNodes)
		}
	}
	return l, nil
}

// level returns the level of a column in a node.
func (l *lattice) level(node, column int) int { return node / l.strides[column] % l.heights[column] }

// levels returns the level of each column, in to if it is long enough.
func (l *lattice) levels(node int, to []int) []int {
	to = to[:0]
	for c := range l.heights {
		to = append(to, l.level(node, c))
	}
	return to
}

// sum returns the sum of the levels of a node.
func (l *lattice) sum(node int) int {
	sum := 0
	for c := range l.heights {
		sum += l.level(node, c)
	}
	return sum
}

// packed returns the levels of a node as bit fields with a guard bit above
// each, for below.
func (l *lattice) packed(node int) uint64 {
	word, shift := uint64(0), 0
	for c, h := range l.heights {
		word |= uint64(l.level(node, c)) << shift
		shift += bits.Len(uint(h-1)) + 1
	}
	return word
}

// guards returns the guard bits of packed.
func (l *lattice) guards() uint64 {
	word, shift := uint64(0), 0
	for _, h := range l.heights {
		shift += bits.Len(uint(h-1)) + 1
		word |= 1 << (shift - 1)
	}
	return word
}

// below reports whether a is nowhere higher than b, both packed: a field
// borrows its guard bit exactly if a's level is above b's.
func below(a, b, guards uint64) bool { return ((b|guards)-a)&guards == guards }
