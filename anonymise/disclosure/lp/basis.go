package lp

// A Basis is where a solver stood after a run. Another run, of the same problem
// with other bounds, can go on from there. The zero value is the empty basis.
type Basis struct {
	basic, high []int32 // the columns of variables in the basis; all columns at their upper bound
	logical     []int32 // the rows whose logical column is not in the basis
}

// Basis returns where the solver stands.
func (s *Solver) Basis() Basis {
	var b Basis
	for col, in := range s.basic {
		switch logical := col >= s.parts(); {
		case in && !logical:
			b.basic = append(b.basic, int32(col))
		case !in && logical:
			b.logical = append(b.logical, int32(col-s.parts()))
		}
		if !in && s.atHigh[col] {
			b.high = append(b.high, int32(col))
		}
	}
	return b
}

// From solves a problem from a basis that was reached for the same matrix and
// the same costs.
func (s *Solver) From(b Basis, p Problem, x []float64) bool {
	s.start(p)
	if len(b.basic) == 0 {
		return s.run(x)
	}
	for _, r := range b.logical {
		s.basic[s.parts()+int(r)] = false
	}
	s.head = s.head[:0]
	for r := range s.m.rows {
		if s.basic[s.parts()+r] {
			s.head = append(s.head, s.parts()+r)
		}
	}
	for _, col := range b.basic {
		s.basic[col] = true
		s.head = append(s.head, int(col))
	}
	for _, col := range b.high {
		s.atHigh[col] = true
	}
	if !s.renew() {
		return s.Solve(p, x)
	}
	s.Rest()
	s.setValues()
	return s.run(x)
}
