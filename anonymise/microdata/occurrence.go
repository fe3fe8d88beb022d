package microdata

import (
	"cmp"
	"slices"
)

// An occurrence is how often the values of a sensitive column occur in each tuple. A
// column that follows from another, as the group of a reason does from the reason,
// is counted with it.
type occurrence struct {
	column int
	of     []follower
}

// counted is how often the values of one column occur in each of some groups.
type counted struct {
	values ragged  // of each group: its distinct values
	times  []int32 // of each of these: in how many rows
}

// A follower is a column of which each value follows from one of another column;
// a column follows itself.
type follower struct {
	column int
	value  []int32 // of each value of the other, or nil for the column itself
}

// countOutcomes counts the sensitive columns, those with most values first.
func (b *base) countOutcomes() {
	columns := b.records.Sensitive
	order := make([]int, len(columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(len(columns[y].labels()), len(columns[x].labels())) })
next:
	for _, i := range order {
		for s := range b.occurrences {
			if value, ok := follows(&columns[i], &columns[b.occurrences[s].column]); ok {
				b.occurrences[s].of = append(b.occurrences[s].of, follower{i, value})
				continue next
			}
		}
		b.occurrences = append(b.occurrences, occurrence{column: i, of: []follower{{column: i}}})
		b.tuples.outcomes = append(b.tuples.outcomes, b.countValues(&columns[i]))
	}
}

// follows returns the value of a column for each value of another, if that tells
// it.
func follows(c, from *Column) (value []int32, ok bool) {
	value = slices.Repeat([]int32{-1}, len(from.labels()))
	for row, code := range from.Codes {
		if value[code] < 0 {
			value[code] = c.Codes[row]
		} else if value[code] != c.Codes[row] {
			return nil, false
		}
	}
	return value, true
}

// countValues counts the values of a column in each tuple.
func (b *base) countValues(c *Column) counted {
	rows := listBy(b.tupleOf, len(b.tuples.keys))
	out := counted{values: ragged{start: []int32{0}}}
	h := newHistogram(len(c.labels()))
	for t := range int32(rows.len()) {
		for _, row := range rows.list(t) {
			h.add(c.Codes[row])
		}
		for _, v := range h.present {
			out.add(v, h.counts[v])
		}
		out.close()
		h.empty()
	}
	return out
}

// add counts a value in the group at hand.
func (o *counted) add(value, times int32) {
	o.values.items, o.times = append(o.values.items, value), append(o.times, times)
}

// close ends the group at hand.
func (o *counted) close() { o.values.start = append(o.values.start, int32(len(o.times))) }

// rolled counts so many values in coarser groups. Of gives the one of each group.
func (o *counted) rolled(of []int32, groups, values int) counted {
	out := counted{values: ragged{start: []int32{0}}}
	counts := o.over(of, identity(groups), groups, values)
	for ; len(counts) > 0; counts = counts[values:] {
		for v, n := range counts[:values] {
			if n > 0 {
				out.add(int32(v), n)
			}
		}
		out.close()
	}
	return out
}

// over counts the values in some classes: row by row of what is returned, one
// column a value. Of gives the class of each group; place says which row a class
// is; below zero, none.
func (o *counted) over(of, place []int32, places, values int) []int32 {
	counts := make([]int32, places*values)
	for g, class := range of {
		at := place[class]
		if at < 0 {
			continue
		}
		row := counts[int(at)*values:][:values]
		for i := o.values.start[g]; i < o.values.start[g+1]; i++ {
			row[o.values.items[i]] += o.times[i]
		}
	}
	return counts
}

// follow counts the values that follow from those counted.
func (f follower) follow(counts []int32, into []int32) []int32 {
	if f.value == nil {
		return counts
	}
	clear(into)
	for v, n := range counts {
		if n > 0 {
			into[f.value[v]] += n
		}
	}
	return into
}
