package evaluator

import "lvv/anonymise/release/history"

// kinds are the records as the register of releases remembers them: how many
// there are of each combination of quasi-identifiers, with the coarser values
// above each value, so that a later set can be held against them.
func (r *records) kinds(s *set, k int) *history.Records {
	out := &history.Records{K: k}
	var columns []spelled
	var places [][]int
	for q, column := range r.quasi {
		if s.choice.silent(column, q) {
			continue
		}
		tree := history.Column{Name: column.name}
		at := map[string]int{}
		place := func(value string) int {
			if _, ok := at[value]; !ok {
				at[value] = len(tree.Values)
				tree.Values, tree.Up = append(tree.Values, value), append(tree.Up, -1)
			}
			return at[value]
		}
		column.climb(func(value, above string) { tree.Up[place(value)] = place(above) })
		var of []int
		for _, label := range s.written[q].Labels {
			of = append(of, place(label))
		}
		columns, places, out.Columns = append(columns, s.written[q]), append(places, of), append(out.Columns, tree)
	}
	for first, end := range s.classes {
		kind := history.Kind{Values: make([]int, len(columns)), Count: end - first}
		for i, c := range columns {
			kind.Values[i] = places[i][c.Codes[first]]
		}
		out.Kinds = append(out.Kinds, kind)
	}
	return out
}

// climb gives each value of a column with the coarser one above it.
func (q quasi) climb(yield func(value, above string)) {
	for l := range q.levels[1:] {
		for leaf, value := range q.levels[l].Values {
			if above := q.levels[l+1].Values[leaf]; above != value {
				yield(value, above)
			}
		}
	}
}
