package anonymise

import (
	"crypto/hmac"
	"crypto/sha256"
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
// and remembers what each was recognised by until the register is asked.
type people struct {
	numbers *numbering
	known   []int64 // by person: the V-number, or ^position in weak
	weak    []register.Key
	byKey   map[register.Key]uint32
}

func newPeople(spread uint64) *people {
	return &people{numbers: newNumbering(spread), byKey: make(map[register.Key]uint32)}
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
		p.known = append(p.known, v)
	}
	return person
}

func (p *people) keyed(k register.Key) uint32 {
	person, there := p.byKey[k]
	if !there {
		person = uint32(len(p.known))
		p.byKey[k] = person
		p.known = append(p.known, ^int64(len(p.weak)))
		p.weak = append(p.weak, k)
	}
	return person
}

// kind says how a person was recognised.
func (p *people) kind(person int) register.Kind {
	if p.known[person] < 0 {
		return register.NoNumber
	}
	return register.Number
}

// keys returns the register's key of every person: for a V-number the first
// 128 bits of HMAC-SHA256 over its ten digits. Two goroutines share the work,
// the one step that hashes every person.
func (p *people) keys(key []byte) []register.Key {
	keys := make([]register.Key, len(p.known))
	half := len(keys) / 2
	var other sync.WaitGroup
	other.Go(func() { p.hash(key, keys, 0, half) })
	p.hash(key, keys, half, len(keys))
	other.Wait()
	return keys
}

func (p *people) hash(key []byte, keys []register.Key, from, to int) {
	mac := hmac.New(sha256.New, key)
	var digits [10]byte
	var sum [sha256.Size]byte
	for i := from; i < to; i++ {
		v := p.known[i]
		if v < 0 {
			keys[i] = p.weak[^v]
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
