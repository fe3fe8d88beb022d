package keyring

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// Public is what everybody may know of a key.
type Public struct {
	Name       string    `json:"name"`
	Generation int       `json:"generation"` // from 1
	Kind       Kind      `json:"kind"`
	Class      Class     `json:"class"`
	Text       string    `json:"public"`           // age recipient, note verifier key, or identifier of a root
	Created    time.Time `json:"created,omitzero"` // zero for a key that was made elsewhere
}

// ID names the key and its generation, as in intake-utrecht@1.
func (p Public) ID() string { return ref{p.Name, p.Generation}.String() }

// Fingerprint returns the code that people compare over the phone.
func (p Public) Fingerprint() string { return Fingerprint(p.Text) }

// material is a whole key. Which of the last three fields is set depends on the
// kind.
type material struct {
	Public
	until    time.Time // last moment of use of a retired key, where a ring says so
	text     string    // the secret as it stands in its file
	identity age.Identity
	signer   note.Signer
	root     []byte
}

const (
	hybridPrefix = "AGE-SECRET-KEY-PQ-1"
	x25519Prefix = "AGE-SECRET-KEY-1"
	signerPrefix = "PRIVATE+KEY+"
	rootPrefix   = "LVV-SECRET-ROOT-"
	rootIDPrefix = "lvv-root-"

	rootSize = 32
)

// generate makes a new secret. noteName is for signers only.
func generate(kind Kind, class Class, noteName string) (string, error) {
	switch {
	case kind == KindIdentity && class == Hybrid:
		id, err := age.GenerateHybridIdentity()
		if err != nil {
			return "", fmt.Errorf("making a post-quantum identity: %w", err)
		}
		return id.String(), nil
	case kind == KindIdentity && class == X25519:
		id, err := age.GenerateX25519Identity()
		if err != nil {
			return "", fmt.Errorf("making an X25519 identity: %w", err)
		}
		return id.String(), nil
	case kind == KindSigner && class == Ed25519:
		secret, _, err := note.GenerateKey(rand.Reader, noteName)
		if err != nil {
			return "", fmt.Errorf("making a signer: %w", err)
		}
		return secret, nil
	case kind == KindRoot && class == HKDF:
		root := make([]byte, rootSize)
		if _, err := rand.Read(root); err != nil {
			return "", fmt.Errorf("making a root: %w", err)
		}
		return rootPrefix + strings.ToUpper(hex.EncodeToString(root)), nil
	}
	panic(fmt.Sprintf("keyring: internal error: no %v of class %v", kind, class))
}

// parseSecret reads the secret of any kind and computes its public half. Errors
// of the libraries are dropped: some repeat what they were given.
func parseSecret(text string) (*material, error) {
	switch {
	case strings.HasPrefix(text, hybridPrefix):
		if id, err := age.ParseHybridIdentity(text); err == nil {
			return &material{Public: Public{Kind: KindIdentity, Class: Hybrid, Text: id.Recipient().String()}, text: text, identity: id}, nil
		}
	case strings.HasPrefix(text, x25519Prefix):
		if id, err := age.ParseX25519Identity(text); err == nil {
			return &material{Public: Public{Kind: KindIdentity, Class: X25519, Text: id.Recipient().String()}, text: text, identity: id}, nil
		}
	case strings.HasPrefix(text, signerPrefix):
		return parseSigner(text)
	case strings.HasPrefix(text, rootPrefix):
		root, err := hex.DecodeString(strings.TrimPrefix(text, rootPrefix))
		if err == nil && len(root) == rootSize {
			id := rootIDPrefix + hex.EncodeToString(derive(root, labelOfID, 16))
			return &material{Public: Public{Kind: KindRoot, Class: HKDF, Text: id}, text: text, root: root}, nil
		}
	}
	return nil, fmt.Errorf("reading a secret: %w", ErrDamagedKey)
}

func parseSigner(text string) (*material, error) {
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, fmt.Errorf("reading a signer: %w", ErrDamagedKey)
	}
	verifier, err := verifierKey(text)
	if err != nil {
		return nil, err
	}
	return &material{Public: Public{Kind: KindSigner, Class: Ed25519, Text: verifier}, text: text, signer: signer}, nil
}

// prove uses the key once in both directions against its public text, and says
// whether that worked. Public is what a stranger would be given.
func (m *material) prove(public string) error {
	var ok bool
	switch m.Kind {
	case KindIdentity:
		ok = proveIdentity(m.identity, public)
	case KindSigner:
		ok = proveSigner(m.signer, public)
	case KindRoot:
		ok = public == rootIDPrefix+hex.EncodeToString(derive(m.root, labelOfID, 16)) &&
			!bytes.Equal(derive(m.root, LabelLinkage, 32), derive(m.root, LabelTrajectory, 32))
	}
	if !ok {
		return fmt.Errorf("proving %s: %w", m.ID(), ErrNotProved)
	}
	return nil
}
