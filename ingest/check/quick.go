package check

import (
	"encoding/binary"

	"lvv/ingest/table"
	"lvv/schemas"
)

// What follows reads the cells that nearly all cells are, eight bytes at a time
// and one column in one loop. It gives up on whatever is not quite ordinary,
// and the rest of the package then judges the cell: a quick way never says that
// something is wrong, and says nothing else of a value than the slow one does.

// quickly are the loops for the kinds of which there are many cells. Each is
// given a column that the file has.
var quickly = map[schemas.Kind]func(j *Judge, c *column, cells table.Column, to []int64){
	schemas.KindVNumber:     (*Judge).numbers,
	schemas.KindCode:        (*Judge).codes,
	schemas.KindNationality: (*Judge).codes,
	schemas.KindDate:        (*Judge).dates,
	schemas.KindBirthDate:   (*Judge).births,
}

// numbers judges a column of V-numbers.
func (j *Judge) numbers(c *column, cells table.Column, to []int64) {
	for k := range to {
		text := cells.Text(k)
		n, ok := tenDigits(text)
		if ok {
			_, code := genuine(n, "")
			ok = code == ""
		}
		if to[k] = n; !ok {
			to[k] = j.rare(c, k, text)
		}
	}
}

// dates judges a column of calendar days.
func (j *Judge) dates(c *column, cells table.Column, to []int64) {
	for k := range to {
		text := cells.Text(k)
		day, _, ok := j.days.dutch(text)
		if to[k] = int64(day); !ok || day > c.latest || day < j.lim.Earliest {
			to[k] = j.rare(c, k, text)
		}
	}
}

// births judges a column of full dates of birth.
func (j *Judge) births(c *column, cells table.Column, to []int64) {
	for k := range to {
		text := cells.Text(k)
		day, value, ok := j.days.dutch(text)
		if to[k] = value; !ok || day > j.lim.Today {
			to[k] = j.rare(c, k, text)
		}
	}
}

// rare judges what the loops above give up on: first the two ways to say nothing
// that are not rare.
func (j *Judge) rare(c *column, k int, text []byte) int64 {
	if !c.field.Required && (len(text) == 0 || string(text) == "onbekend" && c.field.Kind == schemas.KindBirthDate) {
		return Missing
	}
	return j.value(c, k, text)
}

// codes judges a column of codes or nationalities: spellings met before.
func (j *Judge) codes(c *column, cells table.Column, to []int64) {
	seen := c.list.seen
	if !c.field.Required && seen.n == 0 {
		seen.add(nil, -1, Missing)
	}
	for k := range to {
		text := cells.Text(k)
		w := wordsOf(text)
		i := w.home()
		if seen.slots[i].words != w || w.long() {
			if i = seen.slot(w, text); seen.slots[i].size == 0 {
				to[k] = j.value(c, k, text)
				continue
			}
		}
		s := &seen.slots[i]
		if c.entries != nil {
			c.entries[k] = s.entry
		}
		to[k] = s.value
	}
}

// names judges a column of names: letters, spaces and marks within them.
func (j *Judge) names(c *column, cells table.Column, to [][]byte) {
	for k := range to {
		text := cells.Text(k)
		if to[k] = text[:len(text):len(text)]; !lettered(text) {
			to[k] = j.words(c, k, to[k])
		}
	}
}

// ones has every byte 1, tops the top bit of every byte.
const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// tenDigits is [ten], eight digits at a time.
func tenDigits(text []byte) (int64, bool) {
	if len(text) != 10 {
		return 0, false
	}
	w := binary.LittleEndian.Uint64(text) ^ '0'*ones
	y, z := text[8]-'0', text[9]-'0'
	if (w+0x76*ones|w)&tops != 0 || y > 9 || z > 9 { // a byte over 9 reaches the top bit
		return 0, false
	}
	w = w*10 + w>>8 // every other byte holds two digits
	w = w & 0x00ff00ff00ff00ff * (1 + 100<<16) >> 16
	w = w & 0x0000ffff0000ffff * (1 + 10000<<32) >> 32
	return int64(uint32(w))*100 + int64(y)*10 + int64(z), true
}

// dutch reads a full date dd-mm-yyyy of the years that are beyond doubt. It
// returns the day, and the date as a number yyyymmdd.
func (c *calendar) dutch(text []byte) (day schemas.Day, value int64, ok bool) {
	if len(text) != 10 {
		return 0, 0, false
	}
	const form = '0'*ones ^ ('0'^'-')<<16 ^ ('0'^'-')<<40 // 00-00-00
	v := binary.LittleEndian.Uint64(text) ^ form
	w := binary.LittleEndian.Uint64(text[2:]) ^ (form>>16 | '0'<<48 | '0'<<56) // -00-0000
	// A mark must be zero, a digit at most 9.
	if ((v+0x76767f76767f7676)|v|(w+0x767676767f76767f)|w)&tops != 0 {
		return 0, 0, false
	}
	v, w = v*10+v>>8, w*10+w>>8
	d, m, year := int(v&0xff), int(w>>8&0xff), int(w>>32&0xff)*100+int(w>>48&0xff)
	if uint(m-1) > 11 || uint(year-1905) > lastYear-1905 || d < 1 {
		return 0, 0, false
	}
	i := (year-firstYear)*12 + m - 1
	day = c[i] + schemas.Day(d-1)
	return day, int64(year*10000 + m*100 + d), day < c[i+1]
}

// lettered reports whether a text is an ordinary name: it begins and ends with
// what is neither space nor formula, and holds neither digits nor control
// characters.
func lettered(text []byte) bool {
	n := len(text)
	if n == 0 || n > longestName || quickEnds[text[0]]&quickFirst == 0 || quickEnds[text[n-1]]&quickLast == 0 {
		return false
	}
	for ; n > wordBytes; text, n = text[8:], n-8 {
		if marred(binary.LittleEndian.Uint64(text))&tops != 0 {
			return false
		}
	}
	if cap(text) < wordBytes {
		text = append(make([]byte, 0, wordBytes), text...)
	}
	text, keep := text[:wordBytes], &kept[n%len(kept)]
	first, second, third := binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[8:]), binary.LittleEndian.Uint64(text[16:])
	return (marred(first)&keep[0]|marred(second)&keep[1]|marred(third)&keep[2])&tops == 0
}

// marred sets the top bit of those of eight bytes that are a digit or a control
// character. Other bits may be set too.
func marred(w uint64) uint64 {
	low := w &^ tops                                       // so that no sum below runs into the next byte
	control := ^(low + 0x60*ones) & tops                   // under 0x20
	digit := (low + 0x50*ones) &^ (low + 0x46*ones) & tops // from 0x30 on, and under 0x3a
	last := low + ones                                     // 0x7f
	return (control | digit | last) &^ w
}

// What the first and the last byte of an ordinary name may be.
const (
	quickFirst = 1 << iota
	quickLast
)

var quickEnds = func() (t [256]uint8) {
	for c := ' ' + 1; c < 0x7f; c++ {
		t[c] = quickFirst | quickLast
	}
	for _, c := range []byte("=+@-#") {
		t[c] = quickLast
	}
	return t
}()
