package check

import (
	"encoding/binary"
	"math/bits"
)

// seen remembers texts as they stood in cells, and what they mean. It is an
// open-addressing table that is emptied when it is half full.
type seen struct {
	slots [seenSlots]spelling
	texts [seenSlots]string // where there is more than its words
	n     int
}

const (
	seenLog   = 9
	seenSlots = 1 << seenLog
)

// A spelling is a text and what it means.
type spelling struct {
	words
	entry int32 // in the list
	value int64 // of the cell
}

// words are a text in three words of memory and its length: all there is of one
// of up to 24 bytes.
type words struct {
	first, second, third uint64
	size                 int32 // and one, so that it is not zero
}

const wordBytes = 24

// wordsOf makes the words of a text without a branch for its length, because the
// lengths of codes cannot be foreseen. It looks at the bytes that follow the text
// in memory, and leaves them out.
func wordsOf(text []byte) words {
	if cap(text) < wordBytes {
		text = append(make([]byte, 0, wordBytes), text...)
	}
	n := len(text)
	keep := &kept[n%len(kept)]
	if n > wordBytes {
		keep = &kept[wordBytes]
	}
	text = text[:wordBytes]
	return words{
		first:  binary.LittleEndian.Uint64(text) & keep[0],
		second: binary.LittleEndian.Uint64(text[8:]) & keep[1],
		third:  binary.LittleEndian.Uint64(text[16:]) & keep[2],
		size:   int32(n) + 1,
	}
}

// kept has, by length of a text, ones where the words in memory are of the text.
var kept = func() (t [32][3]uint64) {
	for n := 1; n <= wordBytes; n++ {
		t[n] = t[n-1]
		t[n][(n-1)/8] |= 0xff << (8 * ((n - 1) % 8))
	}
	return t
}()

// long reports whether there is more of the text than its words.
func (w *words) long() bool { return w.size > wordBytes+1 }

// slot returns the slot of a text, or the empty one where it belongs.
func (s *seen) slot(w words, text []byte) uint64 {
	for i := w.home(); ; i = (i + 1) % seenSlots {
		if s.slots[i].words == w && (!w.long() || s.texts[i] == string(text)) || s.slots[i].size == 0 {
			return i
		}
	}
}

// home is where the search for a text begins.
func (w *words) home() uint64 {
	h := w.first ^ bits.RotateLeft64(w.second, 21) ^ bits.RotateLeft64(w.third, 42) ^ uint64(w.size)
	return h * 0x9e3779b97f4a7c15 >> (64 - seenLog)
}

// add remembers a text that is not there yet.
func (s *seen) add(text []byte, entry int32, value int64) {
	if s.n++; s.n > seenSlots/2 {
		*s = seen{n: 1}
	}
	w := wordsOf(text)
	i := s.slot(w, text)
	if s.slots[i] = (spelling{w, entry, value}); w.long() {
		s.texts[i] = string(text)
	}
}
