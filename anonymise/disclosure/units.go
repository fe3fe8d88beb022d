package disclosure

// People who have left in one unit and not in another, as stays without persons,
// are two figures: the one is known, the other may still be hidden. What is known
// bounds it, since each person stands for one or more in every unit.

// A mark is what the tables say of an unknown.
type mark struct{ public, withheld, published bool }

// settle gives the figures the marks of their unknowns, and a figure of its own to
// what has not left of people who have.
func (b *builder) settle() {
	for f := range len(b.figures) {
		var left, kept []int
		for _, u := range b.figures[f].unknowns {
			if b.marks[u].public {
				left = append(left, u)
			} else {
				kept = append(kept, u)
			}
		}
		if len(left) > 0 && len(kept) > 0 {
			b.figures = append(b.figures, figure{unknowns: kept, totals: b.figures[f].totals, twin: f + 1})
			b.figures[f].unknowns, b.figures[f].twin = left, len(b.figures)
			for _, u := range kept {
				b.unknowns[u].figure = len(b.figures) - 1
				b.bound(u, left)
			}
		}
	}
	for f := range b.figures {
		for _, u := range b.figures[f].unknowns {
			m, fig := b.marks[u], &b.figures[f]
			fig.public, fig.withheld, fig.published = fig.public || m.public, fig.withheld || m.withheld, fig.published || m.published
		}
	}
}

// bound notes what the same people in other units tell of an unknown.
func (b *builder) bound(u int, left []int) {
	for _, v := range left {
		switch known, of := b.unknowns[v], &b.unknowns[u]; {
		case known.rounded:
		case of.persons && !known.persons && (!of.capped || known.value < of.most):
			of.capped, of.most = true, known.value
		case known.persons && !of.persons:
			of.least = max(of.least, known.value)
		}
	}
}

// rise returns how far an unknown may be above its value to an attacker.
func (k unknown) rise() int64 {
	if k.capped {
		return k.most - k.value
	}
	return maxValue
}
