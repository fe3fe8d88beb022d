package linked

// A need is what must be proved of a figure.
type need struct {
	wanted bool
	width  int64 // how far apart two worlds must lie in it
	up     int64 // how far above its value the higher one must reach
	round  bool  // it is shown, rounded: outsiders are all that is asked about
}

// A group is a part that holds nearly all of a total.
type group struct {
	part, total int
	at          Ref
}

// threshold is the least number of people behind a figure that is shown.
func (b *book) threshold(x *figure) int64 {
	if x.health {
		return b.rules.HealthThreshold
	}
	return b.rules.Threshold
}

func (b *book) few(x *figure) bool {
	return x.Contributors > 0 && x.Contributors < b.threshold(x)
}

// mixedIn tells whether rounding hides what any one person brings in: half of
// what a figure may be off, or less. Where the largest part is not known, all
// others bring in one.
func (b *book) mixedIn(x *figure) bool {
	if b.rules.Base == 0 {
		return false
	}
	largest := x.Largest
	if largest == 0 {
		largest = x.Value - (x.Contributors - 1)
	}
	return x.persons || largest <= 2*b.rules.Base-2
}

// small applies the rules on one figure.
func (b *book) small(f int) bool {
	x := &b.figures[f]
	if x.alike || b.mixedIn(x) {
		return x.alike
	}
	dominated := !x.persons && x.Largest*100 > b.rules.DominancePercent*x.Value
	return b.few(x) || dominated || b.short(x) > 0
}

// short is how far above its value a sum must be possible, so that its second
// contributor does not come close to the part of the first (the p% rule). A
// second part that is not known is as large as it can be.
func (b *book) short(x *figure) int64 {
	if x.persons || x.Largest == 0 || x.Contributors < 2 {
		return 0
	}
	second := x.Second
	if second == 0 {
		second = min(x.Largest, x.Value-x.Largest)
	}
	rest := x.Value - x.Largest - second
	return max(0, (b.rules.PPercent*x.Largest+99)/100-rest)
}

// width is how far apart two worlds must lie in a figure, for an outsider.
func (b *book) width(x *figure) int64 {
	n := b.rules.Width
	if x.health {
		n += b.rules.HealthThreshold - b.rules.Threshold
	}
	if !x.persons {
		n = max(n, (b.rules.WidthPercent*x.Value+99)/100)
	}
	return n
}

// findNeeds lists what must be proved: of each hidden figure that is too small,
// and of each small one that is shown rounded.
func (b *book) findNeeds() {
	for f := range b.figures {
		x := &b.figures[f]
		switch {
		case b.rules.Base > 0 && x.origin == Fresh && x.Standing == Shown && b.few(x):
			x.need = need{wanted: true, width: b.rules.Base - 1, round: true}
		case !x.printed() && b.small(f):
			x.need = need{wanted: true, width: b.width(x), up: b.short(x)}
		}
	}
}

// findGroups notes the parts of a total that hold nearly all of it along a
// sensitive dim, both of the figure and of the people.
func (b *book) findGroups(s sum, t *Table, dim int) {
	if !t.Dims[dim].Sensitive || t.Origin == Earlier {
		return // of an earlier table nothing is decided now
	}
	possible := 0
	for _, p := range s.terms[1:] {
		if !b.figures[p.figure].Impossible {
			possible++
		}
	}
	if possible < 2 {
		return
	}
	whole := &b.figures[s.total]
	for _, p := range s.terms[1:] {
		x := &b.figures[p.figure]
		if x.Value == 0 || !b.nearly(x.Value, whole.Value) || !b.nearly(x.Contributors, whole.Contributors) {
			continue
		}
		b.groups = append(b.groups, group{p.figure, s.total, s.at})
		x.alike = x.alike || !b.slack(whole.Value)
	}
}

// nearly tells whether a part is all of a total, or nearly.
func (b *book) nearly(part, total int64) bool {
	return part == total || part*100 > total*b.rules.GroupPercent
}

// slack tells whether rounding leaves open that a part is not nearly all of a
// total: it may be a base less one lower, and the rest as much higher.
func (b *book) slack(total int64) bool {
	most := b.rules.Base - 1
	return most > 0 && (total+most)*(100-b.rules.GroupPercent) <= 100*most
}
