// Package pattern finds the cheapest pattern of suppression for a system of
// additive tables, and proves how cheap it can be.
//
// In come cells, the identities between them, which cells must be hidden and
// what an attacker may at most find out about them. Out comes which cells to
// hide, a lower bound on what any pattern must cost, and for each need two
// worlds in whole numbers that agree with everything published. The package
// knows cells by number only: no table, no rule and no person.
//
// The method is that of Fischetti and Salazar (1999). The attacker is a linear
// programme ([lvv/anonymise/disclosure/lp]); if he can bound a cell too closely,
// the multipliers of his proof give a cut, an inequality that every good pattern
// satisfies. The cheapest parts of cells that satisfy all cuts give a lower
// bound, and branching on cells closes the gap. Where several attackers know
// different cells, further cuts ask for two cells if one is not enough. Parts of
// the system that have nothing in common are solved apart. Beside that search runs
// another that only looks for better patterns, by taking good ones apart and
// mending them.
//
// The solver computes in floating point. Nothing that it says is believed:
//
//   - A world counts only if its changes are whole, stay within what the attacker
//     knows and keep every identity, in int64.
//   - A cut is computed in int64 from the multipliers rounded to whole numbers.
//     Whatever they are, the inequality is true.
//   - That there is no world in whole numbers, though there is one in parts of
//     persons, counts only if each branch is excluded by whole multipliers.
//   - A bound is computed in int64 from the prices of the cuts rounded down to
//     multiples of a power of two. By duality any prices prove a bound, and the
//     costs are whole, so that it may be rounded up.
//   - A pattern that could be neither mended nor excluded keeps its place in the
//     bound.
package pattern

// A State says what may become of a cell.
type State int

// The states of a cell.
const (
	Free      State = iota // may be hidden, at its cost
	Primary                // must be hidden
	Published              // is known: it cannot be hidden, or hiding it would not help
)

// Unbounded is the Upper of a cell of which the attacker knows no maximum.
const Unbounded = int64(1) << 40

// A Cell is one figure.
type Cell struct {
	Value int64 // the truth, from Lower to Upper
	Cost  int64 // of hiding it when it is Free, at least 1
	// Lower and Upper are what an attacker knows of the cell without the
	// tables: where zeros are shown, a hidden cell is at least 1.
	Lower, Upper int64
	State        State
}

// A Term is a coefficient of a cell.
type Term struct {
	Cell int
	Coef int64
}

// A Need asks that an attacker can not bound a cell too closely: among the
// worlds that he cannot tell from the truth there must be two in which the cell
// lies Width or more apart, one that lies Up or more above the truth, and one
// that lies Down or more below it.
type Need struct {
	Cell            int
	Width, Up, Down int64
	Known           []int // cells that this attacker knows though they are hidden, sorted
}

// A Problem is a system of tables to be protected.
type Problem struct {
	Cells       []Cell
	Constraints [][]Term // each sums to zero
	Needs       []Need
	// Tied are sets of cells that are hidden together or not at all: figures in
	// several units about the same people. If one of a set is Primary all are;
	// else they cost together what the dearest of them costs. Published ones stay
	// out of it. No cell stands in two sets.
	Tied [][]int
	// Refine, if not nil, is asked about a pattern that meets all needs so far:
	// which further needs there are, and which sets of Free cells must each have
	// one cell hidden. A pattern for which it returns nothing is good. Every
	// pattern that lacks what it asks for must be bad. It is asked about each
	// pattern that is better than the best so far, never twice at once.
	Refine func(Solution) (needs []Need, covers [][]int)
	// Progress, if not nil, is told now and then what the best pattern costs
	// and what any pattern costs at least.
	Progress func(cost, bound int64)
	// Start, if not nil, is a pattern to begin from: what it hides and the worlds
	// of its certificates. What is wrong with it is mended.
	Start *Solution
	// Steps, if not 0, ends the search after about so many steps of the simplex
	// method, those of Refine not counted. Unlike a context it ends the search
	// at the same point on every machine.
	Steps int
}

// A Change gives a cell another value than the truth.
type Change struct {
	Cell  int
	Value int64
}

// A World is the truth but for some hidden cells, in the order of the cells.
type World []Change

// A Certificate shows that a need is met: two worlds that the attacker cannot
// tell from the truth.
type Certificate struct {
	Need      int // index into Needs, those of Refine after those of the Problem
	Low, High World
}

// A Solution is a pattern that meets every need.
type Solution struct {
	Hidden       []bool // by cell, Primary ones included
	Cost         int64  // of the Free cells that are hidden
	Bound        int64  // no pattern that meets every need costs less
	Certificates []Certificate
}

// Proven tells whether no pattern is cheaper.
func (s Solution) Proven() bool { return s.Bound >= s.Cost }
