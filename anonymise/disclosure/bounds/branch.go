package bounds

import "errors"

// mostNodes bounds the search for a whole-number world. Tables rarely need more
// than one node; a few need some dozens.
const mostNodes = 300

// A search looks for the end of the interval of one variable of a part in whole
// numbers.
type search struct {
	part  part
	v     int
	up    bool
	nodes int
	seen  func(world []int64) // told of every world that is found

	found   bool
	reached int64
}

// further compares two ends: whether a lies outside b.
func (s *search) further(a, b int64) bool { return s.up == (a > b) && a != b }

// end returns what is proved of the variable from the corner of t on, which must
// be within all rooms; ok is false if nothing is. The tableau is changed.
func (s *search) end(t *tableau) (proved int64, ok bool, err error) {
	free, err := t.push(s.v, s.up)
	if err != nil || free {
		return 0, false, err
	}
	proved, ok = t.proved(s.part, s.v, s.up)
	if !ok {
		return 0, false, nil
	}
	s.nodes++
	if s.found && !s.further(proved, s.reached) {
		return s.reached, true, nil
	}
	world, broken := t.world(s.part)
	if broken < 0 {
		s.seen(world)
		if x := world[s.v]; !s.found || s.further(x, s.reached) {
			s.found, s.reached = true, x
		}
		return s.reached, true, nil
	}
	if s.nodes >= mostNodes {
		return proved, true, nil
	}
	return s.split(t, broken, proved)
}

// split looks at the worlds on either side of a variable that is not whole, each
// with a copy of the tableau. A side on which there are none proves nothing
// against the other.
func (s *search) split(t *tableau, broken int, proved int64) (int64, bool, error) {
	var best int64
	any := false
	for _, below := range []bool{!s.up, s.up} {
		side := new(tableau)
		side.copyFrom(t)
		if err := side.cut(broken, below); err != nil {
			return proved, true, ignoreTooLarge(err)
		}
		end, ok := int64(0), false
		err := side.feasible(s.part)
		if err == nil {
			end, ok, err = s.end(side)
		}
		if errors.Is(err, ErrInconsistent) {
			continue
		}
		if err != nil || !ok {
			return proved, true, ignoreTooLarge(err)
		}
		if !any || s.further(end, best) {
			best, any = end, true
		}
	}
	if !any {
		return 0, false, ErrInconsistent
	}
	return best, true, nil
}

// ignoreTooLarge drops the error after which what was proved before still holds.
func ignoreTooLarge(err error) error {
	if errors.Is(err, errTooLarge) {
		return nil
	}
	return err
}

// cut keeps a basic variable that is not whole below (or above) the gap that it
// stands in.
func (t *tableau) cut(v int, below bool) error {
	l := &t.rows[t.where[v]]
	z := floorDiv(l.right, l.den) // of the variable as it stands, perhaps flipped
	if t.flipped[v] != below {
		if t.flipped[v] {
			t.low[v] += t.room[v] - z
		}
		t.room[v] = z
		return nil
	}
	z++
	right := exact{}
	right.add(1, l.right)
	right.add(-l.den, z)
	var ok bool
	if l.right, ok = right.value(); !ok {
		return errTooLarge
	}
	if !t.flipped[v] {
		t.low[v] += z
	}
	if t.room[v] != Unbounded {
		t.room[v] -= z
	}
	return nil
}
