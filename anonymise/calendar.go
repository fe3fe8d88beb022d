package anonymise

// A calendar holds the rows of one person as bits, two for each day from the first
// to the last of them: what it takes does not grow with rows.
type calendar struct {
	from    uint32 // first day, a multiple of 64
	weeks   []week
	last    uint32 // the latest day on which a row is over
	endless uint32 // the earliest day of an endless row, or never
}

// A week is 64 days.
type week struct {
	begins uint64 // days on which a row begins
	nights uint64 // nights of a row with an end, by the day before
}

// newCalendar returns an empty calendar with room for a period.
func newCalendar(first, last uint32) calendar {
	c := calendar{endless: never}
	c.reach(first)
	c.reach(last)
	return c
}

// add adds a row, packed as [stay.when]. It returns twice when there is a row of
// that day (the row is then not added), and overlap when there is one that overlaps.
func (c *calendar) add(when uint32) (twice, overlap bool) {
	day, over := days(when)
	c.reach(day)
	w, bit := c.week(day), uint64(1)<<(day%64)
	if w.begins&bit != 0 {
		return true, false
	}
	if over == never {
		overlap = c.last > day
	} else {
		overlap = c.during(day, over)
	}
	w.begins |= bit
	c.last = max(c.last, over)
	switch {
	case over == never:
		c.endless = min(c.endless, day)
	case over > day:
		c.reach(over - 1)
		c.mark(day, over)
	}
	return false, overlap
}

func (c *calendar) week(day uint32) *week { return &c.weeks[(day-c.from)/64] }

// reach makes room for a day.
func (c *calendar) reach(day uint32) {
	from, to := day&^63, day&^63+64
	if len(c.weeks) == 0 {
		c.from = from
	}
	from, to = min(from, c.from), max(to, c.from+64*uint32(len(c.weeks)))
	if n := int(to-from) / 64; n > len(c.weeks) {
		weeks := make([]week, n) // and not more, as append would
		copy(weeks[(c.from-from)/64:], c.weeks)
		c.from, c.weeks = from, weeks
	}
}

// during reports whether a row overlaps that has an end, and begins on no day on
// which another does. A row without nights overlaps when it lies within another;
// one with nights when they share one, or when another begins on a later day of it.
func (c *calendar) during(day, over uint32) bool {
	if c.endless < over {
		return true
	}
	if day == over {
		return c.week(day).nights>>(day%64)&1 != 0
	}
	for from := c.from; from < over && int(from-c.from)/64 < len(c.weeks); from += 64 {
		w := c.week(from)
		if w.nights&between(from, day, over) != 0 || w.begins&between(from, day+1, over) != 0 {
			return true
		}
	}
	return false
}

// mark marks the nights of a row.
func (c *calendar) mark(day, over uint32) {
	for from := day &^ 63; from < over; from += 64 {
		c.week(from).nights |= between(from, day, over)
	}
}

// between is the days from day until before over, of the 64 days that begin at
// from, as bits.
func between(from, day, over uint32) uint64 {
	if day >= from+64 || over <= from {
		return 0
	}
	bits := ^uint64(0)
	if day > from {
		bits <<= day - from
	}
	if over < from+64 {
		bits &= 1<<(over-from) - 1
	}
	return bits
}
