package microdata

// A table numbers keys in the order in which they first come: a hash table
// with open addressing that grows with what it holds, so that grouping many
// tuples into few classes stays in the fastest cache.
type table struct {
	slots []slot
	keys  []uint64 // by number
}

type slot struct {
	key uint64
	id  int32 // number of the key + 1; 0 is an empty slot
}

const smallestTable = 1 << 9 // slots

// reset empties the table for reuse and keeps its memory.
func (t *table) reset() {
	t.keys = t.keys[:0]
	if cap(t.slots) == 0 {
		t.slots = make([]slot, smallestTable)
		return
	}
	t.slots = t.slots[:smallestTable]
	clear(t.slots)
}

// mix spreads a key over all bits, because packed codes differ in a few bits
// only.
func mix(key uint64) uint64 {
	key ^= key >> 31
	key *= 0x9E3779B97F4A7C15 // 2^64 / golden ratio
	return key ^ key>>32
}

// number returns the number of a key, a new one if the key is new.
func (t *table) number(key uint64) int32 {
	mask := uint64(len(t.slots) - 1)
	for h := mix(key) & mask; ; h = (h + 1) & mask {
		s := &t.slots[h]
		if s.id == 0 {
			t.keys = append(t.keys, key)
			s.key, s.id = key, int32(len(t.keys))
			if 2*len(t.keys) > len(t.slots) {
				t.grow()
			}
			return int32(len(t.keys) - 1)
		}
		if s.key == key {
			return s.id - 1
		}
	}
}

// grow makes room for four times as many keys.
func (t *table) grow() {
	size := 4 * len(t.slots)
	if cap(t.slots) >= size {
		t.slots = t.slots[:size]
		clear(t.slots)
	} else {
		t.slots = make([]slot, size)
	}
	mask := uint64(size - 1)
	for i, key := range t.keys {
		h := mix(key) & mask
		for t.slots[h].id != 0 {
			h = (h + 1) & mask
		}
		t.slots[h] = slot{key, int32(i + 1)}
	}
}
