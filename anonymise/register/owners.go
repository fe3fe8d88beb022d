package register

import (
	"encoding/binary"
	"io"
)

// Owners are the persons whom a delivery is about, in the order in which it has
// them: Owners[i] is the person of the register whom a [Mark] calls i. Most are
// new, and so follow each other. They are written as runs of persons that do:
//
//	uvarint  zigzag(first person - the one behind the run before)
//	uvarint  how many
//
// in blocks, each of which goes on where the one before it ended.
type owners struct {
	first, n uint32 // the run that grows
	behind   uint32 // the person behind the run that was written last
	block
}

// longestRun is more than a run takes.
const longestRun = 2 * binary.MaxVarintLen64

// add adds persons.
func (o *owners) add(persons []uint32) {
	for _, p := range persons {
		if o.n > 0 && p == o.first+o.n {
			o.n++
			continue
		}
		o.end()
		o.first, o.n = p, 1
	}
}

// end ends the run.
func (o *owners) end() {
	if o.n == 0 {
		return
	}
	b := binary.AppendUvarint(o.buf, zigzag(int64(o.first)-int64(o.behind)))
	o.block.add(binary.AppendUvarint(b, uint64(o.n)), longestRun)
	o.behind, o.n = o.first+o.n, 0
}

// eachOwner goes over the persons of a scope, of a register of so many.
func (s *scope) eachOwner(plain io.ReaderAt, persons uint32, use func(person uint32)) error {
	behind := int64(0)
	return s.owners.each(plain, func(payload []byte) error {
		f := fields{in: payload}
		for len(f.in) > 0 {
			first := behind + unzigzag(f.uvarint())
			n := f.uvarint()
			if f.bad || first < 0 || n == 0 || first > int64(persons) || n > uint64(int64(persons)-first) {
				return ErrDamaged
			}
			behind = first + int64(n)
			for p := first; p < behind; p++ {
				use(uint32(p))
			}
		}
		return nil
	})
}

func zigzag(v int64) uint64   { return uint64(v<<1) ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }
