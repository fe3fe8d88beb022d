package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"

	"filippo.io/age"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"lvv/anonymise"
	"lvv/anonymise/durable"
	"lvv/schemas"
)

// A segment is, inside its seal,
//
//	[8]byte  magic
//	uint32   length of the header, little-endian like all numbers
//	header   JSON: meta and columns
//	rows     an Arrow IPC stream of batches; "persoon" is a position in persons
//	persons  for each person 16 bytes of random number and 1 byte: position in
//	         the code list "koppelstatus"
//	uint64   offset of rows
//	uint64   offset of persons
//	uint64   number of rows
//	[8]byte  magic
//
// Persons stand behind the rows because they are known last. Rows are not
// compressed: sealing them costs less than compressing them would (measured:
// see BenchmarkCompression).
const (
	segmentMagic = "lvv seg1"
	trailerSize  = 8 + 8 + 8 + 8
	personSize   = 16 + 1
)

// A SegmentWriter writes one segment. It ends with Place or Abort. Batches are
// sealed in order by a goroutine of its own, beside whatever makes the next one.
// Not safe for concurrent use.
type SegmentWriter struct {
	meta    Meta
	data    *schemas.Dataset
	file    *durable.File
	sum     hash.Hash
	buffer  *bufio.Writer
	sealed  io.WriteCloser
	written countingWriter // what goes into the seal
	rows    *ipc.Writer
	start   int64 // offset of rows
	count   int64
	name    string // once sealed

	batches chan anonymise.Batch // on their way to the seal
	stopped chan struct{}        // closed when no batch will be sealed any more
	err     error                // of sealing; to be read once stopped is closed
}

// A countingWriter counts what it passes on.
type countingWriter struct {
	to io.Writer
	n  int64
}

func (w *countingWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.n += int64(n)
	return n, err
}

// Create begins the segment of a delivery. It is sealed to the given public
// keys as it is written; nothing of it is on the disk in clear.
func (s *Store) Create(m Meta, d *schemas.Dataset, to ...age.Recipient) (*SegmentWriter, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if d.Name != m.Dataset {
		panic("store: internal error: segment of another dataset")
	}
	if err := s.begin(); err != nil {
		return nil, err
	}
	file, err := durable.Create(s.dir)
	if err != nil {
		return nil, fmt.Errorf("making a segment: %w", err)
	}
	w := &SegmentWriter{meta: m, data: d, file: file, sum: sha256.New(),
		batches: make(chan anonymise.Batch, 1), stopped: make(chan struct{})}
	if err := w.begin(d, to); err != nil {
		return nil, fmt.Errorf("making a segment: %w", errors.Join(err, file.Abort()))
	}
	go w.sealAll(w.batches)
	return w, nil
}

func (w *SegmentWriter) begin(d *schemas.Dataset, to []age.Recipient) error {
	sealed, err := age.Encrypt(io.MultiWriter(w.sum, w.file), to...)
	if err != nil {
		return err
	}
	w.sealed = sealed
	w.written.to = sealed
	w.buffer = bufio.NewWriterSize(&w.written, 1<<16)
	head := newHeader(w.meta, d).encode()
	w.buffer.WriteString(segmentMagic) // a bufio.Writer keeps its first error
	w.buffer.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(head))))
	w.buffer.Write(head)
	w.start = w.offset()
	return nil
}

// offset is how much has been written, sealed or not.
func (w *SegmentWriter) offset() int64 { return w.written.n + int64(w.buffer.Buffered()) }

// Append adds a batch. An error of an earlier batch may show only now, or when
// the segment is sealed.
func (w *SegmentWriter) Append(b anonymise.Batch) error {
	if b.Dataset().Name != w.data.Name {
		panic("store: internal error: batch of another dataset")
	}
	b.Retain()
	select {
	case w.batches <- b:
		return nil
	case <-w.stopped:
		b.Release()
		return w.err
	}
}

// sealAll seals batches until there are no more or one fails.
func (w *SegmentWriter) sealAll(batches <-chan anonymise.Batch) {
	defer close(w.stopped)
	for b := range batches {
		w.err = w.seal(b)
		b.Release()
		if w.err != nil {
			return
		}
	}
}

func (w *SegmentWriter) seal(b anonymise.Batch) error {
	rec := b.Record()
	if w.rows == nil {
		w.rows = ipc.NewWriter(w.buffer, ipc.WithSchema(rec.Schema()))
	}
	if err := w.rows.Write(rec); err != nil {
		return fmt.Errorf("writing rows to a segment: %w", err)
	}
	w.count += rec.NumRows()
	return nil
}

// stop waits until what was appended is sealed, or failed to be.
func (w *SegmentWriter) stop() error {
	if w.batches != nil {
		close(w.batches)
		w.batches = nil // of which a batch that nobody took goes with the collector
	}
	<-w.stopped
	return w.err
}

// Finish is Seal and Place.
func (w *SegmentWriter) Finish(persons anonymise.Persons) (Segment, error) {
	seg, err := w.Seal(persons)
	if err != nil {
		return Segment{}, err
	}
	return seg, w.Place()
}

// Seal adds the persons and ends the segment. Its file has no name yet.
func (w *SegmentWriter) Seal(persons anonymise.Persons) (Segment, error) {
	err := w.stop()
	if err == nil {
		err = w.finish(persons)
	}
	if err != nil {
		return Segment{}, fmt.Errorf("finishing a segment: %w", errors.Join(err, w.Abort()))
	}
	seg := Segment{Meta: w.meta, Hash: Hash(w.sum.Sum(nil))}
	w.name = seg.Name()
	return seg, nil
}

// Place puts the sealed file in its place, on the disk. The segment is not in
// force until [Store.Commit].
func (w *SegmentWriter) Place() error {
	if err := w.file.Commit(w.name); err != nil {
		return fmt.Errorf("putting a segment in its place: %w", err)
	}
	return nil
}

func (w *SegmentWriter) finish(persons anonymise.Persons) error {
	if w.rows != nil {
		if err := w.rows.Close(); err != nil {
			return err
		}
	}
	end := w.offset()
	b := w.buffer.AvailableBuffer()
	for id, link := range persons.All() {
		if b = append(append(b, id[:]...), link); cap(b)-len(b) < personSize {
			w.buffer.Write(b)
			b = w.buffer.AvailableBuffer()
		}
	}
	w.buffer.Write(b)
	var trailer []byte
	for _, v := range []int64{w.start, end, w.count} {
		trailer = binary.LittleEndian.AppendUint64(trailer, uint64(v))
	}
	w.buffer.Write(append(trailer, segmentMagic...))
	if err := w.buffer.Flush(); err != nil {
		return err
	}
	return w.sealed.Close()
}

// Abort throws the segment away. It does nothing after Place, so that it can be
// deferred.
func (w *SegmentWriter) Abort() error {
	_ = w.stop() // why it failed has been told, or does not matter any more
	return w.file.Abort()
}
