package pattern

import (
	"encoding/binary"
	"math"
	"slices"
)

// A move is a world as changes from the truth, in the order of the variables.
type move []step

// A step changes one variable.
type step struct {
	v     int
	delta int64
}

// change returns how far a move takes a variable.
func (m move) change(v int) int64 {
	i, ok := slices.BinarySearchFunc(m, v, func(s step, v int) int { return s.v - v })
	if !ok {
		return 0
	}
	return m[i].delta
}

// key tells moves apart.
func (m move) key() string {
	b := make([]byte, 0, 4*len(m))
	for _, st := range m {
		b = binary.AppendUvarint(b, uint64(st.v))
		b = binary.AppendVarint(b, st.delta)
	}
	return string(b)
}

// touches tells whether a move changes one of some sorted variables.
func (m move) touches(vars []int) bool {
	return len(vars) > 0 && slices.ContainsFunc(m, func(s step) bool {
		_, in := slices.BinarySearch(vars, s.v)
		return in
	})
}

// times returns the move whose changes are n/d as large; d divides them.
func (m move) times(n, d int64) move {
	out := slices.Clone(m)
	for i := range out {
		out[i].delta = out[i].delta / d * n
	}
	return out
}

// unit divides a move by the greatest common divisor of its changes.
func (m move) unit() move {
	var g int64
	for _, s := range m {
		g = gcd(g, s.delta)
	}
	return m.times(1, g)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// holds tells whether a move keeps every row and stays within what the
// attacker knows. It computes in integers: nothing counts as a world that has
// not passed here. sums is zero space for one number a row, and is left so.
func (s *system) holds(m move, sums []int64) bool {
	ok := len(m) > 0
	for _, st := range m {
		if st.delta == 0 || st.delta > s.up[st.v] || -st.delta > s.down[st.v] {
			return false
		}
	}
	for _, st := range m {
		for _, t := range s.columns[st.v] {
			sums[t.index] += t.coef * st.delta
		}
	}
	for _, st := range m {
		for _, t := range s.columns[st.v] {
			ok = ok && sums[t.index] == 0
		}
	}
	for _, st := range m {
		for _, t := range s.columns[st.v] {
			sums[t.index] = 0
		}
	}
	return ok
}

// moveOf translates a world into variables, if it changes nothing else.
func (s *system) moveOf(w World) (move, bool) {
	var m move
	for _, ch := range w {
		if ch.Cell < 0 || ch.Cell >= len(s.varOf) || s.varOf[ch.Cell] < 0 {
			return nil, false
		}
		m = append(m, step{s.varOf[ch.Cell], ch.Value - s.truth[ch.Cell].Value})
	}
	slices.SortFunc(m, func(a, b step) int { return a.v - b.v })
	return m, true
}

// room returns how often a move can be made at once.
func (s *system) room(m move) int64 {
	times := Unbounded
	for _, st := range m {
		if st.delta > 0 {
			times = min(times, s.up[st.v]/st.delta)
		} else {
			times = min(times, s.down[st.v]/-st.delta)
		}
	}
	return times
}

// rounded reads n times a point as a move, if that is whole.
func rounded(x []float64, n float64) (move, bool) {
	var m move
	for v, d := range x {
		if math.Abs(d) < 1e-9 {
			continue
		}
		r := math.Round(n * d)
		if math.Abs(n*d-r) > 1e-6 || math.Abs(r) > float64(Unbounded) {
			return nil, false
		}
		if r != 0 {
			m = append(m, step{v, int64(r)})
		}
	}
	return m, len(m) > 0
}

// fractional returns the variable farthest from a whole number, or -1.
func fractional(x []float64) int {
	worst, gap := -1, 1e-6
	for v, d := range x {
		if f := math.Abs(d - math.Round(d)); f > gap {
			worst, gap = v, f
		}
	}
	return worst
}
