package register

import (
	"encoding/binary"
	"io"
	"math"
)

// A Mark is what is remembered of one row of a delivery. Marks are written in the
// order of the rows, in blocks:
//
//	uvarint  0 when the row is about nobody; 1 when it is about a person who was
//	         not there before; otherwise how many persons that person stands back,
//	         plus 1
//	uint64   key, where rows have one
//	uvarint  2*zigzag(day - day of the row before), plus 1 when open
//	uint32   fingerprint
//	uvarint  row number, when open
//
// Each block goes on where the one before it ended.
type Mark struct {
	// Key names the row within its scope, where rows have a key of their own (a
	// token, or a month and a code); otherwise person and day name it.
	Key uint64
	// Person is who it is about: persons are numbered from 0 in order of
	// appearance in the delivery. Nobody where it is about no person.
	Person int32
	// Day is the day of the event; 0 where rows have a key of their own.
	Day int32
	// Print is a fingerprint of what the store keeps of the row, its row
	// number and person left out. Two contents share one with a chance of 2^-32.
	Print uint32
	// Row is the number of the row in the delivery when the row is open (its
	// end is not filled in), and 0 when it is closed.
	Row int32
}

// Nobody is the person of a row that is about no person.
const Nobody = -1

// longestMark is more than a mark takes.
const longestMark = 3*binary.MaxVarintLen64 + 8 + 4

// A markWriter writes marks into blocks.
type markWriter struct {
	byPerson bool
	people   int32 // how many appeared
	day      int32 // of the mark before
	rows     uint32
	block
}

// add adds a mark.
func (w *markWriter) add(m *Mark) {
	b := binary.AppendUvarint(w.buf, w.back(m.Person))
	if !w.byPerson {
		b = binary.LittleEndian.AppendUint64(b, m.Key)
	}
	day := zigzag(int64(m.Day)-int64(w.day)) << 1
	if m.Row != 0 {
		day |= 1
	}
	b = binary.AppendUvarint(b, day)
	b = binary.LittleEndian.AppendUint32(b, m.Print)
	if m.Row != 0 {
		b = binary.AppendUvarint(b, uint64(m.Row))
	}
	w.block.add(b, longestMark)
	w.day = m.Day
	w.rows++
}

// back says where a person stands among those who appeared.
func (w *markWriter) back(person int32) uint64 {
	switch {
	case person == Nobody:
		return 0
	case person > w.people:
		panic("register: internal error: persons do not come in order")
	case person == w.people:
		w.people++
		return 1
	}
	return uint64(w.people-person) + 1
}

// A markReader reads what a markWriter wrote.
type markReader struct {
	fields
	byPerson bool
	people   int32
	day      int32
}

// next reads the next mark of a block that is not at its end; false after damage.
func (r *markReader) next(m *Mark) bool {
	*m = Mark{Person: Nobody}
	switch back := r.uvarint(); {
	case back > uint64(r.people)+1 || r.people == maxPersons:
		return false
	case back == 1:
		m.Person = r.people
		r.people++
	case back > 1:
		m.Person = r.people - int32(back-1)
	}
	if !r.byPerson {
		m.Key = r.uint(8)
	}
	day := r.uvarint()
	d := int64(r.day) + unzigzag(day>>1)
	m.Print = uint32(r.uint(4))
	if day&1 != 0 {
		row := r.uvarint()
		if row == 0 || row > math.MaxInt32 {
			return false
		}
		m.Row = int32(row)
	}
	m.Day, r.day = int32(d), int32(d)
	return !r.bad && d >= math.MinInt32 && d <= math.MaxInt32
}

// eachMark goes over the marks of a scope; a mark is valid during the call.
func (s *scope) eachMark(plain io.ReaderAt, use func(*Mark) error) error {
	var m Mark
	r, rows := markReader{byPerson: s.byPerson}, uint32(0)
	err := s.marks.each(plain, func(payload []byte) error {
		for r.in = payload; len(r.in) > 0; rows++ {
			if !r.next(&m) {
				return ErrDamaged
			}
			if err := use(&m); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && rows != s.rows {
		err = ErrDamaged
	}
	return err
}
