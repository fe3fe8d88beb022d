package pattern

import (
	"lvv/anonymise/disclosure/lp"
)

// A finding about a need and a pattern.
type finding struct {
	met       bool
	low, high move // worlds that meet it, nil for the truth
	cut       cut  // if not met: what every pattern satisfies and this one does not
	proved    bool // the cut is there
}

// An asker finds out whether needs are met. Its patterns hide whole cells or
// parts of them; of parts, the answers only make cuts.
type asker struct {
	*prober
	hidden []bool
	open   []float64
	parts  bool // some cells are hidden in part
	// Where the solver stood after a question, for when it is asked again with
	// little changed. Only for patterns in parts, where answers take long.
	bases map[asked]lp.Basis
	flows [][]flow      // per variable: the latest answers about it
	sides map[int]int64 // per need: the side that was enough the last time
	rays  [][]int64     // the weights of the proofs since the need judged last
}

// asked names a question of a need.
type asked struct {
	need   int
	amount int64
}

func newAsker(s *system, hidden []bool, parts bool) *asker {
	return &asker{
		prober: newProber(s), hidden: hidden, open: make([]float64, len(s.cells)), parts: parts,
		bases: map[asked]lp.Basis{}, flows: make([][]flow, len(s.cells)), sides: map[int]int64{},
	}
}

// ask asks for a world with a need's cell so far from the truth; if there is
// none it returns the weights of the proof.
func (a *asker) ask(n need, amount int64) (m move, v verdict, weight []int64) {
	q := question{n.cell, amount, n.known}
	if a.parts && a.answered(q) {
		return nil, possible, nil
	}
	a.pose(q, a.open)
	found := false
	if key := (asked{n.id, amount}); a.parts {
		if found = a.solver.From(a.bases[key], a.q, a.x); found {
			a.note(q)
		}
		a.bases[key] = a.solver.Basis()
	} else {
		found = a.solver.Solve(a.q, a.x)
	}
	switch {
	case !found:
		if ray := a.solver.Ray(); ray != nil {
			weight = a.s.weigh(ray, n.cell)
		}
		if weight == nil {
			return nil, unsettled, nil
		}
		a.rays = append(a.rays, weight)
		return nil, impossible, weight
	case a.parts:
		return nil, possible, nil
	}
	a.nodes = proofBranches
	m, v = a.branch()
	return m, v, nil
}

// A reach is how far a need's cell can be from the truth on one side.
type reach struct {
	sign int64
	far  int64 // the farthest world found
	move move  // reaches that far; nil for the truth
	// If there is no world one farther out: was that proved, and by what
	// weights, unless it took branching?
	proved bool
	weight []int64
}

// reach finds how far a need's cell can go on one side, up to what is wanted.
func (a *asker) reach(n need, sign, wanted int64) reach {
	r := reach{sign: sign}
	for beyond := wanted + 1; r.far < wanted; {
		t := wanted
		if beyond <= wanted {
			if t = r.far + (beyond-r.far)/2; t == r.far {
				break
			}
		}
		m, v, weight := a.ask(n, sign*t)
		if v == possible {
			r.far = t
			if m != nil {
				r.far, r.move = sign*m.change(n.cell), m
			}
			continue
		}
		beyond, r.weight, r.proved = t, weight, v == impossible
	}
	return r
}

// least returns what a need asks on one side whatever there is on the other.
func (n need) least(sign int64) int64 {
	if sign > 0 {
		return n.up
	}
	return n.down
}

// judge finds out whether a need is met: by one side if that can be enough,
// else by what the other side adds.
func (a *asker) judge(n need) finding {
	a.rays = a.rays[:0]
	if n.cell < 0 {
		return finding{met: true}
	}
	sign := a.sides[n.id]
	if sign == 0 {
		sign = 1
	}
	one := a.reach(n, sign, max(n.least(sign), n.width-n.least(-sign)))
	if one.far < n.least(sign) {
		return a.lacking(n, n.least(sign), one)
	}
	if f, ok := a.twofold(n, one); ok {
		return f
	}
	other := a.reach(n, -sign, max(n.least(-sign), n.width-one.far))
	if other.far < n.least(-sign) {
		return a.lacking(n, n.least(-sign), other)
	}
	if one.far+other.far < n.width {
		// It goes farther on the one side, or all the rest on the other.
		f, g := a.lacking(n, one.far+1, one), a.lacking(n, n.width-one.far, other)
		if f.proved = f.proved && g.proved; f.proved {
			f.cut = either(f.cut, g.cut)
		}
		return f
	}
	if other.far > one.far {
		a.sides[n.id] = -sign
	}
	if sign > 0 {
		return finding{met: true, high: one.move, low: other.move}
	}
	return finding{met: true, high: other.move, low: one.move}
}

// twofold tries to show that a need's width is lacking from one side alone: the
// weights that keep the cell from going farther there often keep it from making
// up for it on the other.
func (a *asker) twofold(n need, r reach) (finding, bool) {
	if r.weight == nil || r.far >= n.width {
		return finding{}, false
	}
	f, g := a.lacking(n, r.far+1, r), a.lacking(n, n.width-r.far, reach{sign: -r.sign, weight: r.weight})
	if !f.proved || !g.proved {
		return finding{}, false
	}
	c := either(f.cut, g.cut)
	return finding{cut: c, proved: true}, c.sum(a.open) < 1-violation
}

// lacking is the finding that a need's cell is not as far from the truth as it
// should be on one side, with what it takes.
func (a *asker) lacking(n need, size int64, r reach) finding {
	room := a.s.up[n.cell]
	if r.sign < 0 {
		room = a.s.down[n.cell]
	}
	f := finding{proved: true}
	switch {
	case size > room:
		f.cut = cut{need: 1} // nothing helps
	case r.weight != nil:
		f.cut, f.proved = a.s.cutFor(question{n.cell, r.sign * size, n.known}, r.weight)
	case r.proved && !a.parts:
		f.cut = a.s.outside(a.hidden)
	default:
		f.proved = false
	}
	return f
}
