package pattern

import (
	"errors"
	"fmt"
	"slices"

	"lvv/anonymise/disclosure/lp"
)

// ErrInfeasible means that no pattern meets the needs, whatever is hidden.
var ErrInfeasible = errors.New("no pattern meets the needs")

// Limits within which sums of products stay inside int64.
const (
	maxWeight = 1 << 20 // of the coefficients of one constraint together
	maxCost   = 1 << 60 // of all cells together
)

// A term is a coefficient of a variable in a row, or of a row for a variable.
type term struct {
	index int
	coef  int64
}

// A system is the problem in variables: the cells that can be hidden, each with
// how far it may move from the truth. The problem's needs and covers come
// first; Refine adds to them.
type system struct {
	cells   []int // per variable: its cell
	varOf   []int // per cell: its variable, or -1
	up      []int64
	down    []int64
	cost    []int64  // 0 for a Primary cell
	free    []bool   // may be shown; of those tied together, only the first
	lead    []int    // per variable: the first of those it is tied to
	with    [][]int  // per first variable: those tied together, itself included
	rows    [][]term // of variables
	columns [][]term // per variable: its rows
	matrix  *lp.Matrix
	needs   []need
	needsOf [][]int        // per variable: the needs about it
	knownTo map[list][]int // what attackers know, in variables: many needs share it
	covers  [][]int        // variables of which one must be hidden
	inCover [][]int        // per variable: its covers
	asked   []int64        // per variable: the most that a need asks of it
	scale   float64        // what a cell costs on average
	truth   []Cell
}

// A need is a Need in variables.
type need struct {
	id              int
	cell            int
	width, up, down int64
	known           []int
}

// A list is a slice that is known by where it lies.
type list struct {
	first *int
	n     int
}

// newSystem checks a problem and translates it.
func newSystem(p Problem) (*system, error) {
	s := &system{varOf: make([]int, len(p.Cells)), knownTo: map[list][]int{}, truth: p.Cells}
	var total int64
	for i, c := range p.Cells {
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("cell %d: %w", i, err)
		}
		s.varOf[i] = -1
		if c.State != Published {
			s.addVariable(i, c)
		}
		if c.State == Free {
			if total += c.Cost; total > maxCost {
				return nil, errors.New("the costs are too high to be added up")
			}
		}
	}
	if err := s.tie(p.Tied); err != nil {
		return nil, err
	}
	for i, row := range p.Constraints {
		if err := s.addRow(p.Cells, row); err != nil {
			return nil, fmt.Errorf("constraint %d: %w", i, err)
		}
	}
	s.block()
	s.index()
	if err := s.addNeeds(p.Needs); err != nil {
		return nil, err
	}
	return s, nil
}

func (c Cell) check() error {
	switch {
	case c.State != Free && c.State != Primary && c.State != Published:
		return fmt.Errorf("state %d is unknown", c.State)
	case c.Lower > c.Value || c.Value > c.Upper:
		return errors.New("the value is outside of what the attacker knows")
	case c.Lower < -Unbounded || c.Upper > Unbounded:
		return fmt.Errorf("a bound beyond %d", Unbounded)
	case c.State == Free && (c.Cost < 1 || c.Cost > Unbounded):
		return errors.New("hiding a free cell costs too little or too much")
	}
	return nil
}

func (s *system) addVariable(i int, c Cell) {
	s.varOf[i] = len(s.cells)
	s.cells = append(s.cells, i)
	s.up = append(s.up, c.Upper-c.Value)
	s.down = append(s.down, c.Value-c.Lower)
	s.free = append(s.free, c.State == Free)
	cost := c.Cost
	if c.State == Primary {
		cost = 0
	}
	s.cost = append(s.cost, cost)
}

func (s *system) addRow(cells []Cell, row []Term) error {
	var sum, weight int64
	var out []term
	at := map[int]int{}
	for _, t := range row {
		if t.Cell < 0 || t.Cell >= len(cells) {
			return fmt.Errorf("cell %d is not there", t.Cell)
		}
		size := max(t.Coef, -t.Coef)
		if size < 0 || size > maxWeight || weight+size > maxWeight {
			return errors.New("coefficients too large")
		}
		weight += size
		sum += t.Coef * cells[t.Cell].Value
		v := s.varOf[t.Cell]
		if v < 0 {
			continue
		}
		if k, twice := at[v]; twice {
			out[k].coef += t.Coef
			continue
		}
		at[v] = len(out)
		out = append(out, term{v, t.Coef})
	}
	if sum != 0 {
		return errors.New("does not sum to zero")
	}
	kept := out[:0]
	for _, t := range out {
		if t.coef != 0 {
			kept = append(kept, t)
		}
	}
	if len(kept) > 0 {
		s.rows = append(s.rows, kept)
	}
	return nil
}

// block takes away the room of variables that cannot move whatever is hidden:
// the only one in a row, or one without a partner to make up for it.
func (s *system) block() {
	for again := true; again; {
		again = false
		for _, row := range s.rows {
			last, moving := -1, 0
			for _, t := range row {
				if s.moves(t.index) {
					last, moving = t.index, moving+1
				}
			}
			if moving == 1 {
				s.up[last], s.down[last] = 0, 0
				again = true
			}
		}
	}
}

func (s *system) moves(v int) bool { return s.up[v] > 0 || s.down[v] > 0 }

// index prepares the columns, the matrix and the scale of costs.
func (s *system) index() {
	s.columns, s.inCover = make([][]term, len(s.cells)), make([][]int, len(s.cells))
	s.asked, s.needsOf = make([]int64, len(s.cells)), make([][]int, len(s.cells))
	rows := make([][]lp.Entry, 0, len(s.rows))
	kept := s.rows[:0]
	for _, row := range s.rows {
		var entries []lp.Entry
		var left []term
		for _, t := range row {
			if s.moves(t.index) {
				entries = append(entries, lp.Entry{Index: t.index, Coef: float64(t.coef)})
				left = append(left, t)
				s.columns[t.index] = append(s.columns[t.index], term{len(kept), t.coef})
			}
		}
		if len(left) > 0 {
			rows, kept = append(rows, entries), append(kept, left)
		}
	}
	s.rows, s.matrix = kept, lp.NewMatrix(len(s.cells), rows)
	count := 0.0
	for v, c := range s.cost {
		if s.free[v] {
			s.scale += float64(c)
			count++
		}
	}
	s.scale = max(1, s.scale/max(1, count))
}

// addNeeds translates further needs. One that its own cell's bounds rule out
// is infeasible.
func (s *system) addNeeds(needs []Need) error {
	for i, n := range needs {
		if n.Cell < 0 || n.Cell >= len(s.varOf) || n.Width < 0 || n.Up < 0 || n.Down < 0 ||
			max(n.Width, n.Up, n.Down) > Unbounded {
			return fmt.Errorf("need %d: no such cell or amount", i)
		}
		known, err := s.variablesOf(n.Known)
		if err != nil {
			return fmt.Errorf("need %d: %w", i, err)
		}
		t := need{id: len(s.needs), cell: s.varOf[n.Cell], width: n.Width, up: n.Up, down: n.Down, known: known}
		switch {
		case max(n.Width, n.Up, n.Down) == 0:
			t.cell = -1 // nothing is asked
		case t.cell < 0 || s.up[t.cell] < n.Up || s.down[t.cell] < n.Down || s.up[t.cell]+s.down[t.cell] < n.Width:
			return fmt.Errorf("need %d: %w", len(s.needs), ErrInfeasible)
		}
		s.needs = append(s.needs, t)
		if t.cell >= 0 {
			s.needsOf[t.cell] = append(s.needsOf[t.cell], t.id)
			s.asked[t.cell] = max(s.asked[t.cell], t.width, t.up, t.down)
		}
		if t.cell >= 0 && s.mayShow(t.cell) {
			s.cover([]int{s.lead[t.cell]})
		}
	}
	return nil
}

// variablesOf translates what an attacker knows.
func (s *system) variablesOf(known []int) ([]int, error) {
	if len(known) == 0 {
		return nil, nil
	}
	key := list{&known[0], len(known)}
	if vars, ok := s.knownTo[key]; ok {
		return vars, nil
	}
	var vars []int
	for _, k := range known {
		if k < 0 || k >= len(s.varOf) {
			return nil, fmt.Errorf("cell %d is not there", k)
		}
		if v := s.varOf[k]; v >= 0 {
			vars = append(vars, v)
		}
	}
	s.knownTo[key] = vars
	return vars, nil
}

// addCovers translates sets of Free cells of which one must be hidden.
func (s *system) addCovers(covers [][]int) error {
	for _, c := range covers {
		var vars []int
		for _, cell := range c {
			if cell < 0 || cell >= len(s.varOf) || s.varOf[cell] < 0 || !s.mayShow(s.varOf[cell]) {
				return fmt.Errorf("a cover names cell %d, which cannot be hidden", cell)
			}
			vars = append(vars, s.lead[s.varOf[cell]])
		}
		if len(vars) == 0 {
			return fmt.Errorf("an empty cover: %w", ErrInfeasible)
		}
		slices.Sort(vars)
		s.cover(slices.Compact(vars))
	}
	return nil
}

func (s *system) cover(vars []int) {
	for _, v := range vars {
		s.inCover[v] = append(s.inCover[v], len(s.covers))
	}
	s.covers = append(s.covers, vars)
}
