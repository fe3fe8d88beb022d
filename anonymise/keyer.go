package anonymise

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"

	"lvv/anonymise/register"
)

// A keyer makes the keys by which the register knows people, by AES-CMAC (NIST SP
// 800-38B) under an AES-256 key that is expanded from a secret by HKDF-SHA256 with
// label cmacLabel. Of a V-number the message is the number in 64 bits, big-endian:
// one block, and therefore a permutation, so that two V-numbers never have the same
// key.
//
// Whoever does not have the secret can neither compute a key nor tell two from
// random numbers. Not safe for concurrent use.
type keyer struct {
	block  cipher.Block
	whole  [aes.BlockSize]byte // goes into a last block that is full (K1)
	padded [aes.BlockSize]byte // and into one that had to be padded (K2)
	state  [aes.BlockSize]byte
}

const cmacLabel = "lvv register 2: AES-256-CMAC"

// newKeyer returns the keyer of a secret of 32 bytes.
func newKeyer(secret []byte) *keyer {
	key, err := hkdf.Expand(sha256.New, secret, cmacLabel, 32)
	if err != nil {
		panic("anonymise: internal error: HKDF refuses 32 bytes")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("anonymise: internal error: AES refuses a key of 32 bytes")
	}
	return keyerOf(block)
}

func keyerOf(block cipher.Block) *keyer {
	k := &keyer{block: block}
	block.Encrypt(k.whole[:], k.whole[:])
	double(&k.whole)
	k.padded = k.whole
	double(&k.padded)
	return k
}

// double multiplies by x in GF(2^128), as the subkeys of CMAC are made.
func double(b *[aes.BlockSize]byte) {
	high, low := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	reduce := high >> 63 * 0x87
	binary.BigEndian.PutUint64(b[:8], high<<1|low>>63)
	binary.BigEndian.PutUint64(b[8:], low<<1^reduce)
}

// number makes the key of a V-number.
func (k *keyer) number(v int64) register.Key {
	k.state = k.padded
	n := binary.BigEndian.Uint64(k.state[:8]) ^ uint64(v)
	binary.BigEndian.PutUint64(k.state[:8], n)
	k.state[8] ^= 0x80
	k.block.Encrypt(k.state[:], k.state[:])
	return k.state
}

// text makes the key of what else somebody is known by.
func (k *keyer) text(text []byte) register.Key {
	clear(k.state[:])
	for ; len(text) > aes.BlockSize; text = text[aes.BlockSize:] {
		subtle.XORBytes(k.state[:], k.state[:], text)
		k.block.Encrypt(k.state[:], k.state[:])
	}
	last := &k.whole
	if len(text) < aes.BlockSize {
		last = &k.padded
		k.state[len(text)] ^= 0x80
	}
	subtle.XORBytes(k.state[:], k.state[:], text)
	subtle.XORBytes(k.state[:], k.state[:], last[:])
	k.block.Encrypt(k.state[:], k.state[:])
	return k.state
}
