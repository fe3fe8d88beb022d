package chart

import "math"

// SVG draws the bars.
func (b Bars) SVG() string {
	mustFit(b.Series, len(b.X))
	if b.Lying {
		return b.lying()
	}
	return b.upright()
}

// scale answers the number axis of the bars.
func (b Bars) scale(ticks int) scale {
	low, high := span(b.Series)
	if b.Stacked {
		low, high = 0, stackedSpan(b.Series, len(b.X))
	}
	return newScale(low, high, ticks, b.Unit)
}

func (b Bars) upright() string {
	c := newCanvas(b.Frame)
	top := c.legend(c.header(b.Frame), c.boxes(b.Series)) + 16
	bottom := top + plotHeight
	y := b.scale(5).on(bottom, top)
	left := c.grid(y, width-pad)
	slot := (width - pad - left) / float64(max(1, len(b.X)))
	middle := func(i int) float64 { return left + (float64(i)+0.5)*slot }
	group := math.Min(slot*0.74, 46*float64(b.perGroup()))
	bar := group / float64(b.perGroup())
	// Numbers stand above all bars or above none: half of them would look as if
	// the others were missing.
	labelled := b.widest()+6 <= bar
	for i, name := range b.X {
		if b.Stacked {
			b.stack(i, func(from, to, upTo float64, class, tip string) {
				c.upright(middle(i)-group/2, bar, y, from, to, upTo, class, tip)
			}, y.high)
			continue
		}
		for si, s := range b.Series {
			x := middle(i) - group/2 + float64(si)*bar
			tip := b.tip(s, name, i)
			if s.Values[i].Missing {
				c.gap(x, top, bar, bottom-top, tip)
				continue
			}
			c.upright(x, bar, y, 0, s.Values[i].N, 0, fillClass(si), tip)
			if labelled {
				c.text(x+bar/2, y.at(math.Max(0, s.Values[i].N))-4, "val", "middle", b.Unit.value(s.Values[i]))
			}
		}
	}
	c.line(left, y.at(0), width-pad, y.at(0), "base")
	c.names(b.X, middle, bottom, slot, width-pad)
	return c.finish(b.Frame, bottom+lineHeight+pad+4)
}

// upright draws one bar from one number to another; class "" is a gap up to
// upTo.
func (c *canvas) upright(x, w float64, y scale, from, to, upTo float64, class, tip string) {
	if class == "" {
		c.gap(x, y.at(upTo), w, y.at(from)-y.at(upTo), tip)
		return
	}
	c.rect(x, math.Min(y.at(from), y.at(to)), w, math.Abs(y.at(from)-y.at(to)), class, tip)
}

// stack walks over one stack from the foot. A suppressed part has no height
// of its own: hatching from the top of the known parts to the end of the axis
// says that the stack goes on to somewhere.
func (b Bars) stack(i int, draw func(from, to, upTo float64, class, tip string), high float64) {
	sum, tips := 0.0, ""
	for si, s := range b.Series {
		v := s.Values[i]
		if v.Missing {
			if tips != "" {
				tips += "; "
			}
			tips += b.tip(s, b.X[i], i)
			continue
		}
		if v.N > 0 {
			draw(sum, sum+v.N, 0, fillClass(si), b.tip(s, b.X[i], i))
		}
		sum += v.N
	}
	if tips != "" {
		draw(sum, sum, high, "", tips)
	}
}

func (b Bars) lying() string {
	c := newCanvas(b.Frame)
	top := c.legend(c.header(b.Frame), c.boxes(b.Series)) + 10
	names, left := b.nameColumn()
	thick := 22.0
	if b.perGroup() > 1 {
		thick = 15
	}
	right := width - pad - b.widest() - 12
	x := b.scale(5).on(left, right)
	y := top
	for i, name := range b.X {
		height := math.Max(thick*float64(b.perGroup()), lineHeight*float64(len(names[i])))
		for n, l := range names[i] {
			c.text(left-10, y+height/2+4.5+(float64(n)-float64(len(names[i])-1)/2)*lineHeight, "lab", "end", l)
		}
		start := y + (height-thick*float64(b.perGroup()))/2
		if b.Stacked {
			b.stack(i, func(from, to, upTo float64, class, tip string) {
				c.flat(start, thick, x, from, to, upTo, class, tip)
			}, x.high)
		} else {
			b.row(c, i, name, start, thick, x)
		}
		y += height + 12
	}
	c.line(x.at(0), top-6, x.at(0), y-6, "base")
	return c.finish(b.Frame, y+pad)
}

// widest is the width of the widest number that stands beside a bar.
func (b Bars) widest() float64 {
	w := 0.0
	for _, s := range b.Series {
		for _, v := range s.Values {
			w = math.Max(w, textWidth(b.Unit.value(v), smallSize))
		}
	}
	return w
}

// row draws the bars of one group with the number behind each.
func (b Bars) row(c *canvas, i int, name string, y, thick float64, x scale) {
	for si, s := range b.Series {
		v, top := s.Values[i], y+float64(si)*thick
		if v.Missing {
			c.flat(top, thick-1, x, x.low, 0, x.high, "", b.tip(s, name, i))
			continue
		}
		c.flat(top, thick-1, x, 0, v.N, 0, fillClass(si), b.tip(s, name, i))
		c.text(x.at(math.Max(0, v.N))+6, top+thick/2+4, "val", "start", b.Unit.value(v))
	}
}

// flat is upright on its side.
func (c *canvas) flat(y, h float64, x scale, from, to, upTo float64, class, tip string) {
	if class == "" {
		c.gap(x.at(from), y, x.at(upTo)-x.at(from), h, tip)
		return
	}
	c.rect(math.Min(x.at(from), x.at(to)), y, math.Abs(x.at(from)-x.at(to)), h, class, tip)
}

// nameColumn breaks the names over lines and answers where the bars begin.
func (b Bars) nameColumn() (names [][]string, left float64) {
	for _, name := range b.X {
		lines := wrap(name, 200, textSize)
		names = append(names, lines)
		for _, l := range lines {
			left = math.Max(left, textWidth(l, textSize))
		}
	}
	return names, left + pad + 10
}

func (b Bars) perGroup() int {
	if b.Stacked || len(b.Series) == 0 {
		return 1
	}
	return len(b.Series)
}

func (b Bars) tip(s Series, name string, i int) string {
	text := name + ": " + b.Unit.value(s.Values[i])
	if s.Label == "" {
		return text
	}
	return s.Label + ", " + text
}
