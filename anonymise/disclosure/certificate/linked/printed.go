package linked

// checkPrinted holds what was printed against the true figures, and refuses a
// figure that is too small and shown.
func (b *book) checkPrinted() error {
	for f := range b.figures {
		x := &b.figures[f]
		if x.Standing != Shown {
			continue
		}
		if what := b.misprinted(x); what != "" {
			return faultAt(x.at, what)
		}
		if x.origin == Fresh && b.small(f) {
			return faultAt(x.at, "it is too small and it is shown")
		}
	}
	if b.rules.Base == 0 {
		return nil
	}
	for _, s := range b.sums {
		shown := true
		for _, t := range s.terms {
			shown = shown && (b.figures[t.figure].Standing == Shown || b.figures[t.figure].Impossible)
		}
		if shown && s.add(func(f int) int64 { return b.figures[f].Printed }) != 0 {
			return faultAt(s.at, "it is printed other than the sum of what is printed of its parts")
		}
	}
	return nil
}

// misprinted says what is wrong with the number that stands for a figure.
func (b *book) misprinted(x *figure) string {
	base := b.rules.Base
	if base == 0 {
		if x.Printed != x.Value {
			return "it is printed as another number"
		}
		return ""
	}
	off := max(x.Printed-x.Value, x.Value-x.Printed)
	if x.Printed < 0 || x.Printed%base != 0 || !b.roundsTo(x.Value, x.Printed) || b.rules.Reach == 1 && x.Value%base == 0 && off > 0 {
		return "it is not rounded as it should be"
	}
	return ""
}

// roundsTo tells whether a value may have been printed as a number.
func (b *book) roundsTo(value, printed int64) bool {
	far := b.rules.Base * b.rules.Reach
	return value-printed < far && printed-value < far && (value > 0 || printed == 0)
}

// checkUnits refuses people who are counted in one unit and hidden in another: a
// count of stays bounds that of persons.
func (b *book) checkUnits() error {
	for f := range b.figures {
		x := &b.figures[f]
		if x.origin != Fresh || x.Impossible || x.Before {
			continue
		}
		for _, g := range b.mates[x.people] {
			if y := &b.figures[g]; !y.Impossible && !y.Before && (y.Standing == Shown) != (x.Standing == Shown) {
				return faultAt(x.at, "it is shown in one unit and hidden in another")
			}
		}
	}
	return nil
}

// checkUnions refuses a total that is out while too few people stand in its
// hidden parts: whoever subtracts the others has them as one group. Where no part
// goes out with this release, it was so before.
func (b *book) checkUnions() error {
	for _, s := range b.sums {
		if s.total < 0 || !b.figures[s.total].printed() {
			continue
		}
		var least, most, rest int64
		fresh := false
		for _, t := range s.terms {
			x := &b.figures[t.figure]
			fresh = fresh || x.origin == Fresh
			switch {
			case t.figure == s.total:
				rest += x.Contributors
			case x.printed():
				rest -= x.Contributors
			case !b.mixedIn(x):
				least, most = max(least, b.threshold(x)), max(most, x.Contributors)
			}
		}
		if n := max(rest, most); fresh && n > 0 && n < least {
			return faultAt(s.at, "it gives away a group of hidden figures that is too small together")
		}
	}
	return nil
}
