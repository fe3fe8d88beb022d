package anonymise

import "errors"

// Finish gives out the last rows, asks the register for the last persons of the
// delivery, and returns all of them. What it changed in the register counts only
// when the caller commits the session. The gate is used up.
func (g *Gate) Finish() (Persons, error) {
	if g.done {
		panic("anonymise: internal error: finished twice")
	}
	g.done = true
	defer g.layout.Release()
	persons, err := g.people.found()
	if err := errors.Join(err, g.flush()); err != nil {
		return Persons{}, err
	}
	return persons, nil
}

// Drop ends a gate that is not finished: after it, the gate asks nothing more of
// the register. It can always be called.
func (g *Gate) Drop() { g.people.lookup.wait() }
