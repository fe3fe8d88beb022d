package check

import (
	"math"

	"lvv/schemas"
)

// A list finds the code that a text means.
type list struct {
	codes   *schemas.CodeList
	dated   bool             // some code of the list has validity dates
	keys    map[string]int32 // folded text -> entry
	entries []entry
	seen    *seen // spellings met before, so that most cells need no folding
}

// An entry is one code that a text can mean; next is another, -1 at the end.
// Texts mean several codes where states changed: which one, the date decides.
type entry struct {
	code, next int32
	from, to   schemas.Day // first and last day on which the code is valid
}

// newList indexes a code list by code, label, aliases, English label and ISO
// codes, in this order of preference.
func newList(codes *schemas.CodeList) *list {
	l := &list{codes: codes, keys: make(map[string]int32), seen: new(seen)}
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
	c.seen = new(seen)
	return &c
}

// find returns the first entry for a text, -1 when it means no code. What was
// found is met the next time.
func (l *list) find(text []byte, scratch *[]byte) int32 {
	if len(text) == 0 {
		return -1
	}
	if i := l.seen.slot(wordsOf(text), text); l.seen.slots[i].size > 0 {
		return l.seen.slots[i].entry
	}
	*scratch = fold((*scratch)[:0], text)
	entry, found := l.keys[string(*scratch)]
	if !found {
		return -1
	}
	l.seen.add(text, entry, int64(l.entries[entry].code))
	return entry
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
