package anonymise

import (
	"crypto/hmac"
	"crypto/sha256"
	"iter"
	"slices"
	"sync"

	"lvv/anonymise/register"
	"lvv/ingest/check"
)

// Keys are the secrets of gate 1. Each is 32 random bytes, or derived from such
// under a label of its own, and stays with whoever keeps the register: with the
// first one, knowing a V-number is enough to find its person.
type Keys struct {
	Number   []byte // for the index of V-numbers
	NoNumber []byte // for the index of persons without a V-number
	Token    []byte // for references that are kept as tokens
}

// people numbers the persons of one delivery, from 0 in order of appearance,
// and remembers what each was recognised by until the register is asked. V-
// numbers are hashed a part at a time, beside the rows that still come in.
type people struct {
	key     []byte
	numbers *numbering
	known   []int64 // by person: the V-number, or ^position in weak
	weak    []register.Key
	byKey   map[register.Key]uint32
	handed  int // persons whose part is being hashed
	parts   [][]register.Key
	hashing sync.WaitGroup
}

// partSize is the number of persons of whom hashing apart pays.
const partSize = 1 << 12

func newPeople(key []byte, spread uint64) *people {
	return &people{key: key, numbers: newNumbering(spread), byKey: make(map[register.Key]uint32)}
}

// of returns the person of row i. A row without a V-number is recognised by n.
func (p *people) of(rows *check.Rows, field, i int, n *nameless) uint32 {
	v := rows.Columns[field].Int[i]
	if v == check.Missing {
		return p.keyed(n.key(rows, i))
	}
	next := uint32(len(p.known))
	person := p.numbers.number(uint64(v), next)
	if person == next {
		p.add(v)
	}
	return person
}

// add adds a person. It doubles the room where append would add a quarter and
// copy the list over and over.
func (p *people) add(known int64) {
	if len(p.known) == cap(p.known) {
		p.known = slices.Grow(p.known, max(partSize, len(p.known)))
	}
	p.known = append(p.known, known)
}

func (p *people) keyed(k register.Key) uint32 {
	person, there := p.byKey[k]
	if !there {
		person = uint32(len(p.known))
		p.byKey[k] = person
		p.add(^int64(len(p.weak)))
		p.weak = append(p.weak, k)
	}
	return person
}

// hash begins to hash the persons that are new since the last time, if there
// are that many.
func (p *people) hash(atLeast int) {
	part := p.known[p.handed:] // never changed, only added to
	if len(part) < atLeast {
		return
	}
	keys := make([]register.Key, len(part))
	p.parts = append(p.parts, keys)
	p.handed = len(p.known)
	p.hashing.Go(func() { hashNumbers(p.key, part, keys) })
}

// keys goes over the register's key of every person; no more persons will come.
func (p *people) keys() iter.Seq2[register.Key, register.Kind] {
	p.numbers, p.byKey = nil, nil // large, and not needed any more
	p.hash(1)
	p.hashing.Wait()
	return func(yield func(register.Key, register.Kind) bool) {
		i := 0
		for _, part := range p.parts {
			for _, k := range part {
				kind := register.Number
				if v := p.known[i]; v < 0 {
					k, kind = p.weak[^v], register.NoNumber
				}
				if i++; !yield(k, kind) {
					return
				}
			}
		}
	}
}

// links says of every person how they were found.
func (p *people) links() []byte {
	links := make([]byte, len(p.known))
	for i, v := range p.known {
		links[i] = linkNumber
		if v < 0 {
			links[i] = linkNone
		}
	}
	return links
}

// hashNumbers makes the keys of V-numbers: the first 128 bits of HMAC-SHA256
// over the ten digits. It leaves a gap for each person without a number.
func hashNumbers(key []byte, known []int64, keys []register.Key) {
	mac := hmac.New(sha256.New, key)
	var digits [10]byte
	var sum [sha256.Size]byte
	for i, v := range known {
		if v < 0 {
			continue
		}
		for d := len(digits) - 1; d >= 0; d-- {
			digits[d] = '0' + byte(v%10)
			v /= 10
		}
		mac.Reset()
		mac.Write(digits[:])
		keys[i] = register.Key(mac.Sum(sum[:0]))
	}
}
