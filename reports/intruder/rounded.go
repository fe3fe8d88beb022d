package intruder

import (
	"slices"
	"strconv"

	"lvv/reports"
)

// A rounding is what a parcel says of its figures: each is a multiple of base, and
// the true one is at most span away.
type rounding struct{ base, span int64 }

// rounding is that of a parcel; its base is 0 when figures are exact.
func (o origin) rounding() (r rounding) {
	for _, s := range o.Settings {
		n, err := strconv.ParseInt(s.Value, 10, 64)
		switch {
		case err != nil || n < 1:
		case s.Name == reports.RoundedTo:
			r.base = n
		case s.Name == reports.RoundedBy:
			r.span = n
		}
	}
	if r.span == 0 {
		r.span = max(0, r.base-1)
	}
	return r
}

// round makes of a printed figure what it tells.
func (f *figure) round(r rounding) {
	if f.shown {
		f.shown, f.base, f.low, f.high = false, r.base, max(0, f.value-r.span), f.value+r.span
	}
}

// large reports whether a rounded figure cannot be small, or is of nights: there
// are many of those, and they are not worked out.
func (a *attack) large(p place, k known) bool {
	return k.base > 0 && (!countsPeople(p.unit) || k.low >= a.rules.threshold(p))
}

// dotted reports whether any figure of a parcel is a dot.
func (c content) dotted() bool {
	return slices.ContainsFunc(c.figures, func(f figure) bool { return !f.shown && f.base == 0 })
}
