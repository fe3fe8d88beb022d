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
// Equal records stand one after the other in a set.
func countKinds(columns []microdata.Values, places [][]int, n int) []history.Kind {
	var kinds []history.Kind
	for row := range n {
		if row > 0 && !slices.ContainsFunc(columns, func(c microdata.Values) bool { return c.Codes[row] != c.Codes[row-1] }) {
			kinds[len(kinds)-1].Count++
			continue
		}
		kind := history.Kind{Values: make([]int, len(columns)), Count: 1}
		for i, c := range columns {
			kind.Values[i] = places[i][c.Codes[row]]
		}
		kinds = append(kinds, kind)
	}
	return kinds
}
