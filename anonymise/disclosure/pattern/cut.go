package pattern

import (
	"cmp"
	"fmt"
	"slices"
)

// A cut says that the weights of the free variables that are hidden add up to
// need or more in every pattern that meets the needs. It is true in whole
// numbers: nothing in it was rounded in a pattern's favour or against it.
type cut struct {
	terms []term // by variable; each coefficient from 1 to need
	need  int64
}

// sum returns what a pattern, in parts of cells, gives the cut.
func (c cut) sum(open []float64) float64 {
	sum := 0.0
	for _, t := range c.terms {
		sum += float64(t.coef) * open[t.index]
	}
	return sum / float64(c.need)
}

// key tells cuts apart.
func (c cut) key() string { return fmt.Sprint(c.need, c.terms) }

// cutFor turns the solver's proof that no world answers a question into a cut.
// Weigh the rows so that the cell asked about has weight w. In any world the
// weighted sum of all changes is zero, so that w times its change is made up
// for by the others; each of those can give its weight times its room if it is
// hidden, and nothing if it is not. What those give that are hidden anyway is
// taken off; nobody need give more than all that is left (Fischetti and Salazar
// 1999, section 4).
func (s *system) cutFor(q question, weight []int64) (cut, bool) {
	w := weight[q.v]
	sign := int64(1)
	if (w > 0) != (q.amount > 0) {
		sign = -1
	}
	size := max(w, -w)
	if size == 0 || q.size() > (1<<60)/size {
		return cut{}, false
	}
	c := cut{need: size * q.size()}
	full := c.need
	for v, w := range weight {
		if w == 0 || v == q.v || slices.Contains(q.known, v) {
			continue
		}
		given := s.gives(v, sign*w, full)
		switch {
		case given == 0:
		case s.mayShow(v):
			c.terms = append(c.terms, term{s.lead[v], given})
		default:
			if c.need -= given; c.need <= 0 {
				return cut{}, false
			}
		}
	}
	c.gather()
	return c.tidy(), true
}

// gather sorts the terms, and adds up what variables that are tied together give.
func (c *cut) gather() {
	slices.SortFunc(c.terms, func(a, b term) int { return cmp.Compare(a.index, b.index) })
	out := c.terms[:0]
	for _, t := range c.terms {
		if n := len(out); n > 0 && out[n-1].index == t.index {
			out[n-1].coef = min(c.need, out[n-1].coef+min(c.need, t.coef))
		} else {
			out = append(out, t)
		}
	}
	c.terms = out
}

// gives returns what a variable of some weight can give if it is hidden, up to
// most.
func (s *system) gives(v int, weight, most int64) int64 {
	room := s.down[v]
	if weight < 0 {
		weight, room = -weight, s.up[v]
	}
	if room > most/weight {
		return most
	}
	return room * weight
}

// tidy clips the coefficients at what is needed, and divides by what all have
// in common: sums of multiples of g that reach need reach the next multiple.
func (c cut) tidy() cut {
	var g int64
	for i := range c.terms {
		c.terms[i].coef = min(c.terms[i].coef, c.need)
		g = gcd(g, c.terms[i].coef)
	}
	if g > 1 {
		c.need = (c.need + g - 1) / g
		for i := range c.terms {
			c.terms[i].coef /= g
		}
	}
	return c
}

// coverOf returns the cut that one of some variables must be hidden.
func coverOf(vars []int) cut {
	c := cut{need: 1}
	for _, v := range vars {
		c.terms = append(c.terms, term{v, 1})
	}
	slices.SortFunc(c.terms, func(a, b term) int { return cmp.Compare(a.index, b.index) })
	c.terms = slices.CompactFunc(c.terms, func(a, b term) bool { return a.index == b.index })
	return c
}

// outside returns the cut that some variable must be hidden that is shown.
func (s *system) outside(hidden []bool) cut {
	var vars []int
	for v, h := range hidden {
		if !h && s.free[v] {
			vars = append(vars, v)
		}
	}
	return coverOf(vars)
}

// either returns a cut that every pattern satisfies that satisfies one of two.
func either(a, b cut) cut {
	const most = 1 << 24
	need := a.need / gcd(a.need, b.need)
	if need > most/b.need {
		need = most
	} else {
		need *= b.need
	}
	c := cut{need: need}
	at, bt := a.terms, b.terms
	for len(at) > 0 || len(bt) > 0 {
		var t term
		switch {
		case len(bt) == 0 || len(at) > 0 && at[0].index < bt[0].index:
			t, at = term{at[0].index, scaled(at[0].coef, need, a.need)}, at[1:]
		case len(at) == 0 || bt[0].index < at[0].index:
			t, bt = term{bt[0].index, scaled(bt[0].coef, need, b.need)}, bt[1:]
		default:
			t = term{at[0].index, max(scaled(at[0].coef, need, a.need), scaled(bt[0].coef, need, b.need))}
			at, bt = at[1:], bt[1:]
		}
		c.terms = append(c.terms, t)
	}
	return c.tidy()
}

// scaled returns coef times to/from, rounded up, where coef is at most from: a
// larger coefficient only weakens a cut.
func scaled(coef, to, from int64) int64 {
	if from <= 1<<31 && to <= 1<<31 {
		return (coef*to + from - 1) / from
	}
	return min(to, int64(float64(coef)/float64(from)*float64(to))+1)
}
