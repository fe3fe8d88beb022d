package chart

import "strconv"

// css is the look of every picture. Colours are variables on the picture
// itself. The six series colours differ in hue for who sees colour and in
// lightness for who does not and for print; bars touch with a line of ground
// between them, lines also differ in dash.
const css = `.lvv-chart{--ink:#1d2733;--soft:#55616e;--grid:#dde3e9;--base:#8793a0;--ground:#fff;` +
	`--s1:#17527d;--s2:#d9782d;--s3:#2e8573;--s4:#6d3f8f;--s5:#b08a20;--s6:#6b7680;--ref:#55616e;--hatch:#8793a0;` +
	`display:block;width:100%;max-width:720px;height:auto;font-family:"Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif}` +
	`@media (prefers-color-scheme:dark){.lvv-chart{--ink:#e8edf2;--soft:#aab5c0;--grid:#2f3a45;--base:#6d7986;--ground:#151b21;` +
	`--s1:#4593cc;--s2:#f5b887;--s3:#46ab95;--s4:#cfaee8;--s5:#b3942f;--s6:#c9d1d8;--ref:#aab5c0;--hatch:#6d7986}}` +
	`@media print{.lvv-chart{--ink:#000;--soft:#333;--grid:#ccc;--base:#666;--ground:#fff;` +
	`--s1:#17527d;--s2:#d9782d;--s3:#2e8573;--s4:#6d3f8f;--s5:#b08a20;--s6:#6b7680;--ref:#333;--hatch:#777;print-color-adjust:exact;-webkit-print-color-adjust:exact}}` +
	`.lvv-chart text{font-size:13px;fill:var(--ink)}.lvv-chart .head{font-size:16px;font-weight:600}` +
	`.lvv-chart .note,.lvv-chart .tick{font-size:12px;fill:var(--soft)}.lvv-chart .val{font-size:12px}.lvv-chart .strong{font-weight:600}` +
	`.lvv-chart .grid{stroke:var(--grid);stroke-width:1}.lvv-chart .base{stroke:var(--base);stroke-width:1}` +
	`.lvv-chart .l{fill:none;stroke-width:2.4;stroke-linejoin:round;stroke-linecap:round}` +
	`.lvv-chart .lead{fill:none;stroke:var(--base);stroke-width:1}` +
	`.lvv-chart .b{stroke:var(--ground);stroke-width:1}.lvv-chart .dot{opacity:0}.lvv-chart .dot:hover{opacity:1}` +
	`.lvv-chart .f1{fill:var(--s1)}.lvv-chart .f2{fill:var(--s2)}.lvv-chart .f3{fill:var(--s3)}` +
	`.lvv-chart .f4{fill:var(--s4)}.lvv-chart .f5{fill:var(--s5)}.lvv-chart .f6{fill:var(--s6)}` +
	`.lvv-chart .l1{stroke:var(--s1)}.lvv-chart .l2{stroke:var(--s2);stroke-dasharray:9 4}.lvv-chart .l3{stroke:var(--s3);stroke-dasharray:2 5}` +
	`.lvv-chart .l4{stroke:var(--s4);stroke-dasharray:12 4 2 4}.lvv-chart .l5{stroke:var(--s5);stroke-dasharray:5 4}.lvv-chart .l6{stroke:var(--s6)}` +
	`.lvv-chart .lr{stroke:var(--ref);stroke-width:1.6;stroke-dasharray:5 4;stroke-linecap:butt}.lvv-chart .fr{fill:var(--ref)}` +
	`.lvv-chart .hatch-bg{fill:var(--ground)}.lvv-chart .hatch-line{stroke:var(--hatch);stroke-width:1.6}.lvv-chart .gap{stroke:var(--hatch);stroke-width:.6;stroke-dasharray:2 3}`

// lineClass and fillClass answer the look of the i-th series.
func lineClass(i int, s Series) string {
	if s.Reference {
		return "l lr"
	}
	return "l l" + strconv.Itoa(i+1)
}

func fillClass(i int) string { return "b f" + strconv.Itoa(i+1) }

func dotClass(i int, s Series) string {
	if s.Reference {
		return "dot fr"
	}
	return "dot f" + strconv.Itoa(i+1)
}

// entry is one sample of a legend.
type entry struct {
	label string
	draw  func(x, y float64) // a sample of 22 wide, its middle at height y
}

// legend writes the entries in rows from the left, and answers the place under
// the last row; it takes none when there is nothing to explain.
func (c *canvas) legend(y float64, entries []entry) float64 {
	if len(entries) == 0 {
		return y
	}
	x := pad
	y += lineHeight
	for _, e := range entries {
		w := 28 + textWidth(e.label, textSize) + 18
		if x > pad && x+w > width {
			x, y = pad, y+lineHeight+2
		}
		e.draw(x, y-4.5)
		c.text(x+28, y, "lab", "start", e.label)
		x += w
	}
	return y + 6
}

// gapEntry explains the hatching.
func (c *canvas) gapEntry() entry {
	return entry{suppressed, func(x, y float64) { c.gap(x, y-6, 22, 12, "") }}
}

// boxes makes the legend of bars.
func (c *canvas) boxes(series []Series) []entry {
	var all []entry
	if len(series) > 1 {
		for i, s := range series {
			all = append(all, entry{s.Label, func(x, y float64) { c.rect(x, y-6, 22, 12, fillClass(i), "") }})
		}
	}
	if anyMissing(series) {
		all = append(all, c.gapEntry())
	}
	return all
}
