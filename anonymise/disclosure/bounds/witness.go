package bounds

import (
	"fmt"
	"math/bits"
)

// prime is 2^61 - 1.
const prime = 1<<61 - 1

// A witness tells identities that follow from those of a part from identities
// that do not. It holds solutions of the identities, found by plain elimination
// modulo a prime and drawn at random among all of them. What follows from the
// identities holds in every solution; what does not holds in one that is drawn
// at random with a chance of 1 in 2^61. So a mistake in the simplex method, which
// this file shares nothing with, cannot pass for a proof.
//
// The draw is the same for the same part: nobody gains by guessing it.
type witness [2][]uint64

// newWitness solves the identities. Errors: ErrInconsistent.
func newWitness(p part) (witness, error) {
	n := len(p.cells)
	rows := make([][]uint64, len(p.rows)) // the last entry is the right-hand side
	for i, r := range p.rows {
		rows[i] = make([]uint64, n+1)
		for _, t := range r.terms {
			rows[i][t.Cell] = residue(t.Coef)
		}
		rows[i][n] = residue(r.right)
	}
	pivots := make([]int, 0, len(rows)) // the variable of each row; -1 for a row that says nothing new
	for i := range rows {
		c := firstEntry(rows[i])
		if c == n {
			return witness{}, fmt.Errorf("bounds: %w", ErrInconsistent)
		}
		pivots = append(pivots, c)
		if c < 0 {
			continue
		}
		scale(rows[i], inverse(rows[i][c]))
		for j := range rows {
			if j != i && rows[j][c] != 0 {
				takeAway(rows[j], rows[j][c], rows[i])
			}
		}
	}
	var w witness
	state := uint64(n)
	for s := range w {
		w[s] = make([]uint64, n)
		for v := range w[s] {
			w[s][v] = draw(&state)
		}
		for i, c := range pivots {
			if c >= 0 {
				w[s][c] = solve(rows[i], c, w[s])
			}
		}
	}
	return w, nil
}

// solve gives the variable of a row from the free ones; the other variables that
// have a row of their own do not stand in it.
func solve(row []uint64, c int, x []uint64) uint64 {
	sum := row[len(x)]
	for v, a := range row[:len(x)] {
		if a != 0 && v != c {
			sum = minus(sum, times(a, x[v]))
		}
	}
	return sum
}

// holds reports whether an identity holds in the solutions: the sum of what terms
// adds, coef * (x(variable) - offset), is right.
func (w witness) holds(right int64, terms func(add func(variable int, coef, offset int64))) bool {
	for _, x := range w {
		sum := residue(right)
		terms(func(v int, coef, offset int64) {
			sum = minus(sum, times(residue(coef), minus(x[v], residue(offset))))
		})
		if sum != 0 {
			return false
		}
	}
	return true
}

func firstEntry(row []uint64) int {
	for c, a := range row {
		if a != 0 {
			return c
		}
	}
	return -1
}

func scale(row []uint64, by uint64) {
	for c, a := range row {
		if a != 0 {
			row[c] = times(a, by)
		}
	}
}

// takeAway takes a multiple of one row from another.
func takeAway(row []uint64, by uint64, other []uint64) {
	for c, a := range other {
		if a != 0 {
			row[c] = minus(row[c], times(by, a))
		}
	}
}

func residue(n int64) uint64 {
	r := n % prime
	if r < 0 {
		r += prime
	}
	return uint64(r)
}

func minus(a, b uint64) uint64 {
	if a >= b {
		return a - b
	}
	return a + prime - b
}

func times(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	sum := lo&prime + (hi<<3 | lo>>61)
	if sum >= prime {
		sum -= prime
	}
	return sum
}

// inverse is a^(prime-2).
func inverse(a uint64) uint64 {
	out := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			out = times(out, a)
		}
		a = times(a, a)
	}
	return out
}

// draw is the generator splitmix64 (Steele, Lea and Flood, OOPSLA 2014).
func draw(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return (z ^ z>>31) % prime
}
