package anonymise

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise/register"
	"lvv/ingest/check"
	"lvv/schemas"
)

// The problems that the gate sees because they lie between rows. Their
// texts stand with those of all others, in schemas/problems.toml.
const (
	RowTwice     = check.RowTwice // a second row of the same name; it is put aside
	StaysOverlap = "overlap"      // a warning: the same person is in twice at a time
	StayGone     = "verdwenen"    // a warning: see [register.Gone]
)

// ErrTooLarge means that a delivery has more rows than can be numbered.
var ErrTooLarge = errors.New("the delivery has too many rows")

// batchRows is the number of rows of a full batch: enough that a batch costs
// nothing beside its rows, little enough to stay in the cache.
const batchRows = 1 << 16

// The positions in code list "koppelstatus" that the gate gives.
var (
	linkNumber = byte(schemas.List("koppelstatus").Index("V"))
	linkNone   = byte(schemas.List("koppelstatus").Index("E"))
)

// An Out takes what passes the gate. Rows come in order, and so do persons; those
// whom rows are about may come after them. What it is given is there for the length
// of the call.
type Out interface {
	Append(Batch) error
	AppendPersons(Persons) error
}

// A Gate is gate 1 for one delivery. It goes over the rows in order, on one
// goroutine, and ends with Finish or Drop.
type Gate struct {
	data    *schemas.Dataset
	session *register.Session
	keys    Keys
	out     Out

	layout  *Layout
	columns []column
	spare   *spare
	size    int // rows for which the columns have room
	filled  int // rows in the columns

	key      check.RowKey
	person   int // field indexes; -1 where there is none
	event    int
	end      int
	people   *people
	nameless *nameless
	stays    stays
	keysSeen map[uint64]struct{} // where rows have keys of their own
	rows     int                 // admitted
	done     bool

	persons []uint32 // of the rows of one call
	refused []int    // and which of them are not admitted, in ascending order
	own     Prepared // for Admit
}

// NewGate returns the gate for the delivery whose session it is.
func NewGate(d *schemas.Dataset, keys Keys, session *register.Session, out Out) *Gate {
	if session.Scope().Dataset != d.Name || session.ByPerson() != d.NamedByPerson() || len(keys.Number) < 32 || len(keys.NoNumber) < 32 || len(keys.Token) < 32 {
		panic("anonymise: internal error: session of another dataset, or short keys")
	}
	org := session.Scope().Org
	spread := hmac.New(sha256.New, keys.NoNumber)
	spread.Write([]byte("spread"))
	g := &Gate{
		data: d, session: session, keys: keys, out: out,
		layout: NewLayout(d, memory.NewGoAllocator()),
		key:    check.NewRowKey(d),
		spare:  newSpare(),
		person: -1, event: -1, end: -1,
		people: newPeople(lookup{session: session, keyer: newKeyer(keys.Number)},
			binary.BigEndian.Uint64(spread.Sum(nil)), out.AppendPersons),
		nameless: newNameless(d, org, newKeyer(keys.NoNumber)),
		stays:    newStays(session.Scope().Period),
		keysSeen: make(map[uint64]struct{}),
	}
	for i, f := range d.Fields {
		switch {
		case f.Store == schemas.KeepPerson:
			g.person = i
		case f.Name == d.Event:
			g.event = i
		case f.Name == d.End:
			g.end = i
		}
	}
	g.columns = make([]column, len(g.layout.columns))
	for i, c := range g.layout.columns {
		g.columns[i].Column = c
	}
	return g
}

// Admit is [Gate.Prepare] and [Gate.AdmitPrepared].
func (g *Gate) Admit(rows *check.Rows) ([]check.Problem, error) {
	g.Prepare(rows, &g.own)
	return g.AdmitPrepared(rows, &g.own)
}

// AdmitPrepared takes the next rows, with what was worked out of them. It returns
// the problems that lie between rows: those with code RowTwice are not admitted
// and must be put aside by the caller. Rows and what they point to are not kept.
func (g *Gate) AdmitPrepared(rows *check.Rows, p *Prepared) ([]check.Problem, error) {
	if g.done || p.gate != g || len(p.prints) != rows.Len() {
		panic("anonymise: internal error: rows after the last, or that were not prepared")
	}
	n := rows.Len()
	if g.rows+n > maxNumber {
		return nil, ErrTooLarge
	}
	if cap(g.persons) < n {
		g.persons = make([]uint32, n)
	}
	g.persons, g.refused = g.persons[:n], g.refused[:0]
	compare := g.compareByKey
	if g.key.ByPerson {
		compare = g.compareByPerson
	}
	problems := compare(rows, p)
	if g.people.err != nil {
		return problems, g.people.err
	}
	if g.filled+n > g.size {
		if err := g.flush(); err != nil {
			return problems, err
		}
		g.room(max(batchRows, n))
	}
	g.fill(rows, p)
	return problems, nil
}

// who returns the person of row i.
func (g *Gate) who(rows *check.Rows, p *Prepared, i int) uint32 {
	if v := rows.Columns[g.person].Int[i]; v != check.Missing {
		return g.people.numbered(v)
	}
	at := p.place[i]
	key := p.nameless[at]
	if p.counted[at] {
		key = g.nameless.next(rows, i)
	}
	return g.people.nameless(key)
}

// compareByPerson leaves in g.persons whose the rows are and in g.refused which of
// them are doubles, where a row is named by its person and the day of its event.
func (g *Gate) compareByPerson(rows *check.Rows, p *Prepared) []check.Problem {
	g.people.numbers.warm(rows.Columns[g.person].Int)
	g.people.weak.warm(p.nameless)
	for i := range g.persons {
		g.persons[i] = g.who(rows, p, i)
	}
	g.stays.warm(g.persons)
	days := rows.Columns[g.event].Int
	var problems []check.Problem
	for i, person := range g.persons {
		day, number := int32(days[i]), rows.Number[i]
		end, open := g.endOf(rows, i, day)
		twice, overlap := g.stays.add(person, day, end, open)
		if twice {
			problems = append(problems, check.Problem{Row: number, Field: g.keyField(), Code: RowTwice})
			g.refused = append(g.refused, i)
			continue
		}
		if overlap {
			problems = append(problems, check.Problem{Row: number, Field: g.keyField(), Code: StaysOverlap})
		}
		g.remember(register.Mark{Person: int32(person), Day: day}, p.prints[i], open, number)
	}
	return problems
}

// compareByKey does so where a row has a key of its own: a second row with that
// key is its double, whoever it is about.
func (g *Gate) compareByKey(rows *check.Rows, p *Prepared) []check.Problem {
	var problems []check.Problem
	for i, number := range rows.Number {
		key := g.keyOf(rows, p, i)
		if _, there := g.keysSeen[key]; there {
			problems = append(problems, check.Problem{Row: number, Field: g.keyField(), Code: RowTwice})
			g.refused = append(g.refused, i)
			continue
		}
		g.keysSeen[key] = struct{}{}
		m := register.Mark{Key: key, Person: register.Nobody}
		g.persons[i] = 0
		if g.person >= 0 {
			g.persons[i] = g.who(rows, p, i)
			m.Person = int32(g.persons[i])
		}
		_, open := g.endOf(rows, i, 0)
		g.remember(m, p.prints[i], open, number)
	}
	return problems
}

// remember tells the register of an admitted row.
func (g *Gate) remember(m register.Mark, print uint64, open bool, number int32) {
	m.Print = uint32(print >> 32)
	if open {
		m.Row = number
	}
	g.session.Add(&m)
	g.rows++
}

func (g *Gate) keyOf(rows *check.Rows, p *Prepared, i int) uint64 {
	if g.key.Token >= 0 {
		return uint64(p.tokens[g.key.Token][i])
	}
	return g.key.Pack(rows, i)
}

// endOf returns the day on which a row ends, and whether it is still open. A
// row of a dataset that knows no end is over on its day.
func (g *Gate) endOf(rows *check.Rows, i int, day int32) (end int32, open bool) {
	if g.end < 0 {
		return day, false
	}
	v := rows.Columns[g.end].Int[i]
	return int32(v), v == check.Missing
}

// keyField is the field to which a problem with the name of a row is ascribed.
func (g *Gate) keyField() *schemas.Field { return g.data.Field(g.data.Key[len(g.data.Key)-1]) }

// room makes empty columns for n rows.
func (g *Gate) room(n int) {
	for i := range g.columns {
		g.columns[i].room(n, g.layout.schema.Field(i).Type, g.spare)
	}
	g.size, g.filled = n, 0
}

// flush gives out what is filled in, if anything.
func (g *Gate) flush() error {
	if g.filled == 0 {
		return nil
	}
	arrays := make([]arrow.Array, len(g.columns))
	for i := range g.columns {
		arrays[i] = g.columns[i].array(g.filled, g.layout.schema.Field(i).Type, g.layout.dicts[i], g.spare)
		defer arrays[i].Release()
	}
	b := Batch{dataset: g.data, record: array.NewRecordBatch(g.layout.schema, arrays, int64(g.filled))}
	defer b.Release()
	g.filled, g.size = 0, 0
	return g.out.Append(b)
}
