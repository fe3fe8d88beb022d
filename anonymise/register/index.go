package register

import (
	"encoding/binary"

	"lvv/anonymise/blocks"
)

// A Key is what a person is recognised by: 128 bits that a keyed function made.
// Two different persons share one with a chance of 2^-128 times the number of
// pairs, which is nothing.
type Key [16]byte

// A Kind says what a key was made of.
type Kind uint8

// The kinds of key.
const (
	Number   Kind = iota // a valid V-number; a person has at most one
	NoNumber             // the attributes of somebody without a V-number
	kinds                // how many there are
)

// An entry leads from a key to a person. There are as many as keys, so who it is
// and of what kind the key is share a word.
type entry struct {
	key   Key
	whose uint32
}

const (
	kindBits   = 2
	maxPersons = 1 << (32 - kindBits)
)

func (e *entry) person() uint32 { return e.whose >> kindBits }

func (e *entry) kind() Kind { return Kind(e.whose & (1<<kindBits - 1)) }

// An index finds the entry of a key. It is an open-addressing table: a slot
// holds the first 32 bits of the key and the number of the entry plus one, so
// that a search touches the entries only to confirm what it found, and the
// table can grow without looking at them.
//
// Entries are added to a list first and reach the table with update, before the
// next search: most deliveries add many and are the last of their run.
type index struct {
	entries blocks.List[entry]
	placed  int      // how many entries are in the table
	slots   []uint64 // at most half full
	shift   uint     // 32 minus the base-2 logarithm of len(slots)
}

// add adds an entry whose key is not there yet. It is found after update.
func (x *index) add(k *Key, person uint32, kind Kind) {
	e := x.entries.Next()
	e.key, e.whose = *k, person<<kindBits|uint32(kind)
}

// update places what was added. It returns false when two entries have the same
// key.
func (x *index) update() bool {
	if 2*x.entries.Len() > len(x.slots) || x.slots == nil {
		x.resize(x.entries.Len())
	}
	for ; x.placed < x.entries.Len(); x.placed++ {
		k := &x.entries.At(uint32(x.placed)).key
		i, there := x.search(k)
		if there {
			return false
		}
		x.slots[i] = tagOf(k)<<32 | uint64(x.placed+1)
	}
	return true
}

// find returns the person of a key.
func (x *index) find(k *Key) (person uint32, ok bool) {
	i, ok := x.search(k)
	if !ok {
		return 0, false
	}
	return x.entries.At(uint32(x.slots[i]) - 1).person(), true
}

// search returns the slot of a key, or the empty slot where it belongs.
func (x *index) search(k *Key) (slot uint64, there bool) {
	tag, mask := tagOf(k), uint64(len(x.slots)-1)
	i := tag >> x.shift
	for ; x.slots[i] != 0; i = (i + 1) & mask {
		if s := x.slots[i]; s>>32 == tag && x.entries.At(uint32(s)-1).key == *k {
			return i, true
		}
	}
	return i, false
}

// tagOf is the first 32 bits of a key. Keys are as good as random.
func tagOf(k *Key) uint64 { return uint64(binary.BigEndian.Uint32(k[:])) }

// resize makes a table for n entries.
func (x *index) resize(n int) {
	bits := uint(4)
	for 1<<bits < 2*n && bits < 32 {
		bits++
	}
	old := x.slots
	x.slots, x.shift = make([]uint64, 1<<bits), 32-bits
	for _, s := range old {
		if s == 0 {
			continue
		}
		i := s >> 32 >> x.shift
		for x.slots[i] != 0 {
			i = (i + 1) & uint64(len(x.slots)-1)
		}
		x.slots[i] = s
	}
}

// remove removes the entries of certain persons.
func (x *index) remove(gone func(person uint32) bool) {
	var kept index
	for run := range x.entries.Runs(0, x.entries.Len(), x.entries.Len()) {
		for _, e := range run {
			if !gone(e.person()) {
				kept.entries.Add(e)
			}
		}
	}
	*x = kept
}
