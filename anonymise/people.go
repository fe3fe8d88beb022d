package anonymise

import (
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

// people numbers the persons of one delivery, from 0 in order of appearance, and
// asks the register who they are, part by part, beside the reading of the rows
// behind them.
type people struct {
	numbers *numbering
	weak    weak
	count   int // of persons
	out     func(Persons) error
	err     error // why no more persons are given out
	lookup  lookup
	filling *part // the last persons, of whom the register was not asked yet
	asked   *part // those before them; empty when there are none
}

// partSize is the number of persons of whom the register is asked at once:
// enough that starting a goroutine for it costs nothing beside it.
const partSize = 1 << 12

// A part is a run of persons with what each was recognised by.
type part struct {
	n       int
	numbers [partSize]int64        // V-numbers; check.Missing where there is none
	keys    [partSize]register.Key // of the others; in the end of all
	kinds   [partSize]register.Kind
	persons [partSize]uint32
}

// newPeople returns people of nobody. Persons go to out, in order, when the
// register has said who they are.
func newPeople(lookup lookup, spread uint64, out func(Persons) error) *people {
	return &people{numbers: newNumbering(spread), lookup: lookup, out: out, filling: new(part), asked: new(part)}
}

// numbered returns the person of a V-number.
func (p *people) numbered(v int64) uint32 {
	next := uint32(p.count)
	person := p.numbers.number(uint64(v), next)
	if person == next {
		p.filling.numbers[p.filling.n] = v
		p.added()
	}
	return person
}

// nameless returns the person whom something else than a V-number leads to.
func (p *people) nameless(k register.Key) uint32 {
	next := uint32(p.count)
	person := p.weak.number(k, next)
	if person == next {
		p.filling.numbers[p.filling.n], p.filling.keys[p.filling.n] = check.Missing, k
		p.added()
	}
	return person
}

func (p *people) added() {
	p.count++
	if p.filling.n++; p.filling.n == partSize {
		p.ask()
	}
}

// give gives out the persons of whom the register was asked.
func (p *people) give() {
	if p.lookup.wait(); p.err == nil {
		p.err = p.lookup.err
	}
	if p.err == nil && p.asked.n > 0 {
		p.err = p.out(Persons{part: p.asked, ids: p.lookup.session.IDs()})
	}
}

// ask gives out the persons of whom the register was asked, and asks it of the next.
func (p *people) ask() {
	p.give()
	p.filling, p.asked = p.asked, p.filling
	p.filling.n = 0
	p.lookup.begin(p.asked)
}

// finish gives out the last persons; no more will come.
func (p *people) finish() error {
	p.numbers, p.weak = nil, weak{} // large, and not needed any more
	p.ask()
	p.give()
	return p.err
}

// A lookup finds the persons of the register, one part of a delivery at a time,
// on a goroutine that ends with its part.
type lookup struct {
	session *register.Session
	keyer   *keyer
	err     error         // why no more are found; to be read when nothing is looked up
	done    chan struct{} // closed when the part that was begun is looked up; nil before
}

// begin looks a part up. Nothing else is being looked up.
func (l *lookup) begin(p *part) {
	done := make(chan struct{})
	l.done = done
	go func() {
		defer close(done)
		if l.err == nil {
			l.err = l.resolve(p)
		}
	}()
}

// wait returns when nothing is looked up any more.
func (l *lookup) wait() {
	if l.done != nil {
		<-l.done
	}
}

func (l *lookup) resolve(p *part) error {
	for i, v := range p.numbers[:p.n] {
		p.kinds[i] = register.NoNumber
		if v != check.Missing {
			p.kinds[i], p.keys[i] = register.Number, l.keyer.number(v)
		}
	}
	return l.session.Resolve(p.keys[:p.n], p.kinds[:p.n], p.persons[:p.n])
}
