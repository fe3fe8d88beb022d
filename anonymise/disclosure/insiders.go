package disclosure

import (
	"slices"
)

// An insider is somebody who knows some suppressed figures of himself.
type insider struct {
	staff    bool
	figure   int    // of a sole contributor: where he is counted alone
	dim, cat string // of staff: whose figures they know
}

// A crew is one attacker, as indexes of insiders in order: nobody in
// particular, somebody of the staff, or some sole contributors together.
type crew []int

// insiders are all that the policy asks to withstand, with what they know.
type insiders struct {
	all      []insider
	knows    [][]int                     // per figure: who knows it, sorted
	together map[[maxCoalition]int][]int // what coalitions know beyond that, as far as it was asked
}

// insiders collects the sole contributors of figures and the staff of the
// categories of the Dims that the policy names.
func (s *system) insiders(p Policy) insiders {
	in := insiders{knows: make([][]int, len(s.figures)), together: map[[maxCoalition]int][]int{}}
	of := map[int]int{}
	for f, root := range s.soleContributors() {
		if root < 0 {
			continue
		}
		if _, ok := of[root]; !ok {
			of[root] = len(in.all)
			in.all = append(in.all, insider{figure: root})
		}
		in.knows[f] = append(in.knows[f], of[root])
	}
	for _, dim := range p.Staff {
		for _, cat := range s.leaves(dim) {
			for f, own := range s.knownToStaff(dim, cat) {
				if own {
					in.knows[f] = append(in.knows[f], len(in.all))
				}
			}
			in.all = append(in.all, insider{staff: true, dim: dim, cat: cat})
		}
	}
	return in
}

// soleContributors returns, for each figure, the only person counted in it, by
// some figure in which he is, or -1. If a total and its part both rest on one
// person, he is the same; so are the persons on both sides of an identity between
// releases. Those on both sides of a stock identity are protected from each other
// even if they can only be the same one.
func (s *system) soleContributors() []int {
	sole := make([]int, len(s.figures))
	for f, fig := range s.figures {
		sole[f] = -1
		for _, u := range fig.unknowns {
			if s.unknowns[u].contributors == 1 {
				sole[f] = f
			}
		}
	}
	for f, fig := range s.figures {
		if fig.twin > 0 && sole[f] >= 0 && sole[fig.twin-1] >= 0 {
			sole[f] = sole[min(f, fig.twin-1)]
		}
	}
	root := func(f int) int {
		for sole[f] != f {
			f = sole[f]
		}
		return f
	}
	for i, eq := range s.equations {
		if i >= s.sums && !s.spansReleases(eq) || !s.aboutOnePerson(eq) {
			continue
		}
		first := -1
		for _, t := range eq {
			switch f := s.unknowns[t.unknown].figure; {
			case sole[f] < 0:
			case first < 0:
				first = root(f)
			default:
				sole[root(f)] = first
			}
		}
	}
	for f := range sole {
		if sole[f] >= 0 {
			sole[f] = root(f)
		}
	}
	return sole
}

// spansReleases tells whether a relation has to do with another release.
func (s *system) spansReleases(eq equation) bool {
	return slices.ContainsFunc(eq, func(t term) bool { return !s.figures[s.unknowns[t.unknown].figure].published })
}

// aboutOnePerson tells whether one side of an identity rests on one person: the
// other side then does so too. In a sum of other units than persons he may
// stand in several parts.
func (s *system) aboutOnePerson(eq equation) bool {
	var minus, plus int64
	for _, t := range eq {
		if n := s.unknowns[t.unknown].contributors; t.coef < 0 {
			minus += n
		} else {
			plus += n
		}
	}
	return minus == 1 || plus == 1
}

// leaves returns the codes of a dim that are not totals, in the order in which
// the tables name them.
func (s *system) leaves(dim string) []string {
	var codes []string
	seen := map[string]bool{}
	for _, l := range s.layouts {
		for _, d := range l.table.Dims {
			if d.Name != dim {
				continue
			}
			for _, c := range d.Categories {
				if !c.Total && !seen[c.Code] {
					seen[c.Code] = true
					codes = append(codes, c.Code)
				}
			}
		}
	}
	return codes
}

// knownToStaff returns, per figure, whether it rests on the people of one
// category alone: its coordinate is that category, it is a total of such
// figures and of zeros, or it is a part of such a total.
func (s *system) knownToStaff(dim, cat string) []bool {
	known := make([]bool, len(s.figures))
	for t, l := range s.layouts {
		d := slices.IndexFunc(l.table.Dims, func(d Dim) bool { return d.Name == dim })
		if d < 0 {
			continue
		}
		for c, u := range s.cells[t] {
			if l.table.Dims[d].Categories[l.category(c, d)].Code == cat {
				known[s.unknowns[u].figure] = true
			}
		}
	}
	var own []int
	for f := range known {
		if known[f] {
			own = append(own, f)
		}
	}
	s.complete(known, own)
	return known
}

// complete adds to figures that rest on certain people alone all others that do
// so too. fresh are those that are known.
func (s *system) complete(known []bool, fresh []int) (all []int) {
	for len(fresh) > 0 {
		f := fresh[len(fresh)-1]
		fresh = fresh[:len(fresh)-1]
		all = append(all, f)
		if twin := s.figures[f].twin - 1; twin >= 0 && !known[twin] {
			known[twin] = true
			fresh = append(fresh, twin)
		}
		for _, u := range s.figures[f].unknowns {
			for _, e := range s.equationsOf[u] {
				if e.unknown < s.sums {
					fresh = append(fresh, s.spread(s.equations[e.unknown], known)...)
				}
			}
		}
	}
	return all
}

// spread notes a total as known if all its parts that are not zero are, and the
// parts of a total that is known. It returns the news.
func (s *system) spread(eq equation, known []bool) (news []int) {
	all, total := true, -1
	for _, t := range eq {
		u := s.unknowns[t.unknown]
		if t.coef < 0 {
			total = t.unknown
		} else if u.contributors > 0 {
			all = all && known[u.figure]
		}
	}
	if total < 0 || s.unknowns[total].contributors == 0 || !known[s.unknowns[total].figure] && !all {
		return nil
	}
	for _, t := range eq {
		if f := s.unknowns[t.unknown].figure; !known[f] {
			known[f] = true
			news = append(news, f)
		}
	}
	return news
}

// knownTo returns the figures, sorted, that a coalition of several persons knows
// and none of them alone.
func (x *suppressor) knownTo(c crew) []int {
	if len(c) < 2 {
		return nil
	}
	key := [maxCoalition]int{-1, -1, -1}
	copy(key[:], c)
	if together, ok := x.together[key]; ok {
		return together
	}
	known := make([]bool, len(x.figures))
	var own []int
	for f, who := range x.knows {
		if slices.ContainsFunc(c, func(i int) bool { return slices.Contains(who, i) }) {
			known[f] = true
			own = append(own, f)
		}
	}
	together := slices.DeleteFunc(x.complete(known, own), func(f int) bool {
		return slices.ContainsFunc(c, func(i int) bool { return slices.Contains(x.knows[f], i) })
	})
	slices.Sort(together)
	x.together[key] = together
	return together
}

// informed tells whether a crew knows a figure of itself.
func (x *suppressor) informed(c crew, figure int) bool {
	for _, i := range c {
		if slices.Contains(x.knows[figure], i) {
			return true
		}
	}
	_, known := slices.BinarySearch(x.knownTo(c), figure)
	return known
}

// agrees tells whether a crew cannot exclude a move by what it knows; together
// is what it knows as a coalition.
func (x *suppressor) agrees(m *move, c crew, together []int) bool {
	for _, i := range c {
		if _, met := slices.BinarySearch(m.witness, i); met {
			return false
		}
	}
	return len(together) == 0 || !slices.ContainsFunc(m.steps, func(s step) bool {
		_, known := slices.BinarySearch(together, x.unknowns[s.unknown].figure)
		return known
	})
}

// hasPerson tells whether a sole contributor knows a figure.
func (in insiders) hasPerson(figure int) bool {
	return len(in.knows[figure]) > 0 && !in.all[in.knows[figure][0]].staff
}

// join returns a crew with one more in it, if there can be such a one: staff
// work alone, and there are at most so many persons in a coalition.
func (in insiders) join(c crew, i int, most int) (crew, bool) {
	if len(c) > 0 && (len(c) >= most || in.all[i].staff || in.all[c[0]].staff) {
		return nil, false
	}
	larger := append(slices.Clone(c), i)
	slices.Sort(larger)
	return larger, true
}
