package disclosure

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
)

// An attacker works out what published tables leave open. He shares no code
// with the package: he keeps an interval for each figure, narrows them by the
// identities, and guesses where that does not decide.
type attacker struct {
	names []string // figures, by population, unit and coordinates
	index map[string]int
	low   []int64
	high  []int64
	truth []int64
	dots  []bool
	sums  [][]part
	byFig [][]int
	small []bool
	sole  []bool
	steps int
}

type part struct {
	figure int
	coef   int64
}

// relate tells the attacker an identity between cells.
func (a *attacker) relate(tables []Table, r Relation) {
	var s []part
	for coef, refs := range map[int64][]Ref{1: r.Plus, -1: r.Minus} {
		for _, ref := range refs {
			k := slices.IndexFunc(tables, func(t Table) bool { return t.Name == ref.Table })
			s = append(s, part{a.index[figureName(tables[k], ref.Cell)], coef})
		}
	}
	a.sums = append(a.sums, s)
}

// newAttacker reads tables as published. The truth is kept for judging only.
// floor is what he takes a suppressed figure that is not zero to be at least.
func newAttacker(tables []Table, published []Published, p Policy, floor int64) *attacker {
	a := &attacker{index: map[string]int{}}
	for k, t := range tables {
		var at []int
		for c, cell := range t.Cells {
			name := figureName(t, c)
			f, ok := a.index[name]
			if !ok {
				f = len(a.names)
				a.index[name] = f
				a.names = append(a.names, name)
				v, status := published[k].At(c)
				low, high := v, v
				if status == Suppressed && !cell.Public {
					low, high = min(floor, cell.Value), cell.Value+200
					if t.Unpublished && !cell.Withheld {
						low = 0
					}
				} else if cell.Public {
					low, high = cell.Value, cell.Value
				}
				a.low, a.high = append(a.low, low), append(a.high, high)
				a.truth = append(a.truth, cell.Value)
				a.dots = append(a.dots, status == Suppressed)
				a.small = append(a.small, cell.Contributors > 0 && cell.Contributors < p.Threshold && !cell.Public)
				a.sole = append(a.sole, cell.Contributors == 1)
			}
			at = append(at, f)
		}
		a.addSums(t, at)
	}
	a.byFig = make([][]int, len(a.names))
	for i, s := range a.sums {
		for _, p := range s {
			a.byFig[p.figure] = append(a.byFig[p.figure], i)
		}
	}
	return a
}

func figureName(t Table, cell int) string {
	var codes []string
	for d := len(t.Dims) - 1; d >= 0; d-- {
		n := len(t.Dims[d].Categories)
		if c := t.Dims[d].Categories[cell%n]; !(c.Total && c.Parent == "") {
			codes = append(codes, t.Dims[d].Name+":"+c.Code)
		}
		cell /= n
	}
	slices.Sort(codes)
	return t.Population + "/" + t.Unit + "/" + strings.Join(codes, "/")
}

// addSums writes down the identities of a table.
func (a *attacker) addSums(t Table, at []int) {
	stride := 1
	for d := len(t.Dims) - 1; d >= 0; d-- {
		cats := t.Dims[d].Categories
		for c := range t.Cells {
			k := c / stride % len(cats)
			if !cats[k].Total {
				continue
			}
			s := []part{{at[c], -1}}
			for j, child := range cats {
				if child.Parent == cats[k].Code || child.Parent == "" && cats[k].Parent == "" && j != k {
					s = append(s, part{at[c+(j-k)*stride], 1})
				}
			}
			if len(s) > 1 {
				a.sums = append(a.sums, s)
			}
		}
		stride *= len(cats)
	}
}

// narrow tightens the intervals by the identities until nothing moves. It
// reports false if they contradict each other.
func (a *attacker) narrow(low, high []int64) bool {
	for moved := true; moved; {
		moved = false
		for _, s := range a.sums {
			var least, most int64
			for _, p := range s {
				least += min(p.coef*low[p.figure], p.coef*high[p.figure])
				most += max(p.coef*low[p.figure], p.coef*high[p.figure])
			}
			if least > 0 || most < 0 {
				return false
			}
			for _, p := range s {
				lo, hi := min(p.coef*low[p.figure], p.coef*high[p.figure]), max(p.coef*low[p.figure], p.coef*high[p.figure])
				newLo, newHi := -(most - hi), -(least - lo) // of coef * figure
				if p.coef < 0 {
					newLo, newHi = -newHi, -newLo
				}
				if newLo > low[p.figure] {
					low[p.figure], moved = newLo, true
				}
				if newHi < high[p.figure] {
					high[p.figure], moved = newHi, true
				}
				if low[p.figure] > high[p.figure] {
					return false
				}
			}
		}
	}
	return true
}

// exists tells whether whole numbers fit, guessing figure by figure.
func (a *attacker) exists(low, high []int64) bool {
	if a.steps++; a.steps > 200_000 {
		panic("attacker: too many steps")
	}
	low, high = slices.Clone(low), slices.Clone(high)
	if !a.narrow(low, high) {
		return false
	}
	pick := -1
	for f := range low {
		if low[f] < high[f] && (pick < 0 || high[f]-low[f] < high[pick]-low[pick]) {
			pick = f
		}
	}
	if pick < 0 {
		return true
	}
	// The values nearest to the truth first: they are the likeliest to fit.
	try := func(v int64) bool {
		l, h := slices.Clone(low), slices.Clone(high)
		l[pick], h[pick] = v, v
		return a.exists(l, h)
	}
	for d := int64(0); d <= high[pick]-low[pick]; d++ {
		t := min(max(a.truth[pick], low[pick]), high[pick])
		if t+d <= high[pick] && try(t+d) || d > 0 && t-d >= low[pick] && try(t-d) {
			return true
		}
	}
	return false
}

// fits tells whether a figure may have a value.
func (a *attacker) fits(figure int, v int64, low, high []int64) bool {
	if v < low[figure] || v > high[figure] {
		return false
	}
	l, h := slices.Clone(low), slices.Clone(high)
	l[figure], h[figure] = v, v
	return a.exists(l, h)
}

// interval returns what is left open around a figure, as far as he cares: he
// stops when it is wide enough. There may be gaps in it.
func (a *attacker) interval(figure int, enough int64, low, high []int64) (lo, hi int64) {
	truth := a.truth[figure]
	lo, hi = truth, truth
	for v := truth + enough + 4; v > hi; v-- {
		if a.fits(figure, v, low, high) {
			hi = v
		}
	}
	for v := max(low[figure], hi-enough-4); v < lo && hi-lo < enough; v++ {
		if a.fits(figure, v, low, high) {
			lo = v
		}
	}
	return lo, hi
}

// findings lists what he has found out: every small figure whose interval is
// narrower than the policy asks for.
func (a *attacker) findings(p Policy) []string {
	var out []string
	for f, small := range a.small {
		if !small {
			continue
		}
		if !a.dots[f] {
			out = append(out, a.names[f]+" is shown")
			continue
		}
		if lo, hi := a.interval(f, p.Width, a.low, a.high); hi-lo < p.Width {
			out = append(out, fmt.Sprintf("outsider: %s is %d..%d", a.names[f], lo, hi))
		}
		for s, sole := range a.sole {
			if !sole || s == f || a.samePerson(s, f) {
				continue
			}
			if lo, hi := a.insideOut(f, p, a.figuresOf(s)); hi-lo < p.InsiderWidth {
				out = append(out, fmt.Sprintf("%s: %s is %d..%d", a.names[s], a.names[f], lo, hi))
			}
		}
	}
	return out
}

// insideOut returns the interval that is left around a figure for somebody who
// knows some others.
func (a *attacker) insideOut(figure int, p Policy, own []int) (lo, hi int64) {
	low, high := slices.Clone(a.low), slices.Clone(a.high)
	for _, f := range own {
		low[f], high[f] = a.truth[f], a.truth[f]
	}
	return a.interval(figure, p.InsiderWidth, low, high)
}

// crews lists what some who join forces have found out, and what staff have:
// each is some persons who know some figures.
func (a *attacker) crews(p Policy, persons [][]int, r *rand.Rand) []string {
	type crew struct {
		name string
		is   func(person []int) bool
		own  []int
	}
	var crews []crew
	for _, dim := range p.Staff {
		for code := range 3 {
			c := crew{name: fmt.Sprint("staff of ", dim, ":", code), is: func(person []int) bool { return person[dim[0]-'a'] == code }}
			for f := range a.names {
				if slices.Contains(strings.Split(a.names[f], "/"), fmt.Sprint(dim, ":", code)) {
					c.own = append(c.own, f)
				}
			}
			crews = append(crews, c)
		}
	}
	var soles []int
	for f, sole := range a.sole {
		if sole {
			soles = append(soles, f)
		}
	}
	for range 3 {
		c := crew{name: "coalition"}
		var members []string
		for range p.Coalition {
			if len(soles) > 0 {
				f := soles[r.Intn(len(soles))]
				members = append(members, a.names[f])
				c.own = append(c.own, a.figuresOf(f)...)
			}
		}
		c.is = func(person []int) bool {
			return slices.ContainsFunc(members, func(name string) bool { return counts(name, person) })
		}
		crews = append(crews, c)
	}
	var out []string
	for f, small := range a.small {
		for _, c := range crews {
			foreign := slices.ContainsFunc(persons, func(person []int) bool { return counts(a.names[f], person) && !c.is(person) })
			if !small || !foreign {
				continue
			}
			if lo, hi := a.insideOut(f, p, c.own); hi-lo < p.InsiderWidth {
				out = append(out, fmt.Sprintf("%s: %s is %d..%d", c.name, a.names[f], lo, hi))
			}
		}
	}
	return out
}

// counts tells whether a person of an invented parcel is counted in a figure.
func counts(name string, person []int) bool {
	for _, code := range strings.Split(name, "/")[2:] {
		if code == "" {
			continue
		}
		v := person[code[0]-'a']
		if code[2] == 'g' && v/2 != int(code[3]-'0') || code[2] != 'g' && v != int(code[2]-'0') {
			return false
		}
	}
	return true
}

// figuresOf returns every figure that the only person in one is known to be
// the only one in: totals and parts of one person each.
func (a *attacker) figuresOf(figure int) []int {
	found := map[int]bool{figure: true}
	for grown := true; grown; {
		grown = false
		for _, s := range a.sums {
			if !a.sole[s[0].figure] {
				continue
			}
			for _, p := range s[1:] {
				if a.sole[p.figure] && found[p.figure] != found[s[0].figure] {
					found[p.figure], found[s[0].figure], grown = true, true, true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (a *attacker) samePerson(s, f int) bool { return slices.Contains(a.figuresOf(s), f) }
