package keyring

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// An Identity opens what is sealed to its public half. It is an age.Identity
// and prints as key(name). The zero Identity panics when used.
type Identity struct {
	masked
	key vault
}

// Unwrap is the method of age.Identity.
func (i Identity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	return i.must().identity.Unwrap(stanzas)
}

// Public returns the public half.
func (i Identity) Public() Public { return i.must().Public }

// Recipient returns what seals to this identity.
func (i Identity) Recipient() age.Recipient {
	r, err := parseRecipient(i.must().Text)
	if err != nil {
		panic("keyring: internal error: an identity whose public half does not parse")
	}
	return r
}

func (i Identity) must() *material {
	if i.key == nil {
		panic("keyring: internal error: zero Identity")
	}
	return i.key()
}

// A Signer signs notes. It is a note.Signer and prints as key(name). The zero
// Signer panics when used. Its Name is the name that stands in the notes, not
// the name of the key in the ring.
type Signer struct {
	masked
	key vault
}

// Name is the method of note.Signer.
func (s Signer) Name() string { return s.must().signer.Name() }

// KeyHash is the method of note.Signer.
func (s Signer) KeyHash() uint32 { return s.must().signer.KeyHash() }

// Sign is the method of note.Signer.
func (s Signer) Sign(msg []byte) ([]byte, error) { return s.must().signer.Sign(msg) }

// Public returns the public half.
func (s Signer) Public() Public { return s.must().Public }

func (s Signer) must() *material {
	if s.key == nil {
		panic("keyring: internal error: zero Signer")
	}
	return s.key()
}

var (
	_ age.Identity = Identity{}
	_ note.Signer  = Signer{}
)

// A Root is the source of derived keys. It prints as key(name). The zero Root
// panics when used.
type Root struct {
	masked
	key vault
}

// Derive returns length bytes, 16 to 64, for a label of the table in labels.go:
// HKDF-SHA256 (RFC 5869) over the root, without salt, with the label as info.
// The same root, label and length give the same bytes. It panics on a label
// that is not in the table: an unplanned use of the root is a bug.
func (r Root) Derive(label string, length int) []byte {
	key := r.must()
	if !knownLabel(label) {
		panic("keyring: internal error: derivation label is not in the table")
	}
	if length < 16 || length > 64 {
		panic(fmt.Sprintf("keyring: internal error: derived key of %d bytes", length))
	}
	return derive(key.root, label, length)
}

// Public returns the identifier of the root.
func (r Root) Public() Public { return r.must().Public }

func (r Root) must() *material {
	if r.key == nil {
		panic("keyring: internal error: zero Root")
	}
	return r.key()
}

func derive(root []byte, label string, length int) []byte {
	key, err := hkdf.Key(sha256.New, root, nil, labelPrefix+label, length)
	if err != nil { // only for lengths beyond 255 hashes
		panic("keyring: internal error: " + err.Error())
	}
	return key
}
