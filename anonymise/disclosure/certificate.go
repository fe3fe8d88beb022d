package disclosure

import (
	"slices"
	"strings"
)

// A Certificate shows that a cell is protected from an attacker: two worlds in
// whole numbers that agree with all that is published and with all that he
// knows, and that lie apart in that cell. Whoever has the tables can check it by
// addition alone. It stays in the house, because it tells which cells are small.
type Certificate struct {
	Cell     Ref
	Attacker string // in Dutch
	// Known are the suppressed cells that the attacker knows of himself. Neither
	// world changes them.
	Known []Ref
	// Low and High are the worlds: all cells that differ from the truth, in
	// whatever table they stand, with the values that they have there. A world
	// without changes is the truth.
	Low, High []Change
}

// A Change is the value of a cell in another world than the true one.
type Change struct {
	Cell  Ref
	Value int64
}

// Certificates returns what proves that the cells which are too small are
// protected: one certificate for a cell against outsiders, and one against each
// insider, staff or coalition that could tell its worlds from the truth. Who is
// not named cannot: for him the certificate against outsiders holds. That groups
// are left open has been shown to the audit, and has no certificate. They are
// not for publication; the caller must not change them.
func (s *Safe) Certificates() []Certificate {
	s.mustBeMade()
	return slices.Clone(s.certificates)
}

// certificates writes down proofs with cells and values.
func (x *suppressor) certificates(proofs []proof) []Certificate {
	c := notary{suppressor: x, at: make([][]Ref, len(x.unknowns)), worlds: map[int][]Change{}, known: map[int][]Ref{}}
	for u, places := range x.places() {
		for _, p := range places {
			c.at[u] = append(c.at[u], Ref{x.layouts[p.Table].table.Name, p.Cell})
		}
	}
	out := make([]Certificate, 0, len(proofs))
	for _, p := range proofs {
		if x.groupOf[p.unknown] >= 0 {
			continue
		}
		var known []Ref
		for _, i := range p.crew {
			known = append(known, c.knownTo(i)...)
		}
		out = append(out, Certificate{
			Cell: c.at[p.unknown][0], Attacker: x.attackerName(p.crew), Known: known,
			Low: c.world(p.below), High: c.world(p.above),
		})
	}
	return out
}

// A notary keeps what certificates have in common.
type notary struct {
	*suppressor
	at     [][]Ref // per unknown: where it stands
	worlds map[int][]Change
	known  map[int][]Ref
}

// world returns what a move changes; -1 is the truth.
func (c *notary) world(move int) []Change {
	if move < 0 {
		return nil
	}
	changes, ok := c.worlds[move]
	if !ok {
		for _, s := range c.pool.moves[move].steps {
			for _, at := range c.at[s.unknown] {
				changes = append(changes, Change{at, c.unknowns[s.unknown].value + s.delta})
			}
		}
		c.worlds[move] = changes
	}
	return changes
}

// knownTo returns the suppressed cells that an insider knows.
func (c *notary) knownTo(i int) []Ref {
	refs, ok := c.known[i]
	if !ok {
		for u, k := range c.unknowns {
			if c.hidden[k.figure] && !k.impossible && slices.Contains(c.knows[k.figure], i) {
				refs = append(refs, c.at[u]...)
			}
		}
		c.known[i] = refs
	}
	return refs
}

// attackerName says in Dutch who a crew is.
func (x *suppressor) attackerName(c crew) string {
	if len(c) == 0 {
		return "buitenstaander"
	}
	var names []string
	for _, i := range c {
		names = append(names, x.insiderName(x.all[i]))
	}
	return strings.Join(names, ", samen met ")
}

func (x *suppressor) insiderName(in insider) string {
	if in.staff {
		return "medewerker van " + in.dim + " " + in.cat
	}
	first := x.unknowns[x.figures[in.figure].unknowns[0]].first
	for _, l := range x.layouts {
		if l.table.Name == first.Table {
			return "de enige in " + first.Table + " (" + l.codes(first.Cell) + ")"
		}
	}
	panic("disclosure: internal error: a figure outside all tables")
}
