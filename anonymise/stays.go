package anonymise

import (
	"cmp"
	"slices"

	"lvv/anonymise/blocks"
	"lvv/anonymise/register"
)

// A stay is what is kept in memory of an admitted row until Finish: enough to
// see a second row of the same name, a row of the same person that overlaps,
// and what the register has to remember. 16 bytes a row, and no more: it is
// where the memory of a delivery grows with its rows.
type stay struct {
	day   int32  // day of the event; the person where the owner is a key
	end   int32  // day of the end, or openFrom plus a position in stays.open
	print uint32 // fingerprint of what is kept of the row
	next  uint32 // position in stays.further of another row of the owner, plus one; 0 for none
}

const (
	openFrom = 1 << 30 // later than any day; there are at most maxNumber rows, so no sum overflows
	long     = 64      // rows of one owner from which on a set replaces the search
)

// stays hold the admitted rows of a delivery: the first of each owner, by owner,
// and the others in a chain behind it. An owner is a person, or a key of its own.
type stays struct {
	first   blocks.List[stay]
	further blocks.List[stay]
	open    blocks.List[int32]  // row numbers of the rows without an end
	many    map[uint64]struct{} // owner and day, for owners with very many rows
	one     [1]register.Mark    // memory of marks
	sorted  []register.Mark     // and of marks of owners with several rows
}

// count is the number of rows.
func (s *stays) count() int { return s.first.Len() + s.further.Len() }

// full reports whether n more rows could be too many for one delivery.
func (s *stays) full(n int) bool { return s.count()+n > maxNumber }

// warm fetches the first rows of some owners all at once; see [numbering.warm].
//
//go:noinline
func (s *stays) warm(owners []uint32) (sink int32) {
	for _, o := range owners {
		if int(o) < s.first.Len() {
			sink ^= s.first.At(o).day
		}
	}
	return sink
}

// add adds a row of an owner, of which number is the row number. An owner that
// is new is the next one. It returns twice when the owner has a row of that day
// already (the row is then not added), and overlap when it was in during another
// one.
func (s *stays) add(owner uint32, row stay, open bool, number int32) (twice, overlap bool) {
	if open {
		row.end = openFrom + int32(s.open.Len())
	}
	known := int(owner) < s.first.Len()
	if known {
		if twice, overlap = s.search(owner, row.day, row.end); twice {
			return true, false
		}
	} else if int(owner) > s.first.Len() {
		panic("anonymise: internal error: owners do not come in order")
	}
	if open {
		s.open.Add(number)
	}
	list, next := &s.first, uint32(0)
	if known {
		first := s.first.At(owner)
		list, next, first.next = &s.further, first.next, uint32(s.further.Len())+1
	}
	e := list.Next()
	e.day, e.end, e.print, e.next = row.day, row.end, row.print, next
	return false, overlap
}

// search compares a row with the rows of its owner. For an owner with very many
// rows that would take time that grows with the square of their number: of those
// only the day is looked up, and overlaps are not looked for.
func (s *stays) search(owner uint32, day, end int32) (twice, overlap bool) {
	e := s.first.At(owner)
	for range long {
		if e.day == day {
			return true, false
		}
		overlap = overlap || day < e.end && e.day < end
		if e.next == 0 {
			return false, overlap
		}
		e = s.further.At(e.next - 1)
	}
	return s.remembered(owner, day), false
}

// remembered looks up, and remembers, a day of an owner with very many rows. All
// its rows are remembered when that is first asked.
func (s *stays) remembered(owner uint32, day int32) bool {
	name := func(day int32) uint64 { return uint64(owner)<<32 | uint64(uint32(day)) }
	if s.many == nil {
		s.many = make(map[uint64]struct{})
	}
	if _, there := s.many[name(s.first.At(owner).day)]; !there {
		s.each(owner, func(e *stay) { s.many[name(e.day)] = struct{}{} })
	}
	_, there := s.many[name(day)]
	s.many[name(day)] = struct{}{}
	return there
}

// each calls f for each row of an owner.
func (s *stays) each(owner uint32, f func(*stay)) {
	for e := s.first.At(owner); ; e = s.further.At(e.next - 1) {
		if f(e); e.next == 0 {
			return
		}
	}
}

// marks returns what the register remembers of an owner, in ascending order of
// day. It is valid until the next call.
func (s *stays) marks(owner int) []register.Mark {
	first := s.first.At(uint32(owner))
	if first.next == 0 {
		s.one[0] = s.mark(first)
		return s.one[:]
	}
	marks := s.sorted[:0]
	s.each(uint32(owner), func(e *stay) { marks = append(marks, s.mark(e)) })
	slices.SortFunc(marks, func(a, b register.Mark) int { return cmp.Compare(a.Day, b.Day) })
	s.sorted = marks
	return marks
}

// mark is what the register remembers of a row.
func (s *stays) mark(e *stay) register.Mark {
	m := register.Mark{Day: e.day, Print: e.print}
	if e.end >= openFrom {
		m.Row = *s.open.At(uint32(e.end - openFrom))
	}
	return m
}
