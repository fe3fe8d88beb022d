package register

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"lvv/schemas"
)

// load reads what a register's file holds. Of rows and their persons it keeps
// only where they stand.
func load(from io.Reader) (*Register, error) {
	l := loader{in: bufio.NewReaderSize(from, blockSize)}
	l.begin()
	for l.err == nil && !l.ended {
		l.section()
	}
	if l.err == nil {
		l.known()
	}
	switch {
	case l.err == nil:
		return &l.reg, nil
	case errors.Is(l.err, io.EOF) || errors.Is(l.err, io.ErrUnexpectedEOF):
		return nil, ErrDamaged
	}
	return nil, l.err
}

// A loader takes a register apart. The first thing that is wrong ends it.
type loader struct {
	in    *bufio.Reader
	at    int64 // how much was read
	reg   Register
	parts int    // how many there were
	scope scope  // what was found of the next scope
	body  []byte // memory of a section
	ended bool
	err   error
}

// read returns the next n bytes, until the following read; nil, and an error set,
// when there are fewer.
func (l *loader) read(n int) []byte {
	if cap(l.body) < n {
		l.body = make([]byte, n)
	}
	b := l.body[:n]
	if l.err == nil {
		if _, err := io.ReadFull(l.in, b); err != nil {
			l.err = fmt.Errorf("reading the person register: %w", err)
		}
		l.at += int64(n)
	}
	if l.err != nil {
		return nil
	}
	return b
}

// begin reads the magic.
func (l *loader) begin() {
	b := l.read(len(magic))
	switch {
	case l.err != nil || string(b) == magic:
	case string(b[:len(magicStart)]) == magicStart:
		l.err = ErrVersion
	default:
		l.err = ErrDamaged
	}
}

// The longest payloads. Those of scopes are short: names of an organisation and a
// dataset, and numbers.
const (
	longestPart  = 4 + partSize*(idSize+keySize)
	longestScope = 1 << 12
)

func (l *loader) section() {
	head := l.read(headSize)
	if l.err != nil {
		return
	}
	tag, length := string(head[:4]), binary.LittleEndian.Uint64(head[4:])
	body := func(longest uint64) *fields {
		if length > longest {
			l.err = ErrDamaged
			return &fields{bad: true}
		}
		return &fields{in: l.read(int(length)), bad: l.err != nil}
	}
	switch tag {
	case tagPart:
		l.part(body(longestPart))
	case tagOwner:
		l.skip(&l.scope.owners, length)
	case tagMark:
		l.skip(&l.scope.marks, length)
	case tagScope:
		l.keep(body(longestScope))
	case tagEnd:
		l.end(length)
	default:
		l.err = ErrVersion
	}
}

// skip notes where a section of a scope stands.
func (l *loader) skip(list *spans, length uint64) {
	if length == 0 || length > blockSize {
		l.err = ErrDamaged
		return
	}
	*list = append(*list, span{l.at, int(length)})
	l.read(int(length))
}

// end makes sure that it is the end, and that no rows are left without a scope.
func (l *loader) end(length uint64) {
	l.ended = true
	_, err := l.in.ReadByte()
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		l.err = fmt.Errorf("reading the person register: %w", err)
	case err == nil || length != 0 || len(l.scope.owners)+len(l.scope.marks) > 0:
		l.err = ErrDamaged
	}
}

// part reads a part, which is full unless it is the last with persons, and so are
// its keys.
func (l *loader) part(f *fields) {
	r := &l.reg
	persons := int(f.uint(4))
	keys := (len(f.in) - persons*idSize) / keySize
	full := func(before, n int) bool { return n == 0 || before == l.parts*partSize && n <= partSize }
	if f.bad || persons > partSize || keys < 0 || persons*idSize+keys*keySize != len(f.in) || persons+keys == 0 ||
		!full(r.ids.Len(), persons) || !full(r.index.entries.Len(), keys) || r.ids.Len()+persons > maxPersons {
		l.damaged()
		return
	}
	for range persons {
		r.ids.Add(ID(f.take(idSize)))
	}
	for range keys {
		key := Key(f.take(len(Key{})))
		person, kind := uint32(f.uint(4)), Kind(f.uint(1))
		if person >= maxPersons || kind >= kinds {
			l.damaged()
			return
		}
		r.index.add(&key, person, kind)
	}
	l.parts++
}

// keep reads a scope.
func (l *loader) keep(f *fields) {
	s := l.scope
	l.scope = scope{}
	s.Org, s.Dataset = f.text(), f.text()
	s.Period.From = schemas.Day(int32(f.uint(4)))
	s.Period.To = schemas.Day(int32(f.uint(4)))
	s.Seq = int(f.uint(4))
	copy(s.segment[:], f.take(len(s.segment)))
	flags := f.uint(1)
	s.pending, s.byPerson = flags&1 != 0, flags&2 != 0
	s.first, s.brought, s.rows = uint32(f.uint(4)), uint32(f.uint(4)), uint32(f.uint(4))
	if f.bad || flags > 3 || len(f.in) > 0 {
		l.damaged()
		return
	}
	l.reg.scopes = append(l.reg.scopes, &s)
}

// known makes sure, once all is there, that keys and scopes lead to persons, and
// never two V-numbers to one.
func (l *loader) known() {
	r := &l.reg
	numbered := make([]bool, r.ids.Len())
	for run := range r.index.entries.Runs(0, r.index.entries.Len(), partSize) {
		for _, e := range run {
			p, number := e.person(), e.kind() == Number
			if int64(p) >= int64(r.ids.Len()) || *r.ids.At(p) == (ID{}) || number && numbered[p] {
				l.damaged()
				return
			}
			numbered[p] = numbered[p] || number
		}
	}
	for _, s := range r.scopes {
		if int64(s.first)+int64(s.brought) > int64(r.ids.Len()) {
			l.damaged()
		}
	}
	if !r.index.update() {
		l.damaged()
	}
}

func (l *loader) damaged() {
	if l.err == nil {
		l.err = ErrDamaged
	}
}

// fields are what a section holds, to be taken from its beginning.
type fields struct {
	in  []byte
	bad bool // more was asked than there is
}

// take returns the next n bytes; zeros, and bad set, when there are fewer.
func (f *fields) take(n int) []byte {
	if f.bad || len(f.in) < n {
		f.bad = true
		return make([]byte, n)
	}
	b := f.in[:n]
	f.in = f.in[n:]
	return b
}

// uint reads a little-endian number of n bytes.
func (f *fields) uint(n int) uint64 {
	var v uint64
	for i, b := range f.take(n) {
		v |= uint64(b) << (8 * i)
	}
	return v
}

// uvarint reads a number in its shortest form. Most are short.
func (f *fields) uvarint() uint64 {
	if len(f.in) > 0 && f.in[0] < 0x80 && !f.bad {
		n := uint64(f.in[0])
		f.in = f.in[1:]
		return n
	}
	return f.longUvarint()
}

func (f *fields) longUvarint() uint64 {
	n, size := binary.Uvarint(f.in)
	if f.bad || size <= 0 || size > 1 && n < 1<<(7*(size-1)) {
		f.bad = true
		return 0
	}
	f.in = f.in[size:]
	return n
}

func (f *fields) text() string {
	n := f.uvarint()
	if n > math.MaxUint16 {
		f.bad = true
		return ""
	}
	return string(f.take(int(n)))
}
