package bounds

import (
	"errors"
	"fmt"
)

// errTooLarge means that exact numbers grew beyond what fits.
var errTooLarge = errors.New("bounds: numbers too large for an exact answer")

// largest bounds the coefficients of a tableau: products of two of them, and the
// difference of two such products, fit in 64 bits.
const largest = 1 << 31

// A tableau is a part in the form of the simplex method, in whole numbers.
//
// Each cell x is written as z = x - low, or high - x when it is flipped, so that
// z runs from 0 to room. Every row is an identity that follows from those of the
// part:
//
//	den * z(basic) + sum of num[k] * z(column k) = right,  den > 0
//
// A row keeps its own denominator, divided out by the common factor. In tables
// nearly all of them are 1, and the numbers stay small.
type tableau struct {
	low, room []int64 // of each variable; room may be Unbounded
	flipped   []bool
	where     []int // the row of a basic variable, or ^column of another one
	columns   []int // the variable of each column
	rows      []line
}

type line struct {
	basic int
	den   int64
	num   []int64
	right int64
}

// newTableau eliminates exactly: each identity gives a basic variable, or is
// found to follow from the others and dropped. Errors: ErrInconsistent,
// errTooLarge.
func newTableau(p part, cells []Cell) (*tableau, error) {
	n := len(p.cells)
	t := &tableau{low: make([]int64, n), room: make([]int64, n), flipped: make([]bool, n), where: make([]int, n)}
	for v, c := range p.cells {
		t.low[v], t.room[v] = cells[c].Lower, Unbounded
		if cells[c].Upper != Unbounded {
			t.room[v] = cells[c].Upper - cells[c].Lower
		}
		t.where[v] = ^v
		t.columns = append(t.columns, v)
	}
	for _, r := range p.rows {
		l := line{basic: -1, den: 1, num: make([]int64, n)}
		right := exact{}
		right.add(1, r.right)
		for _, term := range r.terms {
			if max(term.Coef, -term.Coef) >= largest {
				return nil, errTooLarge
			}
			l.num[term.Cell] = term.Coef
			right.add(-term.Coef, t.low[term.Cell])
		}
		var ok bool
		if l.right, ok = right.value(); !ok {
			return nil, errTooLarge
		}
		t.rows = append(t.rows, l)
	}
	return t, t.eliminate()
}

// eliminate gives each row a basic variable, the shortest rows first. The
// column of the variable that stood for nothing is then dropped.
func (t *tableau) eliminate() error {
	for {
		best, fewest := -1, 0
		for i := range t.rows {
			if t.rows[i].basic >= 0 {
				continue
			}
			if n := t.rows[i].entries(); best < 0 || n < fewest {
				best, fewest = i, n
			}
		}
		if best < 0 {
			return nil
		}
		if fewest == 0 {
			if t.rows[best].right != 0 {
				return fmt.Errorf("bounds: %w", ErrInconsistent)
			}
			t.drop(best)
			continue
		}
		k := t.smallestIn(best)
		if err := t.pivot(best, k); err != nil {
			return err
		}
		t.dropColumn(k)
	}
}

func (l *line) entries() (n int) {
	for _, a := range l.num {
		if a != 0 {
			n++
		}
	}
	return n
}

// smallestIn is the column with the smallest coefficient of a row, of those the
// one in the fewest rows.
func (t *tableau) smallestIn(r int) int {
	best, size, count := -1, int64(0), 0
	for k, a := range t.rows[r].num {
		if a == 0 || best >= 0 && max(a, -a) > size {
			continue
		}
		n := 0
		for i := range t.rows {
			if t.rows[i].num[k] != 0 {
				n++
			}
		}
		if best < 0 || max(a, -a) < size || n < count {
			best, size, count = k, max(a, -a), n
		}
	}
	return best
}

func (t *tableau) drop(r int) {
	last := len(t.rows) - 1
	t.rows[r] = t.rows[last]
	if b := t.rows[r].basic; b >= 0 {
		t.where[b] = r
	}
	t.rows = t.rows[:last]
}

func (t *tableau) dropColumn(k int) {
	last := len(t.columns) - 1
	for i := range t.rows {
		t.rows[i].num[k] = t.rows[i].num[last]
		t.rows[i].num = t.rows[i].num[:last]
	}
	t.columns[k] = t.columns[last]
	if k < last {
		t.where[t.columns[k]] = ^k
	}
	t.columns = t.columns[:last]
}

// pivot makes the variable of column k basic in row r. The variable that was
// basic there takes over the column.
func (t *tableau) pivot(r, k int) error {
	p := &t.rows[r]
	out, in := p.basic, t.columns[k]
	p.num[k], p.den = p.den, p.num[k]
	if p.den < 0 {
		p.negate()
	}
	p.reduce()
	p.basic = in
	t.where[in] = r
	t.columns[k] = out
	if out >= 0 {
		t.where[out] = ^k
	}
	for i := range t.rows {
		if i != r && t.rows[i].num[k] != 0 {
			if err := t.rows[i].subtract(p, k); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *line) negate() {
	l.den, l.right = -l.den, -l.right
	for k := range l.num {
		l.num[k] = -l.num[k]
	}
}

// reduce divides a row by what all its numbers have in common.
func (l *line) reduce() {
	if l.den == 1 {
		return
	}
	g := gcd(l.den, l.right)
	for k := 0; k < len(l.num) && g != 1; k++ {
		g = gcd(g, l.num[k])
	}
	if g == 1 {
		return
	}
	l.den, l.right = l.den/g, l.right/g
	for k := range l.num {
		l.num[k] /= g
	}
}

// subtract takes the variable that row p has just made basic out of a row: its
// coefficient stood in column k, which is now that of the variable that left.
func (l *line) subtract(p *line, k int) error {
	g := gcd(p.den, l.num[k])
	a, c := p.den/g, l.num[k]/g
	l.num[k] = 0
	right := exact{}
	right.add(a, l.right)
	right.add(-c, p.right)
	var ok bool
	l.den *= a
	if l.right, ok = right.value(); !ok || l.den >= largest {
		return errTooLarge
	}
	size := combine(l.num, a, p.num, c)
	if a != 1 {
		l.reduce()
	}
	if size >= largest {
		return errTooLarge
	}
	return nil
}

// combine makes x into a*x - c*y and returns a number at least as large, in
// bits, as every number in it.
func combine(x []int64, a int64, y []int64, c int64) (size int64) {
	y = y[:len(x)]
	for i, n := range y {
		if n == 0 && a == 1 {
			continue
		}
		x[i] = a*x[i] - c*n
		size |= x[i] ^ (x[i] >> 63)
	}
	return size
}

// flip turns the variable of a column upside down: at 0 it is now at its upper
// end, which it must have.
func (t *tableau) flip(k int) error {
	v := t.columns[k]
	for i := range t.rows {
		if a := t.rows[i].num[k]; a != 0 {
			right := exact{}
			right.add(1, t.rows[i].right)
			right.add(-a, t.room[v])
			var ok bool
			if t.rows[i].right, ok = right.value(); !ok {
				return errTooLarge
			}
			t.rows[i].num[k] = -a
		}
	}
	t.flipped[v] = !t.flipped[v]
	return nil
}

// copyFrom makes t a copy of another tableau of the same part, in its own memory.
func (t *tableau) copyFrom(u *tableau) {
	t.low, t.room = append(t.low[:0], u.low...), append(t.room[:0], u.room...)
	t.flipped = append(t.flipped[:0], u.flipped...)
	t.where, t.columns = append(t.where[:0], u.where...), append(t.columns[:0], u.columns...)
	if t.rows == nil {
		t.rows = make([]line, len(u.rows))
	}
	for i := range u.rows {
		l, from := &t.rows[i], &u.rows[i]
		l.basic, l.den, l.right = from.basic, from.den, from.right
		l.num = append(l.num[:0], from.num...)
	}
}
