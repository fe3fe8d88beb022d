package pattern

import "slices"

// Where several attackers know different cells, it may take two hidden cells to
// meet a need: with one alone, whoever knows that one is back where he was with
// none. The relaxation, of which each attacker demands a whole cell among those
// that he does not know, is content with little more than one in all.

// double returns the cut that says so of the needs about one cell, from the
// weights of the proof that one of them is not met. It reports false if the
// weights do not prove it.
//
// As in cutFor, in any world the weighted sum of all changes is zero. If no free
// cell moves that has a weight, the cell asked about can only go as far as those
// that are hidden anyway let it; where that is not enough for a need, one of the
// free cells must be hidden that its attacker does not know. Let there be such
// needs. One cell that is hidden is enough if none of their attackers knows it.
// If one does, he needs another.
func (s *system) double(cell int, weight []int64) (cut, bool) {
	free, fixed := s.weighted(cell, weight)
	var of []need // those that one free cell at least must be hidden for
	for _, i := range s.needsOf[cell] {
		if n := s.needs[i]; s.lacks(n, weight, fixed) {
			of = append(of, n)
		}
	}
	if len(of) < 2 {
		return cut{}, false
	}
	ways := map[int]int{} // per first variable: the needs that it could help
	for _, n := range of {
		helps := map[int]bool{}
		for _, v := range free {
			if _, known := slices.BinarySearch(n.known, v); !known {
				helps[s.lead[v]] = true
			}
		}
		for v := range helps {
			ways[v]++
		}
	}
	c, strong := cut{need: 2}, false
	for _, v := range free {
		switch v = s.lead[v]; ways[v] {
		case 0:
			continue
		case len(of):
			c.terms = append(c.terms, term{v, 2})
		default:
			strong = true
			c.terms = append(c.terms, term{v, 1})
		}
		ways[v] = 0
	}
	slices.SortFunc(c.terms, func(a, b term) int { return a.index - b.index })
	return c, strong
}

// weighted returns the variables that have a weight, beside the cell asked about:
// those that may be shown, and those that are hidden anyway.
func (s *system) weighted(cell int, weight []int64) (free, fixed []int) {
	for v, w := range weight {
		switch {
		case w == 0 || v == cell || !s.moves(v):
		case s.mayShow(v):
			free = append(free, v)
		default:
			fixed = append(fixed, v)
		}
	}
	return free, fixed
}

// lacks tells whether a need is not met as long as of what has a weight only
// the fixed variables move.
func (s *system) lacks(n need, weight []int64, fixed []int) bool {
	size, sign := weight[n.cell], int64(1)
	if size < 0 {
		size, sign = -size, -1
	}
	if size == 0 {
		return false
	}
	var up, down int64
	for _, v := range fixed {
		if _, known := slices.BinarySearch(n.known, v); !known {
			up = min(Unbounded, up+s.gives(v, sign*weight[v], Unbounded))
			down = min(Unbounded, down+s.gives(v, -sign*weight[v], Unbounded))
		}
	}
	up, down = min(up/size, s.up[n.cell]), min(down/size, s.down[n.cell])
	return up < n.up || down < n.down || up+down < n.width
}
