package evaluator

import "slices"

// leastMissed are the dimensions in the order in which their detail is given
// up.
var leastMissed = []string{dimDuration, dimReason, dimAge, dimTime, dimNationality, dimSex}

// coarsen makes the choice coarser in a column that tells of a hidden cell. It
// reports false when there is none left. Levels go up for the whole file; in
// local recoding only the values that tell of the cell are cut, and the cell's
// column is the one in which that costs least.
func (c *choice) coarsen(how Recoding, hidden []coordinate, r *records) bool {
	if c.hideReason(hidden) {
		return true
	}
	if how == Local {
		return c.cut(hidden, r)
	}
	for _, dim := range leastMissed {
		for _, h := range hidden {
			q, ok := quasiOf(dim)
			if ok && h.dim == dim && c.floors[q] < r.quasi[q].top() {
				c.floors[q]++
				return true
			}
		}
	}
	return false
}

// veil leaves the outcome of some more records unsaid, and reports whether that
// may help.
func (c *choice) veil(hidden []coordinate, rows []int32) bool {
	if len(rows) == 0 {
		return false
	}
	c.veiled = append(slices.Clone(c.veiled), rows...)
	slices.Sort(c.veiled)
	for _, h := range hidden {
		c.dark = c.dark || h.dim == dimReason && isSolution(h.code)
	}
	return true
}

// hideReason leaves the reasons out when a hidden cell is of one.
func (c *choice) hideReason(hidden []coordinate) bool {
	for _, h := range hidden {
		if h.dim == dimReason && c.reason && !isSolution(h.code) {
			c.reason = false
			return true
		}
	}
	return false
}

// cut closes the cheapest value that stops the records from telling who is in a
// hidden cell.
func (c *choice) cut(hidden []coordinate, r *records) bool {
	best, value, least := -1, "", 0.0
	for _, dim := range leastMissed {
		for _, h := range hidden {
			q, ok := quasiOf(dim)
			if !ok || h.dim != dim {
				continue
			}
			inside := r.leavesOf(h)
			v, cost := r.quasi[q].straddling(inside, c.cuts[q])
			if v != "" && (best < 0 || cost < least) {
				best, value, least = q, v, cost
			}
		}
	}
	if best < 0 {
		return false
	}
	c.cuts[best] = append(c.cuts[best], value)
	return true
}

// straddling is the finest value that holds leaves of a set and others as well
// and is not cut yet, and how much detail the records of the set's leaves lose
// by it. It is empty when there is none.
func (q quasi) straddling(inside []bool, cuts []string) (value string, cost float64) {
	leaf := -1
	for l, in := range inside {
		if in {
			leaf = l
			break
		}
	}
	if leaf < 0 {
		return "", 0
	}
	now := q.chain(leaf, 0, cuts)
	for _, l := range q.levels {
		v := l.Values[leaf]
		box := q.box(v)
		if v == now[0] || q.level(v) < q.level(now[0]) || within(box, inside) {
			continue
		}
		rows := 0
		for _, code := range q.codes {
			if box[code] {
				rows++
			}
		}
		return v, float64(rows) * float64(marked(box)) / float64(len(box))
	}
	return "", 0
}

// within reports whether all of a is in b.
func within(a, b []bool) bool {
	for i := range a {
		if a[i] && !b[i] {
			return false
		}
	}
	return true
}
