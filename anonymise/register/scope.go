package register

import (
	"encoding/binary"
	"io"
)

// A scope is what is remembered of one delivery. Its rows, and whom they are
// about, are in the file.
type scope struct {
	Scope
	segment  Hash
	pending  bool   // not yet known to be in force
	byPerson bool   // a row is named by its person and day, and not by a key of its own
	first    uint32 // number of the first person this delivery brought
	brought  uint32 // how many it brought
	rows     uint32
	owners   spans
	marks    spans
}

// A span is where the payload of a section stands in what the file holds.
type span struct {
	at int64
	n  int
}

type spans []span

// A block gathers what goes into the sections of a scope; out takes each payload.
type block struct {
	buf []byte
	out func(payload []byte)
}

// add takes what was appended to buf. What is appended at once is never longer
// than longest.
func (b *block) add(buf []byte, longest int) {
	if b.buf = buf; len(buf) > blockSize-longest {
		b.flush()
	}
}

func (b *block) flush() {
	if len(b.buf) > 0 {
		b.out(b.buf)
		b.buf = b.buf[:0]
	}
}

// each calls use with the payload of each span, which is valid during the call.
func (list spans) each(plain io.ReaderAt, use func(payload []byte) error) error {
	var memory []byte
	for _, s := range list {
		if cap(memory) < s.n {
			memory = make([]byte, blockSize)
		}
		b := memory[:s.n]
		if n, err := plain.ReadAt(b, s.at); n < len(b) {
			return err
		}
		if err := use(b); err != nil {
			return err
		}
	}
	return nil
}

// encodeScope writes a scope without its rows: the organisation and dataset as
// uvarint length and bytes, int32 first and last day, uint32 sequence, 32 bytes
// of segment hash, uint8 flags (1 pending, 2 by person), uint32 first person,
// persons brought, and rows.
func encodeScope(s *scope) []byte {
	var b []byte
	for _, text := range []string{s.Org, s.Dataset} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(s.Period.From))
	b = binary.LittleEndian.AppendUint32(b, uint32(s.Period.To))
	b = binary.LittleEndian.AppendUint32(b, uint32(s.Seq))
	b = append(b, s.segment[:]...)
	var flags byte
	if s.pending {
		flags |= 1
	}
	if s.byPerson {
		flags |= 2
	}
	b = append(b, flags)
	b = binary.LittleEndian.AppendUint32(b, s.first)
	b = binary.LittleEndian.AppendUint32(b, s.brought)
	return binary.LittleEndian.AppendUint32(b, s.rows)
}
