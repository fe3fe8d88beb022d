package quarantine

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// marker stands before a cell that a spreadsheet program would not show as the
// text it is. It is visible, as it is in any text that begins with it.
const marker = '\''

// appendCell appends a cell to a line: as UTF-8, marked and quoted if needed.
func appendCell(line, text []byte) []byte {
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	marked := isFormula(text) || isReshaped(text)
	if !marked && !bytes.ContainsAny(text, ";\"\r\n\t ,'") {
		return append(line, text...)
	}
	line = append(line, '"')
	if marked {
		line = append(line, marker)
	}
	for {
		i := bytes.IndexByte(text, '"')
		if i < 0 {
			break
		}
		line = append(append(line, text[:i+1]...), '"')
		text = text[i+1:]
	}
	return append(append(line, text...), '"')
}

// isFormula reports whether a spreadsheet program may calculate the text (OWASP,
// "CSV Injection"; full-width signs are taken for plain ones in some locales).
// White space before it and an apostrophe of its own do not save it: the
// program, or whoever cleans the file, may drop them.
func isFormula(text []byte) bool {
	text = bytes.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '\'' })
	r, _ := utf8.DecodeRune(text)
	switch r {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠':
		return true
	}
	return false
}

// isReshaped reports whether Excel takes the text for a number and shows
// another: without its leading zeros, or rounded to E+ notation from twelve
// digits on, also where it was in that notation already.
func isReshaped(text []byte) bool {
	digits, exponent := 0, 0
	for i, c := range text {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case (c == 'e' || c == 'E') && i > 0:
			exponent++
		case c == '+' || c == '-' || c == ',' || c == '.':
		default:
			return false
		}
	}
	plain := digits == len(text)
	return plain && digits > 1 && text[0] == '0' || plain && digits > 11 || digits > 0 && exponent == 1
}
