package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

// maxHeader bounds the header of a segment; real ones have some 1,000 bytes.
const maxHeader = 1 << 20

// An opened segment can be read at any place. Close it when done.
type opened struct {
	io.Closer
	plain   io.ReaderAt
	header  header
	rows    []span // one a block
	persons []span
	count   int64 // number of rows
}

// A span is a part of a segment.
type span struct{ at, n int64 }

// length is the length of all spans.
func length(spans []span) int64 {
	n := int64(0)
	for _, s := range spans {
		n += s.n
	}
	return n
}

// open opens a segment in force. An identity that does not fit is an error that
// is an *age.NoIdentityMatchError.
func (s *Store) open(seg Segment, ids []age.Identity) (*opened, error) {
	f, err := os.Open(filepath.Join(s.dir, seg.Name()))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: its file is missing", ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	o, err := openSegment(f, seg.Meta, ids)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	o.Closer = f
	return o, nil
}

func openSegment(f *os.File, m Meta, ids []age.Identity) (*opened, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	plain, size, err := age.DecryptReaderAt(f, info.Size(), ids...)
	var noMatch *age.NoIdentityMatchError
	switch {
	case errors.As(err, &noMatch):
		return nil, err
	case err != nil:
		return nil, ErrDamaged
	}
	o, err := parseSegment(plain, size)
	if err != nil {
		return nil, err
	}
	if !o.header.Meta.equal(m) {
		return nil, fmt.Errorf("%w: it is another segment than the index says", ErrDamaged)
	}
	return o, nil
}

// parseSegment finds the parts of a segment whose seal is off.
func parseSegment(plain io.ReaderAt, size int64) (*opened, error) {
	o := &opened{plain: plain}
	head, tail := make([]byte, len(segmentMagic)+4), make([]byte, trailerSize)
	if size < int64(len(head)+len(tail)) || !readAt(plain, head, 0) || !readAt(plain, tail, size-int64(trailerSize)) {
		return nil, ErrDamaged
	}
	if magic := string(head[:len(segmentMagic)]); magic != segmentMagic || string(tail[16:]) != magic {
		if strings.HasPrefix(magic, magicStart) && string(tail[16:]) == magic {
			return nil, ErrVersion
		}
		return nil, ErrDamaged
	}
	text := int64(binary.LittleEndian.Uint32(head[len(segmentMagic):]))
	start := int64(len(head)) + text
	blocks := binary.LittleEndian.Uint64(tail)
	if o.count = int64(binary.LittleEndian.Uint64(tail[8:])); text > maxHeader || blocks > uint64(size/blockSize) || o.count < 0 {
		return nil, ErrDamaged
	}
	if !o.readHeader(int64(len(head)), text) || !o.readIndex(start, size-int64(trailerSize), int64(blocks)) {
		return nil, ErrDamaged
	}
	return o, nil
}

// readHeader reads the header and reports whether it is sound.
func (o *opened) readHeader(at, n int64) bool {
	text := make([]byte, n)
	if !readAt(o.plain, text, at) {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	return dec.Decode(&o.header) == nil && o.header.check() == nil && bytes.Equal(o.header.encode(), text)
}

// readIndex reads the index, which ends at an offset, and reports whether its
// blocks are all there is from start to where it begins.
func (o *opened) readIndex(start, end, blocks int64) bool {
	index := make([]byte, blocks*blockSize)
	if end -= int64(len(index)); end < start || !readAt(o.plain, index, end) {
		return false
	}
	for ; len(index) > 0; index = index[blockSize:] {
		rows, persons := int64(binary.LittleEndian.Uint64(index)), int64(binary.LittleEndian.Uint64(index[8:]))
		if rows < 0 || rows > end-start || persons < 0 || persons > end-start-rows || persons%personSize != 0 {
			return false
		}
		o.rows, o.persons = append(o.rows, span{start, rows}), append(o.persons, span{start + rows, persons})
		start += rows + persons
	}
	return start == end && length(o.persons)/personSize <= math.MaxInt32
}

// readRows reads the rows of all blocks, one after the other.
func (o *opened) readRows() io.Reader {
	var parts []io.Reader
	for _, s := range o.rows {
		parts = append(parts, io.NewSectionReader(o.plain, s.at, s.n))
	}
	return io.MultiReader(parts...)
}

func readAt(r io.ReaderAt, p []byte, at int64) bool {
	n, _ := r.ReadAt(p, at)
	return n == len(p)
}

// readPersons calls person for each person of the segment, in order.
func (o *opened) readPersons(person func(id [16]byte, link byte)) error {
	memory := make([]byte, 1<<16/personSize*personSize)
	for _, s := range o.persons {
		for at, end := s.at, s.at+s.n; at < end; {
			b := memory[:min(int64(len(memory)), end-at)]
			if !readAt(o.plain, b, at) {
				return ErrDamaged
			}
			at += int64(len(b))
			for ; len(b) > 0; b = b[personSize:] {
				person([16]byte(b), b[16])
			}
		}
	}
	return nil
}
