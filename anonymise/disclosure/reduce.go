package disclosure

import (
	"cmp"
	"math"
	"slices"

	"lvv/anonymise/disclosure/lp"
)

// A reduction is the system as the search sees it: without what cannot move or
// need not be said. It loses no movement and allows none, and what is found in
// it is checked against the whole system all the same.
//
// Unknowns that nobody can move are left out, and so are those that an identity
// of their own fixes. Unknowns that only move together, as a figure in two
// releases, are one variable. Identities that follow from others go: what was
// added to a total is the sum of what was added to its parts because both
// releases add up. A figure that was never printed and stands in one identity
// alone is no variable: it is the room that this identity has.
type reduction struct {
	variable []int   // per unknown: its variable, or -1
	sign     []int64 // per unknown: the way it moves with it
	members  [][]int // per variable: its unknowns
	rows     []row
	rowsOf   [][]term // per variable: the rows with room in which it stands
	roomOf   []int    // per unknown: the row whose room it is, or -1

	solver  *lp.Solver
	problem lp.Problem
	point   []float64
	moved   []int64 // per variable or row: scratch
}

// A row says that a combination of variables, with a figure that is its room,
// comes to zero.
type row struct {
	terms equation // over variables
	room  []int    // unknowns that move as one and stand in no other row; none if the row has no room
	coef  int64    // of the room: 1 or -1
}

// reduce makes the reduction for what is movable now.
func (x *suppressor) reduce() *reduction {
	m := merger{suppressor: x, root: make([]int, len(x.unknowns)), sign: make([]int64, len(x.unknowns)), still: make([]bool, len(x.unknowns))}
	for u := range m.root {
		m.root[u], m.sign[u], m.still[u] = u, 1, !x.movable[u]
	}
	rows := m.independent(m.merge())
	r := &reduction{
		variable: make([]int, len(x.unknowns)), sign: make([]int64, len(x.unknowns)), roomOf: make([]int, len(x.unknowns)),
	}
	rooms := m.rooms(rows)
	number := map[int]int{} // of a root: its variable
	for u := range m.root {
		at, sign := m.find(u)
		r.variable[u], r.sign[u], r.roomOf[u] = -1, sign, -1
		if m.still[at] {
			continue
		}
		if i, ok := rooms[at]; ok {
			rows[i].room = append(rows[i].room, u)
			r.roomOf[u] = i
			continue
		}
		if _, ok := number[at]; !ok {
			number[at] = len(r.members)
			r.members = append(r.members, nil)
		}
		r.variable[u] = number[at]
		r.members[number[at]] = append(r.members[number[at]], u)
	}
	r.rowsOf = make([][]term, len(r.members))
	for i := range rows {
		rows[i].number(i, rooms, number)
		for _, t := range rows[i].terms {
			if rows[i].coef != 0 {
				r.rowsOf[t.unknown] = append(r.rowsOf[t.unknown], term{i, t.coef})
			}
		}
	}
	r.rows = rows
	r.solve()
	return r
}

// number writes the terms of a row over variables, and takes its room out.
func (w *row) number(i int, rooms, number map[int]int) {
	var terms equation
	for _, t := range w.terms {
		if at, ok := rooms[t.unknown]; ok && at == i {
			w.coef = t.coef
			continue
		}
		terms = append(terms, term{number[t.unknown], t.coef})
	}
	w.terms = terms
}

// solve makes the solver and its working space.
func (r *reduction) solve() {
	n := len(r.members)
	rows := make([][]lp.Entry, len(r.rows))
	for i, w := range r.rows {
		for _, t := range w.terms {
			rows[i] = append(rows[i], lp.Entry{Index: t.unknown, Coef: float64(t.coef)})
		}
	}
	r.solver = lp.NewSolver(lp.NewMatrix(n, rows))
	r.point, r.moved = make([]float64, n), make([]int64, len(rows))
	r.problem = lp.Problem{
		Low: make([]float64, n), High: make([]float64, n), CostUp: make([]float64, n), CostDown: make([]float64, n),
		RowLow: make([]float64, len(rows)), RowHigh: make([]float64, len(rows)),
	}
}

// bound returns the bounds of a variable, or of the room of a row, from those of
// its unknowns.
func (r *reduction) bound(members []int, limits func(u int) (low, high float64)) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	for _, u := range members {
		l, h := limits(u)
		if r.sign[u] < 0 {
			l, h = -h, -l
		}
		low, high = max(low, l), min(high, h)
	}
	return low, high
}

// boundRow sets the bounds of a row from those of its room, and reports whether
// they leave anything.
func (r *reduction) boundRow(i int, limits func(u int) (low, high float64)) bool {
	low, high := r.bound(r.rows[i].room, limits)
	if r.rows[i].coef > 0 {
		low, high = -high, -low
	}
	r.problem.RowLow[i], r.problem.RowHigh[i] = low, high
	return low <= high
}

// world writes whole movements of variables as a movement of the unknowns.
func (r *reduction) world(movements []term) world {
	var w world
	var rows []int
	add := func(members []int, delta int64) {
		for _, u := range members {
			w.steps = append(w.steps, step{u, r.sign[u] * delta})
		}
	}
	for _, t := range movements {
		add(r.members[t.unknown], t.coef)
		for _, in := range r.rowsOf[t.unknown] {
			if r.moved[in.unknown] == 0 {
				rows = append(rows, in.unknown)
			}
			r.moved[in.unknown] += in.coef * t.coef
		}
	}
	for _, i := range rows {
		if r.moved[i] != 0 {
			add(r.rows[i].room, -r.rows[i].coef*r.moved[i])
		}
		r.moved[i] = 0
	}
	slices.SortFunc(w.steps, func(a, b step) int { return cmp.Compare(a.unknown, b.unknown) })
	return w
}

// A merger finds out which unknowns move together.
type merger struct {
	*suppressor
	root  []int   // per unknown: one that it moves with, nearer to the root
	sign  []int64 // per unknown: the way it moves with that one
	still []bool  // per root: cannot move
}

// find returns the root of an unknown and the way it moves with it.
func (m *merger) find(u int) (root int, sign int64) {
	if m.root[u] == u {
		return u, 1
	}
	root, sign = m.find(m.root[u])
	m.root[u], m.sign[u] = root, m.sign[u]*sign
	return root, m.sign[u]
}

// merge returns the identities over roots, each once, after all that two of
// their terms or one say has been put to use.
func (m *merger) merge() []row {
	for again := true; again; {
		again = false
		for _, eq := range m.equations {
			e := m.over(eq)
			switch {
			case len(e) == 1:
				m.still[e[0].unknown] = true
			case len(e) == 2 && (e[0].coef == e[1].coef || e[0].coef == -e[1].coef):
				m.root[e[1].unknown], m.sign[e[1].unknown] = e[0].unknown, -e[0].coef/e[1].coef
			default:
				continue
			}
			again = true
		}
	}
	var rows []row
	for _, eq := range m.equations {
		if e := m.over(eq); len(e) > 0 {
			rows = append(rows, row{terms: e})
		}
	}
	return rows
}

// over writes an identity over roots that can move.
func (m *merger) over(eq equation) equation {
	var e equation
	for _, t := range eq {
		if u, sign := m.find(t.unknown); !m.still[u] {
			e = append(e, term{u, t.coef * sign})
		}
	}
	return e.tidy()
}

// loose tells whether an unknown was never printed and need not be now, so that
// it costs nothing to move.
func (m *merger) loose(u int) bool {
	f := m.figures[m.unknowns[u].figure]
	return !f.published && !f.public && !f.withheld
}

// rooms returns, for roots that are the room of a row, that row: all that move
// with it are loose, and no other row has it.
func (m *merger) rooms(rows []row) map[int]int {
	tied := make([]bool, len(m.unknowns)) // moves with what is not loose
	for u := range m.unknowns {
		if at, _ := m.find(u); !m.loose(u) {
			tied[at] = true
		}
	}
	uses := make([]int, len(m.unknowns))
	for _, w := range rows {
		for _, t := range w.terms {
			uses[t.unknown]++
		}
	}
	rooms := map[int]int{}
	for i, w := range rows {
		for _, t := range w.terms {
			if uses[t.unknown] == 1 && !tied[t.unknown] && (t.coef == 1 || t.coef == -1) {
				rooms[t.unknown] = i
				break
			}
		}
	}
	return rooms
}
