package pattern

import "math"

// Multipliers of rows come from the solver in floating point. They are rounded
// to whole numbers here, and whatever is said with them afterwards is computed
// exactly: any whole multipliers make true statements, good ones strong ones.

const (
	maxMultiplier = 1 << 18
	coarse        = 1 << 12 // multiples when no small denominator fits
	wholeTol      = 1e-5
)

// weigh returns, for each variable, the sum of its rows so multiplied, where
// the multipliers are the ray's, scaled so that variable v has a whole weight.
// It returns nil if they do not round well.
func (s *system) weigh(ray []float64, v int) []int64 {
	unit := 0.0
	for _, t := range s.columns[v] {
		unit += ray[t.index] * float64(t.coef)
	}
	if math.Abs(unit) < 1e-6 {
		return nil
	}
	mult := make([]int64, len(ray))
	for _, d := range []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 30, 36, 48, 60, coarse} {
		if roundTo(mult, ray, d/unit, d == coarse) {
			return s.combine(mult)
		}
	}
	return nil
}

// roundTo writes the ray times a factor to mult and reports whether that was
// whole; if rough, any numbers that are not too large will do.
func roundTo(mult []int64, ray []float64, factor float64, rough bool) bool {
	for r, y := range ray {
		f := y * factor
		w := math.Round(f)
		if math.Abs(w) > maxMultiplier || !rough && math.Abs(f-w) > wholeTol {
			return false
		}
		mult[r] = int64(w)
	}
	return true
}

// combine adds up the rows times their multipliers.
func (s *system) combine(mult []int64) []int64 {
	weight := make([]int64, len(s.cells))
	for r, m := range mult {
		if m == 0 {
			continue
		}
		for _, t := range s.rows[r] {
			weight[t.index] += m * t.coef
		}
	}
	return weight
}

// excluded proves, if it can, that the rows cannot hold within the bounds of
// the problem at hand: their sum by the solver's multipliers is not zero
// anywhere between the bounds.
func (p *prober) excluded() bool {
	ray := p.solver.Ray()
	if ray == nil {
		return false
	}
	size := 0.0
	for _, y := range ray {
		size = max(size, math.Abs(y))
	}
	if size == 0 {
		return false
	}
	// Scaling by any entry will do; the largest keeps multipliers small.
	mult := make([]int64, len(ray))
	for _, d := range []float64{1, 2, 3, 4, 6, 12, coarse} {
		if roundTo(mult, ray, d/size, d == coarse) && p.apart(p.s.combine(mult)) {
			return true
		}
	}
	return false
}

// apart tells whether the weighted sum of the variables stays above or below
// zero within their bounds, which are whole. Sums that could leave int64 prove
// nothing.
func (p *prober) apart(weight []int64) bool {
	size := 0.0
	var least, greatest int64
	for v, w := range weight {
		if w == 0 {
			continue
		}
		low, high := p.q.Low[v], p.q.High[v]
		size += math.Abs(float64(w)) * max(math.Abs(low), math.Abs(high))
		x, y := w*int64(low), w*int64(high)
		least, greatest = least+min(x, y), greatest+max(x, y)
	}
	return size < 1<<62 && (least > 0 || greatest < 0)
}
