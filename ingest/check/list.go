package check

import (
	"encoding/binary"
	"math"

	"lvv/schemas"
)

// A list finds the code that a text means.
type list struct {
	codes   *schemas.CodeList
	dated   bool             // some code of the list has validity dates
	keys    map[string]int32 // folded text -> entry
	entries []entry
	seen    *[seenSlots][2]spelling // spellings met before, so that most cells need no folding
}

// An entry is one code that a text can mean; next is another, -1 at the end.
// Texts mean several codes where states changed: which one, the date decides.
type entry struct {
	code, next int32
	from, to   schemas.Day // first and last day on which the code is valid
}

// A spelling is a text as it stood in a cell, and its entry.
type spelling struct {
	ends
	text  string
	entry int32
}

const seenSlots = 256

// newList indexes a code list by code, label, aliases, English label and ISO
// codes, in this order of preference.
func newList(codes *schemas.CodeList) *list {
	l := &list{codes: codes, keys: make(map[string]int32), seen: new([seenSlots][2]spelling)}
	words := []func(*schemas.Code) []string{
		func(c *schemas.Code) []string { return []string{c.Code} },
		func(c *schemas.Code) []string { return []string{c.Label} },
		func(c *schemas.Code) []string { return c.Aliases },
		func(c *schemas.Code) []string { return []string{c.LabelEN} },
		func(c *schemas.Code) []string { return []string{c.Extra["iso3"], c.Extra["iso2"]} },
	}
	for _, of := range words {
		for i := range codes.Codes {
			for _, word := range of(&codes.Codes[i]) {
				l.add(folded(word), int32(i))
			}
		}
	}
	for _, c := range codes.Codes {
		l.dated = l.dated || c.From != schemas.NoDay || c.To != schemas.NoDay
	}
	return l
}

func (l *list) add(key string, code int32) {
	if key == "" {
		return
	}
	last, found := l.keys[key]
	if !found {
		l.keys[key] = int32(len(l.entries))
		l.entries = append(l.entries, l.entry(code))
		return
	}
	for ; ; last = l.entries[last].next {
		if l.entries[last].code == code {
			return
		}
		if l.entries[last].next < 0 {
			break
		}
	}
	l.entries[last].next = int32(len(l.entries))
	l.entries = append(l.entries, l.entry(code))
}

func (l *list) entry(code int32) entry {
	c := &l.codes.Codes[code]
	e := entry{code: code, next: -1, from: c.From, to: c.To}
	if c.To == schemas.NoDay {
		e.to = math.MaxInt32
	}
	return e
}

// at returns the first of an entry and those after it that is valid on a day,
// -1 when none is.
func (l *list) at(e int32, day schemas.Day) int32 {
	for ; e >= 0; e = l.entries[e].next {
		if l.entries[e].from <= day && day <= l.entries[e].to {
			break
		}
	}
	return e
}

// clone shares what does not change.
func (l *list) clone() *list {
	c := *l
	c.seen = new([seenSlots][2]spelling)
	return &c
}

// met returns the first entry for a text that was met before, -1 for any other.
// Each text has two slots among the spellings seen.
func (l *list) met(text []byte) int32 {
	if len(text) == 0 {
		return -1
	}
	e := endsOf(text)
	pair := &l.seen[e.slot()]
	if pair[0].ends == e && pair[0].same(text) {
		return pair[0].entry
	}
	if pair[1].ends == e && pair[1].same(text) {
		return pair[1].entry
	}
	return -1
}

// same compares what the ends do not show.
func (s *spelling) same(text []byte) bool { return len(text) <= 16 || s.text == string(text) }

// find returns the first entry for a text, -1 when it means no code. What was
// found is met the next time; it pushes another spelling out.
func (l *list) find(text []byte, scratch *[]byte) int32 {
	if e := l.met(text); e >= 0 {
		return e
	}
	*scratch = fold((*scratch)[:0], text)
	entry, found := l.keys[string(*scratch)]
	if !found {
		return -1
	}
	e := endsOf(text)
	pair := &l.seen[e.slot()]
	pair[0], pair[1] = spelling{e, string(text), entry}, pair[0]
	return entry
}

// ends are the length and both ends of a text that is not empty: all there is
// of one of up to sixteen bytes.
type ends struct {
	head, tail uint64
	size       int
}

func endsOf(text []byte) ends {
	switch n := len(text); {
	case n >= 8:
		return ends{binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[n-8:]), n}
	case n >= 4:
		return ends{uint64(binary.LittleEndian.Uint32(text)), uint64(binary.LittleEndian.Uint32(text[n-4:])), n}
	default:
		return ends{uint64(text[0]), uint64(text[n-1])<<8 | uint64(text[n/2]), n}
	}
}

// slot is where a spelling with these ends is kept.
func (e ends) slot() uint64 {
	h := (e.head ^ e.tail<<7 ^ e.tail>>57 ^ uint64(e.size)) * 0x9e3779b97f4a7c15
	return h >> 40 % seenSlots
}

// code judges a cell of kind code.
func (j *Judge) code(l *list, text []byte) (int64, string) {
	e := l.find(text, &j.scratch)
	if e < 0 {
		return Missing, CodeUnknown
	}
	return int64(l.entries[e].code), ""
}

// nationality judges a cell of kind nationality. A code that lost its leading
// zeros, because Excel took it for a number, can be read without doubt: the
// codes of the BRP table have four digits.
func (j *Judge) nationality(c *column, k int, text []byte) (int64, string) {
	code := ""
	e := c.list.find(text, &j.scratch)
	if e < 0 && len(text) < 4 && digits(text) {
		padded := [4]byte{'0', '0', '0', '0'}
		copy(padded[4-len(text):], text)
		e, code = c.list.find(padded[:], &j.scratch), NationalityNoZero
	}
	if e < 0 {
		return Missing, NationalityUnknown
	}
	if c.entries != nil {
		c.entries[k] = e
	}
	return int64(c.list.entries[e].code), code
}

// digits reports whether a text holds digits alone.
func digits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) > 0
}
