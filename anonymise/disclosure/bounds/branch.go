package bounds

import "errors"

// mostNodes bounds the search for a whole-number world. Tables rarely need more
// than one node; a few need some dozens.
const mostNodes = 300

// A search looks for the end of the interval of one variable of a part in whole
// numbers.
type search struct {
	part    part
	witness witness
	v       int
	up      bool
	nodes   int
	worlds  [][]int64 // that were found on the way
	memory  *memory

	found   bool // a world in which the variable is as it is reached
	reached int64
}

// further compares two ends: whether a lies outside b.
func (s *search) further(a, b int64) bool { return s.up == (a > b) && a != b }

// reach remembers that a world was found.
func (s *search) reach(x int64) {
	if !s.found || s.further(x, s.reached) {
		s.found, s.reached = true, x
	}
}

// end returns what is proved of the variable from the corner of t on, which must
// be within all rooms; ok is false if nothing is. The tableau is changed.
// Errors: ErrInconsistent if there is no whole-number world from here on.
func (s *search) end(t *tableau) (proved int64, ok bool, err error) {
	free, err := t.push(s.v, s.up)
	if err != nil || free {
		return 0, false, err
	}
	proved, ok = t.proved(s.witness, s.v, s.up)
	if !ok {
		return 0, false, nil
	}
	s.nodes++
	if s.found && !s.further(proved, s.reached) {
		return s.reached, true, nil
	}
	world, broken := t.world(s.part)
	if broken < 0 {
		s.worlds = append(s.worlds, world)
		s.reach(world[s.v])
		return s.reached, true, nil
	}
	if s.nodes >= mostNodes {
		return proved, true, nil
	}
	return s.split(t, broken, proved)
}

// split looks at the worlds on either side of a variable that is not whole. A
// side on which there are none proves nothing against the other.
func (s *search) split(t *tableau, broken int, proved int64) (best int64, ok bool, err error) {
	any := false
	for _, side := range []int{1, 2} {
		from := t
		if side == 1 {
			from = s.memory.copy(t)
		}
		end, ok, err := s.side(from, broken, s.up == (side == 2))
		if side == 1 {
			s.memory.free = append(s.memory.free, from)
		}
		if errors.Is(err, ErrInconsistent) {
			continue
		}
		if err != nil || !ok {
			return proved, true, ignoreTooLarge(err)
		}
		if s.found && s.reached == proved {
			return proved, true, nil // the other side cannot do better
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

func (s *search) side(t *tableau, broken int, below bool) (end int64, ok bool, err error) {
	if err := t.cut(broken, below); err != nil {
		return 0, false, err
	}
	if err := t.feasible(s.witness); err != nil {
		return 0, false, err
	}
	return s.end(t)
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

// A memory keeps tableaus of one part that are no longer needed.
type memory struct{ free []*tableau }

func (m *memory) copy(t *tableau) *tableau {
	c := new(tableau)
	if n := len(m.free); n > 0 {
		c, m.free = m.free[n-1], m.free[:n-1]
	}
	c.copyFrom(t)
	return c
}
