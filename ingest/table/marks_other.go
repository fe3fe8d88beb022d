//go:build !amd64

package table

// marks sets, one bit a byte, where cells end: at separators and line feeds, and
// reports whether a byte is zero.
func marks(ends *[stride / 64]uint64, chunk *[stride]byte, sep byte) (zero bool) {
	return marksAnywhere(ends, chunk, sep)
}
