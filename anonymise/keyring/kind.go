package keyring

import "fmt"

// A Kind is what a key is for.
type Kind int

const (
	// KindIdentity opens what is sealed to its public half.
	KindIdentity Kind = iota + 1
	// KindSigner signs notes.
	KindSigner
	// KindRoot is the source of derived keys.
	KindRoot
)

// A Class is the mathematics of a key.
type Class int

const (
	// Hybrid is ML-KEM-768 with X25519, the default: what is sealed today
	// stays closed to quantum computers of later decades.
	Hybrid Class = iota
	// X25519 is for organisations whose age is older than 1.3.
	X25519
	// Ed25519 is the class of every signer.
	Ed25519
	// HKDF is the class of every root: HKDF-SHA256 (RFC 5869).
	HKDF
)

var (
	kindNames  = [...]string{KindIdentity: "identity", KindSigner: "signer", KindRoot: "root"}
	classNames = [...]string{Hybrid: "hybrid", X25519: "x25519", Ed25519: "ed25519", HKDF: "hkdf-sha256"}
)

// String returns the word that key files use for k.
func (k Kind) String() string {
	if k < KindIdentity || int(k) >= len(kindNames) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kindNames[k]
}

// MarshalText returns the same word as String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// String returns the word that key files use for c.
func (c Class) String() string {
	if c < Hybrid || int(c) >= len(classNames) {
		return fmt.Sprintf("Class(%d)", int(c))
	}
	return classNames[c]
}

// MarshalText returns the same word as String.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
