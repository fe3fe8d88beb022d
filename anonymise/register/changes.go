package register

import (
	"cmp"
	"slices"

	"lvv/schemas"
)

// Changes counts how a delivery differs from the rows in force that it
// replaces. A row is known by its owner and day; see [Mark].
type Changes struct {
	First    bool // nothing was in force for any part of the period
	Same     int  // rows that are there as they were
	New      int  // rows that were not there
	Changed  int  // rows that were there with another content
	Vanished int  // rows that were there and are not any more
	// Gone lists the rows that were open and are missing now, both from what is
	// replaced and from the period that ended on the day before this one began.
	// They are never silently closed.
	Gone []Gone
}

// A Gone is a row that was open and is missing now. It is named by where it
// stood, so that its sender can look it up.
type Gone struct {
	Period schemas.Period // period of the earlier delivery
	Seq    int            // sequence of the earlier delivery
	Row    int32          // row number in the earlier delivery
}

// A Statement is all that a delivery says, as marks.
type Statement struct {
	ByPerson bool // owners are persons
	Ascend   bool // owners are known to be in ascending order
	Owners   int  // how many there are
	Rows     int  // how many marks they have, about
	// Owner returns owner i; each is there once, in any order.
	Owner func(i int) uint64
	// Marks returns the marks of owner i, in ascending order of day, each day
	// once. An owner has at least one; it is asked for once.
	Marks func(i int) []Mark
}

// Record remembers the statement and counts its changes.
func (s *Session) Record(st Statement) error {
	order := ascending(st)
	s.record = &scope{Scope: s.scope, byPerson: st.ByPerson, marks: make([]byte, 0, st.Rows*roomyMark)}
	replaced, before := s.reg.earlier(s.scope)
	old := newMerge(replaced, before, st.ByPerson)
	s.changes = Changes{First: len(replaced) == 0}
	previous := uint64(0)
	for i := range st.Owners {
		if order != nil {
			i = int(order[i])
		}
		owner, marks := st.Owner(i), st.Marks(i)
		s.record.append(previous, owner, marks)
		previous = owner
		for old.before(owner) {
			s.compare(old, nil)
		}
		if old.at(owner) {
			s.compare(old, marks)
		} else {
			s.changes.New += len(marks)
		}
	}
	for old.any() {
		s.compare(old, nil)
	}
	slices.SortFunc(s.changes.Gone, func(a, b Gone) int {
		return cmp.Or(cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.Row, b.Row))
	})
	return old.err()
}

// ascending returns the positions of the owners in ascending order of owner;
// nil when that is how they are.
func ascending(st Statement) []int32 {
	if st.Ascend {
		return nil
	}
	sorted := true
	for i := 1; i < st.Owners && sorted; i++ {
		sorted = st.Owner(i-1) < st.Owner(i)
	}
	if sorted {
		return nil
	}
	order := make([]int32, st.Owners)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(st.Owner(int(a)), st.Owner(int(b))) })
	return order
}

// compare counts one owner: its rows in force against its rows now, both in
// ascending order of day. It moves old on to the next owner.
func (s *Session) compare(old *merge, now []Mark) {
	c := &s.changes
	rest, matched := now, 0
	for _, was := range old.take() {
		for len(rest) > 0 && !old.byKey && rest[0].Day < was.Day {
			rest = rest[1:]
		}
		there := len(rest) > 0 && (old.byKey || rest[0].Day == was.Day)
		if !there && was.Row != 0 {
			c.Gone = append(c.Gone, Gone{Period: was.from.Period, Seq: was.from.Seq, Row: was.Row})
		}
		if was.context {
			continue
		}
		switch {
		case !there:
			c.Vanished++
			continue
		case was.Day == rest[0].Day && was.Print == rest[0].Print:
			c.Same++
		default:
			c.Changed++
		}
		matched++
	}
	c.New += len(now) - matched
}
