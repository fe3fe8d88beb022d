package envelope

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"filippo.io/age/armor"
)

const (
	intro       = "age-encryption.org/v1\n"
	introBase64 = "YWdlLWVuY3J5cHRpb24ub3JnL3Yx" // of intro without its line end
	sealedChunk = chunk + 16                     // an age chunk with its tag

	// peekBytes is how much of a sealed file is looked at before age sees it.
	// It must be less than a chunk: then reading a chunk goes past the buffer.
	peekBytes = 16 << 10

	// maxArmorLine bounds a line of an armored file, which age does not.
	maxArmorLine = 1 << 10
)

// A sealed is a sealed file on its way to age. It remembers what it needs to
// tell a file that was cut from one that was altered, and both from a disk
// that could not be read.
type sealed struct {
	src   io.Reader     // binary age file: the source, or the source out of its armor
	whole *whole        // the same, where it can be read at any place
	in    *bufio.Reader // reads this sealed, for age
	head  []byte        // first bytes of a binary age file
	n     int64         // bytes read from src
	start int64         // where the first chunk begins; 0 until known
	ended bool          // src said io.EOF
	err   error         // first error of src other than io.EOF
	armor *shortLines   // the armor that src comes out of, or nil
}

// newSealed looks at the beginning of src and refuses what is no age file.
func newSealed(src io.Reader) (*sealed, error) {
	s := &sealed{src: src, whole: wholeOf(src)}
	s.in = bufio.NewReaderSize(s, peekBytes)
	head, err := s.in.Peek(peekBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading sealed file: %w", err)
	}
	s.head = bytes.Clone(head)
	switch {
	case len(head) == 0:
		return nil, ErrEmpty
	case bytes.HasPrefix(head, []byte(intro)):
		return s, nil
	case bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte(armor.Header)):
		lines := &shortLines{r: s.in}
		inner := &sealed{src: armor.NewReader(lines), armor: lines}
		inner.in = bufio.NewReaderSize(inner, peekBytes)
		return inner, nil
	case len(head) < len(intro) && bytes.HasPrefix([]byte(intro), head):
		return nil, ErrTruncated
	case looksMangled(head):
		return nil, ErrMangled
	}
	return nil, ErrNotAge
}

// Read reads from the source and keeps count.
func (s *sealed) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	s.n += int64(n)
	if err == io.EOF {
		s.ended = true
	} else if err != nil && s.err == nil {
		s.err = err
	}
	return n, err
}

// open reads the age header and returns the clear text. A file that can be read
// at any place is read so, because age then takes many chunks at a time into
// memory that is used again, and sees at once whether the end is missing. What is
// wrong with a file, its bytes in their order say best.
func (s *sealed) open(id age.Identity) (io.Reader, error) {
	if s.whole != nil {
		plain, size, err := age.DecryptReaderAt(s.whole, s.whole.size, id)
		if err == nil {
			return io.NewSectionReader(plain, 0, size), nil
		}
		s.whole = nil
	}
	plain, err := age.Decrypt(s.in, id)
	s.start = s.taken()
	return plain, err
}

// taken returns how many bytes age has taken. That age reads from in itself,
// and not from a buffer of its own around it, follows from bufio.NewReader.
func (s *sealed) taken() int64 { return s.n - int64(s.in.Buffered()) }

// blame says what is wrong with the file, given an error of age that was not
// about keys. In the order of certainty: the source itself failed; the header
// ends early or is not as written; the stream ends early; a chunk is not as
// written.
func (s *sealed) blame(err error, headerDone bool) error {
	switch {
	case s.whole != nil && s.whole.err != nil:
		return fmt.Errorf("reading sealed file: %w", s.whole.err)
	case s.armor != nil && s.armor.err != nil:
		return fmt.Errorf("reading sealed file: %w", s.armor.err)
	case s.armor != nil && s.armor.cut():
		return ErrTruncated
	case errors.As(s.err, new(*armor.Error)):
		return ErrMangled
	case s.err != nil:
		return fmt.Errorf("reading sealed file: %w", s.err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ErrTruncated
	case looksRewritten(s.head):
		return ErrMangled
	case headerDone && s.ended && (s.taken()-s.start)%sealedChunk != 0:
		return ErrTruncated // the chunk that failed is short and the last
	}
	return ErrAltered
}

// looksMangled reports whether a file that is not an age file was one: its
// first line, or the first line of its armor, is there but not where and how
// age wrote it. UTF-16 is what "age > file" makes in a Windows shell.
func looksMangled(head []byte) bool {
	narrow := bytes.ReplaceAll(head, []byte{0}, nil)
	for _, sign := range []string{intro[:len(intro)-1], introBase64, armor.Header} {
		if bytes.Contains(narrow, []byte(sign)) {
			return true
		}
	}
	return false
}

// looksRewritten reports whether a file that begins as an age file shows the
// marks of a program that took it for text. Three replacement characters in
// the first 16 KiB of an encrypted file are a chance of one in 10¹⁰.
func looksRewritten(head []byte) bool {
	header, _, _ := bytes.Cut(head, []byte("\n---"))
	return bytes.Contains(header, []byte("\r\n")) || bytes.Count(head, []byte("\uFFFD")) >= 3
}

// A shortLines passes on text whose lines are short, so that armor, which
// collects whole lines, needs little memory whatever it is given.
type shortLines struct {
	r     io.Reader
	line  int    // length of the line so far
	tail  []byte // last bytes passed on
	ended bool   // r said io.EOF
	err   error  // first error of r other than io.EOF
}

var errLongLine = errors.New("line too long for an armored file")

// Read fails with errLongLine once a line is longer than maxArmorLine.
func (s *shortLines) Read(p []byte) (int, error) {
	n, err := s.r.Read(p[:min(len(p), maxArmorLine)])
	if i := bytes.LastIndexByte(p[:n], '\n'); i >= 0 {
		s.line = n - i - 1
	} else if s.line += n; s.line > maxArmorLine {
		return 0, errLongLine
	}
	s.tail = append(s.tail, p[:n]...)
	s.tail = append(s.tail[:0], s.tail[max(0, len(s.tail)-tailBytes):]...)
	if err == io.EOF {
		s.ended = true
	} else if err != nil && s.err == nil {
		s.err = err
	}
	return n, err
}

// tailBytes hold the closing line of an armored file and some white space.
const tailBytes = 1 << 10

// cut reports whether the text came to its end without a closing line.
func (s *shortLines) cut() bool {
	return s.ended && !bytes.Contains(s.tail, []byte(armor.Footer))
}
