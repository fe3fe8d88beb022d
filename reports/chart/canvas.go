package chart

import (
	"fmt"
	"hash/fnv"
	"html"
	"strconv"
	"strings"
)

const (
	width      = 720.0 // of every picture, in user units; about the width of a page
	textSize   = 13.0
	smallSize  = 12.0
	titleSize  = 16.0
	lineHeight = 17.0
	pad        = 8.0
	suppressed = "onderdrukt"
)

// canvas collects the elements of one picture.
type canvas struct {
	b     strings.Builder
	id    string // of this picture within a page
	hatch bool
}

// newCanvas begins a picture. Its id comes from the words, so that two
// pictures in one page differ and two runs agree.
func newCanvas(f Frame) *canvas {
	h := fnv.New64a()
	for _, s := range []string{f.Title, f.Desc, f.Note} {
		h.Write([]byte(s + "\x00"))
	}
	return &canvas{id: fmt.Sprintf("g%x", h.Sum64())}
}

// finish wraps what was drawn into an svg element of the given height.
func (c *canvas) finish(f Frame, height float64) string {
	var b strings.Builder
	size := num(width) + " " + num(height)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="lvv-chart" role="img" viewBox="0 0 %s" aria-labelledby="%s-t %s-d">`,
		size, c.id, c.id)
	fmt.Fprintf(&b, "\n<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">%s</desc>\n", c.id, escape(f.Title), c.id, escape(f.Desc))
	b.WriteString("<style>" + css + "</style>\n")
	if c.hatch {
		fmt.Fprintf(&b, `<defs><pattern id="%s-h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`+
			`<rect width="6" height="6" class="hatch-bg"/><path d="M0 0V6" class="hatch-line"/></pattern></defs>`+"\n", c.id)
	}
	b.WriteString(c.b.String())
	b.WriteString("</svg>\n")
	return b.String()
}

// header writes title and note and answers the height they take.
func (c *canvas) header(f Frame) float64 {
	y := titleSize + 2
	for _, l := range wrap(f.Title, width-2*pad, titleSize) {
		c.text(pad, y, "head", "start", l)
		y += titleSize + 4
	}
	if f.Note != "" {
		for _, l := range wrap(f.Note, width-2*pad, smallSize) {
			c.text(pad, y, "note", "start", l)
			y += lineHeight
		}
	}
	return y - 4
}

func (c *canvas) text(x, y float64, class, anchor, s string) {
	fmt.Fprintf(&c.b, "<text x=\"%s\" y=\"%s\" class=\"%s\"", num(x), num(y), class)
	if anchor != "start" {
		fmt.Fprintf(&c.b, " text-anchor=\"%s\"", anchor)
	}
	c.b.WriteString(">" + escape(s) + "</text>\n")
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(&c.b, "<path d=\"M%s %sL%s %s\" class=\"%s\"/>\n", num(x1), num(y1), num(x2), num(y2), class)
}

// rect draws a filled box with a tooltip; an empty tip gives none.
func (c *canvas) rect(x, y, w, h float64, class, tip string) {
	fmt.Fprintf(&c.b, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"", num(x), num(y), num(w), num(h), class)
	if tip == "" {
		c.b.WriteString("/>\n")
		return
	}
	c.b.WriteString("><title>" + escape(tip) + "</title></rect>\n")
}

// gap draws the hatching that stands for a suppressed value.
func (c *canvas) gap(x, y, w, h float64, tip string) {
	c.hatch = true
	fmt.Fprintf(&c.b, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"url(#%s-h)\" class=\"gap\"",
		num(x), num(y), num(w), num(h), c.id)
	if tip == "" {
		c.b.WriteString("/>\n")
		return
	}
	c.b.WriteString("><title>" + escape(tip) + "</title></rect>\n")
}

// dot draws an all but invisible spot that carries a tooltip.
func (c *canvas) dot(x, y float64, class, tip string) {
	fmt.Fprintf(&c.b, "<circle cx=\"%s\" cy=\"%s\" r=\"4\" class=\"%s\"><title>%s</title></circle>\n", num(x), num(y), class, escape(tip))
}

func (c *canvas) path(d, class string) {
	fmt.Fprintf(&c.b, "<path d=\"%s\" class=\"%s\"/>\n", d, class)
}

func escape(s string) string { return html.EscapeString(s) }

// num writes a place on the picture to a tenth.
func num(n float64) string {
	s := strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

// textWidth estimates the width of s in a plain sans-serif letter, on the wide
// side: no font is at hand when the picture is made.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("ijl.,:;'|!()[] ft", r):
			w += 0.33
		case strings.ContainsRune("mwMW%@€", r):
			w += 0.9
		case r >= 'A' && r <= 'Z':
			w += 0.7
		default:
			w += 0.57
		}
	}
	return w * size
}

// wrap breaks s into lines that fit; a word is never broken.
func wrap(s string, room, size float64) []string {
	var lines []string
	now := ""
	for _, word := range strings.Fields(s) {
		next := strings.TrimSpace(now + " " + word)
		if now != "" && textWidth(next, size) > room {
			lines = append(lines, now)
			next = word
		}
		now = next
	}
	if now != "" {
		lines = append(lines, now)
	}
	return lines
}
