package anonymise

import (
	"iter"

	"lvv/anonymise/register"
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
	keyer   keyer
	numbers *numbering
	weak    weak
	known   blocks[int64] // by person: the V-number, or ^position in weak
}

func newPeople(keyer keyer, spread uint64) *people {
	return &people{keyer: keyer, numbers: newNumbering(spread)}
}

// numbered returns the person of a V-number.
func (p *people) numbered(v int64) uint32 {
	next := uint32(p.known.n)
	person := p.numbers.number(uint64(v), next)
	if person == next {
		p.known.add(v)
	}
	return person
}

// nameless returns the person whom something else than a V-number leads to.
func (p *people) nameless(k register.Key) uint32 {
	next, known := uint32(p.known.n), ^int64(p.weak.known.n)
	person := p.weak.number(k, next)
	if person == next {
		p.known.add(known)
	}
	return person
}

// count is the number of persons.
func (p *people) count() int { return p.known.n }

// all goes over the register's key of every person; no more persons will come.
// The keys of V-numbers are made block by block, beside whoever takes them.
func (p *people) all() iter.Seq2[register.Key, register.Kind] {
	p.numbers, p.weak.slots = nil, nil // large, and not needed any more
	return func(yield func(register.Key, register.Kind) bool) {
		stop := make(chan struct{})
		defer close(stop)
		from := 0
		for keys := range p.made(stop) {
			for i, k := range keys {
				kind := register.Number
				if v := *p.known.at(uint32(from + i)); v < 0 {
					k, kind = p.weak.known.at(uint32(^v)).key, register.NoNumber
				}
				if !yield(k, kind) {
					return
				}
			}
			from += len(keys)
		}
	}
}

// made makes the keys of V-numbers until stop is closed. It leaves a gap for each
// person without a number. A part is valid until the second one after it.
func (p *people) made(stop <-chan struct{}) <-chan []register.Key {
	const part = 1 << 12 // a divisor of block
	parts := make(chan []register.Key)
	go func() {
		defer close(parts)
		var of [3][part]register.Key
		for i := 0; i*part < p.known.n; i++ {
			keys := of[i%3][:min(part, p.known.n-i*part)]
			for k := range keys {
				if v := *p.known.at(uint32(i*part + k)); v >= 0 {
					keys[k] = p.keyer.number(v)
				}
			}
			select {
			case parts <- keys:
			case <-stop:
				return
			}
		}
	}()
	return parts
}

// links says of every person how they were found.
func (p *people) links() []byte {
	links := make([]byte, p.known.n)
	for i := range links {
		if links[i] = linkNumber; *p.known.at(uint32(i)) < 0 {
			links[i] = linkNone
		}
	}
	return links
}
