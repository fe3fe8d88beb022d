package microdata

import (
	"math"
	"slices"
)

// unite joins clusters with the same region, which a reader cannot tell apart,
// and sorts by region. Two clusters that meet a policy meet it together.
func unite(clusters []*cluster) []*cluster {
	clusters = slices.Clone(clusters)
	slices.SortStableFunc(clusters, func(a, b *cluster) int { return slices.Compare(a.region, b.region) })
	var out []*cluster
	for _, c := range clusters {
		if last := len(out) - 1; last >= 0 && slices.Equal(out[last].region, c.region) {
			out[last] = &cluster{rows: slices.Concat(out[last].rows, c.rows), region: c.region, weight: c.weight, ready: true}
			continue
		}
		out = append(out, c)
	}
	return out
}

// finish makes the set of clusters that are classes.
func (f forest) finish(b *base, j *judge, clusters []*cluster) *Set {
	classOf := make([]int32, b.records.N)
	for row := range classOf {
		classOf[row] = -1
	}
	for class, c := range clusters {
		for _, row := range c.rows {
			classOf[row] = int32(class)
		}
	}
	part := newPartition(classOf, len(clusters))
	scorer := newScorer(b, ByLoss)
	t, columns := f.tally(scorer, clusters)
	result := scorer.resultOf(columns, f.entropy(b.records, clusters), &t)
	result.AtLevel = f.atLevel(clusters)
	return newSet(b, j, part, result, f.fitting(b, clusters),
		func(column int) []string { return slices.Clone(f[column].distinct) },
		func(column int, class int32) int32 { return f[column].labelOf[clusters[class].region[column]] })
}

// atLevel counts the rows of clusters by the level of their value in each
// column.
func (f forest) atLevel(clusters []*cluster) [][]int {
	var out [][]int
	for c, tree := range f {
		at := make([]int, len(tree.first))
		for _, cl := range clusters {
			at[tree.levelOf[cl.region[c]]] += len(cl.rows)
		}
		out = append(out, at)
	}
	return out
}

// tally sums up clusters; rows in none are suppressed and count as fully
// generalised.
func (f forest) tally(s *scorer, clusters []*cluster) (tally, []float64) {
	t := tally{suppressed: s.n, kept: len(clusters)}
	leaves := make([]int64, len(f))
	for _, cl := range clusters {
		n := len(cl.rows)
		t.suppressed -= n
		t.squares += uint64(n) * uint64(n)
		for c, tree := range f {
			leaves[c] += int64(n) * int64(tree.leaves[cl.region[c]])
		}
	}
	var columns []float64
	for c := range f {
		columns = append(columns, s.lossOf(c, leaves[c]+int64(t.suppressed)*s.leavesOf(c)))
	}
	return t, columns
}

// entropy returns the bits that would be needed to guess the leaf of every kept
// row from its value, when one knows how often each leaf occurs in the file.
func (f forest) entropy(r *Records, clusters []*cluster) float64 {
	bits := 0.0
	for c, tree := range f {
		counts := make([]float64, tree.nodes) // node → rows of the file under it
		for _, code := range r.Quasi[c].Codes {
			counts[code]++
		}
		for node := range tree.nodes - 1 { // a parent has a higher number
			counts[tree.parent[node]] += counts[node]
		}
		for _, cl := range clusters {
			bits += float64(len(cl.rows)) * math.Log2(counts[cl.region[c]])
			for _, row := range cl.rows {
				bits -= math.Log2(counts[r.Quasi[c].Codes[row]])
			}
		}
	}
	return bits
}
