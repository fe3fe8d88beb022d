package disclosure

// A need is what the published tables must leave open about one unknown.
type need struct {
	unknown int
	width   int64 // least distance between its highest and its lowest value
	down    int64 // least distance between its value and its lowest value
	insider int64 // the width that must be left for insiders
}

// primary applies the rules that look at one figure at a time. It returns what
// must be protected, in the order of the unknowns, and per figure whether some
// unknown of it must not be shown. A small figure that is public already is not
// printed again, but nothing can protect it any more.
func (s *system) primary(p Policy) (needs []need, small []bool) {
	small = make([]bool, len(s.figures))
	down := s.groupShares(p)
	for i, u := range s.unknowns {
		tooFew := u.contributors > 0 && u.contributors < p.threshold(u.health)
		dominated := !u.persons && u.largest*100 > u.value*p.DominancePercent
		if !tooFew && !dominated && down[i] == 0 {
			continue
		}
		small[u.figure] = true
		if !s.figures[u.figure].public {
			needs = append(needs, need{unknown: i, width: p.width(u), down: down[i], insider: p.InsiderWidth})
		}
	}
	return needs, small
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

// shares returns the person counts that tell about (nearly) everybody in a
// group of at least the threshold: all nationals of one country returned.
// Smaller groups are suppressed as a whole.
func (s *system) shares(p Policy) []share {
	var found []share
	for t, l := range s.layouts {
		if l.table.Unit != UnitPersons {
			continue
		}
		l.sums(func(d, total int, parts []int) {
			if len(parts) < 2 || l.possible(parts) < 2 {
				return
			}
			n := l.table.Cells[total].Value
			for _, c := range parts {
				if v := l.table.Cells[c].Value; v > 0 && v*100 > n*p.GroupPercent || v > 0 && v == n {
					found = append(found, share{t, c, total, l.table.Dims[d].Sensitive})
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
