package register

import (
	"encoding/binary"
	"slices"
)

// A Key is what a person is recognised by: the first 128 bits of an HMAC. Two
// different persons share one with a chance of 2^-128 times the number of
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

// An entry leads from a key to a person.
type entry struct {
	key    Key
	person uint32
	kind   Kind
}

// An index finds the entry of a key. It is an open-addressing table: a slot
// holds the first 32 bits of the key and the number of the entry plus one, so
// that a search touches the entries only to confirm what it found, and the
// table can grow without looking at them.
type index struct {
	entries []entry
	slots   []uint64
	shift   uint // 32 minus the base-2 logarithm of len(slots)
}

// newIndex returns the index of these entries, or false when two have the same
// key.
func newIndex(entries []entry) (*index, bool) {
	x := &index{}
	x.expect(len(entries))
	for i := range entries {
		if !x.add(entries[i]) {
			return nil, false
		}
	}
	return x, true
}

// expect makes room for n more entries at once.
func (x *index) expect(n int) {
	x.entries = slices.Grow(x.entries, n)
	if len(x.slots) == 0 || 2*(len(x.entries)+n) > len(x.slots) {
		x.resize(len(x.entries) + n)
	}
}

// resize makes room for n entries at most half filling the table.
func (x *index) resize(n int) {
	bits := uint(4)
	for 1<<bits < 2*n && bits < 32 {
		bits++
	}
	old := x.slots
	x.slots, x.shift = make([]uint64, 1<<bits), 32-bits
	for _, s := range old {
		if s != 0 {
			x.place(s)
		}
	}
}

// tagOf is the first 32 bits of a key. Keys are as good as random.
func tagOf(k Key) uint64 { return uint64(binary.BigEndian.Uint32(k[:])) }

func (x *index) place(slot uint64) {
	i := slot >> 32 >> x.shift
	for x.slots[i] != 0 {
		i = (i + 1) & uint64(len(x.slots)-1)
	}
	x.slots[i] = slot
}

// find returns the person of a key.
func (x *index) find(k Key) (person uint32, ok bool) {
	tag, mask := tagOf(k), uint64(len(x.slots)-1)
	for i := tag >> x.shift; x.slots[i] != 0; i = (i + 1) & mask {
		if s := x.slots[i]; s>>32 == tag {
			if e := &x.entries[uint32(s)-1]; e.key == k {
				return e.person, true
			}
		}
	}
	return 0, false
}

// add adds an entry, or returns false when its key is there already.
func (x *index) add(e entry) bool {
	if 2*(len(x.entries)+1) > len(x.slots) {
		x.resize(2 * (len(x.entries) + 1))
	}
	tag, mask := tagOf(e.key), uint64(len(x.slots)-1)
	i := tag >> x.shift
	for ; x.slots[i] != 0; i = (i + 1) & mask {
		if s := x.slots[i]; s>>32 == tag && x.entries[uint32(s)-1].key == e.key {
			return false
		}
	}
	x.entries = append(x.entries, e)
	x.slots[i] = tag<<32 | uint64(len(x.entries))
	return true
}

// without returns the index without the entries of certain persons.
func (x *index) without(gone func(person uint32) bool) *index {
	y := &index{}
	y.expect(len(x.entries))
	for _, e := range x.entries {
		if !gone(e.person) {
			y.add(e)
		}
	}
	return y
}
