package register

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"

	"lvv/anonymise/blocks"
)

// A Session is one delivery's dealings with the register. It writes the
// register's next file while it goes: persons and keys as they are found, rows as
// they are read. It ends with Commit or Undo; until then nothing else may be done
// with the register.
//
// Resolve and Add may go side by side, each by one goroutine at a time.
type Session struct {
	reg       *Register
	random    io.Reader
	first     int    // persons there were before
	keys      int    // keys there were before
	searching bool   // the index holds the keys there were before
	drawn     []byte // memory of number
	owners    owners
	marks     markWriter
	scope     *scope // what the delivery is a statement of
	changes   Changes

	writing sync.Mutex // of out
	out     *output
	sealed  []*scope // what the next file holds; nil before Seal
}

// Begin starts the session of one delivery, of which the rows are named by their
// person and day, or by a key of their own. Random is where the numbers of new
// persons are drawn from; it must be a cryptographic source. One session at a
// time.
func (r *Register) Begin(s Scope, byPerson bool, random io.Reader) (*Session, error) {
	if r.session != nil {
		panic("register: internal error: a session is going on already")
	}
	out, err := r.create()
	if err != nil {
		return nil, err
	}
	session := &Session{reg: r, random: random, first: r.ids.Len(), keys: r.index.entries.Len(), out: out,
		marks: markWriter{byPerson: byPerson}, scope: &scope{Scope: s, byPerson: byPerson, pending: true}}
	session.owners.out = func(payload []byte) { session.section(tagOwner, &session.scope.owners, payload) }
	session.marks.out = func(payload []byte) { session.section(tagMark, &session.scope.marks, payload) }
	r.session = session
	return session, nil
}

// Scope is what the delivery is a statement of.
func (s *Session) Scope() Scope { return s.scope.Scope }

// ByPerson says how the rows of the delivery are named.
func (s *Session) ByPerson() bool { return s.scope.byPerson }

// Resolve fills in the person of each key. A key that is not known yet is given
// a new person with a number drawn at random. It may be called for one part of
// the delivery's keys after the other, in the order in which their persons
// appear, beside the reading of what comes next; no key may stand there twice.
//
// This is the step in which a cascade of rules and decisions can lead an
// unknown key to a person who is there already; as it stands, equal keys and
// nothing else make one person.
func (s *Session) Resolve(keys []Key, kinds []Kind, persons []uint32) error {
	r := s.reg
	if !s.searching { // what the session adds is not looked for
		if s.searching = r.index.update(); !s.searching {
			return ErrDamaged
		}
	}
	first := r.ids.Len()
	next := uint32(first)
	for i := range keys {
		k := &keys[i]
		p, known := r.index.find(k)
		if !known {
			p = next
			next++
			r.index.add(k, p, kinds[i])
		}
		persons[i] = p
	}
	if err := s.number(int(next) - first); err != nil {
		return err
	}
	s.owners.add(persons[:len(keys)])
	s.writing.Lock()
	defer s.writing.Unlock()
	s.out.fullParts(r) // an output keeps its first error until Seal
	return nil
}

// number draws the random numbers of n new persons.
func (s *Session) number(n int) error {
	s.drawn = slices.Grow(s.drawn[:0], n*idSize)[:n*idSize]
	if _, err := io.ReadFull(s.random, s.drawn); err != nil {
		return fmt.Errorf("drawing random numbers for new persons: %w", err)
	}
	for b := s.drawn; len(b) > 0; b = b[idSize:] {
		s.reg.ids.Add(ID(b))
	}
	return nil
}

// Add remembers the next row of the delivery. No two rows have one name.
func (s *Session) Add(m *Mark) { s.marks.add(m) }

// section writes a section of the scope beside what else is being written.
func (s *Session) section(tag string, list *spans, payload []byte) {
	s.writing.Lock()
	defer s.writing.Unlock()
	*list = append(*list, s.out.section(tag, payload))
}

// IDs returns the random numbers by person, of whom Resolve returned some. It
// is memory of the register, to be read only.
func (s *Session) IDs() *blocks.List[ID] { return &s.reg.ids }

// Seal writes and seals what is left, under the segment that holds the delivery's
// rows, and holds the delivery against what is in force. All keys are resolved and
// all rows are added.
func (s *Session) Seal(segment Hash) error {
	s.must()
	r := s.reg
	s.owners.end()
	s.owners.flush()
	s.marks.flush()
	s.scope.segment, s.scope.rows = segment, s.marks.rows
	s.scope.first, s.scope.brought = uint32(s.first), uint32(r.ids.Len()-s.first)
	s.out.parts(r)
	s.out.section(tagScope, encodeScope(s.scope))
	earlier, err := s.out.scopes(r)
	if err == nil {
		err = s.out.seal()
	}
	if err == nil {
		err = s.compare(comparedAtOnce)
	}
	if err != nil {
		return err
	}
	s.sealed = append([]*scope{s.scope}, earlier...)
	return nil
}

// Changes says how the delivery differs from what was in force; it is known
// after Seal.
func (s *Session) Changes() Changes { return s.changes }

// Commit puts the register's new file in place; the scope of the delivery is
// pending until [Register.Settle]. After an error the register is of no use any
// more, because it is not known which file is in place.
func (s *Session) Commit() error {
	s.must()
	if s.sealed == nil {
		panic("register: internal error: a session that was not sealed")
	}
	s.reg.session = nil
	if err := s.out.file.Commit(filepath.Base(s.reg.file.Path)); err != nil {
		return saving(err)
	}
	s.reg.scopes = s.sealed
	return nil
}

// Undo takes back what the session brought. It does nothing after Commit or
// another Undo, so that it can be deferred.
func (s *Session) Undo() error {
	if s.reg.session != s {
		return nil
	}
	s.reg.session = nil
	s.reg.ids.Cut(s.first)
	if s.reg.index.entries.Len() > s.keys {
		s.reg.index.remove(func(p uint32) bool { return int(p) >= s.first })
	}
	return saving(s.out.file.Abort())
}

func (s *Session) must() {
	if s.reg.session != s {
		panic("register: internal error: the session is over")
	}
}

func saving(err error) error {
	if err != nil {
		return fmt.Errorf("saving the person register: %w", err)
	}
	return nil
}
