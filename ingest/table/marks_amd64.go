package table

// marks sets, one bit a byte, where cells end: at separators and line feeds, and
// reports whether a byte is zero. It looks at sixteen bytes at a time, with
// instructions (SSE2) that every amd64 processor has and Go does not offer.
//
//go:noescape
func marks(ends *[stride / 64]uint64, chunk *[stride]byte, sep byte) (zero bool)
