package warehouse

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// inOrder is how every statement ends. [DB.Columns] puts the rows in that order
// itself: numbers of persons lie close together, so that most of the order comes
// from counting, in a third of the time that the database needs to sort.
const inOrder = "ORDER BY ALL;"

// unordered is a statement without its order.
func (q Query) unordered() string { return strings.TrimSuffix(q.SQL, inOrder) }

// order puts the rows in ascending order of the first column, then the second and
// so on, NULL last.
func (c *Columns) order() {
	rows := c.byFirst()
	first := c.values[0]
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && first[rows[to]] == first[rows[from]] {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(rows[from:to], c.compareRest)
		}
		from = to
	}
	var wait sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range c.values {
		free <- struct{}{}
		wait.Go(func() {
			c.values[i] = picked(c.values[i], rows)
			<-free
		})
	}
	wait.Wait()
}

// byFirst lists the rows in the order of the first column: by counting where its
// values lie close together.
func (c *Columns) byFirst() []int32 {
	first, rows := c.values[0], make([]int32, c.N)
	least, most := None, None
	for row, v := range first {
		rows[row] = int32(row)
		if v != None && (least == None || v < least) {
			least = v
		}
		most = max(most, v)
	}
	if span := int64(most) - int64(least); span < 4*int64(c.N) {
		return counted(first, least, int(span)+1)
	}
	slices.SortFunc(rows, func(a, b int32) int { return compare(first[a], first[b]) })
	return rows
}

// counted lists the rows in the order of their values, which are so many from
// least on, or None (counting sort).
func counted(values []int32, least int32, span int) []int32 {
	place := func(v int32) int {
		if v == None {
			return span
		}
		return int(v - least)
	}
	next := make([]int32, span+2)
	for _, v := range values {
		next[place(v)+1]++
	}
	for i := range span + 1 {
		next[i+1] += next[i]
	}
	rows := make([]int32, len(values))
	for row, v := range values {
		p := place(v)
		rows[next[p]] = int32(row)
		next[p]++
	}
	return rows
}

// compareRest compares rows by all columns but the first.
func (c *Columns) compareRest(a, b int32) int {
	for _, values := range c.values[1:] {
		if d := compare(values[a], values[b]); d != 0 {
			return d
		}
	}
	return 0
}

// compare puts None behind all numbers: it is the least, and comes around.
func compare(a, b int32) int { return cmp.Compare(uint32(a-None-1), uint32(b-None-1)) }

func picked(values, rows []int32) []int32 {
	out := make([]int32, len(rows))
	for i, row := range rows {
		out[i] = values[row]
	}
	return out
}
