package envelope

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"
)

// crockford is Douglas Crockford's base 32, made for reading aloud: no I, L,
// O or U.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// ReceiptCode returns the code by which sender and receiver recognise a
// delivery over the phone: the first 40 bits of its ID, or of the SHA-256 of the
// file when it is not signed, as ABCD-EFGH.
func ReceiptCode(sum [32]byte) string { return grouped(sum[:5]) }

// ParseReceipt returns a receipt code, which somebody heard and typed, as
// [ReceiptCode] writes it. Case, spaces and hyphens do not count; O is read as 0,
// and I and L as 1. It returns false when it cannot be one.
func ParseReceipt(typed string) (code string, ok bool) {
	plain := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	b, err := crockford.DecodeString(plain)
	if err != nil || len(plain) != 8 {
		return "", false
	}
	return grouped(b), true
}

// Fingerprint returns the short form of a recipient by which people and
// manifests name it: the first 80 bits of the SHA-256 of its text (age1…), as
// ABCD-EFGH-JKMN-PQRS. It takes X25519 and hybrid recipients only.
func Fingerprint(r age.Recipient) (string, error) {
	var text string
	switch r := r.(type) {
	case *age.X25519Recipient:
		text = r.String()
	case *age.HybridRecipient:
		text = r.String()
	default:
		return "", errors.New("recipient is neither an x25519 nor a hybrid age key")
	}
	sum := sha256.Sum256([]byte(text))
	return grouped(sum[:10]), nil
}

// Fingerprints returns the fingerprints of the recipients of one file, in
// their order. It is also the check that they may stand in one file: there is
// at least one, and hybrid and X25519 are not mixed ([ErrMixed]).
func Fingerprints(to []age.Recipient) ([]string, error) {
	if len(to) == 0 {
		return nil, errors.New("no recipients")
	}
	if len(to) > maxRecipients {
		return nil, fmt.Errorf("more than %d recipients", maxRecipients)
	}
	_, first := to[0].(*age.HybridRecipient)
	marks := make([]string, 0, len(to))
	for _, r := range to {
		mark, err := Fingerprint(r)
		if err != nil {
			return nil, err
		}
		if _, hybrid := r.(*age.HybridRecipient); hybrid != first {
			return nil, ErrMixed
		}
		marks = append(marks, mark)
	}
	return marks, nil
}

// recipientOf returns the public half of an identity, or nil if the identity
// does not tell. A wrapper tells if it has the method.
func recipientOf(id age.Identity) age.Recipient {
	switch id := id.(type) {
	case interface{ Recipient() *age.X25519Recipient }:
		return id.Recipient()
	case interface{ Recipient() *age.HybridRecipient }:
		return id.Recipient()
	case interface{ Recipient() age.Recipient }: // a wrapper of either
		return id.Recipient()
	}
	return nil
}

// grouped writes bytes in Crockford's base 32, four characters to a group.
func grouped(b []byte) string {
	s := crockford.EncodeToString(b)
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(append(groups, s), "-")
}
