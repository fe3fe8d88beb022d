package register

import (
	"fmt"
	"io"
	"iter"
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

// Scheme says how the keys of the register are made.
func (s *Session) Scheme() Scheme { return s.reg.scheme }

// Resolve returns the person of each of n keys. A key that is not known yet is
// given a new person with a number drawn at random. No key may stand there
// twice.
//
// This is the step in which a cascade of rules and decisions can lead an
// unknown key to a person who is there already; as it stands, equal keys and
// nothing else make one person.
func (s *Session) Resolve(n int, keys iter.Seq2[Key, Kind]) ([]uint32, error) {
	r := s.reg
	if !r.index.update() {
		return nil, ErrDamaged
	}
	if len(r.ids) == 0 { // everybody is new
		r.ids, r.index.entries = make([]ID, 0, n), make([]entry, 0, n)
	}
	numbers := draw(s.random)
	defer numbers.stop()
	persons := make([]uint32, 0, n)
	for k, kind := range keys {
		p, known := r.index.find(k)
		if !known {
			id, err := numbers.next()
			if err != nil {
				return nil, fmt.Errorf("drawing random numbers for new persons: %w", err)
			}
			p = uint32(len(r.ids))
			r.ids = append(r.ids, id)
			r.index.add(entry{key: k, person: p, kind: kind})
		}
		persons = append(persons, p)
	}
	return persons, nil
}

// drawing draws random numbers, block by block, beside whoever takes them. It
// ends with stop.
type drawing struct {
	blocks  chan drawn
	stopped chan struct{} // closed by stop
	block   drawn
}

// drawn is a block of random numbers, or why it could not be drawn.
type drawn struct {
	ids []byte
	err error
}

func draw(random io.Reader) *drawing {
	d := &drawing{blocks: make(chan drawn, 1), stopped: make(chan struct{})}
	go func() {
		defer close(d.blocks)
		for {
			b := drawn{ids: make([]byte, 1<<12*len(ID{}))}
			_, b.err = io.ReadFull(random, b.ids)
			select {
			case d.blocks <- b:
			case <-d.stopped:
				return
			}
			if b.err != nil {
				return
			}
		}
	}()
	return d
}

func (d *drawing) next() (ID, error) {
	if len(d.block.ids) == 0 {
		d.block = <-d.blocks
	}
	if d.block.err != nil {
		return ID{}, d.block.err
	}
	id := ID(d.block.ids)
	d.block.ids = d.block.ids[len(id):]
	return id, nil
}

// stop returns when nothing is drawn any more.
func (d *drawing) stop() {
	close(d.stopped)
	for range d.blocks {
	}
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
