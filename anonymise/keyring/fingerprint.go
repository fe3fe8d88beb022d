package keyring

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// crockford is an alphabet without I, L, O and U, for reading aloud.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Fingerprint returns the code of a public key that two people compare over the
// phone: the first 80 bits of the SHA-256 of its text as four groups of four
// characters, such as 7K3M-Q9XD-T2RH-501V. Eighty, because a key whose first 40
// bits are equal to those of another is found in days by trying.
func Fingerprint(public string) string { return readable(public, 10) }

// readable is the first n bytes of the SHA-256 of text in groups of four
// characters; n is a multiple of five.
func readable(text string, n int) string {
	sum := sha256.Sum256([]byte(text))
	code := crockford.EncodeToString(sum[:n])
	var groups []string
	for ; code != ""; code = code[4:] {
		groups = append(groups, code[:4])
	}
	return strings.Join(groups, "-")
}
