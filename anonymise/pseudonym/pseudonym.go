package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"math/bits"
	"regexp"
	"runtime"
	"strings"
	"sync"
)

// ErrCollision means that two persons would get the same pseudonym. Among 5,000
// persons the chance is 10^-11; another epoch gives another key.
var ErrCollision = errors.New("two persons would get the same pseudonym; use another epoch")

// An ID is the random number of a person in the register.
type ID = [16]byte

// A Domain makes the pseudonyms of one recipient, study and epoch. It prints as
// its prefix. The zero value panics when used. Safe for concurrent use.
type Domain struct {
	prefix string
	key    func() []byte // behind a function, so that no way of printing shows it
}

var prefixes = regexp.MustCompile(`^[A-Z]{2,4}$`)

// New returns the domain of a key, which has 32 bytes or more, derived with
// HKDF-SHA256 (RFC 5869) under the label lvv/v1/psn/RECIPIENT/STUDY/EPOCH. The
// prefix is two to four capital letters; it tells people whose pseudonym they
// see and is no part of what is computed.
func New(key []byte, prefix string) Domain {
	if len(key) < 32 || !prefixes.MatchString(prefix) {
		panic("pseudonym: internal error: short key, or a prefix that is not 2 to 4 capital letters")
	}
	own := append([]byte(nil), key...)
	return Domain{prefix: prefix, key: func() []byte { return own }}
}

// String returns the prefix.
func (d Domain) String() string { return d.prefix }

// Len is the length of every pseudonym of the domain, in bytes.
func (d Domain) Len() int { return len(d.prefix) + len("-XXXX-XXXX-XXXX-X") }

// Of returns the pseudonym of a person.
func (d Domain) Of(id ID) string {
	return string(d.append(make([]byte, 0, d.Len()), d.coder().code(id)))
}

// Bulk returns the pseudonyms of distinct persons, in their order. All cores
// share the work. It returns ErrCollision rather than one pseudonym twice.
func (d Domain) Bulk(ids []ID) ([]string, error) {
	codes := make([]uint64, len(ids))
	out := make([]string, len(ids))
	parts := max(1, min(runtime.GOMAXPROCS(0), len(ids)/1024))
	var all sync.WaitGroup
	for p := range parts {
		from, to := p*len(ids)/parts, (p+1)*len(ids)/parts
		all.Go(func() { d.bulk(ids[from:to], codes[from:to], out[from:to]) })
	}
	all.Wait()
	if !distinct(codes) {
		return nil, ErrCollision
	}
	return out, nil
}

// bulk fills codes and out; the texts share one piece of memory.
func (d Domain) bulk(ids []ID, codes []uint64, out []string) {
	c := d.coder()
	text := make([]byte, 0, d.Len()*len(ids))
	for i, id := range ids {
		codes[i] = c.code(id)
		text = d.append(text, codes[i])
	}
	all := string(text)
	for i := range out {
		out[i] = all[i*d.Len() : (i+1)*d.Len()]
	}
}

// A coder computes codes; it has memory of its own, so that it allocates none.
type coder struct {
	mac hash.Hash
	buf [sha256.Size]byte
}

func (d Domain) coder() *coder {
	if d.key == nil {
		panic("pseudonym: internal error: zero Domain")
	}
	return &coder{mac: hmac.New(sha256.New, d.key())}
}

// code returns the first 60 bits of the HMAC of a person.
func (c *coder) code(id ID) uint64 {
	copy(c.buf[:], id[:])
	c.mac.Reset()
	c.mac.Write(c.buf[:len(id)])
	return binary.BigEndian.Uint64(c.mac.Sum(c.buf[:0])) >> 4
}

// append appends the pseudonym of a code.
func (d Domain) append(dst []byte, code uint64) []byte {
	dst = append(dst, d.prefix...)
	for i := range symbols {
		if i%4 == 0 {
			dst = append(dst, '-')
		}
		dst = append(dst, alphabet[code>>(5*(symbols-1-i))&31])
	}
	return append(dst, '-', alphabet[check(code)])
}

const (
	// alphabet is Crockford's base 32: no I, L, O or U.
	alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	symbols  = 12 // of 5 bits each
)

// check returns the check symbol of a code: the value at x = 2 of the polynomial
// over GF(32), modulus x^5+x^2+1, whose coefficients are the symbols, the last
// one belonging to x. Any one wrong symbol changes it, and so does any swap of
// two neighbours, or of two symbols with one between them; unlike a check
// modulo 37 it needs no symbol that is not in the alphabet.
func check(code uint64) uint64 {
	sum := uint64(0)
	for i := range symbols {
		sum = double(sum ^ code>>(5*(symbols-1-i))&31)
	}
	return sum
}

// double multiplies by 2 in GF(32).
func double(v uint64) uint64 {
	v <<= 1
	return v ^ v>>5*0b100101
}

// Canonical returns a pseudonym as this package writes it, whatever domain it
// is of: small letters become capitals, and O, I and L are read as the digits
// they are mistaken for. It reports false when the form or the check symbol is
// wrong.
func Canonical(s string) (string, bool) {
	prefix, rest, found := strings.Cut(strings.ToUpper(strings.TrimSpace(s)), "-")
	if !found || !prefixes.MatchString(prefix) {
		return "", false
	}
	rest = misread.Replace(strings.ReplaceAll(rest, "-", ""))
	if len(rest) != symbols+1 {
		return "", false
	}
	code := uint64(0)
	for i := range symbols + 1 {
		v := strings.IndexByte(alphabet, rest[i])
		if v < 0 {
			return "", false
		}
		if i == symbols {
			if uint64(v) != check(code) {
				return "", false
			}
			break
		}
		code = code<<5 | uint64(v)
	}
	return string(Domain{prefix: prefix}.append(nil, code)), true
}

var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// Valid reports whether s is written exactly as a pseudonym is, check symbol
// included. It cannot tell whether anybody has it.
func Valid(s string) bool {
	c, ok := Canonical(s)
	return ok && c == s
}

// distinct reports whether no code stands there twice. Codes are as good as
// random, so their lower bits serve as a hash.
func distinct(codes []uint64) bool {
	size := 1 << bits.Len(uint(2*len(codes)))
	slots := make([]uint64, size)
	for _, c := range codes {
		i := int(c) & (size - 1)
		for slots[i] != 0 {
			if slots[i] == c+1 {
				return false
			}
			i = (i + 1) & (size - 1)
		}
		slots[i] = c + 1
	}
	return true
}
