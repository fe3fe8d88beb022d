package disclosure

import (
	"fmt"
	"slices"
	"strings"
)

// A Certificate shows that a cell is protected from an attacker: two worlds in
// whole numbers that agree with all that is published and with all that he
// knows, and that lie apart in that cell. Whoever has the tables can check it by
// addition alone. It stays in the house, because it tells which cells are small.
type Certificate struct {
	Cell Ref
	// Whole is the total of which Cell holds nearly all; in High it does not, and
	// Low is the truth. It is no cell in other certificates.
	Whole    Ref
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
// not named cannot: for him the certificate against outsiders holds. Where figures
// are rounded, so that small ones are shown, each of these has one too. They are not
// for publication; the caller must not change them.
func (s *Safe) Certificates() []Certificate {
	s.mustBeMade()
	return slices.Clone(s.certificates)
}

// Judged returns the system that the certificates are worlds of: all tables as
// they were handed in, those that are Unpublished too, and the relations. They
// hold the true figures and stay in the house; the caller must not change them.
func (s *Safe) Judged() ([]Table, []Relation) {
	s.mustBeMade()
	return slices.Clone(s.judged), slices.Clone(s.relations)
}

// certificates writes down proofs with cells and values. A coalition that is
// reached in two ways is listed once, and so is a group that two tables show.
func (x *suppressor) certificates(proofs []proof) []Certificate {
	c := notary{suppressor: x, at: x.refsOf(), worlds: map[int][]Change{}, known: map[int][]Ref{}}
	out := make([]Certificate, 0, len(proofs))
	seen := map[string]bool{}
	for _, p := range proofs {
		g := x.groupOf[p.unknown]
		key := fmt.Sprint(p.unknown, p.crew)
		if g >= 0 {
			key = fmt.Sprint(x.groups[g].part, x.groups[g].total, p.crew, "nearly all")
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		if g >= 0 {
			if len(p.crew) == 0 {
				out = append(out, Certificate{
					Cell: c.at[x.groups[g].part][0], Whole: c.at[x.groups[g].total][0], Attacker: outsider, High: c.world(p.above),
				})
			}
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

// refsOf returns the cells in which each unknown stands, by name.
func (s *system) refsOf() [][]Ref {
	at := make([][]Ref, len(s.unknowns))
	for t := range s.cells {
		for c, u := range s.cells[t] {
			at[u] = append(at[u], Ref{s.layouts[t].table.Name, c})
		}
	}
	return at
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

// outsider is who knows no suppressed cell of himself.
const outsider = "buitenstaander"

// attackerName says in Dutch who a crew is.
func (x *suppressor) attackerName(c crew) string {
	if len(c) == 0 {
		return outsider
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
