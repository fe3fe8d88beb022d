package table

import (
	"bytes"
	"math/bits"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// split finds the cells of a CSV block. The block ends with a line feed that
// is outside quotes.
func (b *Batch) split() error {
	b.starts = append(slices.Grow(b.starts[:0], b.rows+1), 0)
	b.cells = slices.Grow(b.cells[:0], min(b.rows*b.columns, b.size))
	split := b.splitPlain
	if b.quoted {
		split = b.splitQuoted
	}
	valid, err := split()
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

// zeroAt is the error of a block with a byte that is zero.
func (b *Batch) zeroAt(i int) error {
	return b.errorAt(bytes.Count(b.data[:i], []byte{'\n'}), ErrNotText)
}

// splitPlain splits a block without quotes: every separator and line feed ends
// a cell. It gathers where they are for a stride of bytes at a time, so that the
// loop over them is long enough for the processor to foresee its end. It reports
// whether the block is UTF-8, of which only runs of words that are not ASCII have
// to be looked at.
func (b *Batch) splitPlain() (valid bool, err error) {
	valid = true
	from, run := 0, -1 // where the next cell and, if any, the run of words begin
	var found marked
	for i := 0; i < b.size; i += stride {
		chunk := b.data[i:b.size]
		if len(chunk) < stride {
			chunk = append(make([]byte, 0, stride), chunk...)
			for len(chunk) < stride {
				chunk = append(chunk, ' ') // no mark
			}
		}
		marks(&found, (*[stride]byte)(chunk), b.sep)
		if found.zeros {
			return false, b.zeroAt(bytes.IndexByte(b.data[:b.size], 0))
		}
		for w, ends := range found.ends {
			at := i + 64*w
			if found.tops[w] != 0 && run < 0 {
				run = at
			} else if found.tops[w] == 0 && run >= 0 {
				valid = valid && utf8.Valid(b.data[run:min(at, b.size)])
				run = -1
			}
			if from, err = b.splitWord(ends, at, from); err != nil {
				return false, err
			}
		}
	}
	return valid && (run < 0 || utf8.Valid(b.data[run:b.size])), nil
}

// splitWord ends the cells at the marks among 64 bytes from base on. The first of
// them begins at from; it returns where the next one begins.
func (b *Batch) splitWord(ends uint64, base, from int) (int, error) {
	data, cells := b.data, b.cells
	for ; ends != 0; ends &= ends - 1 {
		at := base + bits.TrailingZeros64(ends)
		if data[at] != '\n' {
			cells = append(cells, span{uint32(from), uint32(at)})
			from = at + 1
			continue
		}
		first := int(b.starts[len(b.starts)-1])
		cells = closeRow(data, cells, first, from, at)
		b.starts = append(b.starts, int32(len(cells)))
		if from = at + 1; first == len(cells) {
			continue // a blank line
		}
		if err := b.within(b.starts, from-int(cells[first].from)); err != nil {
			return 0, err
		}
	}
	b.cells = cells
	return from, nil
}

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
// quote belongs to the cell as well. It reports whether the block is UTF-8.
func (b *Batch) splitQuoted() (valid bool, err error) {
	data := b.data[:b.size]
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return false, b.zeroAt(i)
	}
	valid = utf8.Valid(data) // before quotes are taken out in place
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
				return false, err
			}
			begin = pos
		}
	}
	return valid, nil
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
