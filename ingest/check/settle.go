package check

import (
	"slices"

	"lvv/schemas"
)

// A found is a problem at place k of the batch. It does not count when the same
// row has a problem in field unless: a cell that could not be read is filled in,
// but has no value.
type found struct {
	k      int32
	field  *schemas.Field
	code   string
	unless *schemas.Field
}

// fault notes a problem of place k.
func (j *Judge) fault(k int, f *schemas.Field, code string) {
	j.found = append(j.found, found{k: int32(k), field: f, code: code})
}

// settle goes through what was found in the order of the rows, decides which
// rows are good, and moves those together.
func (j *Judge) settle(out *Judged) {
	j.sort()
	for rest := j.order; len(rest) > 0; {
		k, n := rest[0]>>32, 1
		for n < len(rest) && rest[n]>>32 == k {
			n++
		}
		j.row(int32(k), rest[:n], out)
		rest = rest[n:]
	}
	for _, row := range j.rows {
		out.Rows.Number = append(out.Rows.Number, j.batch.Number(int(row)))
	}
	out.Rows.drop(j.drop)
	if j.person >= 0 {
		for _, v := range out.Rows.Columns[j.person].Int {
			if v == Missing {
				out.NoPerson++
			}
		}
	}
}

// sort brings what was found into the order of the rows and, within a row, in
// which it was found: columns, rules, the row as a whole.
func (j *Judge) sort() {
	j.order = j.order[:0]
	for i, f := range j.found {
		j.order = append(j.order, uint64(f.k)<<32|uint64(i))
	}
	slices.Sort(j.order)
}

// row decides about one row that problems were found of. A row of the wrong
// shape has no other problem: its cells are not those of the header.
func (j *Judge) row(k int32, order []uint64, out *Judged) {
	row := j.rows[k]
	seen, number := len(out.Problems), j.batch.Number(int(row))
	misshapen := j.found[uint32(order[0])].code == RowWidth
	for _, o := range order {
		f := &j.found[uint32(o)]
		if misshapen && f.field != nil || f.unless != nil && has(out.Problems[seen:], f.unless) {
			continue
		}
		out.Problems = append(out.Problems, Problem{number, f.field, f.code})
	}
	switch j.tiers.worst(out.Problems[seen:]) {
	case schemas.TierFile:
		out.Refused = true
		fallthrough
	case schemas.TierRow:
		out.Bad = append(out.Bad, row)
		j.drop = append(j.drop, k)
	}
}

// has reports whether a field has one of the problems of a row.
func has(problems []Problem, f *schemas.Field) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Field == f })
}

// drop takes the rows at some places, in ascending order, out of all columns.
func (r *Rows) drop(places []int32) {
	n := len(r.Number)
	r.Number = without(r.Number, places)
	for i := range r.Columns {
		c := &r.Columns[i]
		if c.Text != nil {
			c.Text = without(c.Text[:n], places)
		} else {
			c.Int = without(c.Int[:n], places)
		}
	}
}

// without closes the gaps that are left when some places go.
func without[T any](s []T, places []int32) []T {
	if len(places) == 0 {
		return s
	}
	n := places[0]
	for i, from := range places {
		to := int32(len(s))
		if i+1 < len(places) {
			to = places[i+1]
		}
		n += int32(copy(s[n:], s[from+1:to]))
	}
	return s[:n]
}

// tiers hold the tier of each code; shared by clones and never changed.
type tiers map[string]schemas.Tier

func allTiers() tiers {
	t := make(tiers)
	for _, code := range schemas.ProblemCodes() {
		text, _ := schemas.Problem(code)
		t[code] = text.Tier
	}
	return t
}

// worst returns the gravest tier of some problems, "" when there are none.
func (t tiers) worst(problems []Problem) schemas.Tier {
	var worst schemas.Tier
	for _, p := range problems {
		switch tier := t[p.Code]; {
		case tier == schemas.TierFile:
			return tier
		case tier == schemas.TierRow, worst == "":
			worst = tier
		}
	}
	return worst
}
