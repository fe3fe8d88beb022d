package history_test

import (
	"fmt"
	"math/big"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release/history"
)

// An attacker has kept every parcel. He knows how tables add up and what was
// shown, and works out by elimination, in exact fractions, which differences
// between two releases follow from that. He shares no code with the house.
type attacker struct {
	columns int
	offset  []map[int]int // per release, table*1e6+cell: its column
	pivots  map[int]map[int]*big.Rat
}

func newAttacker(releases []history.Release) *attacker {
	a := &attacker{pivots: map[int]map[int]*big.Rat{}}
	for _, r := range releases {
		at := map[int]int{}
		for t, table := range r.Tables {
			for c := range table.Cells {
				at[t*1_000_000+c] = a.columns
				a.columns++
			}
		}
		a.offset = append(a.offset, at)
	}
	for i, r := range releases {
		for t, table := range r.Tables {
			for c, status := range table.Status {
				if status == disclosure.Shown || table.Cells[c].Value == 0 { // zeros are always shown
					a.learn(map[int]int64{a.offset[i][t*1_000_000+c]: 1})
				}
			}
			for _, sum := range sums(table.Table) {
				row := map[int]int64{}
				for c, k := range sum {
					row[a.offset[i][t*1_000_000+c]] = k
				}
				a.learn(row)
			}
		}
		a.learnShared(i, r.Tables)
	}
	return a
}

// learnShared adds that a figure is one figure in all tables of a release.
func (a *attacker) learnShared(release int, tables []history.Table) {
	first := map[string]int{}
	for t, table := range tables {
		stride := len(table.Cells)
		names := make([]string, len(table.Cells))
		for _, d := range table.Dims {
			stride /= len(d.Categories)
			for c := range names {
				if k := d.Categories[c/stride%len(d.Categories)]; !k.Total || k.Parent != "" {
					names[c] += d.Name + "=" + k.Code + ";"
				}
			}
		}
		for c, name := range names {
			name = table.Population + "|" + table.Unit + "|" + name
			column := a.offset[release][t*1_000_000+c]
			if same, ok := first[name]; ok {
				a.learn(map[int]int64{same: 1, column: -1})
			} else {
				first[name] = column
			}
		}
	}
}

// sums are the identities of a table along each of its dims.
func sums(t disclosure.Table) (all []map[int]int64) {
	stride := len(t.Cells)
	for _, d := range t.Dims {
		stride /= len(d.Categories)
		for i := range t.Cells {
			c := d.Categories[i/stride%len(d.Categories)]
			if !c.Total {
				continue
			}
			row := map[int]int64{i: -1}
			for k, part := range d.Categories {
				if part.Parent == c.Code || part.Parent == "" && c.Parent == "" && part.Code != c.Code {
					row[i+(k-i/stride%len(d.Categories))*stride] = 1
				}
			}
			if len(row) > 1 {
				all = append(all, row)
			}
		}
	}
	return all
}

// learn adds what he knows: that a combination of figures is a number.
func (a *attacker) learn(row map[int]int64) {
	x := map[int]*big.Rat{}
	for c, k := range row {
		x[c] = big.NewRat(k, 1)
	}
	if p, ok := a.reduce(x); ok {
		inverse := new(big.Rat).Inv(x[p])
		for c := range x {
			x[c].Mul(x[c], inverse)
		}
		a.pivots[p] = x
	}
}

// reduce takes out all that is known and returns the first column that is left.
func (a *attacker) reduce(x map[int]*big.Rat) (pivot int, left bool) {
	for {
		found := -1
		for c := range x {
			if a.pivots[c] != nil && (found < 0 || c < found) {
				found = c
			}
		}
		if found < 0 {
			break
		}
		factor := new(big.Rat).Set(x[found])
		for c, k := range a.pivots[found] {
			if x[c] == nil {
				x[c] = new(big.Rat)
			}
			x[c].Sub(x[c], new(big.Rat).Mul(factor, k))
			if x[c].Sign() == 0 {
				delete(x, c)
			}
		}
	}
	pivot = -1
	for c := range x {
		if pivot < 0 || c < pivot {
			pivot = c
		}
	}
	return pivot, pivot >= 0
}

// knows reports whether a combination of figures follows from what he knows.
func (a *attacker) knows(row map[int]int64) bool {
	x := map[int]*big.Rat{}
	for c, k := range row {
		x[c] = big.NewRat(k, 1)
	}
	_, left := a.reduce(x)
	return !left
}

// entrants counts, over every two releases of the same table, the cells in which
// they differ by 1 to threshold-1, and those of which he finds that out exactly.
func entrants(releases []history.Release, threshold int64) (small, derived int, first string) {
	a := newAttacker(releases)
	for i := range releases {
		for k := range i {
			for t, table := range releases[i].Tables {
				for c, now := range table.Cells {
					before := releases[k].Tables[t].Cells[c]
					d := now.Value - before.Value
					if d == 0 || d >= threshold || d <= -threshold {
						continue
					}
					small++
					if a.knows(map[int]int64{a.offset[i][t*1_000_000+c]: 1, a.offset[k][t*1_000_000+c]: -1}) {
						derived++
						first = fmt.Sprintf("release %d against %d, %s cell %d", i+1, k+1, table.Name, c)
					}
				}
			}
		}
	}
	return small, derived, first
}
