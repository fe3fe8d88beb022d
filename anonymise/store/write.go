package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"

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
//	blocks   each some rows and behind them some persons:
//	         rows     a part of an Arrow IPC stream of batches; "persoon" is a
//	                  position among the persons of all blocks
//	         persons  for each 16 bytes of random number and 1 byte: position in
//	                  the code list "koppelstatus"
//	index    for each block uint64 length of its rows and of its persons
//	uint64   number of blocks
//	uint64   number of rows
//	[8]byte  magic
//
// Persons stand between the rows because they are found while rows are read.
// Rows are not compressed: sealing them costs less than compressing them would
// (measured: see BenchmarkCompression).
const (
	magicStart   = "lvv seg"
	segmentMagic = magicStart + "2"
	trailerSize  = 8 + 8 + len(segmentMagic)
	blockSize    = 8 + 8 // in the index
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
	index   []byte
	count   int64
	name    string // once sealed

	persons []byte        // those that came since the last batch
	spare   chan []byte   // memory for persons that were sealed
	blocks  chan block    // on their way to the seal
	stopped chan struct{} // closed when no block will be sealed any more
	err     error         // of sealing; to be read once stopped is closed
}

// A block is a batch and the persons that came before it.
type block struct {
	rows    anonymise.Batch
	persons []byte
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
		spare: make(chan []byte, 1), blocks: make(chan block, 1), stopped: make(chan struct{})}
	if err := w.begin(d, to); err != nil {
		return nil, fmt.Errorf("making a segment: %w", errors.Join(err, file.Abort()))
	}
	go w.sealAll(w.blocks)
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
	case w.blocks <- block{rows: b, persons: w.persons}:
	case <-w.stopped:
		b.Release()
		return w.err
	}
	select {
	case w.persons = <-w.spare:
	default:
		w.persons = nil
	}
	return nil
}

// AppendPersons adds persons. They are sealed with the next batch.
func (w *SegmentWriter) AppendPersons(p anonymise.Persons) error {
	w.persons = slices.Grow(w.persons, p.Len()*personSize)
	for id, link := range p.All() {
		w.persons = append(append(w.persons, id[:]...), link)
	}
	return nil
}

// sealAll seals blocks until there are no more or one fails.
func (w *SegmentWriter) sealAll(blocks <-chan block) {
	defer close(w.stopped)
	for b := range blocks {
		w.err = w.seal(b)
		b.rows.Release()
		if w.err != nil {
			return
		}
		select {
		case w.spare <- b.persons[:0]:
		default:
		}
	}
}

func (w *SegmentWriter) seal(b block) error {
	from, rec := w.offset(), b.rows.Record()
	if w.rows == nil {
		w.rows = ipc.NewWriter(w.buffer, ipc.WithSchema(rec.Schema()))
	}
	if err := w.rows.Write(rec); err != nil {
		return fmt.Errorf("writing rows to a segment: %w", err)
	}
	w.count += rec.NumRows()
	w.end(from, b.persons)
	return nil
}

// end ends a block, of which the rows begin at an offset, with its persons.
func (w *SegmentWriter) end(from int64, persons []byte) {
	w.index = binary.LittleEndian.AppendUint64(w.index, uint64(w.offset()-from))
	w.index = binary.LittleEndian.AppendUint64(w.index, uint64(len(persons)))
	w.buffer.Write(persons)
}

// stop waits until what was appended is sealed, or failed to be.
func (w *SegmentWriter) stop() error {
	if w.blocks != nil {
		close(w.blocks)
		w.blocks = nil // of which a batch that nobody took goes with the collector
	}
	<-w.stopped
	return w.err
}

// Seal ends the segment. Its file has no name yet.
func (w *SegmentWriter) Seal() (Segment, error) {
	err := w.stop()
	if err == nil {
		err = w.finish()
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

// finish writes what is left, as a last block, and the index.
func (w *SegmentWriter) finish() error {
	from := w.offset()
	if w.rows != nil {
		if err := w.rows.Close(); err != nil {
			return err
		}
	}
	w.end(from, w.persons)
	w.buffer.Write(w.index)
	var trailer []byte
	for _, v := range []int64{int64(len(w.index) / blockSize), w.count} {
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
