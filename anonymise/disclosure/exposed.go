package disclosure

// An interval is what is known about an unknown without this parcel.
type interval struct{ low, high int64 }

// fits tells whether bounds leave room for a need of an unknown.
func (n need) fits(value int64, b interval) bool {
	return b.high-b.low >= n.width && b.high-value >= n.up
}

// boundRounds ends the narrowing of bounds; they hold after any round.
const boundRounds = 50

// leftOpen returns bounds around each unknown that hold for whoever knows the
// Public figures and the identities, and nothing of this parcel. They may be
// wider than what he can find. Without Public figures they are all open.
func (s *system) leftOpen() []interval {
	open := make([]interval, len(s.unknowns))
	public := false
	for i, u := range s.unknowns {
		switch f := s.figures[u.figure]; {
		case f.public || u.impossible:
			public = public || f.public
			open[i] = interval{u.value, u.value}
		case f.withheld:
			open[i] = interval{min(1, u.value), maxValue}
		default:
			open[i] = interval{0, maxValue}
		}
		open[i].low, open[i].high = max(open[i].low, u.least), min(open[i].high, u.value+u.rise())
	}
	for round := 0; public && round < boundRounds; round++ {
		moved := false
		for _, eq := range s.equations {
			moved = eq.narrow(open) || moved
		}
		if !moved {
			break
		}
	}
	return open
}

// narrow tightens the bounds of an identity by each other. It reports whether
// anything moved.
func (e equation) narrow(open []interval) (moved bool) {
	var low, high int64
	for _, t := range e {
		l, h := t.times(open[t.unknown])
		low, high = low+l, high+h
	}
	for _, t := range e {
		x := &open[t.unknown]
		l, h := t.times(*x)
		// The others come to low-l at least and high-h at most; the term is the
		// opposite of that.
		var is interval
		switch t.coef {
		case 1:
			is = interval{h - high, l - low}
		case -1:
			is = interval{low - l, high - h}
		default:
			continue
		}
		if is.low > x.low || is.high < x.high {
			*x, moved = interval{max(x.low, is.low), min(x.high, is.high)}, true
		}
	}
	return moved
}

// times returns the least and the most that a term comes to.
func (t term) times(x interval) (low, high int64) {
	a, b := t.coef*x.low, t.coef*x.high
	return min(a, b), max(a, b)
}
