package table

import "bytes"

// Beginnings of files that are no CSV.
var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	pdfMagic = []byte("%PDF-")
)

// refuse tells by its beginning that a file is no CSV.
func refuse(head []byte) error {
	for _, magic := range [][]byte{zipMagic, oleMagic, pdfMagic} {
		if bytes.HasPrefix(head, magic) {
			return ErrNotText
		}
	}
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return ErrEncoding
		}
	}
	if len(head) >= 4 && (head[0] == 0) != (head[1] == 0) && (head[2] == 0) != (head[3] == 0) {
		return ErrEncoding // UTF-16 without its mark: every other byte is zero
	}
	if first, _, _ := bytes.Cut(head, []byte{'\n'}); bytes.IndexByte(first, 0) >= 0 {
		return ErrNotText
	}
	return nil
}

// takeHint takes away a first line "sep=;" and returns its separator, or 0.
// Excel does not show that line, so it has no row number.
func (s *csvSource) takeHint() byte {
	line, rest, found := bytes.Cut(s.carry, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if !found || len(line) != len("sep=;") || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0
	}
	if bytes.IndexByte([]byte(separators), line[4]) < 0 {
		return 0
	}
	s.carry = rest
	return line[4]
}

// skipBlank takes away blank lines above the header. They count as rows.
func (s *csvSource) skipBlank() {
	for {
		rest, found := bytes.CutPrefix(bytes.TrimPrefix(s.carry, []byte("\r")), []byte("\n"))
		if !found {
			return
		}
		s.carry = rest
		s.next++
	}
}

// separators are those that are known, in the order of preference.
const separators = ";\t,"

// separator returns the separator that the first line holds most of, quoted
// text left out; ';' when it holds none.
func separator(data []byte) byte {
	var count [len(separators)]int
	quoted := false
	for _, c := range data {
		if c == '\n' && !quoted {
			break
		}
		if c == '"' {
			quoted = !quoted
		}
		if i := bytes.IndexByte([]byte(separators), c); i >= 0 && !quoted {
			count[i]++
		}
	}
	best := 0
	for i := range count {
		if count[i] > count[best] {
			best = i
		}
	}
	return separators[best]
}

// headerEnd returns the end of the first record, 0 when it does not end, and
// whether that is because a quote is open.
func headerEnd(data []byte, sep byte) (end int, open bool) {
	const longest = 1 << 16
	for pos := 0; pos < longest; {
		n := bytes.IndexByte(data[pos:], '\n')
		if n < 0 {
			break
		}
		pos += n + 1
		if end, _, _, open := boundary(data[:pos], sep, true); end == pos && !open {
			return pos, false
		}
	}
	_, _, _, open = boundary(data, sep, true)
	return 0, open
}

// boundary finds where the last whole record of data ends, how many records
// there are up to there, whether there is a quote anywhere, and whether one is
// open at the end. Data begins where a record begins; final says that no data
// follow it.
//
// Without quotes that is a search and a count, at many bytes a step. With
// quotes it hops from quote to quote: line feeds count only outside of them.
func boundary(data []byte, sep byte, final bool) (end, records int, quoted, open bool) {
	for pos := 0; ; {
		q := bytes.IndexByte(data[pos:], '"')
		plain := data[pos:]
		if q >= 0 {
			plain = plain[:q]
		}
		if last := bytes.LastIndexByte(plain, '\n'); last >= 0 {
			end = pos + last + 1
			records += bytes.Count(plain, []byte{'\n'})
		}
		if q < 0 {
			return end, records, quoted, false
		}
		quoted = true
		pos += q
		if pos > 0 && data[pos-1] != sep && data[pos-1] != '\n' {
			pos++ // inside an unquoted cell a quote is text
			continue
		}
		if pos = closing(data, pos+1, final); pos < 0 {
			return end, records, quoted, true
		}
	}
}

// closing returns the place behind the quote that closes the cell whose text
// begins at pos; -1 when there is none, or when the next block decides whether
// it is one.
func closing(data []byte, pos int, final bool) int {
	for {
		n := bytes.IndexByte(data[pos:], '"')
		if n < 0 {
			return -1
		}
		pos += n + 1
		if pos == len(data) {
			if final {
				return pos
			}
			return -1
		}
		if data[pos] != '"' {
			return pos
		}
		pos++
	}
}
