package chart

import "strconv"

// SVG draws the curves.
func (v Curve) SVG() string {
	mustFit(v.Series, len(v.X))
	for i, x := range v.X {
		if next := v.end(i); next <= x {
			panic("chart: internal error: intervals of a curve do not rise")
		}
	}
	c := newCanvas(v.Frame)
	p := c.plot(v.Frame, v.Series, v.axis())
	first := 0.0
	if len(v.X) > 0 {
		first = v.X[0]
	}
	to := v.End
	if len(v.X) == 0 {
		to = first + 1 // nothing to show still has an axis
	}
	x := scale{low: first, high: to, from: p.left, to: p.right}
	for i := range v.X {
		if tip := hidden(v.Series, i, v.interval(i)); tip != "" {
			c.gap(x.at(v.X[i]), p.top, x.at(v.end(i))-x.at(v.X[i]), p.bottom-p.top, tip)
		}
	}
	v.foot(c, x, p)
	var ends []end
	for si, s := range v.Series {
		c.path(v.steps(s, x, p.y), lineClass(si, s))
		for i, value := range s.Values {
			if !value.Missing {
				c.dot((x.at(v.X[i])+x.at(v.end(i)))/2, p.y.at(value.N), dotClass(si, s),
					s.Label+", "+v.interval(i)+": "+v.Unit.value(value))
			}
		}
		ends = append(ends, lastPoint(s, si, p.y.at))
	}
	c.endLabels(ends, p)
	return c.finish(v.Frame, p.bottom+2*lineHeight+pad+4)
}

// axis keeps percentages on the whole of 0 to 100 unless they stay low.
func (v Curve) axis() *scale {
	if _, high := span(v.Series); v.Unit == Percent && high > 50 {
		s := newScale(0, 100, 5, Percent)
		return &s
	}
	return nil
}

func (v Curve) end(i int) float64 {
	if i+1 < len(v.X) {
		return v.X[i+1]
	}
	return v.End
}

func (v Curve) interval(i int) string {
	return short(v.X[i]) + " tot " + short(v.end(i)) + " " + v.XLabel
}

// foot marks the borders of the intervals and names the axis.
func (v Curve) foot(c *canvas, x scale, p plot) {
	last := -1e9
	for i := 0; i <= len(v.X); i++ {
		n := x.high
		if i < len(v.X) {
			n = v.X[i]
		}
		at := x.at(n)
		c.line(at, p.bottom, at, p.bottom+4, "base")
		if w := textWidth(short(n), smallSize) + 8; at-last >= w {
			c.text(at, p.bottom+lineHeight, "tick", "middle", short(n))
			last = at
		}
	}
	c.text((p.left+p.right)/2, p.bottom+2*lineHeight+2, "tick", "middle", v.XLabel)
}

// steps answers the path of a step curve, broken over suppressed intervals.
func (v Curve) steps(s Series, x, y scale) string {
	d, open := "", false
	for i, value := range s.Values {
		if value.Missing {
			open = false
			continue
		}
		if open {
			d += "V" + num(y.at(value.N))
		} else {
			d += "M" + num(x.at(v.X[i])) + " " + num(y.at(value.N))
		}
		d += "H" + num(x.at(v.end(i)))
		open = true
	}
	return d
}

func short(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
