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

	"filippo.io/age"
)

// maxHeader bounds the header of a segment; real ones have some 1,000 bytes.
const maxHeader = 1 << 20

// An opened segment can be read at any place. Close it when done.
type opened struct {
	io.Closer
	plain   io.ReaderAt
	header  header
	rows    int64 // offset of the rows
	persons int64 // offset of the persons, and end of the rows
	end     int64 // offset of the trailer, and end of the persons
	count   int64 // number of rows
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
	head := make([]byte, len(segmentMagic)+4)
	tail := make([]byte, trailerSize)
	if size < int64(len(head)+len(tail)) || !readAt(plain, head, 0) || !readAt(plain, tail, size-trailerSize) ||
		string(head[:len(segmentMagic)]) != segmentMagic || string(tail[24:]) != segmentMagic {
		return nil, ErrDamaged
	}
	length := int64(binary.LittleEndian.Uint32(head[len(segmentMagic):]))
	o := &opened{
		plain:   plain,
		rows:    int64(len(head)) + length,
		end:     size - trailerSize,
		persons: int64(binary.LittleEndian.Uint64(tail[8:])),
		count:   int64(binary.LittleEndian.Uint64(tail[16:])),
	}
	if length > maxHeader || o.rows != int64(binary.LittleEndian.Uint64(tail)) || o.persons < o.rows ||
		o.persons > o.end || (o.end-o.persons)%personSize != 0 || (o.end-o.persons)/personSize > math.MaxInt32 || o.count < 0 {
		return nil, ErrDamaged
	}
	text := make([]byte, length)
	if !readAt(plain, text, int64(len(head))) {
		return nil, ErrDamaged
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&o.header); err != nil || o.header.check() != nil || !bytes.Equal(o.header.encode(), text) {
		return nil, ErrDamaged
	}
	return o, nil
}

func readAt(r io.ReaderAt, p []byte, at int64) bool {
	n, _ := r.ReadAt(p, at)
	return n == len(p)
}

// readPersons calls person for each person of the segment, in order.
func (o *opened) readPersons(person func(id [16]byte, link byte)) error {
	block := make([]byte, 1<<16/personSize*personSize)
	for at := o.persons; at < o.end; at += int64(len(block)) {
		b := block[:min(int64(len(block)), o.end-at)]
		if !readAt(o.plain, b, at) {
			return ErrDamaged
		}
		for ; len(b) > 0; b = b[personSize:] {
			person([16]byte(b), b[16])
		}
	}
	return nil
}
