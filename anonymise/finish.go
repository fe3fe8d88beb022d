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
	g.people.numbers, g.people.byKey = nil, nil // large, and not needed any more
	found, err := g.session.Resolve(g.people.keys(g.keys.Number), g.people.kind)
	if err != nil {
		return Persons{}, err
	}
	g.stays.group()
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
	if !g.key.byPerson {
		return register.Statement{Owners: g.keysOf, Marks: func(dst []register.Mark, i int) []register.Mark {
			from := len(dst)
			dst = g.stays.marks(dst, i)
			if g.person >= 0 {
				dst[from].Day = int32(found[dst[from].Day])
			}
			return dst
		}}
	}
	owners := make([]uint64, len(found))
	for i, person := range found {
		owners[i] = uint64(person)
	}
	return register.Statement{ByPerson: true, Owners: owners, Marks: g.stays.marks}
}
