package joint

import (
	"cmp"
	"math"
	"slices"

	"lvv/anonymise/disclosure/lp"
)

// A Figure is one count of the tables.
type Figure struct {
	Value  int64
	Hidden bool
	// Width is the least distance that must remain between two values of a
	// hidden figure that an attacker holds possible; 0 asks for nothing.
	Width int64
}

// Asks reports whether a width must remain.
func (f Figure) Asks() bool { return f.Hidden && f.Width > 0 }

// A Change is what one record does to a figure by being something else.
type Change struct {
	Figure int
	By     int64
}

// A Kind is a number of records that can be something else in the same ways.
// At most Count of them move, each in one of the ways.
type Kind struct {
	Count int64
	Moves [][]Change
}

// Exposed returns the first figure, by index, of which the records may tell more
// than they should, or -1, and how many worlds were made to prove the others.
// The attacker knows that a hidden figure is 1 or more, because zeros are shown.
func Exposed(figures []Figure, kinds []Kind) (exposed, worlds int) {
	return exposedBy(figures, kinds, maxMoves)
}

// exposedBy is Exposed with at most so many moves. A world that is made of some
// of the moves is a world, so leaving others out can only prove less.
func exposedBy(figures []Figure, kinds []Kind, most int) (exposed, worlds int) {
	s := newSearch(figures, kinds, waysWithin(kinds, most))
	for f, fig := range figures {
		if fig.Asks() && !s.widen(f, fig.Width) {
			return f, len(s.worlds)
		}
	}
	return -1, len(s.worlds)
}

// maxMoves bounds the linear program. A million records of three years have some
// eighteen thousand.
const maxMoves = 20_000

// waysWithin is how many ways each kind may have to be something else, if all of
// them together are to be at most so many.
func waysWithin(kinds []Kind, most int) int {
	ways := 0
	for _, k := range kinds {
		ways = max(ways, len(k.Moves))
	}
	for ; ways > 0; ways-- {
		all := 0
		for _, k := range kinds {
			all += min(len(k.Moves), ways)
		}
		if all <= most {
			break
		}
	}
	return ways
}

// A search looks for worlds. The variables of its linear program are the moves,
// then for each figure by how much it changes, then for each kind with more
// than one way how many of its records move.
type search struct {
	figures []Figure
	kinds   []Kind
	moves   []place
	solver  *lp.Solver
	problem lp.Problem
	x       []float64

	worlds [][]int64 // per world and figure: how it differs from the truth
}

// A place is a move by its kind and its number there.
type place struct{ kind, move int }

func newSearch(figures []Figure, kinds []Kind, ways int) *search {
	s := &search{figures: figures, kinds: kinds}
	for k, kind := range kinds {
		for m := range min(len(kind.Moves), ways) {
			s.moves = append(s.moves, place{k, m})
		}
	}
	n := len(s.moves) + len(figures) + len(kinds)
	s.solver = lp.NewSolver(lp.NewMatrixByColumn(len(figures)+len(kinds), s.columns()))
	s.problem = lp.Problem{Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n)}
	s.x = make([]float64, n)
	for j, p := range s.moves {
		s.problem.High[j] = float64(kinds[p.kind].Count)
		// Costs that differ keep the search from walking in circles.
		cost := 1 + float64(j*7919%1000)/2000
		s.problem.CostUp[j], s.problem.CostDown[j] = cost, cost
	}
	for f := range figures {
		s.free(f)
	}
	for k, kind := range kinds {
		s.problem.High[len(s.moves)+len(figures)+k] = float64(kind.Count)
	}
	return s
}

// columns say in which identities each variable stands: how moves change figures,
// and how many records of a kind move.
func (s *search) columns() [][]lp.Entry {
	all := 0
	for _, p := range s.moves {
		all += len(s.kinds[p.kind].Moves[p.move]) + 1
	}
	identities := len(s.figures) + len(s.kinds)
	cols, room := make([][]lp.Entry, 0, len(s.moves)+identities), make([]lp.Entry, 0, all+identities)
	for _, p := range s.moves {
		first := len(room)
		for _, c := range s.kinds[p.kind].Moves[p.move] {
			room = append(room, lp.Entry{Index: c.Figure, Coef: float64(c.By)})
		}
		slices.SortFunc(room[first:], func(a, b lp.Entry) int { return cmp.Compare(a.Index, b.Index) })
		room = append(room, lp.Entry{Index: len(s.figures) + p.kind, Coef: 1})
		cols = append(cols, room[first:len(room):len(room)])
	}
	for r := range identities {
		room = append(room, lp.Entry{Index: r, Coef: -1})
		cols = append(cols, room[len(room)-1:len(room):len(room)])
	}
	return cols
}

// free lets a figure change as far as what is known of it allows.
func (s *search) free(f int) {
	at := len(s.moves) + f
	s.problem.Low[at], s.problem.High[at] = 0, 0
	if s.figures[f].Hidden {
		s.problem.Low[at], s.problem.High[at] = float64(min(0, 1-s.figures[f].Value)), math.Inf(1)
	}
}

// widen looks for worlds in which a figure differs by a width, and reports
// whether there are. Upward is tried first: a small figure can go down but
// little.
func (s *search) widen(f int, width int64) bool {
	low, high := s.reach(f)
	if high-low >= width || s.world(f, width) {
		return true
	}
	for down := min(width, s.figures[f].Value-1); down > -low; down-- {
		if s.world(f, -down) {
			break
		}
	}
	low, high = s.reach(f)
	rest := width + low
	return high-low >= width || rest > high && s.world(f, rest)
}

// reach is how far a figure goes down and up in the worlds so far.
func (s *search) reach(f int) (low, high int64) {
	for _, w := range s.worlds {
		low, high = min(low, w[f]), max(high, w[f])
	}
	return low, high
}

// world looks for a world in which a figure has changed by an amount.
func (s *search) world(f int, by int64) bool {
	at := len(s.moves) + f
	s.problem.Low[at], s.problem.High[at] = float64(by), float64(by)
	found := s.solver.Solve(s.problem, s.x) && s.dive()
	s.free(f)
	if !found {
		return false
	}
	changes, ok := s.check()
	if !ok || changes[f] != by {
		return false
	}
	s.worlds = append(s.worlds, changes)
	return true
}

// dives bounds the steps from a fractional solution to a whole one.
const dives = 40

// dive goes on from a fractional solution to a whole one, by holding one
// fractional move after the other below or above its value.
func (s *search) dive() bool {
	var held []int
	defer func() {
		for _, j := range held {
			s.problem.Low[j], s.problem.High[j] = 0, float64(s.kinds[s.moves[j].kind].Count)
		}
	}()
	for range dives {
		j := s.fractional()
		if j < 0 {
			return true
		}
		held = append(held, j)
		high, x := s.problem.High[j], s.x[j]
		s.problem.High[j] = math.Floor(x)
		if s.solver.Solve(s.problem, s.x) {
			continue
		}
		s.problem.Low[j], s.problem.High[j] = math.Ceil(x), high
		if !s.solver.Solve(s.problem, s.x) {
			return false
		}
	}
	return false
}

// fractional is the first move that is no whole number, or -1.
func (s *search) fractional() int {
	for j := range s.moves {
		if math.Abs(s.x[j]-math.Round(s.x[j])) > whole {
			return j
		}
	}
	return -1
}

// whole is how far a solution may be from a whole number to be taken for it.
const whole = 1e-6

// check adds up in whole numbers what the moves of a solution do, and reports
// whether that is a world: whole moves, no more of a kind than there are, no
// shown figure changed, no hidden one below 1.
func (s *search) check() (changes []int64, ok bool) {
	changes = make([]int64, len(s.figures))
	moved := make([]int64, len(s.kinds))
	for j, p := range s.moves {
		n := int64(math.Round(s.x[j]))
		if n < 0 || math.Abs(s.x[j]-float64(n)) > whole {
			return nil, false
		}
		moved[p.kind] += n
		for _, c := range s.kinds[p.kind].Moves[p.move] {
			changes[c.Figure] += n * c.By
		}
	}
	for k, n := range moved {
		if n > s.kinds[k].Count {
			return nil, false
		}
	}
	for f, c := range changes {
		fig := s.figures[f]
		if c != 0 && (!fig.Hidden || fig.Value+c < 1) {
			return nil, false
		}
	}
	return changes, true
}
