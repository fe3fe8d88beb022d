package disclosure

import "slices"

// A step changes one unknown by delta.
type step struct {
	unknown int
	delta   int64
}

// A world is the truth with some unknowns changed, so that every equation
// still holds. If all that it changes is suppressed, an attacker cannot tell
// it from the truth. Steps are in the order of the unknowns.
type world struct {
	steps []step
}

// change returns how far a world is from the truth in one unknown.
func (w world) change(unknown int) int64 {
	i, ok := slices.BinarySearchFunc(w.steps, unknown, func(s step, u int) int { return s.unknown - u })
	if !ok {
		return 0
	}
	return w.steps[i].delta
}

// primitive divides all steps by their greatest common divisor.
func (w world) primitive() world {
	var g int64
	for _, s := range w.steps {
		g = gcd(g, s.delta)
	}
	return w.times(1, g)
}

// times returns the world whose changes are n/d as large; d divides them.
func (w world) times(n, d int64) world {
	out := world{slices.Clone(w.steps)}
	for i := range out.steps {
		out.steps[i].delta = out.steps[i].delta / d * n
	}
	return out
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// holds tells whether a world keeps every equation and takes no unknown below
// what an attacker can exclude. It computes in integers.
func (x *suppressor) holds(w world) bool {
	for _, s := range w.steps {
		if !x.movable[s.unknown] || s.delta < -x.room[s.unknown] || s.delta > x.unknowns[s.unknown].rise() {
			return false
		}
		for _, e := range x.equationsOf[s.unknown] {
			x.residue[e.unknown] += e.coef * s.delta
		}
	}
	ok := true
	for _, s := range w.steps {
		for _, e := range x.equationsOf[s.unknown] {
			ok = ok && x.residue[e.unknown] == 0
		}
	}
	for _, s := range w.steps {
		for _, e := range x.equationsOf[s.unknown] {
			x.residue[e.unknown] = 0
		}
	}
	return ok
}
