package history

import (
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// covered reports whether every figure of an earlier table stands in one table of
// the new parcel, under the same totals and with the same value: the new table,
// whose cells are marked as they left, then says all that the old one says. It
// keeps a long history from making a report slow: tables by quarter of ten
// releases are one table.
func covered(t *disclosure.Table, then schemas.Period, fresh []disclosure.Table, now schemas.Period) bool {
	return slices.ContainsFunc(fresh, func(x disclosure.Table) bool {
		return x.Population == t.Population && x.Unit == t.Unit && x.Kind == t.Kind && holds(&x, t, now, then)
	})
}

// holds reports whether a table has all figures of an earlier one, with equal
// values and equal parts of each total. Tables without a dim of time must be over
// one period for that.
func holds(now, then *disclosure.Table, nowPeriod, thenPeriod schemas.Period) bool {
	nowPeriod, thenPeriod = ending(now, nowPeriod), ending(then, thenPeriod)
	if len(now.Dims) != len(then.Dims) {
		return false
	}
	timed := nowPeriod == thenPeriod
	at := make([][]int, len(then.Dims)) // of each category then, its place now
	for d := range then.Dims {
		nowTimes, thenTimes := stretches(now.Dims[d], nowPeriod), stretches(then.Dims[d], thenPeriod)
		switch {
		case nowTimes != nil && thenTimes != nil:
			timed = true
			at[d] = match(now.Dims[d], then.Dims[d], func(i int) int { return slices.Index(nowTimes, thenTimes[i]) })
		case now.Dims[d].Name == then.Dims[d].Name:
			at[d] = match(now.Dims[d], then.Dims[d], func(i int) int {
				return slices.IndexFunc(now.Dims[d].Categories, func(x disclosure.Category) bool { return x.Code == then.Dims[d].Categories[i].Code })
			})
		}
		if at[d] == nil {
			return false
		}
	}
	return timed && equalCells(now, then, at)
}

// equalCells compares the cells of two tables by the places of their categories.
func equalCells(now, then *disclosure.Table, at [][]int) bool {
	for i, c := range then.Cells {
		place, stride := 0, len(then.Cells)
		for d, dim := range then.Dims {
			stride /= len(dim.Categories)
			place = place*len(now.Dims[d].Categories) + at[d][i/stride%len(dim.Categories)]
		}
		if x := now.Cells[place]; x.Value != c.Value || x.Impossible != c.Impossible {
			return false
		}
	}
	return true
}

// ending is the period of a table: for a stock, its last day.
func ending(t *disclosure.Table, p schemas.Period) schemas.Period {
	if t.Kind == disclosure.Stock {
		p.From = p.To
	}
	return p
}

// match places the categories of a dim among those of another. It is nil when one
// is missing, or is the sum of other categories.
func match(now, then disclosure.Dim, find func(i int) int) []int {
	at := make([]int, len(then.Categories))
	for i := range at {
		if at[i] = find(i); at[i] < 0 {
			return nil
		}
	}
	return sameParts(now, then, at)
}

// sameParts keeps a match only if each total has the same parts on both sides.
func sameParts(now, then disclosure.Dim, at []int) []int {
	nowParts, thenParts := childrenOf(now), childrenOf(then)
	for i, parts := range thenParts {
		var moved []int
		for _, p := range parts {
			moved = append(moved, at[p])
		}
		slices.Sort(moved)
		if len(parts) > 0 && !slices.Equal(moved, nowParts[at[i]]) {
			return nil
		}
	}
	return at
}
