package anonymise

import "lvv/anonymise/register"

// Finish gives out the last rows, asks the register for the persons of the
// delivery and tells it what the delivery says. What it changed in the register
// counts only when the caller keeps the session. The gate is used up.
func (g *Gate) Finish() (Persons, error) {
	if g.done {
		panic("anonymise: internal error: finished twice")
	}
	g.done = true
	defer g.layout.Release()
	if err := g.flush(); err != nil {
		return Persons{}, err
	}
	found, err := g.session.Resolve(g.people.keys(), g.people.kind)
	if err != nil {
		return Persons{}, err
	}
	if err := g.session.Record(g.statement(found)); err != nil {
		return Persons{}, err
	}
	p := Persons{ids: make([][16]byte, len(found)), link: make([]byte, len(found)), made: true}
	for i, person := range found {
		p.ids[i] = g.session.ID(person)
		p.link[i] = linkNumber
		if g.people.kind(i) == register.NoNumber {
			p.link[i] = linkNone
		}
	}
	return p, nil
}

// statement is what the register has to remember, with the persons of the
// delivery replaced by those of the register.
func (g *Gate) statement(found []uint32) register.Statement {
	g.stays.group()
	if g.key.byPerson {
		owners := make([]uint64, len(found))
		for i, person := range found {
			owners[i] = uint64(person)
		}
		return register.Statement{ByPerson: true, Owners: owners, Marks: g.stays.marks}
	}
	return register.Statement{Owners: g.keysOf, Marks: func(i int) []register.Mark {
		marks := g.stays.marks(i)
		if g.person >= 0 {
			marks[0].Day = int32(found[marks[0].Day]) // asked once an owner
		}
		return marks
	}}
}
