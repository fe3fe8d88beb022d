package linked

// rounds ends the narrowing of bounds; they hold after any number.
const rounds = 200

// givenAway tells which figures of earlier releases, and between them, what was
// shown before gives away, so that nothing can protect them any more. It narrows
// the bounds of each figure by the identities that it stands in.
func (b *book) givenAway() []bool {
	given := make([]bool, len(b.figures))
	low, high := make([]int64, len(b.figures)), make([]int64, len(b.figures))
	shown := false
	for f := range b.figures {
		x := &b.figures[f]
		low[f], high[f] = 0, maxValue
		switch {
		case x.Impossible || x.Before || x.origin == Earlier && x.Standing == Shown:
			shown = shown || !x.Impossible
			low[f], high[f] = x.Value, x.Value
		case x.origin == Earlier:
			low[f] = min(1, x.Value)
		}
	}
	if !shown {
		return given
	}
	for round, moved := 0, true; moved && round < rounds; round++ {
		moved = false
		for _, s := range b.sums {
			moved = s.narrow(low, high) || moved
		}
	}
	for f := range b.figures {
		x := &b.figures[f]
		given[f] = x.origin != Fresh && (high[f]-low[f] < b.width(x) || high[f]-x.Value < b.short(x))
	}
	return given
}

// narrow tightens the bounds of the figures of an identity by each other, and
// tells whether any moved.
func (s sum) narrow(low, high []int64) (moved bool) {
	least, most := s.between(low, high)
	for _, t := range s.terms {
		// What the others come to is between least and most without this term; the
		// term is the opposite of that.
		var from, to int64
		if t.sign > 0 {
			from, to = high[t.figure]-most, low[t.figure]-least
		} else {
			from, to = least+high[t.figure], most+low[t.figure]
		}
		if from > low[t.figure] {
			low[t.figure], moved = from, true
		}
		if to < high[t.figure] {
			high[t.figure], moved = to, true
		}
		if moved {
			least, most = s.between(low, high)
		}
	}
	return moved
}

// between returns the least and the most that a sum comes to.
func (s sum) between(low, high []int64) (least, most int64) {
	for _, t := range s.terms {
		if t.sign > 0 {
			least, most = least+low[t.figure], most+high[t.figure]
		} else {
			least, most = least-high[t.figure], most-low[t.figure]
		}
	}
	return least, most
}
