//go:build !amd64

package table

// marks sets, one bit a byte, where cells end: at separators and line feeds.
func marks(ends *[stride / 64]uint64, chunk *[stride]byte, sep byte) { marksAnywhere(ends, chunk, sep) }
