package lp

import "math"

// dust is what rounding leaves of a zero.
const dust = 1e-12

// ftran writes the inverse of the basis times a column to s.column.
func (s *Solver) ftran(col int) {
	s.addColumn(col, 1)
	s.transform()
}

// transform multiplies s.column by the inverse of the basis.
func (s *Solver) transform() {
	for _, f := range s.etas {
		v := s.column[f.row]
		if v == 0 {
			continue
		}
		v /= f.pivot
		s.column[f.row] = v
		for _, e := range s.etaBuf[f.start:f.end] {
			s.fill(e.Index, -v*e.Coef)
		}
	}
}

// fill adds to an entry of s.column, and lists it if it was zero: the column is
// sparse, and is read by that list.
func (s *Solver) fill(row int, by float64) {
	if s.column[row] == 0 {
		s.filled = append(s.filled, row)
	}
	s.column[row] += by
}

// empty makes s.column zero.
func (s *Solver) empty() {
	for _, r := range s.filled {
		s.column[r] = 0
	}
	s.filled = s.filled[:0]
}

// addColumn adds a multiple of a column to s.column.
func (s *Solver) addColumn(col int, by float64) {
	if col >= s.parts() {
		s.fill(col-s.parts(), by)
		return
	}
	for _, e := range s.m.cols[col/2] {
		s.fill(e.Index, by*sign(col)*e.Coef)
	}
}

// apply multiplies a column by the inverse of the basis.
func (s *Solver) apply(column []float64) {
	for _, f := range s.etas {
		v := column[f.row]
		if v == 0 {
			continue
		}
		v /= f.pivot
		column[f.row] = v
		for _, e := range s.etaBuf[f.start:f.end] {
			column[e.Index] -= v * e.Coef
		}
	}
}

// btran writes a row of the inverse of the basis to s.rho.
func (s *Solver) btran(row int) {
	clear(s.rho)
	s.rho[row] = 1
	s.applyBack()
}

// applyBack multiplies s.rho, a row, by the inverse of the basis.
func (s *Solver) applyBack() {
	for i := len(s.etas) - 1; i >= 0; i-- {
		f := s.etas[i]
		v := s.rho[f.row]
		for _, e := range s.etaBuf[f.start:f.end] {
			v -= s.rho[e.Index] * e.Coef
		}
		s.rho[f.row] = v / f.pivot
	}
}

// priceRow writes s.rho times every column to s.alpha.
func (s *Solver) priceRow() {
	for r, v := range s.rho {
		if math.Abs(v) < dust {
			continue
		}
		for _, e := range s.m.rows[r] {
			if s.alpha[e.Index] == 0 {
				s.touched = append(s.touched, e.Index)
			}
			s.alpha[e.Index] += v * e.Coef
			if s.alpha[e.Index] == 0 {
				s.alpha[e.Index] = 1e-300 // listed already
			}
		}
	}
}

func (s *Solver) clearRow() {
	for _, j := range s.touched {
		s.alpha[j] = 0
	}
	s.touched = s.touched[:0]
}

// store appends s.column as the factor of a row, and clears it.
func (s *Solver) store(row int) {
	f := eta{row: row, pivot: s.column[row], start: len(s.etaBuf)}
	for _, r := range s.filled {
		w := s.column[r]
		s.column[r] = 0
		if r != row && math.Abs(w) >= dust {
			s.etaBuf = append(s.etaBuf, Entry{r, w})
		}
	}
	s.filled = s.filled[:0]
	f.end = len(s.etaBuf)
	s.etas = append(s.etas, f)
}
