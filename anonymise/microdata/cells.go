package microdata

import (
	"context"
	"slices"
)

// finishCells makes the set of some levels, and keeps rows of classes that fail
// by suppressing single values of them: such rows are clustered among
// themselves, over trees that know the value of the level and the top only.
// Classes that pass are left as they are.
func (s *search) finishCells(ctx context.Context, levels []int) (*Set, error) {
	f, err := newForest(s.base.records.Quasi)
	if err != nil {
		return nil, err
	}
	c := s.base.classify(levels)
	verdicts := s.judge.verdicts(c)
	kept, lost := s.split(f, c, verdicts, levels)
	rescued, err := s.rescue(ctx, f, lost, levels)
	if err != nil {
		return nil, err
	}
	clusters := unite(append(kept, rescued...))
	set := f.finish(s.base, s.judge, clusters)
	set.levels, set.result.Levels = levels, slices.Clone(levels)
	set.result.Cells = make([]int, len(levels))
	for _, cl := range clusters {
		for column, t := range f {
			if t.levelOf[cl.region[column]] > levels[column] {
				set.result.Cells[column] += len(cl.rows)
			}
		}
	}
	return set, nil
}

// split returns the classes that pass as clusters, and the rows of the others.
func (s *search) split(f forest, c *classes, verdicts []verdict, levels []int) (kept []*cluster, lost []int32) {
	part, keys := c.partition(verdicts)
	for class, key := range keys {
		at := make(region, len(f))
		for column, t := range f {
			at[column] = uint16(t.first[levels[column]] + int(s.base.fields[column].of(key)))
		}
		kept = append(kept, &cluster{rows: part.members.list(int32(class)), region: at})
	}
	for row, class := range part.classOf {
		if class < 0 {
			lost = append(lost, int32(row))
		}
	}
	return kept, s.base.records.inOrder(lost)
}

// rescue clusters lost rows and returns what meets the policy, in the nodes of
// the full forest.
func (s *search) rescue(ctx context.Context, full forest, lost []int32, levels []int) ([]*cluster, error) {
	sub, err := subset(s.base.records, lost, levels)
	if err != nil {
		return nil, err
	}
	p := s.judge.policy
	p.Levels, p.OneLevel, p.SuppressionLimit = nil, nil, 1
	b, err := collapse(&sub, p.workers())
	if err != nil {
		return nil, err
	}
	flat, err := flatForest(&sub, full, levels)
	if err != nil {
		return nil, err
	}
	j := &judge{policy: p, overall: s.judge.overall} // shares of the whole file
	for i := range sub.Sensitive {
		j.columns = append(j.columns, &sub.Sensitive[i])
	}
	rec := &recoding{base: b, forest: flat, judge: j, scorer: newScorer(b, ByLoss)}
	clusters, err := rec.best(ctx)
	for _, cl := range clusters {
		rows := make([]int32, len(cl.rows))
		for i, row := range cl.rows {
			rows[i] = lost[row]
		}
		cl.rows = rows
		for column, t := range full {
			if node := cl.region[column]; int(node) == flat[column].nodes-1 {
				cl.region[column] = uint16(t.nodes - 1)
			} else {
				cl.region[column] = uint16(t.first[levels[column]]) + node
			}
		}
	}
	return clusters, err
}

// subset returns some rows with their values at the given levels, over
// hierarchies of two levels: the value, and the top.
func subset(r *Records, rows []int32, levels []int) (Records, error) {
	sub := r.pick(rows)
	for i := range sub.Quasi {
		c := &sub.Quasi[i]
		lv := &c.Hierarchy.levels[levels[i]]
		var leaves [][]string
		for _, label := range lv.labels {
			leaves = append(leaves, []string{label, Top})
		}
		h, err := NewHierarchy(c.Name, leaves)
		if err != nil {
			return sub, err
		}
		for at, code := range c.Codes {
			c.Codes[at] = lv.of[code]
		}
		c.Hierarchy = h
	}
	sub.Population = nil // not looked at
	return sub, nil
}

// flatForest returns the trees of a subset, weighed by the leaves of the full
// ones.
func flatForest(sub *Records, full forest, levels []int) (forest, error) {
	flat, err := newForest(sub.Quasi)
	if err != nil {
		return nil, err
	}
	for c, t := range flat {
		for node := range t.nodes {
			of := full[c].nodes - 1
			if node < t.nodes-1 {
				of = full[c].first[levels[c]] + node
			}
			t.leaves[node], t.weight[node] = full[c].leaves[of], full[c].weight[of]
		}
	}
	return flat, nil
}
