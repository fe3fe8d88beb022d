package bounds

import "fmt"

// A part is a set of hidden cells that identities tie together, with those
// identities. Cells of different parts tell nothing about each other.
type part struct {
	cells []int // of the system, in order
	rows  []row // terms count in cells of the part
}

// A reduced is a system after all has been worked out that needs no linear
// programming.
type reduced struct {
	fixed []bool  // cells of the system that can have one value only
	value []int64 // of known and fixed cells
	parts []part
	of    []int // the part of each cell; -1 for known and fixed ones
	at    []int // its index in that part
}

// reduce fixes cells that an identity leaves one value, again and again, and
// splits what remains into parts.
func (s System) reduce() (*reduced, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	rows, err := s.rows()
	if err != nil {
		return nil, err
	}
	d := &reduced{fixed: make([]bool, len(s.Cells)), value: make([]int64, len(s.Cells))}
	for i, c := range s.Cells {
		d.value[i] = c.Value
		if c.Hidden && c.Lower == c.Upper {
			d.fixed[i], d.value[i] = true, c.Lower
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range rows {
			fixed, err := d.shrink(&rows[i], s.Cells)
			if err != nil {
				return nil, err
			}
			changed = changed || fixed
		}
	}
	d.split(s, rows)
	return d, nil
}

// shrink takes fixed cells out of a row, and fixes the last one if one is left
// or if all of them have to be as low as they can be.
func (d *reduced) shrink(r *row, cells []Cell) (fixed bool, err error) {
	rest := r.terms[:0]
	right := exact{}
	right.add(1, r.right)
	for _, t := range r.terms {
		if d.fixed[t.Cell] {
			right.add(-t.Coef, d.value[t.Cell])
		} else {
			rest = append(rest, t)
		}
	}
	r.terms = rest
	var ok bool
	if r.right, ok = right.value(); !ok {
		return false, fmt.Errorf("bounds: the figures are too large")
	}
	if len(rest) == 0 {
		if r.right != 0 {
			return false, fmt.Errorf("bounds: %w", ErrInconsistent)
		}
		return false, nil
	}
	if len(rest) > 1 {
		return d.atTheirLowest(r, cells), nil
	}
	c := rest[0].Cell
	v := r.right / rest[0].Coef
	if v*rest[0].Coef != r.right || v < cells[c].Lower || v > cells[c].Upper {
		return false, fmt.Errorf("bounds: %w", ErrInconsistent)
	}
	d.fixed[c], d.value[c] = true, v
	return true, nil
}

// atTheirLowest fixes the cells of a row of parts (all coefficients of one sign)
// whose sum is what they are at least: nothing is left to divide.
func (d *reduced) atTheirLowest(r *row, cells []Cell) bool {
	least := exact{}
	for _, t := range r.terms {
		if (t.Coef > 0) != (r.terms[0].Coef > 0) {
			return false
		}
		least.add(t.Coef, cells[t.Cell].Lower)
	}
	if n, ok := least.value(); !ok || n != r.right {
		return false
	}
	for _, t := range r.terms {
		d.fixed[t.Cell], d.value[t.Cell] = true, cells[t.Cell].Lower
	}
	return true
}

// split finds the parts: cells that share a row are in one part.
func (d *reduced) split(s System, rows []row) {
	leader := make([]int, len(s.Cells))
	for i := range leader {
		leader[i] = i
	}
	find := func(i int) int {
		for leader[i] != i {
			leader[i] = leader[leader[i]]
			i = leader[i]
		}
		return i
	}
	for _, r := range rows {
		for _, t := range r.terms {
			leader[find(t.Cell)] = find(r.terms[0].Cell)
		}
	}
	d.of, d.at = make([]int, len(s.Cells)), make([]int, len(s.Cells))
	number := make(map[int]int)
	for i, c := range s.Cells {
		d.of[i] = -1
		if !c.Hidden || d.fixed[i] {
			continue
		}
		p, seen := number[find(i)]
		if !seen {
			p = len(d.parts)
			number[find(i)] = p
			d.parts = append(d.parts, part{})
		}
		d.of[i], d.at[i] = p, len(d.parts[p].cells)
		d.parts[p].cells = append(d.parts[p].cells, i)
	}
	for _, r := range rows {
		if len(r.terms) == 0 {
			continue
		}
		p := &d.parts[d.of[r.terms[0].Cell]]
		local := row{right: r.right}
		for _, t := range r.terms {
			local.terms = append(local.terms, Term{d.at[t.Cell], t.Coef})
		}
		p.rows = append(p.rows, local)
	}
}
