package anonymise

import (
	"encoding/binary"
	"math/bits"

	"lvv/anonymise/blocks"
	"lvv/anonymise/register"
)

// weak numbers the persons without a V-number by what they are recognised by. It
// is an open-addressing table of 8 bytes a slot, at most three quarters full. A
// slot holds the first 32 bits of a key, which is as good as random, and its
// position plus one; zero is an empty slot.
type weak struct {
	known blocks.List[weakKey]
	slots []uint64
	shift uint // 32 less the base-2 logarithm of len(slots)
}

// A weakKey is a key and whose it is.
type weakKey struct {
	key    register.Key
	person uint32
}

// warm fetches the slots where a search for each key begins; see [numbering.warm].
//
//go:noinline
func (w *weak) warm(keys []register.Key) (sink uint64) {
	for i := range keys {
		if len(w.slots) > 0 {
			sink ^= w.slots[w.home(&keys[i])]
		}
	}
	return sink
}

func (w *weak) home(k *register.Key) uint64 { return uint64(binary.BigEndian.Uint32(k[:])) >> w.shift }

// number returns the person of a key. One that is not known yet is the next one.
func (w *weak) number(k register.Key, next uint32) uint32 {
	if 4*(w.known.Len()+1) > 3*len(w.slots) {
		w.resize(max(1<<10, 2*len(w.slots)))
	}
	start := uint64(binary.BigEndian.Uint32(k[:]))
	mask := uint64(len(w.slots) - 1)
	for i := start >> w.shift; ; i++ {
		slot := &w.slots[i&mask]
		if *slot == 0 {
			known := w.known.Next()
			known.key, known.person = k, next
			*slot = start<<32 | uint64(w.known.Len())
			return next
		}
		if *slot>>32 == start {
			if known := w.known.At(uint32(*slot) - 1); known.key == k {
				return known.person
			}
		}
	}
}

func (w *weak) resize(size int) {
	old := w.slots
	w.slots, w.shift = touched(size), 32-uint(bits.TrailingZeros(uint(size)))
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		i := slot >> 32 >> w.shift
		for w.slots[i&uint64(size-1)] != 0 {
			i++
		}
		w.slots[i&uint64(size-1)] = slot
	}
}
