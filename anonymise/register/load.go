package register

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"lvv/schemas"
)

// Load reads a register that Save wrote. It refuses, with ErrDamaged, whatever
// Save would not have written, a person with two V-numbers among it.
func Load(from io.Reader) (*Register, error) {
	return load(from, 0)
}

// load is Load of a register of about size bytes.
func load(from io.Reader, size int64) (*Register, error) {
	read := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	if _, err := read.ReadFrom(from); err != nil {
		return nil, fmt.Errorf("reading the person register: %w", err)
	}
	in := read.Bytes()
	scheme, err := schemeOf(in)
	if err != nil {
		return nil, err
	}
	l := loader{in: in[magicSize:], reg: &Register{scheme: scheme}}
	for l.err == nil && !l.ended {
		l.section()
	}
	if l.err != nil {
		return nil, l.err
	}
	return l.reg, nil
}

// schemeOf reads the magic.
func schemeOf(in []byte) (Scheme, error) {
	if len(in) < magicSize || string(in[:len(magicStart)]) != magicStart {
		return 0, ErrDamaged
	}
	switch string(in[:magicSize]) {
	case HMAC.magic():
		return HMAC, nil
	case CMAC.magic():
		return CMAC, nil
	}
	return 0, ErrVersion
}

// A loader takes a register apart. The first thing that is wrong ends it.
type loader struct {
	in    []byte
	reg   *Register
	last  string // tag of the section before
	parts int    // how many there were
	ended bool
	err   error
}

func (l *loader) section() {
	tag := string(l.take(4))
	length := l.uint(8)
	if l.err == nil && length > uint64(len(l.in)) {
		l.err = ErrDamaged
	}
	if l.err != nil {
		return
	}
	body := loader{in: l.in[:length:length], reg: l.reg, parts: l.parts}
	l.in = l.in[length:]
	if tag == tagScope || tag == tagEnd {
		l.known()
	}
	switch {
	case l.err != nil:
	case tag == tagPart && (l.last == "" || l.last == tagPart):
		body.part()
		l.parts++
	case tag == tagPersons && l.last == "":
		body.persons()
	case tag == tagKeys && l.last == tagPersons:
		body.keys()
	case tag == tagScope && l.last != tagPersons:
		body.scope()
	case tag == tagEnd && l.last != tagPersons:
		l.ended = true
		if length != 0 || len(l.in) != 0 {
			l.err = ErrDamaged
		}
	case tag == tagPart || tag == tagPersons || tag == tagKeys || tag == tagScope || tag == tagEnd:
		l.err = ErrDamaged
	default:
		l.err = ErrVersion
	}
	if l.err == nil {
		l.last, l.err = tag, body.err
	}
}

// part reads a part, which is full unless it is the last with persons, and so are
// its keys.
func (l *loader) part() {
	persons := int64(l.uint(4))
	keys := (int64(len(l.in)) - persons*idSize) / keySize
	full := func(before int, n int64) bool { return n == 0 || before == l.parts*partSize && n <= partSize }
	if l.err != nil || keys < 0 || persons+keys == 0 || !full(l.reg.ids.Len(), persons) || !full(l.reg.index.entries.Len(), keys) {
		l.err = ErrDamaged
		return
	}
	body := loader{in: l.take(int(persons * idSize)), reg: l.reg}
	body.persons()
	l.keys()
}

func (l *loader) persons() {
	if len(l.in)%idSize != 0 || l.reg.ids.Len()+len(l.in)/idSize > maxPersons {
		l.err = ErrDamaged
		return
	}
	for b := l.in; len(b) > 0; b = b[idSize:] {
		l.reg.ids.Add(ID(b))
	}
}

func (l *loader) keys() {
	if len(l.in)%keySize != 0 || len(l.in)/keySize > math.MaxInt32 {
		l.err = ErrDamaged
		return
	}
	for b := l.in; len(b) > 0; b = b[keySize:] {
		person, kind := binary.LittleEndian.Uint32(b[16:]), Kind(b[20])
		if person >= maxPersons || kind >= kinds {
			l.err = ErrDamaged
			return
		}
		l.reg.index.add((*Key)(b), person, kind)
	}
}

// known makes sure, once all of them are there, that keys lead to persons, and
// never two V-numbers to one.
func (l *loader) known() {
	if l.last == tagScope {
		return // it has been made sure of before
	}
	r := l.reg
	numbered := make([]bool, r.ids.Len())
	for run := range r.index.entries.Runs(0, r.index.entries.Len(), partSize) {
		for _, e := range run {
			p, number := e.person(), e.kind() == Number
			if int64(p) >= int64(r.ids.Len()) || *r.ids.At(p) == (ID{}) || number && numbered[p] {
				l.err = ErrDamaged
				return
			}
			numbered[p] = numbered[p] || number
		}
	}
	if !r.index.update() {
		l.err = ErrDamaged
	}
}

// scope reads a scope. Its marks are read when they are needed.
func (l *loader) scope() {
	s := new(scope)
	s.Org, s.Dataset = l.text(), l.text()
	s.Period.From = schemas.Day(int32(l.uint(4)))
	s.Period.To = schemas.Day(int32(l.uint(4)))
	s.Seq = int(l.uint(4))
	copy(s.segment[:], l.take(len(s.segment)))
	flags := l.uint(1)
	s.pending, s.byPerson = flags&1 != 0, flags&2 != 0
	s.first, s.brought, s.rows = uint32(l.uint(4)), uint32(l.uint(4)), uint32(l.uint(4))
	if l.err != nil || flags > 3 || int64(s.first)+int64(s.brought) > int64(l.reg.ids.Len()) {
		l.err = ErrDamaged
		return
	}
	s.marks = l.in
	l.reg.scopes = append(l.reg.scopes, s)
}

// take returns the next n bytes; nil, and an error set, when there are fewer.
func (l *loader) take(n int) []byte {
	if l.err != nil || len(l.in) < n {
		l.err = ErrDamaged
		return nil
	}
	b := l.in[:n:n]
	l.in = l.in[n:]
	return b
}

// uint reads a little-endian number of n bytes.
func (l *loader) uint(n int) uint64 {
	var v uint64
	for i, b := range l.take(n) {
		v |= uint64(b) << (8 * i)
	}
	return v
}

func (l *loader) text() string {
	n, size := binary.Uvarint(l.in)
	if size <= 0 || size > 1 && n < 1<<(7*(size-1)) || n > uint64(len(l.in)-size) {
		l.err = ErrDamaged
		return ""
	}
	l.in = l.in[size:]
	return string(l.take(int(n)))
}
