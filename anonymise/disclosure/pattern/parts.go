package pattern

// What has no row, no tie and no cover in common does not depend on each other:
// each part of a system has its own cheapest pattern and its own proof.

// A region is a part of a system in which there is something to choose.
type region struct {
	in     []bool // per variable: stands in it
	needs  []int  // about its variables
	covers []int
	// Needs and covers of the system that were looked at so far.
	needsSeen, coversSeen int
}

// regions returns the parts in which cells may be shown or hidden, and are hidden
// by a pattern or have something to meet.
func (s *system) regions(hidden []bool) []*region {
	root := s.connect()
	count := make([]int, len(s.cells)) // per root: free variables
	asked := make([]bool, len(s.cells))
	for v := range root {
		if s.free[v] {
			count[root[v]]++
			asked[root[v]] = asked[root[v]] || hidden[v]
		}
	}
	for _, n := range s.needs {
		if n.cell >= 0 {
			asked[root[n.cell]] = true
		}
	}
	for _, vars := range s.covers {
		asked[root[vars[0]]] = true
	}
	var all []*region
	of := map[int]*region{}
	for v, r := range root {
		if count[r] == 0 || !asked[r] {
			continue
		}
		if of[r] == nil {
			of[r] = &region{in: make([]bool, len(s.cells))}
			all = append(all, of[r])
		}
		of[r].in[v] = true
	}
	for _, r := range all {
		r.keepUp(s)
	}
	return all
}

// connect returns, per variable, a variable that stands for all that are in the
// same part.
func (s *system) connect() []int {
	root := make([]int, len(s.cells))
	for v := range root {
		root[v] = v
	}
	find := func(v int) int {
		for root[v] != v {
			root[v] = root[root[v]]
			v = root[v]
		}
		return v
	}
	for _, row := range s.rows {
		for _, t := range row {
			root[find(t.index)] = find(row[0].index)
		}
	}
	for _, sets := range [][][]int{s.with, s.covers} {
		for _, vars := range sets {
			for _, v := range vars {
				root[find(v)] = find(vars[0])
			}
		}
	}
	for v := range root {
		root[v] = find(v)
	}
	return root
}

// keepUp sorts out needs and covers that came later. It reports false if some of
// them do not fit: then the regions must be made anew.
func (r *region) keepUp(s *system) bool {
	for ; r.needsSeen < len(s.needs); r.needsSeen++ {
		if v := s.needs[r.needsSeen].cell; v >= 0 && r.in[v] {
			r.needs = append(r.needs, r.needsSeen)
		}
	}
	for ; r.coversSeen < len(s.covers); r.coversSeen++ {
		inside := 0
		vars := s.covers[r.coversSeen]
		for _, v := range vars {
			if r.in[v] {
				inside++
			}
		}
		switch inside {
		case 0:
		case len(vars):
			r.covers = append(r.covers, r.coversSeen)
		default:
			return false
		}
	}
	return true
}

// cost returns what a pattern costs in a region.
func (r *region) cost(s *system, hidden []bool) (sum int64) {
	for v, h := range hidden {
		if h && r.in[v] && s.free[v] {
			sum += s.cost[v]
		}
	}
	return sum
}
