package disclosure

import (
	"cmp"
	"slices"
)

// prime is the field in which it is found out what follows from what. Whatever
// follows in integers follows there. The other way round a mistake would allow
// a movement that does not hold, and that is found when it is checked.
const prime = 1<<31 - 1

// independent drops the rows that follow from others: rather those that speak of
// loose unknowns alone, and last those that speak of none.
func (m *merger) independent(rows []row) []row {
	e := &eliminator{merger: m, pivotOf: make([]int, len(m.unknowns)), value: make([]uint64, len(m.unknowns)), in: make([]bool, len(m.unknowns))}
	for u := range e.pivotOf {
		e.pivotOf[u] = -1
	}
	rank := make([]int, len(rows))
	order := make([]int, len(rows))
	for i, w := range rows {
		order[i] = i
		loose := 0
		for _, t := range w.terms {
			if m.loose(t.unknown) {
				loose++
			}
		}
		switch loose {
		case 0:
		case len(w.terms):
			rank[i] = 2
		default:
			rank[i] = 1
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
	var kept []row
	for _, i := range order {
		if e.isNew(rows[i].terms) {
			kept = append(kept, rows[i])
		}
	}
	return kept
}

// An eliminator is Gaussian elimination of sparse rows. Each row is kept with
// the unknown that it expresses in others.
type eliminator struct {
	*merger
	pivotOf []int // per unknown: the row that expresses it, or -1
	rows    [][]residue

	value []uint64 // per unknown: of the row at hand
	in    []bool
	terms []int // unknowns of the row at hand
	queue []int // rows to be taken off it, as a heap: the oldest first
}

// A residue is a coefficient modulo prime.
type residue struct {
	unknown int
	coef    uint64
}

// isNew takes all rows off another one and keeps what is left. It reports
// whether anything is.
func (e *eliminator) isNew(terms equation) bool {
	e.terms, e.queue = e.terms[:0], e.queue[:0]
	for _, t := range terms {
		e.add(t.unknown, uint64(((t.coef%prime)+prime)%prime))
	}
	for len(e.queue) > 0 {
		row := e.rows[e.pop()]
		by := e.value[row[0].unknown] // the pivot stands first, with coefficient 1
		if by == 0 {
			continue
		}
		for _, t := range row {
			e.add(t.unknown, (prime-by)*t.coef%prime)
		}
	}
	return e.keep()
}

func (e *eliminator) add(u int, coef uint64) {
	e.value[u] = (e.value[u] + coef) % prime
	if e.in[u] {
		return
	}
	e.in[u] = true
	e.terms = append(e.terms, u)
	if e.pivotOf[u] >= 0 {
		e.push(e.pivotOf[u])
	}
}

// keep stores what is left of the row at hand. It expresses a loose unknown, or
// else the largest figure: totals in their parts.
func (e *eliminator) keep() bool {
	best := -1
	var row []residue
	for _, u := range e.terms {
		if e.value[u] != 0 {
			row = append(row, residue{u, e.value[u]})
			if best < 0 || e.before(u, row[best].unknown) {
				best = len(row) - 1
			}
		}
		e.value[u], e.in[u] = 0, false
	}
	if best < 0 {
		return false
	}
	row[0], row[best] = row[best], row[0]
	inverse := power(row[0].coef, prime-2)
	for i := range row {
		row[i].coef = row[i].coef * inverse % prime
	}
	e.pivotOf[row[0].unknown] = len(e.rows)
	e.rows = append(e.rows, row)
	return true
}

func (e *eliminator) before(u, v int) bool {
	if a, b := e.loose(u), e.loose(v); a != b {
		return a
	}
	a, b := e.unknowns[u].value, e.unknowns[v].value
	return a > b || a == b && u < v
}

// power returns a^n modulo prime.
func power(a uint64, n int) uint64 {
	out := uint64(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			out = out * a % prime
		}
		a = a * a % prime
	}
	return out
}

func (e *eliminator) push(row int) {
	q := append(e.queue, row)
	for i := len(q) - 1; i > 0; {
		up := (i - 1) / 2
		if q[up] <= q[i] {
			break
		}
		q[up], q[i] = q[i], q[up]
		i = up
	}
	e.queue = q
}

func (e *eliminator) pop() int {
	q := e.queue
	first, last := q[0], len(q)-1
	q[0] = q[last]
	q = q[:last]
	for i := 0; 2*i+1 < len(q); {
		least := 2*i + 1
		if least+1 < len(q) && q[least+1] < q[least] {
			least++
		}
		if q[i] <= q[least] {
			break
		}
		q[i], q[least] = q[least], q[i]
		i = least
	}
	e.queue = q
	return first
}
