package anonymise

import "math/bits"

// A numbering remembers a number for each distinct value. It is an
// open-addressing table of 8 bytes a slot, at most three quarters full, and never
// allocates for a value that it has seen: a delivery asks it once a row.
//
// A value is at most 33 bits wide, enough for a V-number of ten digits, and a
// number at most 30. A slot holds value+1 in its upper 34 bits and the number in
// its lower 30; zero is an empty slot.
type numbering struct {
	slots  []uint64
	shift  uint
	spread uint64
	count  int
}

const (
	numberBits = 30
	maxNumber  = 1<<numberBits - 1
)

// newNumbering returns an empty numbering. Spread is a number that no sender
// knows, so that none can choose values that crowd one part of the table.
func newNumbering(spread uint64) *numbering {
	n := &numbering{spread: spread | 1}
	n.resize(1 << 12)
	return n
}

func (n *numbering) resize(size int) {
	old := n.slots
	n.slots = touched(size)
	n.shift = uint(64 - bits.TrailingZeros(uint(size)))
	for _, s := range old {
		if s != 0 {
			n.place(s)
		}
	}
}

// touched returns empty slots in memory that is there. New memory is only there
// when it is written to: where it is read first, as a search for an empty slot
// does, the kernel lends a page of zeros and has to step in once more for the
// write.
func touched(size int) []uint64 {
	slots := make([]uint64, size)
	for i := 0; i < size; i += 4096 / 8 {
		slots[i] = 0
	}
	return slots
}

func (n *numbering) home(value uint64) uint64 { return value * n.spread >> n.shift }

func (n *numbering) place(slot uint64) {
	mask := uint64(len(n.slots) - 1)
	i := n.home(slot>>numberBits - 1)
	for n.slots[i&mask] != 0 {
		i++
	}
	n.slots[i&mask] = slot
}

// warm fetches the slots where a search for each value begins, all at once
// instead of one after the other: the table is far larger than a core's cache.
// What it returns means nothing; it is there, and not to be inlined, because a
// compiler leaves out what nobody uses.
//
//go:noinline
func (n *numbering) warm(values []int64) (sink uint64) {
	mask := uint64(len(n.slots) - 1)
	for _, v := range values {
		sink ^= n.slots[n.home(uint64(v))&mask]
	}
	return sink
}

// number returns the number of a value. One that is not known yet gets next,
// and the answer is next.
func (n *numbering) number(value uint64, next uint32) uint32 {
	mask := uint64(len(n.slots) - 1)
	for i := n.home(value); ; i++ {
		s := n.slots[i&mask]
		if s>>numberBits == value+1 {
			return uint32(s & maxNumber)
		}
		if s == 0 {
			n.slots[i&mask] = (value+1)<<numberBits | uint64(next)
			if n.count++; 4*n.count > 3*len(n.slots) {
				n.resize(2 * len(n.slots))
			}
			return next
		}
	}
}
