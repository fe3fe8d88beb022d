package table

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// split finds the cells of a CSV block. The block ends with a line feed that
// is outside quotes.
func (b *Batch) split() error {
	if i := bytes.IndexByte(b.data[:b.size], 0); i >= 0 {
		return b.errorAt(bytes.Count(b.data[:i], []byte{'\n'}), ErrNotText)
	}
	valid := utf8.Valid(b.data[:b.size]) // before quotes are taken out in place
	b.starts = append(b.starts[:0], 0)
	b.cells = b.cells[:0]
	var err error
	if b.quoted {
		err = b.splitQuoted()
	} else {
		err = b.splitPlain()
	}
	if err != nil {
		return err
	}
	if b.Len() != b.rows {
		panic("table: internal error: the cut and the split of a block count different rows")
	}
	if !valid {
		b.decode()
	}
	return nil
}

func (b *Batch) errorAt(row int, err error) error {
	return &RowError{Row: b.first + int32(row), Err: err}
}

// splitPlain splits a block without quotes: every separator and line feed ends
// a cell. It gathers where they are for 64 bytes at a time, so that the loop over
// them is long enough for the processor to foresee its end.
func (b *Batch) splitPlain() error {
	data, cells, starts := b.data[:b.size], b.cells, b.starts
	from, begin := 0, 0
	var tail [stride]byte
	for i := 0; i < len(data); i += stride {
		chunk := data[i:]
		if len(chunk) < stride {
			copy(tail[:], chunk)
			chunk = tail[:]
		}
		for ends := marks((*[stride]byte)(chunk), b.sep); ends != 0; ends &= ends - 1 {
			at := i + bits.TrailingZeros64(ends)
			if data[at] != '\n' {
				cells = append(cells, span{uint32(from), uint32(at)})
				from = at + 1
				continue
			}
			cells = closeRow(data, cells, int(starts[len(starts)-1]), from, at)
			from = at + 1
			starts = append(starts, int32(len(cells)))
			if err := b.within(starts, from-begin); err != nil {
				return err
			}
			begin = from
		}
	}
	b.cells, b.starts = cells, starts
	return nil
}

// stride is the number of bytes of which the marks fit in one word.
const stride = 64

// marks returns, one bit a byte, where cells end: at separators and line feeds.
// It looks at eight bytes at a time.
func marks(chunk *[stride]byte, sep byte) (ends uint64) {
	seps, lines := repeat(sep), repeat('\n')
	for i := 0; i < stride; i += 8 {
		word := binary.LittleEndian.Uint64(chunk[i:])
		ends |= gather(eitherZero(word^lines, word^seps)) << i
	}
	return ends
}

// gather moves the top bit of each byte of w into the lowest eight bits. The
// other bits of w are zero; no two products meet, so there are no carries.
func gather(w uint64) uint64 { return w >> 7 * 0x0102040810204080 >> 56 }

// closeRow appends the last cell of a row that ends at a line feed: without
// its carriage return, and not at all when the line is blank.
func closeRow(data []byte, cells []span, first, from, at int) []span {
	if at > from && data[at-1] == '\r' {
		at--
	}
	if at == from && len(cells) == first {
		return cells
	}
	return append(cells, span{uint32(from), uint32(at)})
}

// within checks the row that was closed last against the limits.
func (b *Batch) within(starts []int32, size int) error {
	row := len(starts) - 2
	if int(starts[row+1]-starts[row]) > b.lim.Columns {
		return b.errorAt(row, ErrTooWide)
	}
	if size > b.lim.Row {
		return b.errorAt(row, ErrTooLong)
	}
	return nil
}

// splitQuoted splits a block with quotes. A quote opens a quoted cell only as
// the first byte of the cell; elsewhere it is text. Text after the closing
// quote belongs to the cell as well.
func (b *Batch) splitQuoted() error {
	data := b.data[:b.size]
	begin := 0
	for pos := 0; pos < len(data); {
		from, to := pos, pos
		if data[pos] == '"' {
			from, to, pos = unquote(data, pos)
		}
		end := nextEnd(data, pos, b.sep)
		feed := data[end] == '\n'
		rest := data[pos:end]
		if feed && len(rest) > 0 && rest[len(rest)-1] == '\r' {
			rest = rest[:len(rest)-1]
		}
		if to == pos {
			to = pos + len(rest)
		} else {
			to += copy(data[to:], rest)
		}
		blank := feed && begin == pos && len(rest) == 0
		pos = end + 1
		if !blank {
			b.cells = append(b.cells, span{uint32(from), uint32(to)})
		}
		if feed {
			b.starts = append(b.starts, int32(len(b.cells)))
			if err := b.within(b.starts, pos-begin); err != nil {
				return err
			}
			begin = pos
		}
	}
	return nil
}

// unquote takes doubled quotes out of the quoted cell that opens at pos, in
// place, and returns where its text stands and where the closing quote ends.
func unquote(data []byte, pos int) (from, to, after int) {
	from = pos + 1
	to, after = from, from
	for {
		n := bytes.IndexByte(data[after:], '"')
		if n < 0 {
			panic("table: internal error: a block was cut inside quotes")
		}
		if to != after {
			copy(data[to:], data[after:after+n])
		}
		to, after = to+n, after+n+1
		if data[after] != '"' { // the block ends with a line feed
			return from, to, after
		}
		data[to] = '"'
		to, after = to+1, after+1
	}
}

// nextEnd returns the place of the next separator or line feed.
func nextEnd(data []byte, pos int, sep byte) int {
	for data[pos] != sep && data[pos] != '\n' {
		pos++
	}
	return pos
}

// decode turns the cells that are not UTF-8 from Windows-1252 into UTF-8. It
// does so cell by cell, because people paste files of both kinds together.
func (b *Batch) decode() {
	for i, s := range b.cells {
		cell := b.data[s.from:s.to]
		if utf8.Valid(cell) {
			continue
		}
		from := len(b.data)
		for _, c := range cell {
			b.data = utf8.AppendRune(b.data, charmap.Windows1252.DecodeByte(c))
		}
		b.cells[i] = span{uint32(from), uint32(len(b.data))}
	}
}

// repeat fills a word with one byte.
func repeat(c byte) uint64 { return uint64(c) * 0x0101010101010101 }

// eitherZero sets the top bit of each byte that is zero in v or in w, and no
// other bit (H. Warren, Hacker's Delight, 6-1: the exact form).
func eitherZero(v, w uint64) uint64 {
	const low = 0x7f7f7f7f7f7f7f7f
	return ^((v&low+low|v)&(w&low+low|w) | low)
}
