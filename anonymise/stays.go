package anonymise

import (
	"cmp"
	"slices"

	"lvv/anonymise/register"
)

// A stay is what is kept in memory of an admitted row until Finish: enough to
// see a second row of the same name, a row of the same person that overlaps,
// and what the register has to remember. 20 bytes a row.
type stay struct {
	owner   uint32 // person, or key of its own
	earlier uint32 // the stay of the same owner before this one, plus one; 0 for none
	day     int32  // day of the event; the person where the owner is a key
	end     int32  // day of the end, or openFrom plus a position in stays.open
	print   uint32 // fingerprint of what is kept of the row
}

// An owner is its latest stay, plus one, how many it has, and the days around
// all of them: a row outside those days needs no search, and in a list that is
// in order of time that is nearly every row.
type owner struct {
	latest      uint32
	length      uint32
	first, last int32
}

const (
	openFrom = 1 << 30 // later than any day; there are at most maxNumber rows, so no sum overflows
	blockLog = 16      // stays and owners come in blocks, so that growing copies nothing
	block    = 1 << blockLog
	long     = 64 // rows of one owner from which on a set replaces the search
)

// stays hold the admitted rows of a delivery, chained by owner.
type stays struct {
	blocks [][]stay
	count  int
	owners [][]owner           // in blocks too
	owned  int                 // how many owners there are
	open   []int32             // row numbers of the rows without an end
	many   map[uint64]struct{} // owner and day, for owners with very many rows

	grouped []register.Mark // of all stays, once grouped
	starts  []uint32        // by owner: its first place in grouped, and one more
}

func (s *stays) at(i uint32) *stay { return &s.blocks[i>>blockLog][i&(block-1)] }

// full reports whether n more rows could be too many for one delivery.
func (s *stays) full(n int) bool { return s.count+n > maxNumber }

// grow makes room for owners up to n.
func (s *stays) grow(n int) {
	for s.owned = max(s.owned, n); len(s.owners)<<blockLog < n; {
		s.owners = append(s.owners, make([]owner, block))
	}
}

func (s *stays) owner(i uint32) *owner { return &s.owners[i>>blockLog][i&(block-1)] }

// warm fetches the owners of some rows all at once; see [numbering.warm].
//
//go:noinline
func (s *stays) warm(owners []uint32) (sink uint32) {
	for _, o := range owners {
		sink ^= s.owner(o).latest
	}
	return sink
}

// add adds a row, of which number is the row number. It returns twice when the
// owner has a row of that day already (the row is then not added), and overlap
// when the owner has a row whose half-open time [day, end) meets that of this
// one. The end of a row that is open is not looked at.
func (s *stays) add(row stay, open bool, number int32) (twice, overlap bool) {
	if open {
		row.end = openFrom + int32(len(s.open))
	}
	o, last := s.owner(row.owner), max(row.day, row.end)
	switch {
	case o.length == 0:
		o.first, o.last = row.day, last
	case row.day > o.last || last < o.first:
	case o.length < long:
		twice, overlap = s.search(o, &row)
	default:
		_, twice = s.many[row.name()]
	}
	if twice {
		return true, false
	}
	if open {
		s.open = append(s.open, number)
	}
	row.earlier = o.latest
	if s.count&(block-1) == 0 {
		s.blocks = append(s.blocks, make([]stay, block))
	}
	*s.at(uint32(s.count)) = row
	s.count++
	*o = owner{uint32(s.count), o.length + 1, min(o.first, row.day), max(o.last, last)}
	if o.length >= long {
		s.remember(o, &row)
	}
	return false, overlap
}

// search compares a row with the rows of its owner.
func (s *stays) search(o *owner, row *stay) (twice, overlap bool) {
	for i := o.latest; i != 0; {
		e := s.at(i - 1)
		if e.day == row.day {
			return true, false
		}
		overlap = overlap || row.day < e.end && e.day < row.end
		i = e.earlier
	}
	return false, overlap
}

// name is the owner and day of a row.
func (e *stay) name() uint64 { return uint64(e.owner)<<32 | uint64(uint32(e.day)) }

// remember puts the days of an owner with very many rows into a set: searching
// its rows for each new one would take time that grows with the square of their
// number. Overlaps within such an owner are no longer looked for.
func (s *stays) remember(o *owner, row *stay) {
	if s.many == nil {
		s.many = make(map[uint64]struct{})
	}
	s.many[row.name()] = struct{}{}
	if o.length > long {
		return
	}
	for i := o.latest; i != 0; i = s.at(i - 1).earlier {
		s.many[s.at(i-1).name()] = struct{}{}
	}
}

// group turns the stays into what the register remembers of them, in order of
// owner and, within an owner, of day. It sorts by counting: memory is read from
// one end to the other and given back on the way, which is far quicker than
// following the chains.
func (s *stays) group() {
	s.starts = make([]uint32, s.owned+1)
	next := make([]uint32, s.owned)
	at := uint32(0)
	for i := range next {
		s.starts[i], next[i] = at, at
		at += s.owner(uint32(i)).length
	}
	s.starts[s.owned] = at
	s.owners, s.many = nil, nil
	s.grouped = make([]register.Mark, s.count)
	for b := range s.blocks {
		for _, e := range s.blocks[b][:min(block, s.count-b*block)] {
			m := register.Mark{Day: e.day, Print: e.print}
			if e.end >= openFrom {
				m.Row = s.open[e.end-openFrom]
			}
			s.grouped[next[e.owner]] = m
			next[e.owner]++
		}
		s.blocks[b] = nil
	}
}

// marks returns what the register remembers of an owner, in ascending order of
// day. The stays have been grouped.
func (s *stays) marks(owner int) []register.Mark {
	marks := s.grouped[s.starts[owner]:s.starts[owner+1]]
	for i := 1; i < len(marks); i++ {
		if marks[i].Day < marks[i-1].Day {
			slices.SortFunc(marks, func(a, b register.Mark) int { return cmp.Compare(a.Day, b.Day) })
			break
		}
	}
	return marks
}
