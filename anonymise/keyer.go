package anonymise

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"hash"

	"lvv/anonymise/register"
)

// A keyer makes the keys by which the register knows people, in the way of one
// [register.Scheme]. Whoever does not have its secret can neither compute a key
// nor tell two from random numbers. Not safe for concurrent use.
type keyer interface {
	number(v int64) register.Key   // of a V-number
	text(text []byte) register.Key // of what else somebody is known by
}

// newKeyer returns the keyer of a scheme. The secret has 32 bytes.
func newKeyer(scheme register.Scheme, secret []byte) keyer {
	if scheme == register.HMAC {
		return &hmacKeyer{mac: hmac.New(sha256.New, secret)}
	}
	return newCMAC(secret)
}

// A cmacKeyer makes keys by AES-CMAC (NIST SP 800-38B) under an AES-256 key that
// is expanded from the secret by HKDF-SHA256 with label cmacLabel. Of a V-number
// the message is the number in 64 bits, big-endian: one block, and therefore a
// permutation, so that two V-numbers never have the same key.
type cmacKeyer struct {
	block  cipher.Block
	whole  [aes.BlockSize]byte // goes into a last block that is full (K1)
	padded [aes.BlockSize]byte // and into one that had to be padded (K2)
	state  [aes.BlockSize]byte
}

const cmacLabel = "lvv register 2: AES-256-CMAC"

func newCMAC(secret []byte) *cmacKeyer {
	key, err := hkdf.Expand(sha256.New, secret, cmacLabel, 32)
	if err != nil {
		panic("anonymise: internal error: HKDF refuses 32 bytes")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("anonymise: internal error: AES refuses a key of 32 bytes")
	}
	return newCMACOf(block)
}

func newCMACOf(block cipher.Block) *cmacKeyer {
	k := &cmacKeyer{block: block}
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

func (k *cmacKeyer) number(v int64) register.Key {
	k.state = k.padded
	n := binary.BigEndian.Uint64(k.state[:8]) ^ uint64(v)
	binary.BigEndian.PutUint64(k.state[:8], n)
	k.state[8] ^= 0x80
	k.block.Encrypt(k.state[:], k.state[:])
	return k.state
}

func (k *cmacKeyer) text(text []byte) register.Key {
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

// An hmacKeyer makes keys as the first 128 bits of HMAC-SHA256 under the secret
// itself, of a V-number over its ten digits.
type hmacKeyer struct {
	mac    hash.Hash
	digits [10]byte
	sum    [sha256.Size]byte
}

func (k *hmacKeyer) number(v int64) register.Key {
	for d := len(k.digits) - 1; d >= 0; d-- {
		k.digits[d] = '0' + byte(v%10)
		v /= 10
	}
	return k.text(k.digits[:])
}

func (k *hmacKeyer) text(text []byte) register.Key {
	k.mac.Reset()
	k.mac.Write(text)
	return register.Key(k.mac.Sum(k.sum[:0]))
}
