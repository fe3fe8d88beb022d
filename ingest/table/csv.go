package table

import (
	"bytes"
	"fmt"
	"io"
)

// csvSource cuts a CSV file into blocks that end where a record ends. What is
// left behind the last record end is carried over to the next block.
type csvSource struct {
	r      io.Reader
	lim    Limits
	pool   pool
	header []string
	sep    byte
	mac    bool   // lines end in a bare carriage return, as old Excel for Mac writes
	carry  []byte // begins where a record begins
	eof    bool
	next   int32 // number of the next record
	err    error // what Next returns from now on
}

// NewCSV reads a CSV file: separator ';', ',' or tab, whichever the header row
// holds most of; UTF-8 with or without byte order mark, or Windows-1252; lines
// that end in CRLF, LF or CR; RFC 4180 quotes, around separators and line
// breaks as well. A first line "sep=;" as Excel understands it is obeyed.
//
// The errors are those of this package, or the reader's own, wrapped.
func NewCSV(r io.Reader, lim Limits) (Source, error) {
	s := &csvSource{r: r, lim: lim.filled(), next: 1}
	if err := s.open(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *csvSource) Header() []string { return s.header }

func (s *csvSource) Close() error {
	s.carry, s.err = nil, io.EOF
	return nil
}

// open reads as much as the header needs and finds the separator.
func (s *csvSource) open() error {
	if err := s.fill(&s.carry, s.lim.Block); err != nil {
		return err
	}
	inner := bytes.TrimRight(s.carry, "\r\n")
	s.mac = bytes.IndexByte(inner, '\n') < 0 && bytes.IndexByte(inner, '\r') >= 0
	s.unmac(s.carry)
	if err := refuse(s.carry); err != nil {
		return err
	}
	s.carry = bytes.TrimPrefix(s.carry, []byte("\xef\xbb\xbf"))
	hint := s.takeHint()
	s.skipBlank()
	s.sep = hint
	if hint == 0 {
		s.sep = separator(s.carry)
	}
	end, open := headerEnd(s.carry, s.sep)
	switch {
	case end == 0 && open:
		return &RowError{s.next, ErrUnclosedQuote}
	case end == 0 && len(s.carry) > 0:
		return &RowError{s.next, ErrTooLong}
	case end == 0:
		return ErrEmpty
	}
	return s.parseHeader(end)
}

func (s *csvSource) parseHeader(end int) error {
	b := s.pool.get()
	defer b.Release()
	b.data = append(b.data, s.carry[:end]...)
	s.describe(b, 1, true)
	if err := b.Parse(); err != nil {
		return err
	}
	for _, cell := range b.Raw(nil, 0) {
		s.header = append(s.header, string(cell))
	}
	s.carry = s.carry[end:]
	return nil
}

// describe fills in what a batch must know of its block.
func (s *csvSource) describe(b *Batch, rows int, quoted bool) {
	b.size, b.rows, b.quoted = len(b.data), rows, quoted
	b.sep, b.lim, b.first = s.sep, s.lim, s.next
	b.columns = len(s.header)
	s.next += int32(rows)
}

// Next cuts the next block.
func (s *csvSource) Next() (*Batch, error) {
	if s.err != nil {
		return nil, s.err
	}
	b := s.pool.get()
	b.data = append(b.data, s.carry...)
	for size := s.lim.Block; ; size *= 2 {
		if err := s.fill(&b.data, size); err != nil {
			return nil, s.stop(b, err)
		}
		if len(b.data) == 0 {
			return nil, s.stop(b, io.EOF)
		}
		end, rows, quoted, open := boundary(b.data, s.sep, s.eof)
		if s.eof && open || end == 0 && open && len(b.data) > s.lim.Row {
			return nil, s.stop(b, &RowError{s.next + int32(rows), ErrUnclosedQuote})
		}
		if end > 0 {
			s.carry = append(s.carry[:0], b.data[end:]...)
			b.data = b.data[:end]
			s.describe(b, rows, quoted)
			return b, nil
		}
		if len(b.data) > s.lim.Row {
			return nil, s.stop(b, &RowError{s.next, ErrTooLong})
		}
	}
}

func (s *csvSource) stop(b *Batch, err error) error {
	b.Release()
	s.carry, s.err = nil, err
	return err
}

// reach is the room behind a block, so that words of memory that begin in its last
// cells end in it; see [Column.Text].
const reach = 32

// fill reads until buf holds size bytes or the file ends; a file that does not
// end its last line gets a line feed. Only io.EOF is an end: a sealed file that
// was cut off reports io.ErrUnexpectedEOF, and must not pass for a short one.
func (s *csvSource) fill(buf *[]byte, size int) error {
	b := *buf
	if cap(b) < size+reach { // a missing line feed among it
		b = append(make([]byte, 0, size+reach), b...)
	}
	idle := 0
	for !s.eof && len(b) < size {
		n, err := s.r.Read(b[len(b):size])
		s.unmac(b[len(b) : len(b)+n])
		b = b[:len(b)+n]
		if n == 0 {
			idle++
		} else {
			idle = 0
		}
		switch {
		case err == io.EOF:
			s.eof = true
		case err != nil:
			return fmt.Errorf("reading the table: %w", err)
		case idle == 100:
			return fmt.Errorf("reading the table: %w", io.ErrNoProgress)
		}
	}
	if s.eof && len(b) > 0 && b[len(b)-1] != '\n' {
		b = append(b, '\n')
	}
	*buf = b
	return nil
}

// unmac turns the carriage returns of an old Mac file into line feeds.
func (s *csvSource) unmac(b []byte) {
	if !s.mac {
		return
	}
	for i := bytes.IndexByte(b, '\r'); i >= 0 && i < len(b); i++ {
		if b[i] == '\r' {
			b[i] = '\n'
		}
	}
}
