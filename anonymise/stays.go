package anonymise

import (
	"lvv/anonymise/blocks"
	"lvv/schemas"
)

// A stay is what is kept in memory of an admitted row until Finish: enough to see
// a second row of the same name, and a row of the same person that overlaps. Of a
// person with very many rows a [calendar] is kept instead, so that memory is bounded
// by persons, however many rows they have.
type stay struct {
	when uint32 // day of the event since firstDay, and the nights until its end; see pack
	next uint32 // position in stays.further of another row of the person, plus one; 0 for none
}

const (
	firstDay   = -25567 // 1 January 1900; no day of an event lies before it, or 358 years after
	nightsBits = 15
	endless    = 1<<nightsBits - 1 // nights of a row without an end, or of more than 89 years
	never      = 1 << 31           // the day after an endless row: later than any day
	long       = 16                // rows of one person from which on there is a calendar
	inCalendar = 1 << 31           // set in next: the rest is a position in stays.calendars
)

// stays hold the admitted rows of a delivery: the first of each person, by
// person, and the others in a chain behind it.
type stays struct {
	first     blocks.List[stay]
	further   blocks.List[stay]
	spare     uint32 // a chain in further that a calendar took the place of, or 0
	calendars blocks.List[calendar]
	period    [2]uint32 // first and last day of the delivery, which most rows lie in
}

// newStays returns those of a delivery about a period.
func newStays(p schemas.Period) stays {
	return stays{period: [2]uint32{uint32(p.From - firstDay), uint32(p.To - firstDay)}}
}

// pack puts the day of a row and its nights into one word.
func pack(day, end int32, open bool) uint32 {
	nights := uint32(end - day)
	if open || nights > endless {
		nights = endless
	}
	return uint32(day-firstDay)<<nightsBits | nights
}

// days returns the day of a row and the day on which it is over.
func days(when uint32) (day, over uint32) {
	day = when >> nightsBits
	if when&endless == endless {
		return day, never
	}
	return day, day + when&endless
}

// meet reports whether two rows overlap.
func meet(a, b uint32) bool {
	dayA, overA := days(a)
	dayB, overB := days(b)
	return dayA < overB && dayB < overA
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
	if first.next&inCalendar != 0 {
		return s.calendars.At(first.next &^ inCalendar).add(when)
	}
	rows := 1
	for e := first; ; e, rows = s.further.At(e.next-1), rows+1 {
		if e.when>>nightsBits == when>>nightsBits {
			return true, false
		}
		overlap = overlap || meet(e.when, when)
		if e.next == 0 {
			break
		}
	}
	s.chain(first, when)
	if rows+1 == long {
		s.toCalendar(first)
	}
	return false, overlap
}

// chain puts a row into the chain behind the first.
func (s *stays) chain(first *stay, when uint32) {
	at := s.spare
	if at != 0 {
		s.spare = s.further.At(at - 1).next
	} else {
		s.further.Next()
		at = uint32(s.further.Len())
	}
	e := s.further.At(at - 1)
	e.when, e.next, first.next = when, first.next, at
}

// toCalendar puts the rows of a person into a calendar; what they took is spare.
func (s *stays) toCalendar(first *stay) {
	c := newCalendar(s.period[0], s.period[1])
	c.add(first.when)
	for next := first.next; next != 0; {
		e, at := s.further.At(next-1), next
		c.add(e.when)
		next, e.next, s.spare = e.next, s.spare, at
	}
	first.next = inCalendar | uint32(s.calendars.Len())
	s.calendars.Add(c)
}
