package anonymise

import (
	"errors"
	"sync"

	"lvv/anonymise/register"
)

// Finish is [Gate.FinishWith] for callers that use the persons afterwards.
func (g *Gate) Finish() (p Persons, err error) {
	err = g.FinishWith(func(persons Persons) error {
		p = persons
		return nil
	})
	return p, err
}

// FinishWith gives out the last rows, asks the register for the last persons of
// the delivery, and tells it what the delivery says while use does what has to be
// done with the persons. What it changed in the register counts only when the
// caller keeps the session. The gate is used up.
func (g *Gate) FinishWith(use func(Persons) error) error {
	if g.done {
		panic("anonymise: internal error: finished twice")
	}
	g.done = true
	defer g.layout.Release()
	persons, err := g.people.found()
	if err := errors.Join(err, g.flush()); err != nil {
		return err
	}
	var used error
	var beside sync.WaitGroup
	beside.Go(func() { used = use(persons) })
	err = g.session.Record(g.statement(persons))
	beside.Wait()
	return errors.Join(err, used)
}

// Drop ends a gate that is not finished: after it, the gate asks nothing more of
// the register. It can always be called.
func (g *Gate) Drop() { g.people.lookup.wait() }

// statement is what the register has to remember, with the persons of the
// delivery replaced by those of the register.
func (g *Gate) statement(persons Persons) register.Statement {
	st := register.Statement{ByPerson: g.key.byPerson, Rows: g.stays.count(), Marks: g.stays.marks}
	if st.ByPerson {
		st.Ascend, st.Owners = g.people.lookup.ascend, persons.Len()
		st.Owner = func(i int) uint64 { return uint64(persons.number(i)) }
		return st
	}
	st.Owners, st.Owner = len(g.keysOf), func(i int) uint64 { return g.keysOf[i] }
	if g.person >= 0 {
		st.Marks = func(i int) []register.Mark {
			marks := g.stays.marks(i)
			marks[0].Day = int32(persons.number(int(marks[0].Day))) // asked once an owner
			return marks
		}
	}
	return st
}
