package suppression

import (
	"slices"

	"lvv/anonymise/disclosure/counts"
)

// A price says what hiding a cell costs. By cells, of two patterns with as many
// cells the one that hides less in them is the better one: a reader misses a
// total of a thousand more than a cell of twelve. So a cell costs a unit that is
// more than all that could be hidden, and its value.
type price struct {
	unit  int64   // 0: by value
	shift int     // values are taken in units of 2^shift, so that costs stay small
	part  []int64 // of the cells that may be hidden, the largest first
}

// maxParts keeps costs exact, and far enough apart, in floating point.
const maxParts = int64(1) << 22

// newPrice makes the price for the cells of a system that may be hidden.
func newPrice(s *counts.System, cost Cost, primary []bool) price {
	if cost == ByValue {
		return price{}
	}
	p := price{}
	for i, c := range s.Cells {
		if !primary[i] {
			p.part = append(p.part, c.Value)
		}
	}
	sum := total(p.part)
	for sum>>p.shift >= maxParts {
		p.shift++
	}
	for i := range p.part {
		p.part[i] >>= p.shift
	}
	slices.SortFunc(p.part, func(a, b int64) int { return int(b - a) })
	p.unit = total(p.part) + 1
	return p
}

func total(values []int64) (sum int64) {
	for _, v := range values {
		sum += v
	}
	return sum
}

// of returns what it costs to hide a cell.
func (p price) of(value int64) int64 {
	if p.unit == 0 {
		return max(1, value)
	}
	return p.unit + value>>p.shift
}

// least returns, for a bound on the price of a pattern, the least number of
// cells that any pattern hides; by value the bound itself.
func (p price) least(bound int64) int64 {
	if p.unit == 0 {
		return bound
	}
	var n, most int64
	for most < bound && n < int64(len(p.part)) {
		most += p.unit + p.part[n]
		n++
	}
	return n
}
