package table

// marks fills in what is found in a stride. It looks at sixteen bytes at a time,
// with instructions (SSE2) that every amd64 processor has and Go does not offer.
//
//go:noescape
func marks(found *marked, chunk *[stride]byte, sep byte)
