package keyring

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"io"
)

// Random returns a source of unpredictable bytes, for what is not a key but must
// not be guessed either: person ids, salts of commitments. Rooms take such a
// source as an argument; this is the one to hand to them.
//
// The bytes are AES-256 in counter mode under a key of its own that the system's
// generator made, which tells nobody without that key more than the system's own
// bytes would (NIST SP 800-90A, 10.2.1), and takes a tenth of their time. Not
// safe for concurrent use.
func Random() io.Reader {
	var seed [32 + aes.BlockSize]byte
	rand.Read(seed[:]) // never fails: the program ends when the system has none
	block, err := aes.NewCipher(seed[:32])
	if err != nil {
		panic("keyring: internal error: AES refuses a key of 32 bytes")
	}
	return randomBytes{cipher.NewCTR(block, seed[32:])}
}

// randomBytes reads a key stream.
type randomBytes struct{ stream cipher.Stream }

func (r randomBytes) Read(p []byte) (int, error) {
	clear(p)
	r.stream.XORKeyStream(p, p)
	return len(p), nil
}
