package register

import (
	"cmp"
	"hash/maphash"
	"math/bits"
	"slices"
)

// comparedAtOnce is the number of earlier rows that a delivery is held against at
// once. Of more, a part is taken at a time, and all rows are read again for each:
// that takes longer, but no more memory.
const comparedAtOnce = 1 << 19

// A comparison holds a delivery against the rows of earlier ones.
type comparison struct {
	persons uint32 // of the register
	now     *scope
	earlier []*scope // what lies before the period, if anything, and what is replaced
	context *scope   // the first of these when it lies before the period: only its open rows matter
	seed    maphash.Seed
	part    uint64 // which rows are looked at: those with this hash modulo parts
	parts   uint64
	past    past
	changes *Changes
}

// compare counts the changes, with about so many earlier rows in memory. The new
// file is sealed and not yet in place.
func (s *Session) compare(atOnce uint64) error {
	replaced, before := s.reg.earlier(s.scope.Scope)
	s.changes = Changes{First: len(replaced) == 0, New: int(s.scope.rows)}
	c := comparison{persons: uint32(s.reg.ids.Len()), now: s.scope, earlier: replaced, context: before, changes: &s.changes}
	if before != nil {
		c.earlier = append([]*scope{before}, replaced...)
	}
	c.parts = (c.rows() + atOnce - 1) / atOnce
	if err := c.compare(s.reg.open, s.out.open(s.reg.file.Key)); err != nil {
		return err
	}
	slices.SortFunc(s.changes.Gone, func(a, b Gone) int {
		return cmp.Or(cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.Row, b.Row))
	})
	return nil
}

// rows is the number of earlier rows.
func (c *comparison) rows() uint64 {
	rows := uint64(0)
	for _, s := range c.earlier {
		rows += uint64(s.rows)
	}
	return rows
}

// compare looks at all parts.
func (c *comparison) compare(was, is opener) error {
	c.seed = maphash.MakeSeed()
	for c.part = range c.parts {
		c.past.begin(int(c.rows()/c.parts) + 1)
		if err := was.with(c.remember); err != nil {
			return err
		}
		if err := is.with(c.meet); err != nil {
			return err
		}
		c.count()
	}
	return nil
}

// remember reads the earlier rows. Where two scopes have the same row, the one
// whose period begins later counts, because it knew more.
func (c *comparison) remember(plain readerAt) error {
	for i, s := range c.earlier {
		context := s == c.context
		err := c.each(s, plain, func(name, hash uint64, m *Mark, person uint32) {
			if !context || m.Row != 0 {
				c.past.put(pastRow{name: name, person: person, print: m.Print, row: m.Row, from: int32(i), context: context}, hash)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// meet reads the rows of the delivery.
func (c *comparison) meet(plain readerAt) error {
	return c.each(c.now, plain, func(name, hash uint64, m *Mark, person uint32) {
		was, _ := c.past.find(name, hash)
		if was == nil {
			return
		}
		was.there = true
		if was.context {
			return
		}
		c.changes.New--
		if was.print == m.Print && was.person == person {
			c.changes.Same++
		} else {
			c.changes.Changed++
		}
	})
}

// count counts the rows that are missing.
func (c *comparison) count() {
	for i := range c.past.rows {
		was := &c.past.rows[i]
		if was.there {
			continue
		}
		if !was.context {
			c.changes.Vanished++
		}
		if was.row != 0 {
			from := c.earlier[was.from]
			c.changes.Gone = append(c.changes.Gone, Gone{Period: from.Period, Seq: from.Seq, Row: was.row})
		}
	}
}

// each goes over the rows of a scope that are looked at, with the name of each and
// the person of the register it is about.
func (c *comparison) each(s *scope, plain readerAt, use func(name, hash uint64, m *Mark, person uint32)) error {
	var owners []uint32
	if err := s.eachOwner(plain, c.persons, func(p uint32) { owners = append(owners, p) }); err != nil {
		return err
	}
	damaged := false
	err := s.eachMark(plain, func(m *Mark) {
		person := uint32(0)
		if m.Person != Nobody {
			if int(m.Person) >= len(owners) {
				damaged = true
				return
			}
			person = owners[m.Person]
		}
		name := m.Key
		if s.byPerson {
			name = uint64(person)<<32 | uint64(uint32(m.Day))
		}
		if hash := maphash.Comparable(c.seed, name); c.parts == 1 || hash%c.parts == c.part {
			use(name, hash, m, person)
		}
	})
	if err == nil && damaged {
		err = ErrDamaged
	}
	return err
}

// A past holds earlier rows by name, in an open-addressing table.
type past struct {
	rows  []pastRow
	slots []uint32 // place in rows plus one
	shift uint     // 64 minus the base-2 logarithm of len(slots)
}

type pastRow struct {
	name    uint64
	person  uint32
	print   uint32
	row     int32
	from    int32 // place in comparison.earlier
	context bool
	there   bool
}

// begin empties the table, for about so many rows.
func (p *past) begin(rows int) {
	size := max(bits.Len(uint(2*rows)), 4) // at most half full
	p.rows, p.slots, p.shift = slices.Grow(p.rows[:0], rows), make([]uint32, 1<<size), uint(64-size)
}

// find returns the row of a name, and the slot where it stands or belongs; nil
// where there is none.
func (p *past) find(name, hash uint64) (row *pastRow, slot uint64) {
	mask := uint64(len(p.slots) - 1)
	for slot = hash >> p.shift; p.slots[slot] != 0; slot = (slot + 1) & mask {
		if row = &p.rows[p.slots[slot]-1]; row.name == name {
			return row, slot
		}
	}
	return nil, slot
}

// put adds a row, in the place of one of the same name.
func (p *past) put(r pastRow, hash uint64) {
	row, slot := p.find(r.name, hash)
	if row != nil {
		*row = r
		return
	}
	p.rows = append(p.rows, r)
	p.slots[slot] = uint32(len(p.rows))
}
