package check

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Base letters of U+00C0-U+00DF (and, in small letters, U+00E0-U+00FF) and of
// U+0100-U+017F; '*' is no letter. Ligatures fold to their first letter.
const (
	latin1 = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
	latinA = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk" +
		"llllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
)

// fold appends what remains of a text when case, accents, spaces, hyphens,
// underscores and all other punctuation are left out, so that spellings of the
// same word compare equal.
func fold(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			switch {
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
				dst = append(dst, c)
			case 'A' <= c && c <= 'Z':
				dst = append(dst, c|0x20)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		i += n
		switch {
		case 0xc0 <= r && r <= 0xff:
			if base := latin1[(r-0xc0)&0x1f]; base != '*' {
				dst = append(dst, base)
			}
		case 0x100 <= r && r <= 0x17f:
			dst = append(dst, latinA[r-0x100])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// folded is fold for text that is looked up once.
func folded(s string) string { return string(fold(nil, []byte(s))) }

// trim cuts spaces, tabs, line breaks and no-break spaces from both ends.
func trim(cell []byte) []byte {
	if len(cell) == 0 || plain(cell) {
		return cell
	}
	return bytes.TrimFunc(cell, unicode.IsSpace)
}

// plain reports whether a cell is filled in and has at both ends what certainly
// is no space, as nearly all cells that are filled in.
func plain(cell []byte) bool {
	return len(cell) > 0 && solid[cell[0]] && solid[cell[len(cell)-1]]
}

// begun reports whether a cell begins with what certainly is no space.
func begun(cell []byte) bool { return len(cell) > 0 && solid[cell[0]] }

// solid are the bytes that are a character by themselves, and no space.
var solid = func() (t [256]bool) {
	for c := ' ' + 1; c < utf8.RuneSelf; c++ {
		t[c] = true
	}
	return t
}()
