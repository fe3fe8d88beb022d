package bounds

import "math/bits"

// An exact is a sum of products that cannot overflow unnoticed: 128 bits, two's
// complement. The terms added are bounded by 2^126 in size and far from so many
// that the sum could leave the range.
type exact struct {
	hi int64
	lo uint64
}

// add adds the product of two numbers.
func (e *exact) add(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// Mul64 takes both for unsigned; what a sign adds is taken off again.
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	var carry uint64
	e.lo, carry = bits.Add64(e.lo, lo, 0)
	e.hi += int64(hi) + int64(carry)
}

// value is the sum, and whether it fits in 64 bits.
func (e exact) value() (int64, bool) {
	n := int64(e.lo)
	return n, e.hi == n>>63
}

// floorDiv divides by a positive number and rounds down.
func floorDiv(n, by int64) int64 {
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}
