package chart

import "math"

// SVG draws the rows.
func (p Compare) SVG() string {
	series := []Series{{Label: p.Labels[0]}, {Label: p.Labels[1]}}
	for _, r := range p.Rows {
		series[0].Values = append(series[0].Values, r.First)
		series[1].Values = append(series[1].Values, r.Second)
	}
	mustFit(series, len(p.Rows))
	c := newCanvas(p.Frame)
	top := c.legend(c.header(p.Frame), c.boxes(series)) + 12
	left, room := 0.0, 0.0
	for _, r := range p.Rows {
		left = math.Max(left, textWidth(r.Label, textSize))
		for _, v := range []Value{r.First, r.Second} {
			room = math.Max(room, textWidth(p.Unit.value(v), smallSize))
		}
	}
	room = math.Max(room, textWidth("verschil: "+p.widestDifference(), smallSize))
	left += pad + 10
	low, high := span(series)
	x := newScale(low, high, 5, p.Unit).on(left, width-pad-room-12)
	y := top
	for _, r := range p.Rows {
		y = p.row(c, r, y, left, x)
	}
	c.line(x.at(0), top-6, x.at(0), y-8, "base")
	return c.finish(p.Frame, y+pad)
}

const (
	thick    = 17.0
	rowSpace = 14.0
)

// row draws two bars, their amounts and the difference, and answers where the
// next row begins.
func (p Compare) row(c *canvas, r Pair, y, left float64, x scale) float64 {
	c.text(left-10, y+thick+4.5, "lab", "end", r.Label)
	for i, v := range []Value{r.First, r.Second} {
		top := y + float64(i)*thick
		tip := p.Labels[i] + ", " + r.Label + ": " + p.Unit.value(v)
		if v.Missing {
			c.flat(top, thick-1, x, x.low, 0, x.high, "", tip)
			continue
		}
		c.flat(top, thick-1, x, 0, v.N, 0, fillClass(i), tip)
		c.text(x.at(math.Max(0, v.N))+6, top+thick/2+4, "val", "start", p.Unit.value(v))
	}
	y += 2 * thick
	if d := p.difference(r); d != "" {
		c.text(x.at(0)+6, y+13, "note", "start", "verschil: "+d)
		y += lineHeight
	}
	return y + rowSpace
}

// difference answers in words how much the first is above the second; nothing
// when one is suppressed.
func (p Compare) difference(r Pair) string {
	if r.First.Missing || r.Second.Missing {
		return ""
	}
	text := p.Unit.value(Value{N: math.Abs(r.First.N - r.Second.N)})
	switch {
	case r.First.N > r.Second.N:
		return text + " meer"
	case r.First.N < r.Second.N:
		return text + " minder"
	default:
		return "geen"
	}
}

func (p Compare) widestDifference() string {
	widest := ""
	for _, r := range p.Rows {
		if d := p.difference(r); len(d) > len(widest) {
			widest = d
		}
	}
	return widest
}
