package register

import (
	"cmp"
	"math"
	"slices"
)

// A merge walks over the marks of several scopes at once, in ascending order
// of owner. Where two scopes have the same row, the one whose period begins
// later counts, because it knew more.
type merge struct {
	sources []*source
	taken   []pastMark
	byKey   bool // one row an owner: its day is content, not a part of its name
}

// A source is one scope of a merge.
type source struct {
	*markReader
	scope   *scope
	context bool // lies before the new period: only its open rows matter
	live    bool // the reader stands on an owner
}

// A pastMark is a mark with the scope it comes from.
type pastMark struct {
	Mark
	from    *scope
	context bool
}

func newMerge(replaced []*scope, before *scope, byPerson bool) *merge {
	m := &merge{byKey: !byPerson}
	add := func(s *scope, context bool) {
		src := &source{markReader: s.read(), scope: s, context: context}
		src.live = src.next()
		m.sources = append(m.sources, src)
	}
	if before != nil {
		add(before, true)
	}
	for _, s := range replaced {
		add(s, false)
	}
	return m
}

// owner is the lowest owner that any source stands on.
func (m *merge) owner() (owner uint64, ok bool) {
	owner = math.MaxUint64
	for _, s := range m.sources {
		if s.live {
			owner, ok = min(owner, s.owner), true
		}
	}
	return owner, ok
}

func (m *merge) any() bool { _, ok := m.owner(); return ok }

func (m *merge) before(owner uint64) bool { o, ok := m.owner(); return ok && o < owner }

func (m *merge) at(owner uint64) bool { o, ok := m.owner(); return ok && o == owner }

// take returns the marks of the lowest owner in ascending order of day, each
// row once, and moves on. They are valid until the following take.
func (m *merge) take() []pastMark {
	owner, _ := m.owner()
	m.taken = m.taken[:0]
	for _, s := range m.sources {
		if !s.live || s.owner != owner {
			continue
		}
		for _, mark := range s.marks {
			if !s.context || mark.Row != 0 {
				m.taken = append(m.taken, pastMark{mark, s.scope, s.context})
			}
		}
		s.live = s.next()
	}
	if len(m.sources) > 1 {
		m.settle()
	}
	return m.taken
}

// settle sorts what was taken and keeps, of each row, the mark of the last
// source.
func (m *merge) settle() {
	same := func(a, b pastMark) bool { return m.byKey || a.Day == b.Day }
	if !m.byKey {
		slices.SortStableFunc(m.taken, func(a, b pastMark) int { return cmp.Compare(a.Day, b.Day) })
	}
	kept := m.taken[:0]
	for i, t := range m.taken {
		if i+1 < len(m.taken) && same(t, m.taken[i+1]) {
			continue
		}
		kept = append(kept, t)
	}
	m.taken = kept
}

// err is the damage that any source ran into.
func (m *merge) err() error {
	for _, s := range m.sources {
		if s.err != nil {
			return s.err
		}
	}
	return nil
}
