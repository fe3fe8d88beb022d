package disclosure

// A need is what the published tables must leave open about one unknown.
type need struct {
	unknown int
	width   int64 // least distance between its highest and its lowest value
	up      int64 // least distance between its highest value and its value
	insider int64 // the width that must be left for insiders
}

// findings are what the rules that look at one figure at a time have found, in
// the order of the unknowns.
type findings struct {
	needs   []need
	small   []bool // per figure: some unknown of it must not be shown
	exposed []int  // unknowns that are too small, and known outside already
}

// primary applies these rules. A small figure that is public already is not
// printed again, but nothing can protect it any more; nor can anything protect
// a figure of an earlier release that public figures give away.
func (s *system) primary(p Policy) findings {
	found := findings{small: make([]bool, len(s.figures))}
	open, alike := s.leftOpen(), make([]bool, len(s.unknowns))
	for _, g := range s.groups {
		alike[g.part] = true
	}
	for i, u := range s.unknowns {
		if p.Rounding.hides(u) && !alike[i] {
			continue
		}
		tooFew := u.contributors > 0 && u.contributors < p.threshold(u.health)
		dominated := !u.persons && u.largest*100 > u.value*p.DominancePercent
		up := p.shortOf(u)
		if !tooFew && !dominated && up == 0 && !alike[i] {
			continue
		}
		found.small[u.figure] = true
		n := need{unknown: i, width: p.width(u), up: up, insider: p.InsiderWidth}
		if f := s.figures[u.figure]; f.public || !f.published && !n.fits(u.value, open[i]) {
			found.exposed = append(found.exposed, i)
			continue
		}
		found.needs = append(found.needs, n)
	}
	for _, g := range s.groups {
		if f := s.figures[s.unknowns[g.part].figure]; !f.public {
			found.needs = append(found.needs, need{unknown: g.rest, up: max(1, g.least-s.unknowns[g.rest].value)})
		}
	}
	return found
}

// shortOf returns how far above its value a sum must be held possible, so that
// the second contributor cannot come within PPercent of the part of the largest
// by taking off his own; 0 if the others hide enough of it. If the second part
// is not known it may be as large as it can be.
func (p Policy) shortOf(u unknown) int64 {
	if u.persons || u.largest == 0 || u.contributors < 2 {
		return 0
	}
	second := u.second
	if second == 0 {
		second = min(u.largest, u.value-u.largest)
	}
	return max(0, (u.largest*p.PPercent+99)/100-(u.value-u.largest-second))
}

// threshold returns the number of persons that a shown figure must rest on.
func (p Policy) threshold(health bool) int64 {
	if health {
		return p.HealthThreshold
	}
	return p.Threshold
}

// width returns how wide the interval around a figure must be. On the health
// threshold it is wider by as much as the threshold is higher.
func (p Policy) width(u unknown) int64 {
	width := p.Width
	if u.health {
		width += p.HealthThreshold - p.Threshold
	}
	if u.persons {
		return width
	}
	return max(width, (u.value*p.WidthPercent+99)/100)
}
