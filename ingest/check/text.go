package check

import "bytes"

// Longest texts that are taken, in bytes.
const (
	longestName      = 200
	longestReference = 64
)

// What a byte is in a text.
const (
	isDigit = 1 << iota
	isLetter
	isControl
	isMark // allowed in a reference beside letters and digits
)

// classes of all bytes; those of UTF-8 sequences count as letters.
var classes = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c < ' ' || c == 0x7f:
			t[c] = isControl
		case '0' <= c && c <= '9':
			t[c] = isDigit
		case 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80:
			t[c] = isLetter
		case bytes.IndexByte([]byte("-/._"), byte(c)) >= 0:
			t[c] = isMark
		}
	}
	return t
}()

// name judges a name. A hyphen alone is how people write that there is none.
func name(text []byte) ([]byte, string) {
	var found uint8
	for _, c := range text {
		found |= classes[c]
	}
	switch {
	case found&isDigit != 0 && holdsBSN(text, false):
		return nil, TextHoldsBSN
	case len(text) > longestName:
		return nil, NameLong
	case found&isControl != 0:
		return nil, NameControl
	case formula(text):
		return nil, NameFormula
	}
	return text, ""
}

// reference judges a short file reference: letters, digits and - / . _
func reference(text []byte) ([]byte, string) {
	if holdsBSN(text, true) {
		return nil, TextHoldsBSN
	}
	if len(text) > longestReference {
		return nil, ReferenceTooLong
	}
	for _, c := range text {
		if c >= 0x80 || classes[c]&(isDigit|isLetter|isMark) == 0 {
			return nil, ReferenceForm
		}
	}
	return text, ""
}

// formula reports whether a spreadsheet would run the text instead of showing
// it.
func formula(text []byte) bool {
	switch text[0] {
	case '=', '+', '@':
		return true
	case '-':
		return len(text) > 1 && (classes[text[1]] == isDigit || text[1] == '(')
	}
	return false
}

// holdsBSN reports whether a run of eight or nine digits, with neither letter
// nor digit beside it, passes the test of a citizen service number. With
// dates, eight digits that are a day since 1900 (yyyymmdd) are let pass:
// references often hold the day on which a file was opened.
func holdsBSN(text []byte, dates bool) bool {
	for i := 0; i < len(text); {
		if classes[text[i]]&(isDigit|isLetter) == 0 {
			i++
			continue
		}
		start, kinds := i, uint8(0)
		for i < len(text) && classes[text[i]]&(isDigit|isLetter) != 0 {
			kinds |= classes[text[i]]
			i++
		}
		run := text[start:i]
		if kinds == isDigit && isBSN(run) && !(dates && isDay(run)) {
			return true
		}
	}
	return false
}

// isDay reports whether eight digits are a day from 1900 to 2099 as yyyymmdd.
func isDay(run []byte) bool {
	if len(run) != 8 {
		return false
	}
	n := number(run)
	m, d := n/100%100, n%100
	return n >= 1900_01_01 && n < 2100_00_00 && m >= 1 && m <= 12 && d >= 1 && d <= 31
}

// excelErrors are what Excel shows in Dutch and English for a formula that has
// no value.
var excelErrors = []string{
	"#N/B", "#N/A", "#VERW!", "#REF!", "#WAARDE!", "#VALUE!", "#DEEL/0!", "#DIV/0!",
	"#NAAM?", "#NAME?", "#GETAL!", "#NUM!", "#LEEG!", "#NULL!", "#OVERLOOP!", "#SPILL!", "#BEREKEN!", "#CALC!",
}

func excelError(text []byte) bool {
	for _, e := range excelErrors {
		if bytes.EqualFold(text, []byte(e)) {
			return true
		}
	}
	return len(text) >= 3 && len(bytes.Trim(text, "#")) == 0 // ##### : column too narrow, pasted as text
}
