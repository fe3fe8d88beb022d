package ingest

import (
	"lvv/ingest/check"
	"lvv/schemas"
)

// twice finds second rows of the same name among the good rows of one file, which
// it is shown in order: a row of the same V-number and day of event where rows are
// named by their person, and otherwise one with the same key of its own, such as
// the number of a trajectory. The first row counts; bad rows have no name.
//
// Persons without a V-number are left to the intake, which recognises them by
// other things under keys that nobody else has. What is kept of a row is its
// name, and only as long as the file is being checked.
type twice struct {
	field   *schemas.Field // to which a second name is ascribed
	key     check.RowKey
	person  int // fields by index, -1 among counts
	event   int
	numbers map[uint64]struct{}
	texts   map[string]struct{}

	bad      int // rows found so far
	noPerson int // of them without a V-number
}

func newTwice(d *schemas.Dataset) *twice {
	t := &twice{
		field: d.Field(d.Key[len(d.Key)-1]), key: check.NewRowKey(d), person: -1, event: -1,
		numbers: make(map[uint64]struct{}), texts: make(map[string]struct{}),
	}
	if p := d.PersonField(); p != nil {
		t.person, t.event = p.Index, d.Field(d.Event).Index
	}
	return t
}

// among returns the problems of those of the next rows whose name was there
// before, in the order of the rows.
func (t *twice) among(rows *check.Rows) []check.Problem {
	var problems []check.Problem
	for i, number := range rows.Number {
		if !t.again(rows, i) {
			continue
		}
		problems = append(problems, check.Problem{Row: number, Field: t.field, Code: check.RowTwice})
		t.bad++
		if t.person >= 0 && rows.Columns[t.person].Int[i] == check.Missing {
			t.noPerson++
		}
	}
	return problems
}

// again reports whether a row has the name of one before it.
func (t *twice) again(rows *check.Rows, i int) bool {
	switch {
	case t.key.Token >= 0:
		return seen(t.texts, string(rows.Columns[t.key.Token].Text[i]))
	case !t.key.ByPerson:
		return seen(t.numbers, t.key.Pack(rows, i))
	}
	number, day := rows.Columns[t.person].Int[i], rows.Columns[t.event].Int[i]
	return number != check.Missing && seen(t.numbers, uint64(number)<<dayBits|uint64(day)&(1<<dayBits-1))
}

// seen reports whether a name is in a set, and puts it there.
func seen[N comparable](set map[N]struct{}, name N) bool {
	before := len(set)
	set[name] = struct{}{}
	return len(set) == before
}

// dayBits are enough for any day; the 34 bits that are left hold ten digits.
const dayBits = 30
