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
	values ragged  // of each tuple: its distinct values
	times  []int32 // of each of these: in how many rows
	of     []follower
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
		b.occurrences = append(b.occurrences, b.countValues(i))
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
func (b *base) countValues(column int) occurrence {
	c := &b.records.Sensitive[column]
	s := occurrence{column: column, of: []follower{{column: column}}, values: ragged{start: []int32{0}}}
	rows := listBy(b.tupleOf, len(b.tuples.keys))
	h := newHistogram(len(c.labels()))
	for t := range int32(rows.len()) {
		for _, row := range rows.list(t) {
			h.add(c.Codes[row])
		}
		for _, v := range h.present {
			s.values.items, s.times = append(s.values.items, v), append(s.times, h.counts[v])
		}
		s.values.start = append(s.values.start, int32(len(s.values.items)))
		h.empty()
	}
	return s
}

// over counts the values in some classes: row by row of what is returned, one
// column a value. Place says which row a class is; below zero, none.
func (s *occurrence) over(c *classes, place []int32, places, values int) []int32 {
	counts := make([]int32, places*values)
	for t, class := range c.of {
		at := place[class]
		if at < 0 {
			continue
		}
		row := counts[int(at)*values:][:values]
		for i := s.values.start[t]; i < s.values.start[t+1]; i++ {
			row[s.values.items[i]] += s.times[i]
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
