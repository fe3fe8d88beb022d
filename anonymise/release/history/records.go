package history

import (
	"fmt"
	"slices"
	"strings"

	"lvv/schemas"
)

// Records are the kinds of records that left, and how many of each: enough to
// compare two sets, and no more.
type Records struct {
	K       int // the least number of persons of a kind
	Columns []Column
	Kinds   []Kind
}

// A Column is one generalised column. Its values form a tree, so that sets that
// were generalised differently can be compared at a level that both reach.
type Column struct {
	Name   string
	Values []string
	Up     []int // of each value: the coarser value above it, -1 for the top
}

// A Kind is a combination of values, by their places in the columns.
type Kind struct {
	Values []int
	Count  int
}

// Records compares a new set of records with every earlier one over a period
// that meets its own. Two sets are brought to the finest values that both have;
// when some kind then differs by fewer than k records, who holds both knows that
// a few such people came or went, and the error is ErrDifferencing.
func (p *Past) Records(r *Records, period schemas.Period) error {
	if p == nil || r == nil {
		return nil
	}
	for _, e := range p.releases {
		if e.Records == nil || !e.Period.Meets(period) {
			continue
		}
		if columns := differs(e.Records, r); columns != nil {
			return fmt.Errorf("records by %s, beside release %d (%s over %s, made %s for %s): %w", strings.Join(columns, ", "),
				e.Number, e.Purpose, e.Period, e.Made.Format("2006-01-02"), strings.Join(e.Recipients, ", "), ErrDifferencing)
		}
	}
	return nil
}

// differs returns the columns by which two sets differ in a few records, or nil.
func differs(a, b *Records) (columns []string) {
	var inA, inB []int
	for i, c := range a.Columns {
		if at := slices.IndexFunc(b.Columns, func(x Column) bool { return x.Name == c.Name }); at >= 0 {
			columns, inA, inB = append(columns, c.Name), append(inA, i), append(inB, at)
		}
	}
	used := make([]map[string]bool, len(columns))
	for i := range columns {
		used[i] = map[string]bool{}
		a.mark(inA[i], used[i])
		b.mark(inB[i], used[i])
	}
	count := map[string]int{}
	a.count(inA, used, count, 1)
	b.count(inB, used, count, -1)
	for _, d := range count {
		if k := max(a.K, b.K); d != 0 && d < k && d > -k {
			return columns
		}
	}
	return nil
}

// mark marks the values of a column that records have.
func (r *Records) mark(column int, used map[string]bool) {
	for _, k := range r.Kinds {
		used[r.Columns[column].Values[k.Values[column]]] = true
	}
}

// count adds up the records by the coarsest value in use at or above their own.
func (r *Records) count(columns []int, used []map[string]bool, into map[string]int, sign int) {
	common := make([][]string, len(columns))
	for i, c := range columns {
		for v := range r.Columns[c].Values {
			common[i] = append(common[i], r.Columns[c].coarsest(v, used[i]))
		}
	}
	var key []byte // used again: there are thousands of kinds
	for _, k := range r.Kinds {
		key = key[:0]
		for i, c := range columns {
			key = append(append(key, common[i][k.Values[c]]...), 0)
		}
		into[string(key)] += sign * k.Count
	}
}

// coarsest climbs from a value to the highest one that is in use.
func (c Column) coarsest(value int, used map[string]bool) string {
	best := c.Values[value]
	for v := value; v >= 0; v = c.Up[v] {
		if used[c.Values[v]] {
			best = c.Values[v]
		}
	}
	return best
}
