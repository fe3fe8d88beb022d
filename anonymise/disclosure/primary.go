package disclosure

// A need is what the published tables must leave open about one unknown.
type need struct {
	unknown int
	width   int64 // least distance between its highest and its lowest value
	up      int64 // least distance between its highest value and its value
	down    int64 // least distance between its value and its lowest value
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
	down, open := s.groupShares(p), s.leftOpen()
	for i, u := range s.unknowns {
		tooFew := u.contributors > 0 && u.contributors < p.threshold(u.health)
		dominated := !u.persons && u.largest*100 > u.value*p.DominancePercent
		up := p.shortOf(u)
		if !tooFew && !dominated && up == 0 && down[i] == 0 {
			continue
		}
		found.small[u.figure] = true
		n := need{unknown: i, width: p.width(u), up: up, down: down[i], insider: p.InsiderWidth}
		if f := s.figures[u.figure]; f.public || !f.published && !n.fits(u.value, open[i]) {
			found.exposed = append(found.exposed, i)
			continue
		}
		found.needs = append(found.needs, n)
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

// A share is one category that holds nearly all of its total.
type share struct {
	table, cell, total int
	sensitive          bool
}

// shares returns the figures that tell about (nearly) everybody in a group of
// at least the threshold: all nationals of one country returned. In other units
// than persons both the figure and the people behind it must be that large a
// part: many stays of few people tell nothing about the others. Smaller groups
// are suppressed as a whole.
func (s *system) shares(p Policy) []share {
	nearlyAll := func(part, total int64) bool {
		return part > 0 && (part*100 > total*p.GroupPercent || part == total)
	}
	var found []share
	for t, l := range s.layouts {
		l.sums(func(d, total int, parts []int) {
			if len(parts) < 2 || l.possible(parts) < 2 {
				return
			}
			n := l.table.Cells[total]
			for _, i := range parts {
				if c := l.table.Cells[i]; nearlyAll(c.Value, n.Value) && nearlyAll(c.Contributors, n.Contributors) {
					found = append(found, share{t, i, total, l.table.Dims[d].Sensitive})
				}
			}
		})
	}
	return found
}

// possible counts the cells that are not impossible.
func (l *layout) possible(cells []int) int {
	n := 0
	for _, c := range cells {
		if !l.table.Cells[c].Impossible {
			n++
		}
	}
	return n
}

// groupShares returns, for each unknown, how far below its value it must still
// be held possible so that the share of its group comes down to what may be
// known.
func (s *system) groupShares(p Policy) []int64 {
	down := make([]int64, len(s.unknowns))
	for _, g := range s.shares(p) {
		if !g.sensitive {
			continue
		}
		l := s.layouts[g.table]
		value, total := l.table.Cells[g.cell].Value, l.table.Cells[g.total].Value
		allowed := min(total*p.GroupPercent/100, total-1)
		u := s.cells[g.table][g.cell]
		down[u] = max(down[u], value-allowed)
	}
	return down
}
