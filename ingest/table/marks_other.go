//go:build !amd64

package table

// marks fills in what is found in a stride.
func marks(found *marked, chunk *[stride]byte, sep byte) { marksAnywhere(found, chunk, sep) }
