package register

import (
	"fmt"
	"io"
	"iter"
	"math"
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

// Resolve returns the person of each of n keys. A key that is not known yet is
// given a new person with a number drawn at random. No key may stand there
// twice. The keys are gone through twice.
//
// This is the step in which a cascade of rules and decisions can lead an
// unknown key to a person who is there already; as it stands, equal keys and
// nothing else make one person.
func (s *Session) Resolve(n int, keys iter.Seq2[Key, Kind]) ([]uint32, error) {
	if !s.reg.index.update() {
		return nil, ErrDamaged
	}
	persons := make([]uint32, 0, n)
	unknown := 0
	for k := range keys {
		p, ok := s.reg.index.find(k)
		if !ok {
			p = nobody
			unknown++
		}
		persons = append(persons, p)
	}
	return persons, s.add(persons, unknown, keys)
}

// nobody stands where a person has to be made.
const nobody = math.MaxUint32

// add makes a person for each unknown key.
func (s *Session) add(persons []uint32, unknown int, keys iter.Seq2[Key, Kind]) error {
	r := s.reg
	r.ids = grown(r.ids, unknown)
	r.index.entries = grown(r.index.entries, unknown)
	blocks := draw(s.random, unknown)
	var block drawn
	i := -1
	for k, kind := range keys {
		if i++; persons[i] != nobody {
			continue
		}
		if len(block.ids) == 0 {
			if block = <-blocks; block.err != nil {
				return fmt.Errorf("drawing random numbers for new persons: %w", block.err)
			}
		}
		persons[i] = uint32(len(r.ids))
		r.ids = append(r.ids, ID(block.ids))
		r.index.add(entry{key: k, person: persons[i], kind: kind})
		block.ids = block.ids[len(ID{}):]
	}
	return nil
}

// drawn is a block of random numbers, or why it could not be drawn.
type drawn struct {
	ids []byte
	err error
}

// draw draws n random numbers, block by block, beside whoever takes them from
// the channel. Not all have to be taken when one could not be drawn.
func draw(random io.Reader, n int) <-chan drawn {
	const full = 1 << 12 * len(ID{})
	blocks := make(chan drawn, 4)
	go func() {
		defer close(blocks)
		for left := n * len(ID{}); left > 0; left -= full {
			b := drawn{ids: make([]byte, min(left, full))}
			_, b.err = io.ReadFull(random, b.ids)
			blocks <- b
			if b.err != nil {
				return
			}
		}
	}()
	return blocks
}

// grown returns s with room for exactly n more. Unlike slices.Grow it does not
// write zeros into the room, which for a new register is all there is.
func grown[T any](s []T, n int) []T {
	if cap(s)-len(s) >= n {
		return s
	}
	return append(make([]T, 0, len(s)+n), s...)
}

// IDs returns the random numbers by person, of whom Resolve returned some. It
// is memory of the register, to be read only.
func (s *Session) IDs() []ID { return s.reg.ids }

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
