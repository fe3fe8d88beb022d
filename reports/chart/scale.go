package chart

import (
	"math"

	"lvv/reports/page/dutch"
)

// scale maps numbers to places on the picture and knows where the ticks are.
type scale struct {
	low, high float64 // ends of the axis, in numbers
	from, to  float64 // ends of the axis, on the picture
	step      float64 // between ticks
	unit      Unit
}

// newScale makes an axis that holds zero and all values, with about want
// ticks at round numbers.
func newScale(low, high float64, want int, unit Unit) scale {
	low, high = math.Min(low, 0), math.Max(high, 0)
	if low == high {
		high = 1
	}
	step := niceStep((high-low)/float64(want), unit)
	return scale{low: math.Floor(low/step) * step, high: math.Ceil(high/step) * step, step: step, unit: unit}
}

// niceStep rounds up to 1, 2, 2.5 or 5 times a power of ten; persons and euros
// have no fractions.
func niceStep(rough float64, unit Unit) float64 {
	power := math.Pow10(int(math.Floor(math.Log10(rough))))
	for _, f := range []float64{1, 2, 2.5, 5, 10} {
		step := f * power
		whole := step == math.Trunc(step)
		if step >= rough && (whole || unit == Percent && f != 2.5) {
			return step
		}
	}
	return math.Max(1, math.Ceil(10*power))
}

// on lays the axis over the picture.
func (s scale) on(from, to float64) scale {
	s.from, s.to = from, to
	return s
}

// at answers the place of a number.
func (s scale) at(n float64) float64 {
	return s.from + (n-s.low)/(s.high-s.low)*(s.to-s.from)
}

// ticks answers the round numbers of the axis, rising.
func (s scale) ticks() []float64 {
	n := int(math.Round((s.high - s.low) / s.step))
	all := make([]float64, 0, n+1)
	for i := 0; i <= n; i++ {
		all = append(all, s.low+float64(i)*s.step)
	}
	return all
}

// tick writes a number at the axis.
func (s scale) tick(n float64) string {
	places := 0
	if s.unit == Percent && s.step < 1 {
		places = 1
	}
	return s.unit.text(n, places)
}

// text writes a number in the unit.
func (u Unit) text(n float64, places int) string {
	switch u {
	case Euro:
		return dutch.Euros(int64(math.Round(n * 100)))
	case Percent:
		return dutch.Percent(n, places)
	default:
		return dutch.Decimal(n, places)
	}
}

// value writes a number as a tooltip and a label show it.
func (u Unit) value(v Value) string {
	if v.Missing {
		return suppressed
	}
	if u == Percent {
		return u.text(v.N, 1)
	}
	if u == Count && v.N != math.Trunc(v.N) {
		return u.text(v.N, 1)
	}
	return u.text(v.N, 0)
}

// span answers the smallest and largest number shown, zero included.
func span(series []Series) (low, high float64) {
	for _, s := range series {
		for _, v := range s.Values {
			if !v.Missing {
				low, high = math.Min(low, v.N), math.Max(high, v.N)
			}
		}
	}
	return low, high
}

// stackedSpan answers the highest stack.
func stackedSpan(series []Series, n int) float64 {
	highest := 0.0
	for i := range n {
		sum := 0.0
		for _, s := range series {
			if !s.Values[i].Missing {
				if s.Values[i].N < 0 {
					panic("chart: internal error: negative value in a stack")
				}
				sum += s.Values[i].N
			}
		}
		highest = math.Max(highest, sum)
	}
	return highest
}
