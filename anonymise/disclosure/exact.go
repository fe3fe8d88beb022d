package disclosure

import "lvv/anonymise/disclosure/pattern"

// An exact search is a system as package pattern knows it. Its cells are the
// unknowns and after those, for each group, the room that there is under the
// share that tells about everybody: below zero if there is none.
type exact struct{ *suppressor }

// asked puts the system as the search knows it, with a pattern to start from. It
// reports false if the figures are too large for it.
func (x *exact) asked(start *outcome) (p pattern.Problem, ok bool) {
	p = pattern.Problem{Refine: x.refine, Steps: x.allowance(), Start: x.start(start)}
	for u := range x.unknowns {
		p.Cells = append(p.Cells, x.cell(u))
	}
	for _, eq := range x.equations {
		var terms []pattern.Term
		for _, t := range eq {
			terms = append(terms, pattern.Term{Cell: t.unknown, Coef: t.coef})
		}
		p.Constraints = append(p.Constraints, terms)
	}
	for _, f := range x.figures {
		if len(f.unknowns) > 1 {
			p.Tied = append(p.Tied, f.unknowns)
		}
	}
	for i, g := range x.groups {
		rest, part := g.weights()
		cell := x.roomFor(i)
		if max(cell.Value, -cell.Value) >= pattern.Unbounded {
			return p, false
		}
		p.Constraints = append(p.Constraints, []pattern.Term{{Cell: len(p.Cells), Coef: -1}, {Cell: g.rest, Coef: rest}, {Cell: g.part, Coef: -part}})
		p.Cells = append(p.Cells, cell)
	}
	for _, n := range x.needs {
		need := pattern.Need{Cell: n.unknown, Width: n.width, Up: n.up}
		if g := x.groupOf[n.unknown]; g >= 0 {
			need = pattern.Need{Cell: len(x.unknowns) + g, Up: max(1, -x.roomFor(g).Value)}
		}
		p.Needs = append(p.Needs, need)
	}
	p.Needs = append(p.Needs, x.doubted()...)
	return p, true
}

// doubted returns the needs against each insider by himself. The search would be
// told of those that its patterns do not meet; its bound is better if it knows all.
func (x *exact) doubted() (needs []pattern.Need) {
	for i := range x.all {
		c := crew{i}
		known := x.unknownsOf(c)
		for _, n := range x.needs {
			if x.groupOf[n.unknown] < 0 && !x.informed(c, x.unknowns[n.unknown].figure) {
				needs = append(needs, pattern.Need{Cell: n.unknown, Width: n.insider, Known: known})
			}
		}
	}
	return needs
}

// cell says what the search may do with an unknown.
func (x *exact) cell(u int) pattern.Cell {
	k := x.unknowns[u]
	c := pattern.Cell{Value: k.value, Cost: x.priceOf(k.figure), Lower: k.value - x.room[u], Upper: pattern.Unbounded}
	if k.capped {
		c.Upper = k.most
	}
	switch {
	case !x.movable[u]:
		c.State = pattern.Published
	case x.fixed[k.figure]:
		c.State = pattern.Primary
	}
	return c
}

// roomFor returns the cell of a group.
func (x *exact) roomFor(i int) pattern.Cell {
	g := x.groups[i]
	rest, part := g.weights()
	return pattern.Cell{
		Value: rest*x.unknowns[g.rest].value - part*x.unknowns[g.part].value,
		Lower: -pattern.Unbounded, Upper: pattern.Unbounded, State: pattern.Primary,
	}
}

// weights returns how many times the rest, less how many times the part, comes
// to zero or more where the part is no more than its share of both.
func (g group) weights() (rest, part int64) {
	d := gcd(g.percent, 100-g.percent)
	return g.percent / d, (100 - g.percent) / d
}

// start tells what an outcome hides and the worlds that show that it is good.
func (x *exact) start(o *outcome) *pattern.Solution {
	s := &pattern.Solution{Hidden: make([]bool, len(x.unknowns)+len(x.groups))}
	for u, k := range x.unknowns {
		s.Hidden[u] = o.hidden[k.figure]
	}
	for _, m := range o.pool.moves {
		if m.shown == 0 {
			x.add(m.world)
			s.Certificates = append(s.Certificates, pattern.Certificate{High: x.changes(m.world)})
		}
	}
	return s
}

// changes writes a world with the room of the groups in it.
func (x *exact) changes(w world) pattern.World {
	var out pattern.World
	for _, st := range w.steps {
		out = append(out, pattern.Change{Cell: st.unknown, Value: x.unknowns[st.unknown].value + st.delta})
	}
	for i, g := range x.groups {
		rest, part := g.weights()
		if d := rest*w.change(g.rest) - part*w.change(g.part); d != 0 {
			out = append(out, pattern.Change{Cell: len(x.unknowns) + i, Value: x.roomFor(i).Value + d})
		}
	}
	return out
}
