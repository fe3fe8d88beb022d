package keyring

import (
	"crypto/rand"
	"io"
)

// Random returns the source of unpredictable bytes, for what is not a key but
// must not be guessed either: person ids, salts of commitments. Rooms take such
// a source as an argument; this is the one to hand to them.
func Random() io.Reader { return rand.Reader }
