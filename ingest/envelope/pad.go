package envelope

import (
	"bytes"
	"math/bits"
)

const chunk = 64 << 10 // age's chunk; padded sizes are whole chunks

// padded returns the size to which n bytes of clear text are padded, so that
// the size of a sealed file tells little about the number of persons in it:
// PADMÉ (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files
// and Communication with PURBs", PoPETs 2019), rounded up to whole chunks. It
// adds less than a chunk to small files and at most 12 % to large ones. Whole
// chunks have a second use: a sealed delivery that ends within a chunk was cut.
func padded(n int64) int64 {
	size := roundUp(max(n, 1), chunk)
	e := bits.Len64(uint64(n)) - 1
	if e > 1 {
		s := bits.Len(uint(e))
		size = max(size, roundUp(n, 1<<(e-s)))
	}
	return size
}

func roundUp(n, unit int64) int64 { return (n + unit - 1) / unit * unit }

// zeros is compared with and written as padding; nobody writes to it.
var zeros [chunk]byte

func isZero(b []byte) bool { return bytes.Equal(b, zeros[:len(b)]) }
