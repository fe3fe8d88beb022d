package register

import (
	"fmt"
	"io"
	"slices"
)

// A Session is one delivery's dealings with the register. It ends with Keep or
// Undo; until then nothing else may be done with the register.
type Session struct {
	reg     *Register
	scope   Scope
	random  io.Reader
	first   int // persons there were before
	keys    int // keys there were before
	record  *scope
	changes Changes
}

// Scope is what the delivery is a statement of.
func (s *Session) Scope() Scope { return s.scope }

// Resolve returns the person of each key. A key that is not known yet is given
// a new person with a number drawn at random. No key may stand there twice.
//
// This is the step in which a cascade of rules and decisions can lead an
// unknown key to a person who is there already; as it stands, equal keys and
// nothing else make one person.
func (s *Session) Resolve(keys []Key, kind func(i int) Kind) ([]uint32, error) {
	if !s.reg.index.update() {
		return nil, ErrDamaged
	}
	persons := make([]uint32, len(keys))
	var unknown []int32
	for i, k := range keys {
		p, ok := s.reg.index.find(k)
		if !ok {
			unknown = append(unknown, int32(i))
		}
		persons[i] = p
	}
	drawn := make([]byte, len(unknown)*len(ID{}))
	if _, err := io.ReadFull(s.random, drawn); err != nil {
		return nil, fmt.Errorf("drawing random numbers for new persons: %w", err)
	}
	s.reg.ids = slices.Grow(s.reg.ids, len(unknown))
	s.reg.index.entries = slices.Grow(s.reg.index.entries, len(unknown))
	for n, i := range unknown {
		persons[i] = uint32(len(s.reg.ids))
		s.reg.ids = append(s.reg.ids, ID(drawn[n*len(ID{}):]))
		s.reg.index.add(entry{key: keys[i], person: persons[i], kind: kind(int(i))})
	}
	return persons, nil
}

// ID returns the random number of a person whom Resolve returned.
func (s *Session) ID(person uint32) ID { return s.reg.ids[person] }

// Changes says how the delivery differs from what was in force; it is known
// after Record.
func (s *Session) Changes() Changes { return s.changes }

// Keep adds to the register what the session brought, under the segment that
// holds the delivery's rows. The scope is pending until [Register.Settle].
func (s *Session) Keep(segment Hash) {
	if s.record == nil {
		panic("register: internal error: keeping a session that recorded nothing")
	}
	s.end()
	s.record.segment, s.record.pending = segment, true
	s.record.first, s.record.brought = uint32(s.first), uint32(len(s.reg.ids)-s.first)
	s.reg.scopes = append(s.reg.scopes, s.record)
}

// Undo takes back what the session brought. It does nothing after Keep or
// another Undo, so that it can be deferred.
func (s *Session) Undo() {
	if s.reg.session != s {
		return
	}
	s.end()
	s.reg.ids = s.reg.ids[:s.first]
	if len(s.reg.index.entries) > s.keys {
		s.reg.index.remove(func(p uint32) bool { return int(p) >= s.first })
	}
}

func (s *Session) end() {
	if s.reg.session != s {
		panic("register: internal error: the session is over")
	}
	s.reg.session = nil
}
