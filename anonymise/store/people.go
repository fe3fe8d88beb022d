package store

import "encoding/binary"

// People numbers the persons of everything that was read, from 0 without gaps,
// in the order of the index. The same person has one number in all datasets.
type People struct {
	ids   [][16]byte
	slots []int32 // open addressing: number plus one, 0 where empty
}

// Len is the number of persons.
func (p *People) Len() int { return len(p.ids) }

// ID is the random number that the register gave a person. Pseudonyms are
// derived from it; it is not for anybody's eyes.
func (p *People) ID(n int32) [16]byte { return p.ids[n] }

// expect makes room for so many persons.
func (p *People) expect(n int) {
	p.ids = make([][16]byte, 0, n)
	p.resize(2 * n)
}

// number returns the number of a person, a new one if need be.
func (p *People) number(id [16]byte) int32 {
	if 2*(len(p.ids)+1) > len(p.slots) {
		p.resize(max(4*len(p.ids), 1<<10))
	}
	for i := p.home(id); ; i = (i + 1) & (len(p.slots) - 1) {
		switch n := p.slots[i]; {
		case n == 0:
			p.ids = append(p.ids, id)
			p.slots[i] = int32(len(p.ids))
			return int32(len(p.ids) - 1)
		case p.ids[n-1] == id:
			return n - 1
		}
	}
}

// home is where a search begins. The numbers are random, so they need no
// hashing.
func (p *People) home(id [16]byte) int {
	return int(binary.LittleEndian.Uint64(id[:]) & uint64(len(p.slots)-1))
}

func (p *People) resize(atLeast int) {
	size := 1
	for size < atLeast {
		size *= 2
	}
	p.slots = make([]int32, size)
	for n, id := range p.ids {
		i := p.home(id)
		for p.slots[i] != 0 {
			i = (i + 1) & (size - 1)
		}
		p.slots[i] = int32(n + 1)
	}
}
