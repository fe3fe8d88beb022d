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
	name    [2]int         // the two fields that make the name, by index
	text    int            // or the one reference that is the name, else -1
	person  int            // of the person, -1 among counts
	numbers map[uint64]struct{}
	texts   map[string]struct{}

	bad      int // rows found so far
	noPerson int // of them without a V-number
}

// newTwice reads from the dataset what names its rows. That a name is made of
// anything else than a reference or two numbers is a fault in our schemas.
func newTwice(d *schemas.Dataset) *twice {
	t := &twice{
		field: d.Field(d.Key[len(d.Key)-1]), text: -1, person: -1,
		numbers: make(map[uint64]struct{}), texts: make(map[string]struct{}),
	}
	if p := d.PersonField(); p != nil {
		t.person = p.Index
	}
	switch {
	case len(d.Key) == 1 && t.field.Kind == schemas.KindReference:
		t.text = t.field.Index
	case len(d.Key) == 2:
		t.name = [2]int{d.Field(d.Key[0]).Index, t.field.Index}
	default:
		panic("ingest: internal error: rows of dataset " + d.Name + " cannot be told apart")
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
	if t.text >= 0 {
		return seen(t.texts, string(rows.Columns[t.text].Text[i]))
	}
	first, second := rows.Columns[t.name[0]].Int[i], rows.Columns[t.name[1]].Int[i]
	if first == check.Missing {
		return false
	}
	return seen(t.numbers, pack(first, second))
}

// seen reports whether a name is in a set, and puts it there.
func seen[N comparable](set map[N]struct{}, name N) bool {
	before := len(set)
	set[name] = struct{}{}
	return len(set) == before
}

// secondBits are enough for any day and any place in a code list. The 34 bits
// that are left hold ten digits, or a month.
const secondBits = 30

// pack puts the two parts of a name into one number.
func pack(first, second int64) uint64 {
	return uint64(first)<<secondBits | uint64(second)&(1<<secondBits-1)
}
