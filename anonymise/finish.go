package anonymise

import "errors"

// Finish gives out the last rows and persons. What it changed in the register
// counts only when the caller commits the session. The gate is used up.
func (g *Gate) Finish() error {
	if g.done {
		panic("anonymise: internal error: finished twice")
	}
	g.done = true
	defer g.layout.Release()
	return errors.Join(g.people.finish(), g.flush())
}

// Drop ends a gate that is not finished: after it, the gate asks nothing more of
// the register. It can always be called.
func (g *Gate) Drop() { g.people.lookup.wait() }
