package register

import (
	"errors"
	"io"
	"slices"

	"lvv/anonymise/blocks"
	"lvv/schemas"
)

// ErrDamaged means that the register does not hold what a register must: it was
// cut off, altered, or is no register at all.
var ErrDamaged = errors.New("the person register is damaged")

// ErrVersion means that the register was written by another lvv, which may
// know of things, such as pairs that may never be linked, that this one would
// not obey.
var ErrVersion = errors.New("the person register was written by another version of lvv")

// An ID is the random number of a person; all zero when the person was removed.
type ID [16]byte

// A Hash names a segment: the SHA-256 of its sealed file.
type Hash [32]byte

// A Scope is what one delivery is a complete statement of.
type Scope struct {
	Org     string
	Dataset string
	Period  schemas.Period
	Seq     int
}

// A Register is the person register: its persons and keys in memory, the rest in
// its file. Make one with [New] or [Open]. Not safe for concurrent use.
type Register struct {
	file    File
	open    opener
	ids     blocks.List[ID] // by person; zero where removed
	index   index
	scopes  []*scope // the one that was kept last comes first
	session *Session // the one that is going on, or nil
}

// New returns a register of nobody, of which there is no file yet.
func New(f File) *Register {
	return &Register{file: f, open: f.opened}
}

// Len is the number of persons, those removed not counted.
func (r *Register) Len() int {
	n := 0
	for run := range r.ids.Runs(0, r.ids.Len(), r.ids.Len()) {
		for _, id := range run {
			if id != (ID{}) {
				n++
			}
		}
	}
	return n
}

// A Settlement is what [Register.Settle] did.
type Settlement struct {
	Dropped  int // scopes whose segment never came into force
	Replaced int // scopes whose segment is no longer in force
	Removed  int // persons that only dropped scopes had brought
}

// Settle compares the register with the store: call it with what the store has
// in force after reading both, and after every commit of the store. Persons of
// a scope that was replaced stay, because somebody who is gone from one
// delivery and back in the next must remain the same person. What it changes
// reaches the file with the next delivery; until then the next run does it again.
func (r *Register) Settle(inForce func(segment Hash) bool) (Settlement, error) {
	if r.session != nil {
		panic("register: internal error: settling during a session")
	}
	var done Settlement
	var kept, dropped []*scope

	for _, s := range r.scopes {
		switch {
		case inForce(s.segment):
			kept = append(kept, s)
		case s.pending:
			done.Dropped++
			dropped = append(dropped, s)
		default:
			done.Replaced++
		}
	}
	removed, err := r.removeOnly(dropped, kept)
	if err != nil {
		return Settlement{}, err
	}
	for _, s := range kept {
		s.pending = false
	}
	done.Removed = removed
	r.scopes = kept
	return done, nil
}

// removeOnly removes the persons whom the dropped scopes brought and whom no
// kept scope knows.
func (r *Register) removeOnly(dropped, kept []*scope) (int, error) {
	gone := make(map[uint32]bool)
	for _, s := range dropped {
		for p := s.first; p < s.first+s.brought; p++ {
			gone[p] = true
		}
	}
	if len(gone) == 0 {
		return 0, nil
	}
	if err := r.spare(gone, kept); err != nil {
		return 0, err
	}
	for p := range gone {
		*r.ids.At(p) = ID{}
	}
	r.index.remove(func(p uint32) bool { return gone[p] })
	r.trim(kept)
	return len(gone), nil
}

// spare takes out of gone whom a kept scope knows.
func (r *Register) spare(gone map[uint32]bool, kept []*scope) error {
	if len(kept) == 0 {
		return nil
	}
	return r.open.with(func(plain io.ReaderAt) error {
		for _, s := range kept {
			err := s.eachOwner(plain, uint32(r.ids.Len()), func(person uint32) { delete(gone, person) })
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// trim forgets the numbers of removed persons at the end. Numbers in between
// are never given out again.
func (r *Register) trim(kept []*scope) {
	floor := 0
	for _, s := range kept {
		floor = max(floor, int(s.first+s.brought))
	}
	n := r.ids.Len()
	for n > floor && *r.ids.At(uint32(n - 1)) == (ID{}) {
		n--
	}
	r.ids.Cut(n)
}

// earlier returns the scopes in force that a new one is held against: those it
// replaces, and the one whose period ends on the day before its own begins.
func (r *Register) earlier(s Scope) (replaced []*scope, before *scope) {
	for _, old := range r.scopes {
		switch {
		case old.pending || old.Org != s.Org || old.Dataset != s.Dataset:
		case s.Period.Holds(old.Period):
			replaced = append(replaced, old)
		case old.Period.To+1 == s.Period.From:
			before = old
		}
	}
	slices.SortStableFunc(replaced, func(a, b *scope) int { return int(a.Period.From) - int(b.Period.From) })
	return replaced, before
}
