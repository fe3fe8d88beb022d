package check

import (
	"bytes"
	"math"
	"strconv"
)

// vnumber judges a V-number: ten digits, of which the first may be zero. It
// takes off spaces, dots, hyphens and a leading "V-nr". There is no check
// digit, so what is not ten digits is never repaired; the codes name what
// Excel may have done to it.
func (j *Judge) vnumber(text []byte) (int64, string) {
	if n, ok := ten(text); ok {
		return genuine(n, "")
	}
	if nothing(text, &j.scratch) {
		return Missing, ""
	}
	text, zero := bytes.CutSuffix(text, []byte(".0"))
	if !zero {
		text, zero = bytes.CutSuffix(text, []byte(",0"))
	}
	if power(text) {
		return Missing, VNumberPower
	}
	text = j.bare(text)
	switch {
	case !digits(text):
		return Missing, VNumberForm
	case isBSN(text):
		return Missing, VNumberBSN
	case len(text) == 9:
		return Missing, VNumberNineDigits
	case len(text) != 10:
		return Missing, VNumberForm
	}
	n, _ := ten(text)
	if zero {
		return genuine(n, VNumberPointZero)
	}
	return genuine(n, "")
}

// ten reads exactly ten digits.
func ten(text []byte) (int64, bool) {
	if len(text) != 10 {
		return 0, false
	}
	var n int64
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// genuine refuses numbers that people type to get past an empty cell; others pass
// with the code they have.
func genuine(n int64, code string) (int64, string) {
	if n%1_111_111_111 == 0 || n == 1_234_567_890 || n == 123_456_789 || n == 9_876_543_210 {
		return Missing, VNumberPlaceholder
	}
	return n, code
}

// nothing reports whether a text says that there is no value.
func nothing(text []byte, scratch *[]byte) bool {
	*scratch = fold((*scratch)[:0], text)
	switch string(*scratch) {
	case "", "geen", "onbekend", "nvt", "onb", "none", "unknown", "nb":
		return len(*scratch) > 0 || string(text) == "-"
	}
	return false
}

// power reports whether a number is written with a power of ten, as Excel
// shows long numbers: 1,23E+09.
func power(text []byte) bool {
	mantissa, exponent, found := bytes.Cut(bytes.ToUpper(text), []byte{'E'})
	exponent = bytes.TrimLeft(exponent, "+-")
	mantissa = bytes.Map(func(r rune) rune {
		if r == ',' || r == '.' {
			return -1
		}
		return r
	}, mantissa)
	return found && digits(mantissa) && digits(exponent)
}

// bare leaves the digits of a V-number: without the marks and words that are
// written before and between them. ="0123456789" and a leading apostrophe are
// what people do to keep Excel from taking the number for one.
func (j *Judge) bare(text []byte) []byte {
	text = bytes.TrimPrefix(text, []byte{'\''})
	if in, ok := bytes.CutPrefix(text, []byte(`="`)); ok {
		text = bytes.TrimSuffix(in, []byte{'"'})
	}
	j.scratch = j.scratch[:0]
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ' || c == '.' || c == '-':
		case c == 0xc2 && i+1 < len(text) && text[i+1] == 0xa0: // no-break space
			i++
		case c == ':' && (len(j.scratch) == 0 || !digits(j.scratch)):
		default:
			j.scratch = append(j.scratch, c|0x20) // digits have this bit already
		}
	}
	for _, word := range []string{"vnummer", "vnr", "v"} {
		if rest, ok := bytes.CutPrefix(j.scratch, []byte(word)); ok {
			return rest
		}
	}
	return j.scratch
}

// isBSN reports whether eight or nine digits pass the test of eleven of a
// citizen service number: weights 9, 8, 7, 6, 5, 4, 3, 2 and -1. One in eleven
// other numbers passes as well.
func isBSN(text []byte) bool {
	if len(text) != 8 && len(text) != 9 {
		return false
	}
	sum, any := 0, byte(0)
	for i, c := range text {
		weight := len(text) - i
		if weight == 1 {
			weight = -1
		}
		sum += weight * int(c-'0')
		any |= c - '0'
	}
	return any != 0 && sum%11 == 0
}

// count judges a whole number of 0 or more; dots between thousands are allowed.
func count(text []byte) (int64, string) {
	text, ok := thousands(text, '.')
	if !ok || !digits(text) {
		return Missing, CountForm
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || n > math.MaxInt32 {
		return Missing, CountTooLarge
	}
	return n, ""
}

// thousands takes out marks between groups of three digits. It reports false
// when a mark stands elsewhere; a text without marks is returned as it is.
func thousands(text []byte, mark byte) ([]byte, bool) {
	first := bytes.IndexByte(text, mark)
	if first < 0 {
		return text, true
	}
	if first == 0 || first > 3 || (len(text)-first)%4 != 0 {
		return nil, false
	}
	out := append(make([]byte, 0, len(text)), text[:first]...)
	for i := first; i < len(text); i += 4 {
		if text[i] != mark || !digits(text[i+1:i+4]) {
			return nil, false
		}
		out = append(out, text[i+1:i+4]...)
	}
	return out, true
}

// cents judges an amount in euros: "1.234,56", "1234.56", "1234", with or
// without a euro sign, negative for a correction. A dot before exactly three
// digits is read as thousands, as everybody in the Netherlands means it.
//
// Excel stores amounts as binary fractions, with up to 17 digits: there
// 0.28999999999999998 is 29 cents.
func cents(text []byte, excel bool) (int64, string) {
	text = trim(bytes.TrimPrefix(text, []byte("€")))
	text, minus := bytes.CutPrefix(text, []byte{'-'})
	text = trim(bytes.TrimPrefix(trim(text), []byte("€")))
	whole, fraction, code := text, []byte(nil), ""
	switch comma, dot := bytes.LastIndexByte(text, ','), bytes.LastIndexByte(text, '.'); {
	case excel && comma < 0:
		return stored(text, minus)
	case comma > dot && bytes.Count(text, []byte{','}) == 1: // 1.234,56
		whole, fraction = text[:comma], text[comma+1:]
		whole, code = ungroup(whole, '.')
	case dot > comma && comma >= 0: // 1,234.56
		whole, fraction = text[:dot], text[dot+1:]
		whole, code = ungroup(whole, ',')
	case dot >= 0 && len(text)-dot-1 != 3 && bytes.Count(text, []byte{'.'}) == 1: // 1234.56
		whole, fraction = text[:dot], text[dot+1:]
	default:
		whole, code = ungroup(text, '.')
	}
	if code != "" || !digits(whole) || len(whole) > 13 || len(fraction) > 0 && !digits(fraction) {
		return Missing, CentsForm
	}
	return amount(whole, fraction, minus)
}

func ungroup(text []byte, mark byte) ([]byte, string) {
	if out, ok := thousands(text, mark); ok {
		return out, ""
	}
	return nil, CentsForm
}

// amount puts euros and a fraction together. Zeros behind the second decimal
// say nothing; other digits there are a fault.
func amount(whole, fraction []byte, minus bool) (int64, string) {
	fraction = bytes.TrimRight(fraction, "0")
	if len(fraction) > 2 {
		return Missing, CentsDecimals
	}
	var n int64
	for _, c := range whole {
		n = n*10 + int64(c-'0')
	}
	for i := range 2 {
		if n *= 10; i < len(fraction) {
			n += int64(fraction[i] - '0')
		}
	}
	if minus {
		n = -n
	}
	return n, ""
}

// stored reads an amount as a workbook stores it.
func stored(text []byte, minus bool) (int64, string) {
	for _, c := range text { // no "inf", "nan" or hexadecimal
		if (c < '0' || c > '9') && c != '.' && c != 'E' && c != 'e' && c != '+' && c != '-' {
			return Missing, CentsForm
		}
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.Abs(f) >= 1e13 {
		return Missing, CentsForm
	}
	n := math.Round(f * 100)
	if math.Abs(f*100-n) > 1e-4 {
		return Missing, CentsDecimals
	}
	if minus {
		n = -n
	}
	return int64(n), ""
}
