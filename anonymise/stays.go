package anonymise

import (
	"cmp"
	"math"
	"slices"

	"lvv/anonymise/register"
)

// A stay is what is kept in memory of an admitted row until Finish: enough to
// see a second row of the same name, a row of the same person that overlaps,
// and what the register has to remember. 16 bytes a row.
type stay struct {
	earlier int32  // the stay of the same owner before this one, plus one; 0 for none
	day     int32  // day of the event; the person where the owner is a key
	end     int32  // day of the end, or openFrom plus a position in stays.open
	print   uint32 // fingerprint of what is kept of the row
}

const (
	openFrom = 1 << 30 // later than any day
	blockLog = 16      // stays come in blocks, so that growing copies nothing
	block    = 1 << blockLog
	long     = 32 // rows of one owner beyond which a set replaces the search
	longMark = 1 << 31
)

// stays hold the admitted rows of a delivery, chained by owner.
type stays struct {
	blocks [][]stay
	count  int32
	latest []uint32 // by owner: its latest stay plus one; with longMark when it has very many
	open   []int32  // row numbers of the rows without an end
	many   map[uint64]struct{}
}

func (s *stays) at(i int32) *stay { return &s.blocks[i>>blockLog][i&(block-1)] }

// owners makes room for owners up to n.
func (s *stays) owners(n int) {
	if more := n - len(s.latest); more > 0 {
		s.latest = append(s.latest, make([]uint32, more)...)
	}
}

// add adds the row of an owner. It returns twice when the owner has a row of
// that day already (the row is then not added), and overlap when the owner has
// a row whose half-open time [day, end) meets that of this one. End is ignored
// for rows that are open; row is their number.
func (s *stays) add(owner uint32, day, end int32, isOpen bool, row int32, print uint32) (twice, overlap bool) {
	if isOpen {
		end = openFrom + int32(len(s.open))
	}
	last := s.latest[owner]
	if last&longMark != 0 {
		key := uint64(owner)<<32 | uint64(uint32(day))
		if _, twice = s.many[key]; twice {
			return true, false
		}
		s.many[key] = struct{}{}
	} else {
		steps := 0
		for i := int32(last); i != 0; steps++ {
			e := s.at(i - 1)
			if e.day == day {
				return true, false
			}
			overlap = overlap || day < e.end && e.day < end
			i = e.earlier
		}
		if steps >= long {
			s.lengthen(owner, day)
			last |= longMark
		}
	}
	if isOpen {
		s.open = append(s.open, row)
	}
	if s.count&(block-1) == 0 {
		s.blocks = append(s.blocks, make([]stay, block))
	}
	*s.at(s.count) = stay{int32(last &^ longMark), day, end, print}
	s.count++
	s.latest[owner] = last&longMark | uint32(s.count)
	return false, overlap
}

// lengthen puts the days of an owner with very many rows into a set: searching
// its chain for each row would take time that grows with the square of their
// number. Overlaps of such an owner are no longer looked for.
func (s *stays) lengthen(owner uint32, day int32) {
	if s.many == nil {
		s.many = make(map[uint64]struct{})
	}
	key := func(day int32) uint64 { return uint64(owner)<<32 | uint64(uint32(day)) }
	s.many[key(day)] = struct{}{}
	for i := int32(s.latest[owner]); i != 0; i = s.at(i - 1).earlier {
		s.many[key(s.at(i-1).day)] = struct{}{}
	}
}

// marks appends what the register remembers of an owner, in ascending order of
// day.
func (s *stays) marks(dst []register.Mark, owner int) []register.Mark {
	from := len(dst)
	for i := int32(s.latest[owner] &^ longMark); i != 0; {
		e := s.at(i - 1)
		m := register.Mark{Day: e.day, Print: e.print}
		if e.end >= openFrom {
			m.Row = s.open[e.end-openFrom]
		}
		dst = append(dst, m)
		i = e.earlier
	}
	if added := dst[from:]; len(added) > 1 {
		slices.SortFunc(added, func(a, b register.Mark) int { return cmp.Compare(a.Day, b.Day) })
	}
	return dst
}

// full reports whether n more rows could be too many for one delivery.
func (s *stays) full(n int) bool { return int(s.count)+n > math.MaxInt32/2 }
