package check

import (
	"encoding/binary"

	"lvv/schemas"
)

// What follows reads the cells that nearly all cells are, eight bytes at a time
// and one column in one loop. It gives up on whatever is not quite ordinary,
// and the rest of the package then judges the cell: a quick way never says that
// something is wrong, and says nothing else of a value than the slow one does.

// quickly are the loops for the kinds of which there are many cells. Each is
// given a column that the file has.
var quickly = map[schemas.Kind]func(j *Judge, c *column, to []int64){
	schemas.KindVNumber:     (*Judge).numbers,
	schemas.KindCode:        (*Judge).codes,
	schemas.KindNationality: (*Judge).codes,
	schemas.KindDate:        (*Judge).dates,
	schemas.KindBirthDate:   (*Judge).births,
}

// numbers judges a column of V-numbers.
func (j *Judge) numbers(c *column, to []int64) {
	b := j.batch
	for k, row := range j.rows[:len(to)] {
		text := b.Cell(int(row), c.cell)
		n, ok := tenDigits(text)
		if ok {
			_, code := genuine(n, "")
			ok = code == ""
		}
		if to[k] = n; !ok {
			to[k] = j.value(c, k, text)
		}
	}
}

// dates judges a column of calendar days.
func (j *Judge) dates(c *column, to []int64) {
	b, days := j.batch, j.days
	for k, row := range j.rows[:len(to)] {
		text := b.Cell(int(row), c.cell)
		day, _, ok := days.dutch(text)
		if to[k] = int64(day); !ok || day > j.lim.Today || day < j.lim.Earliest {
			to[k] = j.value(c, k, text)
		}
	}
}

// births judges a column of full dates of birth.
func (j *Judge) births(c *column, to []int64) {
	b, days := j.batch, j.days
	for k, row := range j.rows[:len(to)] {
		text := b.Cell(int(row), c.cell)
		day, value, ok := days.dutch(text)
		if to[k] = value; !ok || day > j.lim.Today {
			to[k] = j.value(c, k, text)
		}
	}
}

// codes judges a column of codes or nationalities: spellings met before.
func (j *Judge) codes(c *column, to []int64) {
	b, l := j.batch, c.list
	for k, row := range j.rows[:len(to)] {
		text := b.Cell(int(row), c.cell)
		e := l.met(text)
		if e < 0 {
			to[k] = j.value(c, k, text)
			continue
		}
		if c.entries != nil {
			c.entries[k] = e
		}
		to[k] = int64(l.entries[e].code)
	}
}

// names judges a column of names: letters, spaces and marks within them.
func (j *Judge) names(c *column, to [][]byte) {
	b := j.batch
	for k, row := range j.rows[:len(to)] {
		text := b.Cell(int(row), c.cell)
		if to[k] = text; !lettered(text) {
			to[k] = j.words(c, k, text)
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
	w := binary.LittleEndian.Uint64(text) ^ form
	y, z := text[8]-'0', text[9]-'0'
	if (w+0x76767f76767f7676|w)&tops != 0 || y > 9 || z > 9 { // a mark must be zero, a digit at most 9
		return 0, 0, false
	}
	w = w*10 + w>>8
	d, m, year := int(w&0xff), int(w>>24&0xff), int(w>>48&0xff)*100+int(y)*10+int(z)
	if year <= 1904 || year > lastYear || m-1 > 11 || m < 1 || d < 1 {
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
	for ; len(text) >= 8; text = text[8:] {
		if !letters(binary.LittleEndian.Uint64(text)) {
			return false
		}
	}
	for _, c := range text {
		if classes[c]&(isDigit|isControl) != 0 {
			return false
		}
	}
	return true
}

// letters reports whether none of eight bytes is a digit or a control character.
func letters(w uint64) bool {
	low := w &^ tops                                       // so that no sum below runs into the next byte
	control := ^(low + 0x60*ones) & tops                   // under 0x20
	digit := (low + 0x50*ones) &^ (low + 0x46*ones) & tops // from 0x30 on, and under 0x3a
	last := low + ones                                     // 0x7f
	return (control|digit|last)&^w&tops == 0
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
