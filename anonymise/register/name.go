package register

import (
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// AppendName appends the letters and digits of a name, in small letters and
// without accents: what remains equal between two spellings of it. What it
// gives is hashed into keys, so it may not change.
func AppendName(dst, name []byte) []byte {
	dst = slices.Grow(dst, len(name))
	n, to := len(dst), dst[:cap(dst)]
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c < utf8.RuneSelf {
			small := smallLetters[c]
			to[n] = small // without a branch: the next one overwrites what is left out
			if small != 0 {
				n++
			}
			continue
		}
		r, size := utf8.DecodeRune(name[i:])
		if r >= afterLatin {
			return appendRunes(to[:n], norm.NFKD.Bytes(name[i:]))
		}
		i += size - 1
		dst = slices.Grow(append(to[:n], latinLetters()[r]...), len(name)-i)
		n, to = len(dst), dst[:cap(dst)]
	}
	return to[:n]
}

// smallLetters are the letters and digits of ASCII, in small letters; zero for
// other bytes.
var smallLetters = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch b := byte(c); {
		case 'A' <= b && b <= 'Z':
			t[c] = b | 0x20
		case 'a' <= b && b <= 'z', '0' <= b && b <= '9':
			t[c] = b
		}
	}
	return t
}()

// afterLatin is the first rune behind the Latin alphabets of Europe.
const afterLatin = 0x250

// latinLetters are what remains of the runes before afterLatin. Looked up, an
// accent costs a tenth of what taking it apart does, which allocates.
var latinLetters = sync.OnceValue(func() *[afterLatin]string {
	var t [afterLatin]string
	for r := range t {
		t[r] = string(appendRunes(nil, norm.NFKD.Bytes([]byte(string(rune(r))))))
	}
	return &t
})

// appendRunes is AppendName for a text whose accents were taken apart.
func appendRunes(dst, name []byte) []byte {
	for len(name) > 0 {
		r, size := utf8.DecodeRune(name)
		name = name[size:]
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}
