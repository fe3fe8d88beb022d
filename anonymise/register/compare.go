package register

import (
	"cmp"
	"io"
	"math/bits"
	"slices"
)

// comparedAtOnce is the number of earlier rows that a delivery is held against at
// once. Of more, a part is taken at a time, and all rows are read again for each:
// that takes longer, but no more memory.
const comparedAtOnce = 1 << 20

// A comparison holds a delivery against the rows of earlier ones.
type comparison struct {
	persons uint32 // of the register
	now     *scope
	earlier []*scope // what lies before the period, if anything, and what is replaced
	context *scope   // the first of these when it lies before the period: only its open rows matter
	part    uint64   // which rows are looked at
	parts   uint64
	owners  []uint32 // memory of each
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
	if err := c.compare(s.reg.open, s.out.opened(s.reg.file.Key)); err != nil {
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
	if c.parts > 0 {
		c.past = newPast(int(c.rows()/c.parts) + 1)
	}
	for c.part = range c.parts {
		c.past.empty()
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
func (c *comparison) remember(plain io.ReaderAt) error {
	for i, s := range c.earlier {
		context := s == c.context
		err := c.each(s, plain, func(r row, open int32) {
			if !context || open != 0 {
				was := c.past.put(r)
				was.content, was.open, was.from, was.context = r.content, open, int16(i), context
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// meet reads the rows of the delivery.
func (c *comparison) meet(plain io.ReaderAt) error {
	return c.each(c.now, plain, func(r row, _ int32) {
		was := c.past.find(r)
		if was == nil {
			return
		}
		was.there = true
		if was.context {
			return
		}
		c.changes.New--
		if was.content == r.content {
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
		if was.open != 0 {
			from := c.earlier[was.from]
			c.changes.Gone = append(c.changes.Gone, Gone{Period: from.Period, Seq: from.Seq, Row: was.open})
		}
	}
}

// A row is one of any delivery, with the person of the register that it is about.
type row struct {
	name    uint64 // its own key, or person and day
	bucket  uint32 // where to look for it
	content uint32 // what may change
}

// rowOf names a row. Rows come in much the same order as last time, and persons
// are numbered in order of appearance: rows of people who stand beside each other
// are looked for beside each other, which is several times as fast.
func rowOf(byPerson bool, m *Mark, person uint32) row {
	const spread = 0x9e3779b97f4a7c15
	if byPerson {
		day := uint32(m.Day) * (spread >> 32) >> 29
		return row{uint64(person)<<32 | uint64(uint32(m.Day)), person<<3 | day, m.Print}
	}
	return row{m.Key, uint32(m.Key * spread >> 32), m.Print + person*(spread>>32)}
}

// each goes over the rows of a scope that are looked at, with the row number of
// each that is open.
func (c *comparison) each(s *scope, plain io.ReaderAt, use func(r row, open int32)) error {
	c.owners = c.owners[:0]
	if err := s.eachOwner(plain, c.persons, func(p uint32) { c.owners = append(c.owners, p) }); err != nil {
		return err
	}
	return s.eachMark(plain, func(m *Mark) error {
		person := uint32(0)
		if m.Person != Nobody {
			if int(m.Person) >= len(c.owners) {
				return ErrDamaged
			}
			person = c.owners[m.Person]
		}
		if r := rowOf(s.byPerson, m, person); uint64(r.bucket>>3)%c.parts == c.part {
			use(r, m.Row)
		}
		return nil
	})
}

// A past holds earlier rows by name, in chains of those that share a bucket.
type past struct {
	rows  []pastRow
	heads []uint32 // by bucket: place in rows plus one; 0 for none
}

type pastRow struct {
	name    uint64
	content uint32
	next    uint32 // place in rows, plus one, of another with the same bucket
	open    int32  // row number of an open row
	from    int16  // place in comparison.earlier
	context bool
	there   bool
}

// newPast returns a table for about so many rows.
func newPast(rows int) past {
	return past{make([]pastRow, 0, rows), make([]uint32, 1<<bits.Len(uint(rows)))}
}

func (p *past) empty() {
	p.rows = p.rows[:0]
	clear(p.heads)
}

func (p *past) head(bucket uint32) *uint32 { return &p.heads[bucket&uint32(len(p.heads)-1)] }

// find returns the row of that name, or nil.
func (p *past) find(r row) *pastRow {
	for at := *p.head(r.bucket); at != 0; {
		was := &p.rows[at-1]
		if was.name == r.name {
			return was
		}
		at = was.next
	}
	return nil
}

// put returns the row of that name; a new one where there is none.
func (p *past) put(r row) *pastRow {
	if was := p.find(r); was != nil {
		return was
	}
	head := p.head(r.bucket)
	p.rows = append(p.rows, pastRow{name: r.name, next: *head})
	*head = uint32(len(p.rows))
	return &p.rows[len(p.rows)-1]
}
