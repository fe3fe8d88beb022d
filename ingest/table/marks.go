package table

import "encoding/binary"

// stride is the number of bytes in which marks are looked for at a time.
const stride = 512

// A marked is what is found in a stride, in words of 64 bytes. The assembly knows
// where each part stands.
type marked struct {
	ends  [stride / 64]uint64 // one bit a byte: where cells end, at separators and line feeds
	tops  [stride / 64]uint64 // not zero when a byte of the word is not ASCII
	zeros bool                // a byte is zero
}

// marksAnywhere is marks for every kind of processor, eight bytes at a time.
func marksAnywhere(found *marked, chunk *[stride]byte, sep byte) {
	seps, lines := repeat(sep), repeat('\n')
	*found = marked{}
	for i := range found.ends {
		for j := 0; j < 64; j += 8 {
			word := binary.LittleEndian.Uint64(chunk[64*i+j:])
			found.ends[i] |= gather(eitherZero(word^lines, word^seps)) << j
			found.tops[i] |= word & repeat(0x80)
			found.zeros = found.zeros || eitherZero(word, word) != 0
		}
	}
}

// repeat fills a word with one byte.
func repeat(c byte) uint64 { return uint64(c) * 0x0101010101010101 }

// gather moves the top bit of each byte of w into the lowest eight bits. The
// other bits of w are zero; no two products meet, so there are no carries.
func gather(w uint64) uint64 { return w >> 7 * 0x0102040810204080 >> 56 }

// eitherZero sets the top bit of each byte that is zero in v or in w, and no
// other bit (H. Warren, Hacker's Delight, 6-1: the exact form).
func eitherZero(v, w uint64) uint64 {
	const low = 0x7f7f7f7f7f7f7f7f
	return ^((v&low+low|v)&(w&low+low|w) | low)
}
