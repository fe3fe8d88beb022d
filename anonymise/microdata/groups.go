package microdata

import (
	"errors"
	"math/bits"
)

// errTooWide means that the codes of one row do not fit 64 bits.
var errTooWide = errors.New("too many quasi-identifiers: the codes of a row do not fit 64 bits")

// A group is a set of rows with equal keys. Groups are kept as parallel
// columns; the key of a row packs the value codes of its quasi-identifiers.
//
// Row counts add up when groups are joined, person counts do not: a person may
// stand in both. The sum is an upper bound, exact once classes.countPersons ran.
type groups struct {
	keys    []uint64
	rows    []int32
	persons []int32 // the same slice as rows when every row is a person
}

// A field is the place of a column in a key.
type field struct {
	shift uint
	mask  uint64 // not shifted
}

func (f field) of(key uint64) uint64 { return key >> f.shift & f.mask }

// A base is a file of records collapsed to its distinct tuples of leaves. The
// search works on tuples only and never sees a row again.
type base struct {
	records     *Records
	fields      []field
	lifts       [][][][]uint64 // column, level from, level to → value code → shifted value code
	tuples      stage
	tupleOf     []int32 // row → tuple
	occurrences []occurrence
	people      groups // the population, by its own tuples; persons unused
}

// A ragged is a list of lists in one piece of memory.
type ragged struct {
	start []int32 // start[i]..start[i+1] is list i
	items []int32
}

func (r *ragged) len() int { return max(0, len(r.start)-1) }

func (r *ragged) list(i int32) []int32 { return r.items[r.start[i]:r.start[i+1]] }

// collapse packs and groups the rows. Records must be checked.
func collapse(r *Records, workers int) (*base, error) {
	b := &base{records: r}
	if err := b.layOut(); err != nil {
		return nil, err
	}
	b.groupRows(b.packRows(workers), workers)
	do := []func(){b.linkPersons, b.countOutcomes}
	parallel(workers, len(do), func(i int) { do[i]() })
	if err := b.countPeople(); err != nil {
		return nil, err
	}
	return b, nil
}

// layOut gives each column its place in the key, the first column highest, so
// that the order of keys is the order of the columns.
func (b *base) layOut() error {
	quasi := b.records.Quasi
	b.fields = make([]field, len(quasi))
	b.lifts = make([][][][]uint64, len(quasi))
	shift := uint(0)
	for c := len(quasi) - 1; c >= 0; c-- {
		h := quasi[c].Hierarchy
		width := uint(bits.Len(uint(h.size() - 1)))
		b.fields[c] = field{shift, 1<<width - 1}
		if shift += width; shift > 64 {
			return errTooWide
		}
		b.lifts[c] = liftTables(h, b.fields[c].shift)
	}
	return nil
}

// liftTables returns, for each pair of levels, the way up from value code to
// value code, shifted to the place of the column.
func liftTables(h *Hierarchy, shift uint) [][][]uint64 {
	tables := make([][][]uint64, h.Levels())
	for from := range tables {
		tables[from] = make([][]uint64, h.Levels())
		for to := from; to < h.Levels(); to++ {
			up := h.lift(from, to)
			for i := range up {
				up[i] <<= shift
			}
			tables[from][to] = up
		}
	}
	return tables
}

// packRows returns the key of each row at level 0.
func (b *base) packRows(workers int) []uint64 {
	keys := make([]uint64, b.records.N)
	const piece = 1 << 14 // keys of a piece stay in cache from column to column
	parallel(workers, (len(keys)+piece-1)/piece, func(i int) {
		from, to := i*piece, min((i+1)*piece, len(keys))
		part := keys[from:to]
		for c := range b.fields {
			shift := b.fields[c].shift & 63
			for row, code := range b.records.Quasi[c].Codes[from:to] {
				part[row] |= uint64(code) << shift
			}
		}
	})
	return keys
}

// groupRows numbers the distinct keys. Big files are first dealt out by hash
// into a fixed number of heaps, each small enough for the cache; the number
// does not depend on the workers, so neither do the tuple numbers.
func (b *base) groupRows(keys []uint64, workers int) {
	heapBits := uint(0)
	if len(keys) > 1<<16 {
		heapBits = 5
	}
	heaps := dealOut(keys, heapBits)
	b.tupleOf = make([]int32, len(keys))
	parts := make([]groups, heaps.len())
	parallel(workers, heaps.len(), func(i int) {
		var t table
		t.reset()
		var rows []int32
		for _, row := range heaps.list(int32(i)) {
			id := t.number(keys[row])
			if int(id) == len(rows) {
				rows = append(rows, 0)
			}
			rows[id]++
			b.tupleOf[row] = id
		}
		parts[i] = groups{keys: t.keys, rows: rows}
	})
	offsets := make([]int32, len(parts))
	for i, p := range parts {
		offsets[i] = int32(len(b.tuples.keys))
		b.tuples.keys = append(b.tuples.keys, p.keys...)
		b.tuples.rows = append(b.tuples.rows, p.rows...)
	}
	parallel(workers, heaps.len(), func(i int) {
		for _, row := range heaps.list(int32(i)) {
			b.tupleOf[row] += offsets[i]
		}
	})
	b.tuples.persons = b.tuples.rows
}

// dealOut lists the rows by the top bits of the hash of their keys.
func dealOut(keys []uint64, heapBits uint) ragged {
	heap := func(key uint64) int32 { return int32(mix(key) >> (64 - heapBits)) } // shift by 64 is 0
	of := make([]int32, len(keys))
	for row, key := range keys {
		of[row] = heap(key)
	}
	return listBy(of, 1<<heapBits)
}

// listBy lists the indices of of by the value found there, 0 ≤ value < n, in
// ascending order within a list (counting sort).
func listBy(of []int32, n int) ragged {
	r := ragged{start: make([]int32, n+1), items: make([]int32, len(of))}
	for _, v := range of {
		r.start[v+1]++
	}
	for i := range n {
		r.start[i+1] += r.start[i]
	}
	next := make([]int32, n)
	copy(next, r.start)
	for i, v := range of {
		r.items[next[v]] = int32(i)
		next[v]++
	}
	return r
}

// linkPersons counts the persons of each tuple and lists the tuples of each
// person who stands in several. Persons with one row, the most, cost nothing
// later.
func (b *base) linkPersons() {
	if b.records.Person == nil {
		return
	}
	byPerson := listBy(b.records.Person, b.records.N)
	persons := append([]int32(nil), b.tuples.rows...)
	seenBy := make([]int32, len(persons)) // tuple → last person seen in it, + 1
	b.tuples.linked.start = []int32{0}
	for p := range int32(byPerson.len()) {
		rows := byPerson.list(p)
		if len(rows) < 2 {
			continue
		}
		first := len(b.tuples.linked.items)
		for _, row := range rows {
			t := b.tupleOf[row]
			if seenBy[t] == p+1 {
				persons[t]--
				continue
			}
			seenBy[t] = p + 1
			b.tuples.linked.items = append(b.tuples.linked.items, t)
		}
		if len(b.tuples.linked.items)-first < 2 {
			b.tuples.linked.items = b.tuples.linked.items[:first]
			continue
		}
		b.tuples.linked.start = append(b.tuples.linked.start, int32(len(b.tuples.linked.items)))
	}
	b.tuples.persons = persons
}
