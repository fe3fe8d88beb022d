package disclosure

import "slices"

// A share is one category that holds nearly all of its total.
type share struct {
	table, cell, total int
	sensitive          bool
}

// shares returns the figures that tell about (nearly) everybody in a group: all
// nationals of one country returned. In other units than persons both the figure
// and the people behind it must be that large a part: many stays of few people
// tell nothing about the others.
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

// A group is a share along a sensitive dim, which must be left open: it must be
// possible that so many stand in the rest of the total that the share is no
// longer that large. The rest is an unknown of its own.
type group struct {
	part, total, rest int
	least             int64 // what the rest must come to if the part stays as it is
	percent           int64
}

// open tells whether a world makes the share small enough.
func (g group) open(s *system, w world) bool {
	part, total := s.unknowns[g.part].value+w.change(g.part), s.unknowns[g.total].value+w.change(g.total)
	return part < total && part*100 <= total*g.percent
}

// watch adds the groups of a policy to the system. Of a group in which nothing
// goes out now that has not been decided before, nothing can be told any more.
func (s *system) watch(p Policy) {
	for _, share := range s.shares(p) {
		if !share.sensitive || s.decided(share) || p.hidesGroup(s.unknowns[s.cells[share.table][share.total]].value) {
			continue
		}
		cells := s.cells[share.table]
		g := group{part: cells[share.cell], total: cells[share.total], rest: len(s.unknowns), percent: p.GroupPercent}
		part, total := s.unknowns[g.part], s.unknowns[g.total]
		g.least = max(1, (part.value*(100-p.GroupPercent)+p.GroupPercent-1)/p.GroupPercent)
		s.figures = append(s.figures, figure{unknowns: []int{g.rest}})
		s.unknowns = append(s.unknowns, unknown{value: total.value - part.value, figure: len(s.figures) - 1, first: part.first})
		s.addEquation(equation{{g.total, -1}, {g.part, 1}, {g.rest, 1}}.tidy())
		s.groups = append(s.groups, g)
	}
}

// decided tells whether every figure of the table of a share was shown or
// withheld before and none goes out now.
func (s *system) decided(g share) bool {
	l := s.layouts[g.table]
	return l.table.Unpublished && !slices.ContainsFunc(s.cells[g.table], func(u int) bool {
		f := s.figures[s.unknowns[u].figure]
		return f.published || !f.public && !f.withheld && !s.unknowns[u].impossible
	})
}

// openZeros returns the zero figures that may be suppressed: beside a category
// that holds everybody there is nothing else to hide it among. The parts of such
// a zero, in whatever table, may be suppressed with it.
func (s *system) openZeros() []bool {
	opened := make([]bool, len(s.figures))
	var fresh []int // unknowns
	open := func(u int) {
		if k := s.unknowns[u]; !k.impossible && !opened[k.figure] {
			opened[k.figure] = true
			fresh = append(fresh, s.figures[k.figure].unknowns...)
		}
	}
	spread := func(total int) {
		for _, e := range s.equationsOf[total] {
			if e.coef < 0 && e.unknown < s.sums {
				for _, t := range s.equations[e.unknown] {
					open(t.unknown)
				}
			}
		}
	}
	for _, g := range s.groups {
		for _, e := range s.equationsOf[g.part] {
			if e.unknown < s.sums && slices.Contains(s.equations[e.unknown], term{g.total, -1}) {
				for _, t := range s.equations[e.unknown] {
					open(t.unknown)
				}
			}
		}
	}
	for len(fresh) > 0 {
		u := fresh[len(fresh)-1]
		fresh = fresh[:len(fresh)-1]
		if s.unknowns[u].contributors == 0 {
			spread(u)
		}
	}
	return opened
}
