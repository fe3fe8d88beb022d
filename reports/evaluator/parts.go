package evaluator

import (
	"lvv/anonymise/disclosure"
	"lvv/anonymise/joint"
	"lvv/anonymise/microdata"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// The records of a longer period tell when somebody came. Who has kept the tables
// of a part of it counts the records of that part beside them.

// firstChoice tells all that there is. Only when somebody came is left out where
// records of a part of the period went before: two sets of records of the same
// people, each written in its own way, would tell more together than either.
func (r *records) firstChoice() choice {
	c := choice{reason: true}
	for _, part := range r.parts {
		if part.Records != nil {
			c.cuts[qEntry], c.floors[qEntry] = []string{microdata.Top}, r.quasi[qEntry].top()
		}
	}
	return c
}

// besideParts looks for a figure that earlier tables over a part of the period
// hide and of which these records would tell something. It returns the coordinates
// of the first, and whether there is one.
func (r *records) besideParts(s *set, c choice, policy disclosure.Policy) (hidden []coordinate, found bool) {
	if !s.told[qEntry] {
		return nil, false
	}
	for _, part := range r.parts {
		b := newPartBridge(r, s, part, policy)
		if exposed, _ := b.exposed(c); exposed >= 0 {
			return b.coordinates(exposed), true
		}
	}
	return nil, false
}

// newPartBridge puts the records of who came in a part of the period beside the
// tables of that part, as they were shown.
func newPartBridge(r *records, s *set, part history.Release, policy disclosure.Policy) *bridge {
	b := &bridge{r: r, s: s, part: part.Period, boxes: make(map[boxKey][]int32), levels: make(map[boxKey]int)}
	for i := range part.Tables {
		old := &part.Tables[i]
		if old.Population != popEntered || old.Unit != unitStays || !recoverable(old.Dims) {
			continue
		}
		t := &table{Table: old.Table}
		b.spans = append(b.spans, r.newSpan(t, len(b.figures)))
		v := view{Published: disclosure.Published{Dims: old.Dims}}
		for c, cell := range old.Cells {
			f := joint.Figure{Value: cell.Value, Hidden: old.Status[c] == disclosure.Suppressed}
			if 0 < cell.Contributors && cell.Contributors < v.threshold(c, policy) {
				f.Width = policy.InsiderWidth
			}
			b.figures = append(b.figures, f)
		}
	}
	b.nationalities()
	return b
}

// within reports whether a record is of who came in the part that a bridge is about.
func (b *bridge) within(row int) bool {
	if b.part == (schemas.Period{}) {
		return true
	}
	in := schemas.Day(b.r.leavers.facts.in[b.r.leavers.rows[row]])
	return b.part.From <= in && in <= b.part.To
}
