package evaluator

import (
	"slices"

	"lvv/anonymise/microdata"
	"lvv/anonymise/release/history"
)

// kinds are the records as the register of releases remembers them: how many
// there are of each combination of quasi-identifiers, with the coarser values
// above each value, so that a later set can be held against them.
func (r *records) kinds(set *microdata.Set, k int) *history.Records {
	out := &history.Records{K: k}
	columns := set.Quasi()
	places := make([][]int, len(columns))
	for i, c := range columns {
		tree := history.Column{Name: c.Name}
		at := map[string]int{}
		place := func(value string) int {
			if _, ok := at[value]; !ok {
				at[value] = len(tree.Values)
				tree.Values, tree.Up = append(tree.Values, value), append(tree.Up, -1)
			}
			return at[value]
		}
		for _, q := range r.quasi {
			if q.name == c.Name {
				q.climb(func(value, above string) { tree.Up[place(value)] = place(above) })
			}
		}
		for _, label := range c.Labels {
			places[i] = append(places[i], place(label))
		}
		out.Columns = append(out.Columns, tree)
	}
	out.Kinds = countKinds(columns, places, set.N())
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

// countKinds counts the records of each kind, in the order in which they come.
func countKinds(columns []microdata.Values, places [][]int, n int) []history.Kind {
	var kinds []history.Kind
	seen := map[string]int{}
	values, key := make([]int, len(columns)), make([]byte, 0, 4*len(columns))
	for row := range n {
		key = key[:0]
		for i, c := range columns {
			values[i] = places[i][c.Codes[row]]
			key = append(key, byte(values[i]), byte(values[i]>>8), byte(values[i]>>16), ';')
		}
		at, ok := seen[string(key)]
		if !ok {
			at = len(kinds)
			seen[string(key)] = at
			kinds = append(kinds, history.Kind{Values: slices.Clone(values)})
		}
		kinds[at].Count++
	}
	return kinds
}
