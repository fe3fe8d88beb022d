package microdata

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// An Explanation tells why records are risky: by which few columns they can be
// told from all others. A minimal sample unique of a record is a set of columns
// in which it is unique while it is not in any smaller set within (Elliot,
// Manning and Ford, 2002; SUDA2: Manning, Haglin and Keane, 2008). The fewer the
// columns, the riskier: with m quasi-identifiers one of s columns scores (m-s)!,
// and a record the sum of its own.
type Explanation struct {
	Most    int   // columns of the largest sets that were looked at
	Records int   // rows with a minimal unique
	Sizes   []int // rows that are unique by as few columns as the index, and not fewer
	// Columns is for each quasi-identifier the share, 0 to 1, of all score that
	// stands on sets with that column; generalising it takes away at most that.
	// The shares add up to more than 1: most sets have several columns.
	Columns []float64
	Worst   []Risky // the rows with the highest score, at most ten
}

// A Risky is a row that stands out.
type Risky struct {
	Row     int // from 0
	Score   float64
	Columns []int // the smallest set that makes it unique; the first of several
}

const (
	mostExplained = 24 // columns, so that their sets can be numbered
	worstRows     = 10
)

// Explain finds the minimal uniques of at most the given number of columns; 0
// means of any number. A row is unique if all rows like it are of one person.
func Explain(ctx context.Context, r Records, most int) (Explanation, error) {
	r.Population = nil
	if err := r.check(); err != nil {
		return Explanation{}, fmt.Errorf("explaining risk: %w", err)
	}
	m := len(r.Quasi)
	if m > mostExplained {
		return Explanation{}, fmt.Errorf("explaining risk: %d quasi-identifiers, at most %d are handled", m, mostExplained)
	}
	if most <= 0 || most > m {
		most = m
	}
	workers := Policy{}.workers()
	b, err := collapse(&r, workers)
	if err != nil {
		return Explanation{}, fmt.Errorf("explaining risk: %w", err)
	}
	u := &uniques{base: b, of: make([][]uint32, len(b.tuples.keys))}
	for size := 1; size <= most; size++ {
		if err := u.find(ctx, setsOf(m, size), workers); err != nil {
			return Explanation{}, fmt.Errorf("explaining risk: %w", err)
		}
	}
	return u.explain(most), nil
}

// setsOf returns all sets of so many of m columns, as bits, in ascending order.
func setsOf(m, size int) []uint32 {
	var out []uint32
	for set := uint32(1); set < 1<<m; set++ {
		if bits.OnesCount32(set) == size {
			out = append(out, set)
		}
	}
	return out
}

// uniques are the minimal uniques found so far.
type uniques struct {
	base *base
	of   [][]uint32 // tuple → its minimal uniques, by size
}

// find adds the minimal uniques among sets of one size; all smaller ones are
// known.
func (u *uniques) find(ctx context.Context, sets []uint32, workers int) error {
	found := make([][]int32, len(sets))
	parallel(workers, len(sets), func(i int) {
		if ctx.Err() == nil {
			found[i] = u.within(sets[i])
		}
	})
	for i, tuples := range found {
		for _, t := range tuples {
			u.of[t] = append(u.of[t], sets[i])
		}
	}
	return ctx.Err()
}

// within returns the tuples for which a set of columns is a minimal unique.
func (u *uniques) within(set uint32) []int32 {
	keep := uint64(0)
	for c, f := range u.base.fields {
		if set>>c&1 == 1 {
			keep |= f.mask << f.shift
		}
	}
	var t table
	t.reset()
	c := &classes{base: u.base, from: &u.base.tuples, of: make([]int32, len(u.base.tuples.keys))}
	for i, key := range u.base.tuples.keys {
		c.of[i] = t.number(key & keep)
	}
	c.keys = t.keys
	c.sum()
	c.countPersons()
	var out []int32
	for tuple, class := range c.of {
		holds := func(smaller uint32) bool { return smaller&^set == 0 }
		if c.persons[class] == 1 && !slices.ContainsFunc(u.of[tuple], holds) {
			out = append(out, int32(tuple))
		}
	}
	return out
}

// explain sums up.
func (u *uniques) explain(most int) Explanation {
	m := len(u.base.fields)
	e := Explanation{Most: most, Sizes: make([]int, most+1), Columns: make([]float64, m)}
	scores := make([]float64, len(u.of))
	total := 0.0
	for t, sets := range u.of {
		rows := int(u.base.tuples.rows[t])
		for _, set := range sets {
			score := math.Gamma(float64(m - bits.OnesCount32(set) + 1)) // (m-s)!
			scores[t] += score
			for _, c := range columnsOf(set) {
				e.Columns[c] += score * float64(rows)
			}
		}
		total += scores[t] * float64(rows)
		if len(sets) > 0 {
			e.Records += rows
			e.Sizes[bits.OnesCount32(sets[0])] += rows
		}
	}
	for c := range e.Columns {
		e.Columns[c] /= max(total, 1)
	}
	e.Worst = u.worst(scores)
	return e
}

// worst returns the rows with the highest score, the first rows of the file
// first among equals.
func (u *uniques) worst(scores []float64) []Risky {
	var out []Risky
	for row, t := range u.base.tupleOf {
		if scores[t] == 0 || len(out) == worstRows && scores[t] <= out[worstRows-1].Score {
			continue
		}
		out = append(out, Risky{Row: row, Score: scores[t], Columns: columnsOf(u.of[t][0])})
		slices.SortStableFunc(out, func(a, b Risky) int { return cmp.Compare(b.Score, a.Score) })
		out = out[:min(len(out), worstRows)]
	}
	return out
}

// columnsOf lists the columns of a set.
func columnsOf(set uint32) []int {
	var out []int
	for ; set != 0; set &= set - 1 {
		out = append(out, bits.TrailingZeros32(set))
	}
	return out
}
