package register

import (
	"fmt"
	"io"
	"slices"

	"filippo.io/age"

	"lvv/anonymise/blocks"
)

// A Session is one delivery's dealings with the register. It ends with Keep or
// Undo; until then nothing else may be done with the register.
type Session struct {
	reg       *Register
	scope     Scope
	random    io.Reader
	first     int    // persons there were before
	keys      int    // keys there were before
	searching bool   // the index holds the keys there were before
	drawn     []byte // memory of number
	saving    *Saving
	record    *scope
	kept      bool
	changes   Changes
}

// Scope is what the delivery is a statement of.
func (s *Session) Scope() Scope { return s.scope }

// Scheme says how the keys of the register are made.
func (s *Session) Scheme() Scheme { return s.reg.scheme }

// Resolve fills in the person of each key. A key that is not known yet is given
// a new person with a number drawn at random. It may be called for one part of
// the delivery's keys after the other, beside the reading of what comes next; no
// key may stand there twice.
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
	if err := s.number(int(next) - first); err != nil || s.saving == nil {
		return err
	}
	s.saving.writer.fullParts() // a buffer keeps its first error until Finish
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

// IDs returns the random numbers by person, of whom Resolve returned some. It
// is memory of the register, to be read only.
func (s *Session) IDs() *blocks.List[ID] { return &s.reg.ids }

// Seal is [Register.Seal] with what the session adds, of which much is sealed
// while it is found. The session must be kept before the saving is finished.
func (s *Session) Seal(dir string, to ...age.Recipient) (*Saving, error) {
	saving, err := s.reg.Seal(dir, to...)
	if err != nil {
		return nil, err
	}
	saving.session, s.saving = s, saving
	return saving, nil
}

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
	s.kept = true
	s.record.segment, s.record.pending = segment, true
	s.record.first, s.record.brought = uint32(s.first), uint32(s.reg.ids.Len()-s.first)
	s.reg.scopes = append(s.reg.scopes, s.record)
}

// Undo takes back what the session brought. It does nothing after Keep or
// another Undo, so that it can be deferred.
func (s *Session) Undo() {
	if s.reg.session != s {
		return
	}
	s.end()
	s.reg.ids.Cut(s.first)
	if s.reg.index.entries.Len() > s.keys {
		s.reg.index.remove(func(p uint32) bool { return int(p) >= s.first })
	}
}

func (s *Session) end() {
	if s.reg.session != s {
		panic("register: internal error: the session is over")
	}
	s.reg.session = nil
}
