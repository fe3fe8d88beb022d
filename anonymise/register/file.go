package register

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"filippo.io/age"

	"lvv/anonymise/durable"
	"lvv/schemas"
)

// The register is written as magic, then sections, each of them
//
//	[4]byte  tag
//	uint64   length of the payload, little-endian like all numbers
//	payload
//
// in this order:
//
//	"pers"  the number of each person, 16 bytes; zero where removed
//	"keys"  for each key: 16 bytes, uint32 person, uint8 kind
//	"scop"  one scope (see encodeScope); there may be many
//	"end."  nothing
//
// What a later version has to remember (name variants, decisions, pairs that
// may never be linked) gets a tag of its own. An unknown tag is refused and not
// skipped: a decision that is carried along but not obeyed would be worse.
const (
	magic      = "lvv register 1\n\x00"
	magicStart = "lvv register "

	tagPersons = "pers"
	tagKeys    = "keys"
	tagScope   = "scop"
	tagEnd     = "end."

	idSize  = 16
	keySize = 16 + 4 + 1
)

// WriteFile seals the register to its key and puts it in place at path, whole
// or not at all.
func (r *Register) WriteFile(path string, to ...age.Recipient) error {
	err := durable.WriteFile(path, durable.Private, func(w io.Writer) error {
		sealed, err := age.Encrypt(w, to...)
		if err != nil {
			return err
		}
		if err := r.Save(sealed); err != nil {
			return err
		}
		return sealed.Close()
	})
	if err != nil {
		return fmt.Errorf("saving the person register: %w", err)
	}
	return nil
}

// ReadFile opens the register at path. A register that is not there is an error
// that is fs.ErrNotExist: only the caller knows whether there ought to be one,
// and a lost register must never pass for a new one.
func ReadFile(path string, id ...age.Identity) (*Register, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the person register: %w", err)
	}
	defer f.Close() // only read
	plain, err := age.Decrypt(f, id...)
	if err != nil {
		return nil, fmt.Errorf("opening the person register: %w", err)
	}
	return Load(plain)
}

// Save writes the register in clear: the caller seals it. The same register
// gives the same bytes.
func (r *Register) Save(to io.Writer) error {
	if r.session != nil {
		panic("register: internal error: saving during a session")
	}
	w := bufio.NewWriterSize(to, 1<<16)
	w.WriteString(magic) // a bufio.Writer keeps its first error for Flush
	section(w, tagPersons, len(r.ids)*idSize)
	for i := range r.ids {
		w.Write(r.ids[i][:])
	}
	section(w, tagKeys, len(r.index.entries)*keySize)
	var b [keySize]byte
	for i := range r.index.entries {
		e := &r.index.entries[i]
		copy(b[:], e.key[:])
		binary.LittleEndian.PutUint32(b[16:], e.person)
		b[20] = byte(e.kind)
		w.Write(b[:])
	}
	for _, s := range r.scopes {
		head := encodeScope(s)
		section(w, tagScope, len(head)+len(s.marks))
		w.Write(head)
		w.Write(s.marks)
	}
	section(w, tagEnd, 0)
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing the person register: %w", err)
	}
	return nil
}

func section(w *bufio.Writer, tag string, length int) {
	w.WriteString(tag)
	w.Write(binary.LittleEndian.AppendUint64(nil, uint64(length)))
}

// encodeScope writes what stands before the marks of a scope: the organisation
// and dataset as uvarint length and bytes, int32 first and last day, uint32
// sequence, 32 bytes of segment hash, uint8 flags (1 pending, 2 by person),
// uint32 first person, persons brought, and rows.
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

// Load reads a register that Save wrote. It refuses, with ErrDamaged, whatever
// Save would not have written, a person with two V-numbers among it.
func Load(from io.Reader) (*Register, error) {
	in, err := io.ReadAll(from)
	if err != nil {
		return nil, fmt.Errorf("reading the person register: %w", err)
	}
	if len(in) < len(magic) || string(in[:len(magic)]) != magic {
		if strings.HasPrefix(string(in[:min(len(in), len(magicStart))]), magicStart) && len(in) >= len(magic) {
			return nil, ErrVersion
		}
		return nil, ErrDamaged
	}
	l := loader{in: in[len(magic):], reg: New()}
	for l.err == nil && !l.ended {
		l.section()
	}
	if l.err != nil {
		return nil, l.err
	}
	return l.reg, nil
}

// A loader takes a register apart. The first thing that is wrong ends it.
type loader struct {
	in    []byte
	reg   *Register
	last  string // tag of the section before
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
	body := loader{in: l.in[:length:length], reg: l.reg}
	l.in = l.in[length:]
	switch {
	case tag == tagPersons && l.last == "":
		body.persons()
	case tag == tagKeys && l.last == tagPersons:
		body.index()
	case tag == tagScope && (l.last == tagKeys || l.last == tagScope):
		body.scope()
	case tag == tagEnd && (l.last == tagKeys || l.last == tagScope):
		l.ended = true
		if length != 0 || len(l.in) != 0 {
			l.err = ErrDamaged
		}
		return
	case tag == tagPersons || tag == tagKeys || tag == tagScope || tag == tagEnd:
		l.err = ErrDamaged
		return
	default:
		l.err = ErrVersion
		return
	}
	l.last, l.err = tag, body.err
}

func (l *loader) persons() {
	if len(l.in)%idSize != 0 || len(l.in)/idSize > math.MaxInt32 {
		l.err = ErrDamaged
		return
	}
	l.reg.ids = make([]ID, len(l.in)/idSize)
	for i := range l.reg.ids {
		l.reg.ids[i] = ID(l.in[i*idSize:])
	}
}

func (l *loader) index() {
	if len(l.in)%keySize != 0 {
		l.err = ErrDamaged
		return
	}
	entries := make([]entry, len(l.in)/keySize)
	numbered := make([]bool, len(l.reg.ids))
	for i := range entries {
		b := l.in[i*keySize:]
		e := entry{key: Key(b), person: binary.LittleEndian.Uint32(b[16:]), kind: Kind(b[20])}
		if int64(e.person) >= int64(len(l.reg.ids)) || l.reg.ids[e.person] == (ID{}) || e.kind >= kinds {
			l.err = ErrDamaged
			return
		}
		if e.kind == Number {
			if numbered[e.person] { // two V-numbers are never one person
				l.err = ErrDamaged
				return
			}
			numbered[e.person] = true
		}
		entries[i] = e
	}
	x, ok := newIndex(entries)
	if !ok {
		l.err = ErrDamaged
		return
	}
	l.reg.index = x
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
	if l.err != nil || flags > 3 || int64(s.first)+int64(s.brought) > int64(len(l.reg.ids)) {
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
