package anonymise

import (
	"crypto/hmac"
	"crypto/sha256"
	"iter"
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
	weak    weak
	count   int
	known   [][]int64        // by person, in parts: the V-number, or ^position in weak
	keys    [][]register.Key // likewise, of V-numbers; made by hash
	hashing sync.WaitGroup
}

// partSize is the number of persons of a part: parts are what is hashed apart,
// and growing copies nothing.
const partSize = 1 << 12

func newPeople(key []byte, spread uint64) *people {
	return &people{key: key, numbers: newNumbering(spread)}
}

// of returns the person of row i. A row without a V-number is recognised by n.
func (p *people) of(rows *check.Rows, field, i int, n *nameless) uint32 {
	next, v := uint32(p.count), rows.Columns[field].Int[i]
	var person uint32
	if v == check.Missing {
		v = ^int64(len(p.weak.keys))
		person = p.weak.number(n.key(rows, i), next)
	} else {
		person = p.numbers.number(uint64(v), next)
	}
	if person == next {
		p.add(v)
	}
	return person
}

// add adds a person, and begins to hash a part that is full.
func (p *people) add(known int64) {
	last := p.count / partSize
	if last == len(p.known) {
		p.known = append(p.known, make([]int64, 0, partSize))
	}
	p.known[last] = append(p.known[last], known)
	if p.count++; p.count%partSize == 0 {
		p.hash()
	}
}

// hash begins to hash the last part.
func (p *people) hash() {
	part := p.known[len(p.known)-1]
	keys := make([]register.Key, len(part))
	p.keys = append(p.keys, keys)
	p.hashing.Go(func() { hashNumbers(p.key, part, keys) })
}

// all goes over the register's key of every person; no more persons will come.
func (p *people) all() iter.Seq2[register.Key, register.Kind] {
	p.numbers, p.weak.slots = nil, nil // large, and not needed any more
	if len(p.keys) < len(p.known) {
		p.hash()
	}
	p.hashing.Wait()
	return func(yield func(register.Key, register.Kind) bool) {
		for i, part := range p.keys {
			for j, k := range part {
				kind := register.Number
				if v := p.known[i][j]; v < 0 {
					k, kind = p.weak.keys[^v], register.NoNumber
				}
				if !yield(k, kind) {
					return
				}
			}
		}
	}
}

// links says of every person how they were found.
func (p *people) links() []byte {
	links := make([]byte, 0, p.count)
	for _, part := range p.known {
		for _, v := range part {
			link := linkNumber
			if v < 0 {
				link = linkNone
			}
			links = append(links, link)
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
