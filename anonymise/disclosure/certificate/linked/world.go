package linked

// A world is how far figures are from the truth in it.
type world struct {
	delta map[int]int64
	met   []int // insiders who know a figure that it changes
}

// in is the value of a figure in a world.
func (b *book) in(w *world, f int) int64 { return b.figures[f].Value + w.delta[f] }

// checkWorld reads a world, and refuses one that somebody can tell from the truth
// who has all that was printed.
func (b *book) checkWorld(changes []Change) (world, error) {
	w := world{delta: make(map[int]int64, len(changes))}
	for _, c := range changes {
		f, ok := b.find(c.Cell)
		if !ok || c.Value > maxValue {
			return w, &Fault{-1, 0, "a world changes a cell that is not there, or beyond all measure"}
		}
		d := c.Value - b.figures[f].Value
		if before, twice := w.delta[f]; twice && before != d {
			return w, faultAt(c.Cell, "a world gives it two values")
		}
		if what := b.excluded(f, c.Value); what != "" {
			return w, faultAt(c.Cell, what)
		}
		w.delta[f] = d
	}
	for _, c := range changes {
		f, _ := b.find(c.Cell)
		for _, i := range b.sumsOf[f] {
			if s := b.sums[i]; s.add(func(f int) int64 { return w.delta[f] }) != 0 {
				return w, faultAt(s.at, "it does not add up in a world that should prove something")
			}
		}
		if w.delta[f] == 0 {
			delete(w.delta, f)
		}
	}
	w.met = b.knowers(w)
	return w, nil
}

// excluded says why a figure cannot have a value, to who has all that was
// printed.
func (b *book) excluded(f int, value int64) string {
	x := &b.figures[f]
	switch {
	case value < 0:
		return "a world makes it less than nothing"
	case b.known(f) && value != x.Value:
		return "a world changes it, and it is known"
	case x.Standing == Shown && b.rules.Base > 0 && !b.roundsTo(value, x.Printed):
		return "a world changes it to what would be printed as another number"
	case value < x.least():
		return "a world makes it zero, which would be shown"
	}
	return ""
}
