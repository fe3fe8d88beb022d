package chart

import (
	"fmt"
	"sort"
	"strings"
)

const (
	plotHeight = 250.0
	labelRoom  = 190.0 // at most, for the labels beside the lines
)

// SVG draws the lines.
func (l Lines) SVG() string {
	mustFit(l.Series, len(l.X))
	c := newCanvas(l.Frame)
	p := c.plot(l.Frame, l.Series, nil)
	n := len(l.X)
	at := func(i int) float64 {
		if n < 2 {
			return (p.left + p.right) / 2
		}
		return p.left + float64(i)*(p.right-p.left)/float64(n-1)
	}
	c.names(l.X, at, p.bottom, (p.right-p.left)/float64(max(1, n-1)), p.right)
	half := (p.right - p.left) / float64(max(1, n-1)) / 2
	for i := range l.X {
		if tip := hidden(l.Series, i, l.X[i]); tip != "" {
			from, to := max(p.left, at(i)-half), min(p.right, at(i)+half)
			c.gap(from, p.top, to-from, p.bottom-p.top, tip)
		}
	}
	var ends []end
	for si, s := range l.Series {
		c.path(trace(s, at, p.y.at, s.Step, p.right), lineClass(si, s))
		for i, v := range s.Values {
			if !v.Missing {
				c.dot(at(i), p.y.at(v.N), dotClass(si, s), s.Label+", "+l.X[i]+": "+l.Unit.value(v))
			}
		}
		ends = append(ends, lastPoint(s, si, p.y.at))
	}
	c.endLabels(ends, p)
	return c.finish(l.Frame, p.bottom+lineHeight+pad+4)
}

// plot is the field of a chart with a number axis on the left.
type plot struct {
	left, right, top, bottom float64
	y                        scale
}

// plot writes header, legend, ticks and grid for lines and curves, with room
// for labels on the right. extra entries join the legend.
func (c *canvas) plot(f Frame, series []Series, fixed *scale) plot {
	top := c.header(f)
	if anyMissing(series) {
		top = c.legend(top, []entry{c.gapEntry()})
	}
	low, high := span(series)
	y := newScale(low, high, 5, f.Unit)
	if fixed != nil {
		y = *fixed
	}
	room := 0.0
	for _, s := range series {
		for _, part := range wrap(s.Label, labelRoom-34, textSize) {
			room = max(room, textWidth(part, textSize)+34)
		}
	}
	p := plot{top: top + 16, right: width - room - pad}
	p.bottom = p.top + plotHeight
	p.y = y.on(p.bottom, p.top)
	p.left = c.grid(p.y, p.right)
	return p
}

// grid draws the ticks of an upright axis and answers where the field begins.
func (c *canvas) grid(y scale, right float64) (left float64) {
	for _, n := range y.ticks() {
		left = max(left, textWidth(y.tick(n), smallSize))
	}
	left += pad + 6
	for _, n := range y.ticks() {
		class := "grid"
		if n == 0 {
			class = "base"
		}
		c.line(left, y.at(n), right, y.at(n), class)
		c.text(left-6, y.at(n)+4, "tick", "end", y.tick(n))
	}
	return left
}

// names writes the names along the foot, as many as fit without touching.
func (c *canvas) names(names []string, at func(int) float64, bottom, room, right float64) {
	widest := 0.0
	for _, s := range names {
		widest = max(widest, textWidth(s, smallSize)+12)
	}
	every := len(names)
	for _, n := range []int{1, 2, 3, 4, 6, 12, 24} {
		if float64(n)*room >= widest {
			every = n
			break
		}
	}
	for i := 0; i < len(names); i += every {
		anchor, x := "middle", at(i)
		if half := textWidth(names[i], smallSize) / 2; x+half > max(right, width-pad) {
			anchor, x = "end", width-pad
		}
		c.line(at(i), bottom, at(i), bottom+4, "base")
		c.text(x, bottom+lineHeight, "tick", anchor, names[i])
	}
}

// hidden answers the tooltip over the i-th place when some series has a
// suppressed value there.
func hidden(series []Series, i int, name string) string {
	var who []string
	for _, s := range series {
		if s.Values[i].Missing {
			who = append(who, s.Label)
		}
	}
	if who == nil {
		return ""
	}
	return strings.Join(who, ", ") + ", " + name + ": " + suppressed
}

// trace answers the path through the values: broken where one is suppressed,
// with a short stroke where a value stands alone between gaps.
func trace(s Series, x func(int) float64, y func(float64) float64, step bool, right float64) string {
	var b strings.Builder
	open := false
	for i, v := range s.Values {
		if v.Missing {
			open = false
			continue
		}
		switch {
		case !open:
			fmt.Fprintf(&b, "M%s %s", num(x(i)), num(y(v.N)))
		case step:
			fmt.Fprintf(&b, "H%sV%s", num(x(i)), num(y(v.N)))
		default:
			fmt.Fprintf(&b, "L%s %s", num(x(i)), num(y(v.N)))
		}
		alone := i+1 == len(s.Values) || s.Values[i+1].Missing
		switch {
		case step && i+1 < len(s.Values) && alone:
			fmt.Fprintf(&b, "H%s", num((x(i)+x(i+1))/2))
		case !open && alone:
			fmt.Fprintf(&b, "h%s", num(min(4, right-x(i))))
		}
		open = true
	}
	return b.String()
}

// end is a label that wants to stand at the end of a line.
type end struct {
	series Series
	index  int
	y      float64
	lines  []string
}

// lastPoint answers where the line of a series ends; a series without any
// value gets its label at the foot.
func lastPoint(s Series, index int, y func(float64) float64) end {
	e := end{series: s, index: index, y: y(0), lines: wrap(s.Label, labelRoom-34, textSize)}
	for _, v := range s.Values {
		if !v.Missing {
			e.y = y(v.N)
		}
	}
	return e
}

// endLabels writes the labels beside the ends of the lines, moved apart where
// they would touch, each with a sample of its line.
func (c *canvas) endLabels(ends []end, p plot) {
	sort.SliceStable(ends, func(i, j int) bool { return ends[i].y < ends[j].y })
	place := make([]float64, len(ends))
	floor := p.top
	for i, e := range ends {
		place[i] = max(e.y, floor)
		floor = place[i] + float64(len(e.lines))*lineHeight + 2
	}
	limit := p.bottom + lineHeight
	for i := len(ends) - 1; i >= 0; i-- {
		place[i] = min(place[i], limit-float64(len(ends[i].lines))*lineHeight)
		limit = place[i] - 2
	}
	for i, e := range ends {
		y := place[i]
		c.path(fmt.Sprintf("M%s %sH%s", num(p.right+8), num(y), num(p.right+28)), lineClass(e.index, e.series))
		for n, l := range e.lines {
			c.text(p.right+34, y+4.5+float64(n)*lineHeight, "lab", "start", l)
		}
	}
}
