package keyring

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// parsePublic tells kind and class of a public key and refuses what is none. Of
// an identity it returns what seals to it as well.
func parsePublic(text string) (Public, age.Recipient, error) {
	if r, err := parseRecipient(text); err == nil {
		if _, hybrid := r.(*age.HybridRecipient); hybrid {
			return Public{Kind: KindIdentity, Class: Hybrid, Text: text}, r, nil
		}
		return Public{Kind: KindIdentity, Class: X25519, Text: text}, r, nil
	}
	if _, err := note.NewVerifier(text); err == nil {
		return Public{Kind: KindSigner, Class: Ed25519, Text: text}, nil, nil
	}
	if id, found := strings.CutPrefix(text, rootIDPrefix); found {
		if b, err := hex.DecodeString(id); err == nil && len(b) == 16 {
			return Public{Kind: KindRoot, Class: HKDF, Text: text}, nil, nil
		}
	}
	return Public{}, nil, fmt.Errorf("reading a public key: %w", ErrDamagedKey)
}

func parseRecipient(text string) (age.Recipient, error) {
	if strings.HasPrefix(text, "age1pq1") {
		return age.ParseHybridRecipient(text)
	}
	return age.ParseX25519Recipient(text)
}

// verifierKey computes the public half of a signer key, which package note
// parses but does not show.
func verifierKey(signerKey string) (string, error) {
	parts := strings.SplitN(signerKey, "+", 5) // PRIVATE, KEY, name, hash, key
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(parts) != 5 || len(seed) != 1+ed25519.SeedSize {
		return "", fmt.Errorf("reading a signer: %w", ErrDamagedKey)
	}
	public, ok := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if !ok {
		panic("keyring: internal error: Ed25519 key has no Ed25519 public half")
	}
	return note.NewEd25519VerifierKey(parts[2], public)
}

// proveIdentity seals fresh bytes to the public key and opens them again.
func proveIdentity(id age.Identity, public string) bool {
	recipient, err := parseRecipient(public)
	if err != nil {
		return false
	}
	challenge := make([]byte, 64)
	if _, err := rand.Read(challenge); err != nil {
		return false
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, recipient)
	if err != nil {
		return false
	}
	if _, err := w.Write(challenge); err != nil {
		return false
	}
	if err := w.Close(); err != nil {
		return false
	}
	r, err := age.Decrypt(&sealed, id)
	if err != nil {
		return false
	}
	opened, err := io.ReadAll(r)
	return err == nil && bytes.Equal(opened, challenge)
}

// proveSigner signs fresh bytes and verifies them with the public key.
func proveSigner(s note.Signer, public string) bool {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return false
	}
	challenge := make([]byte, 32)
	if _, err := rand.Read(challenge); err != nil {
		return false
	}
	text := hex.EncodeToString(challenge) + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		return false
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	return err == nil && opened.Text == text
}

// proveSealOnly tries what can be tried with a public half alone.
func proveSealOnly(p Public) error {
	if p.Kind != KindIdentity {
		return nil // parsed already, and there is nothing to use it on
	}
	recipient, err := parseRecipient(p.Text)
	if err != nil {
		return ErrNotProved
	}
	w, err := age.Encrypt(io.Discard, recipient)
	if err != nil || w.Close() != nil {
		return ErrNotProved
	}
	return nil
}
