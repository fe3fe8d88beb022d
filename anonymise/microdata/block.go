package microdata

import (
	"cmp"
	"slices"
)

// The time of a block grows with the square of its clusters, so blocks are
// smaller in big files, where near clusters abound.
const (
	blockMost   = 2000       // clusters in a block of a small file
	blockEnough = 500        // clusters in a block of a big file
	blockWork   = 40_000_000 // clusters of the file times clusters of a block
	blockLeast  = 100        // clusters that make a block of their own: fewer leave too little choice
)

// A blocker deals clusters out into blocks of near ones, so that each can be
// worked on alone. It follows the trees down: the column whose split brings the
// most detail is split first. Values with too few clusters go together, and
// their column is not split again.
type blocker struct {
	forest      forest
	least, most int
	blocks      [][]*cluster
}

// block deals out clusters for a policy with the given k.
func (f forest) block(clusters []*cluster, k int) [][]*cluster {
	most := min(blockMost, max(blockEnough, blockWork/max(1, len(clusters))))
	b := &blocker{forest: f, least: max(blockLeast, 5*k), most: max(most, 20*k)}
	top := make(region, len(f))
	for c, t := range f {
		top[c] = uint16(t.nodes - 1)
	}
	b.split(clusters, top, make([]bool, len(f)))
	return b.blocks
}

// split deals out clusters that all lie in a region; frozen columns are not
// split.
func (b *blocker) split(clusters []*cluster, at region, frozen []bool) {
	if len(clusters) <= b.most {
		b.blocks = append(b.blocks, clusters)
		return
	}
	column := b.widest(clusters, at, frozen)
	if column < 0 {
		b.cut(clusters)
		return
	}
	heaps, few := b.deal(clusters, column, at)
	if len(few) > 0 && len(few) < b.least {
		largest := slices.MaxFunc(heaps, func(x, y heap) int { return cmp.Compare(len(x.clusters), len(y.clusters)) })
		heaps = slices.DeleteFunc(heaps, func(h heap) bool { return h.value == largest.value })
		few = slices.Concat(largest.clusters, few)
	}
	for _, h := range heaps {
		down := slices.Clone(at)
		down[column] = h.value
		b.split(h.clusters, down, frozen)
	}
	if len(few) > 0 {
		frozen = slices.Clone(frozen)
		frozen[column] = true
		b.split(few, at, frozen)
	}
}

// widest returns the column whose split brings the most detail to values with
// enough clusters, -1 if none brings any.
func (b *blocker) widest(clusters []*cluster, at region, frozen []bool) int {
	best, most := -1, 0.0
	for c, t := range b.forest {
		if frozen[c] || t.leaves[at[c]] == 1 {
			continue
		}
		counts := make([]int, t.nodes)
		for _, cl := range clusters {
			counts[t.childOf(cl.region[c], at[c])]++
		}
		gain := 0.0
		for child, n := range counts {
			if n >= b.least {
				gain += float64(n) * (t.weight[at[c]] - t.weight[child])
			}
		}
		if gain > most {
			best, most = c, gain
		}
	}
	return best
}

// A heap is the clusters under one value.
type heap struct {
	value    uint16
	clusters []*cluster
}

// deal returns the clusters by the values just below at, in the order of the
// values, and those of values with too few.
func (b *blocker) deal(clusters []*cluster, column int, at region) (heaps []heap, few []*cluster) {
	t := b.forest[column]
	byValue := make([][]*cluster, t.nodes)
	for _, cl := range clusters {
		v := t.childOf(cl.region[column], at[column])
		byValue[v] = append(byValue[v], cl)
	}
	for v, under := range byValue {
		if len(under) >= b.least {
			heaps = append(heaps, heap{uint16(v), under})
		} else {
			few = append(few, under...)
		}
	}
	return heaps, few
}

// cut makes blocks of clusters that no column separates well, in the order of
// their regions.
func (b *blocker) cut(clusters []*cluster) {
	clusters = slices.Clone(clusters)
	slices.SortStableFunc(clusters, func(x, y *cluster) int { return slices.Compare(x.region, y.region) })
	pieces := (len(clusters) + b.most - 1) / b.most
	for i := range pieces {
		b.blocks = append(b.blocks, clusters[i*len(clusters)/pieces:(i+1)*len(clusters)/pieces])
	}
}

// childOf returns the node just below under that node lies in, or node itself
// if it is not below under.
func (t *tree) childOf(node, under uint16) uint16 {
	for node != under && t.parent[node] != under && t.parent[node] != node {
		node = t.parent[node]
	}
	return node
}
