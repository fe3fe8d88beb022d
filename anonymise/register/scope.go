package register

import (
	"encoding/binary"
	"math"
	"slices"
)

// A Mark is what is remembered of one row of a delivery.
type Mark struct {
	// Day tells the rows of one owner apart: the day of the event. Where a row
	// is owned by a key of its own, Day is the number of its person instead,
	// and a part of what may change.
	Day int32
	// Print is a fingerprint of what the store keeps of the row, its row
	// number and person left out. Two contents share one with a chance of 2^-32.
	Print uint32
	// Row is the number of the row in the delivery when the row is open (its
	// end is not filled in), and 0 when it is closed.
	Row int32
}

// A scope is what is remembered of one delivery. Its marks are written as
//
//	for each owner, in ascending order:
//	    uvarint  owner less the owner before it (the first one as it is)
//	    uvarint  number of rows
//	    for each row, in ascending order of day:
//	        uvarint  2*d, plus 1 when open; d is zigzag(day - first day of the
//	                 period) for the first row, day - day before it for others
//	        uint32   fingerprint, little-endian
//	        uvarint  row number, when open
//
// An owner is a person where a row is known by person and day, and otherwise
// the row's own key (a token, or a month and code).
type scope struct {
	Scope
	segment  Hash
	pending  bool // not yet known to be in force
	byPerson bool
	first    uint32 // number of the first person this delivery brought
	brought  uint32 // how many it brought
	rows     uint32
	marks    []byte
}

// roomyMark is more than nearly every mark takes, with its share of the owner.
// What is more than needed is memory that is never touched.
const roomyMark = 14

// append adds an owner with its marks, which are in ascending order of day.
// Previous is the owner before it, 0 at the beginning.
func (s *scope) append(previous, owner uint64, marks []Mark) {
	b := s.marks
	if need := 2*binary.MaxVarintLen64 + len(marks)*(4+2*binary.MaxVarintLen64); cap(b)-len(b) < need {
		b = slices.Grow(b, max(need, len(b))) // at least doubles it
	}
	b = binary.AppendUvarint(b, owner-previous)
	b = binary.AppendUvarint(b, uint64(len(marks)))
	day := int64(s.Period.From)
	for i, m := range marks {
		d := uint64(int64(m.Day) - day)
		if i == 0 {
			d = zigzag(int64(m.Day) - day)
		}
		day = int64(m.Day)
		d <<= 1
		if m.Row != 0 {
			d |= 1
		}
		b = binary.AppendUvarint(b, d)
		b = binary.LittleEndian.AppendUint32(b, m.Print)
		if m.Row != 0 {
			b = binary.AppendUvarint(b, uint64(m.Row))
		}
	}
	s.marks = b
	s.rows += uint32(len(marks))
}

func zigzag(v int64) uint64   { return uint64(v<<1) ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// A markReader reads the marks of a scope, owner by owner.
type markReader struct {
	in    []byte
	base  int64
	begun bool
	owner uint64
	marks []Mark // valid until the following next
	err   error
}

func (s *scope) read() *markReader {
	return &markReader{in: s.marks, base: int64(s.Period.From)}
}

// next reads the next owner; it returns false at the end and after damage.
func (r *markReader) next() bool {
	if r.err != nil || len(r.in) == 0 {
		return false
	}
	delta, count := r.uvarint(), r.uvarint()
	if r.err != nil {
		return false
	}
	if r.begun && delta == 0 || r.owner+delta < r.owner || count == 0 || count > uint64(len(r.in)/5) {
		return r.damage()
	}
	r.begun = true
	r.owner += delta
	r.marks = r.marks[:0]
	day := r.base
	for i := range count {
		m, ok := r.mark(day, i == 0)
		if !ok {
			return r.damage()
		}
		r.marks = append(r.marks, m)
		day = int64(m.Day)
	}
	return true
}

// mark reads one mark; day is the day of the mark before it.
func (r *markReader) mark(day int64, first bool) (Mark, bool) {
	d := r.uvarint()
	if r.err != nil || len(r.in) < 4 || d>>1 > math.MaxUint32<<1 {
		return Mark{}, false
	}
	if first {
		day += unzigzag(d >> 1)
	} else if d>>1 == 0 {
		return Mark{}, false // the same day twice
	} else {
		day += int64(d >> 1)
	}
	if day < math.MinInt32 || day > math.MaxInt32 {
		return Mark{}, false
	}
	m := Mark{Day: int32(day), Print: binary.LittleEndian.Uint32(r.in)}
	r.in = r.in[4:]
	if d&1 != 0 {
		row := r.uvarint()
		if row == 0 || row > math.MaxInt32 {
			return Mark{}, false
		}
		m.Row = int32(row)
	}
	return m, r.err == nil
}

func (r *markReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.in)
	if n <= 0 {
		r.damage()
		return 0
	}
	r.in = r.in[n:]
	return v
}

func (r *markReader) damage() bool {
	r.err, r.in = ErrDamaged, nil
	return false
}
