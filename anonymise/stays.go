package anonymise

import "lvv/anonymise/blocks"

// A stay is what is kept in memory of an admitted row until Finish: enough to see
// a second row of the same name, and a row of the same person that overlaps. Of a
// person with very many rows only the days are kept, a bit for each, so that
// memory is bounded by persons, however many rows they have.
type stay struct {
	when uint32 // day of the event since firstDay, and the nights until its end; see pack
	next uint32 // position in stays.further of another row of the person, plus one; 0 for none
}

const (
	firstDay   = -25567 // 1 January 1900; no day of an event lies before it, or 358 years after
	nightsBits = 15
	endless    = 1<<nightsBits - 1 // nights of a row without an end, or of more than 89 years
	long       = 64                // rows of one person from which on only days are kept
)

// stays hold the admitted rows of a delivery: the first of each person, by
// person, and the others in a chain behind it.
type stays struct {
	first   blocks.List[stay]
	further blocks.List[stay]
	many    map[uint32]*daySet // of persons with very many rows
}

// pack puts the day of a row and its nights into one word.
func pack(day, end int32, open bool) uint32 {
	nights := uint32(end - day)
	if open || nights > endless {
		nights = endless
	}
	return uint32(day-firstDay)<<nightsBits | nights
}

// meets reports whether two rows overlap.
func meets(a, b uint32) bool { return a>>nightsBits < after(b) && b>>nightsBits < after(a) }

// after is the day on which a row is over; later than any day when it is endless.
func after(when uint32) uint32 {
	if when&endless == endless {
		return 1 << 31
	}
	return when>>nightsBits + when&endless
}

// warm fetches the first rows of some persons all at once; see [numbering.warm].
//
//go:noinline
func (s *stays) warm(persons []uint32) (sink uint32) {
	for _, p := range persons {
		if int(p) < s.first.Len() {
			sink ^= s.first.At(p).when
		}
	}
	return sink
}

// add adds a row of a person. A person who is new is the next one. It returns
// twice when the person has a row of that day already (the row is then not
// added), and overlap when the person was in during another one.
func (s *stays) add(person uint32, day, end int32, open bool) (twice, overlap bool) {
	when := pack(day, end, open)
	if int(person) >= s.first.Len() {
		if int(person) > s.first.Len() {
			panic("anonymise: internal error: persons do not come in order")
		}
		e := s.first.Next()
		e.when, e.next = when, 0
		return false, false
	}
	first := s.first.At(person)
	for n, e := 1, first; ; n, e = n+1, s.further.At(e.next-1) {
		if e.when>>nightsBits == when>>nightsBits {
			return true, false
		}
		overlap = overlap || meets(e.when, when)
		if n == long {
			return s.remembered(person, when>>nightsBits), false
		}
		if e.next == 0 {
			break
		}
	}
	e := s.further.Next()
	e.when, e.next = when, first.next
	first.next = uint32(s.further.Len())
	return false, overlap
}

// remembered looks up, and remembers, a day of a person with very many rows, of
// whom the first are in the chain. Overlaps of the others are not looked for.
func (s *stays) remembered(person, day uint32) bool {
	if s.many == nil {
		s.many = make(map[uint32]*daySet)
	}
	days := s.many[person]
	if days == nil {
		days = new(daySet)
		s.many[person] = days
	}
	return days.add(day)
}

// A daySet is a set of days, a bit for each from the first to the last of them.
type daySet struct {
	from  uint32 // first day, a multiple of 64
	words []uint64
}

// add adds a day and reports whether it was there.
func (s *daySet) add(day uint32) (there bool) {
	if len(s.words) == 0 {
		s.from = day &^ 63
	}
	if day < s.from {
		s.words = append(make([]uint64, (s.from-day+63)/64), s.words...)
		s.from -= (s.from - day + 63) / 64 * 64
	}
	at := (day - s.from) / 64
	for int(at) >= len(s.words) {
		s.words = append(s.words, 0)
	}
	bit := uint64(1) << (day & 63)
	there = s.words[at]&bit != 0
	s.words[at] |= bit
	return there
}
