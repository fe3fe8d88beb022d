package disclosure

import "slices"

// Protect applies the policy to the tables of one parcel together and returns
// what may be shown. It answers ErrNotAdditive for figures that contradict
// each other and ErrUnprotectable if nothing safe is left to publish.
//
// A pattern is found by hiding what is cheapest for one cell after the other. Then
// a search for the cheapest pattern of all goes on from there for a fixed number
// of steps, unless earlier releases make it long and add little, or the policy says so;
// the Control says what it has proved. If no pattern is found in the first place,
// everything that is not zero is suppressed, and shown again one by one where that
// can be. Whatever the pattern, it must pass the same audit, and the same tables
// give the same answer.
func Protect(tables []Table, relations []Relation, p Policy) (*Safe, error) {
	s, err := prepare(tables, relations, p)
	if err != nil {
		return nil, err
	}
	best, err := s.protect(relations, p)
	if err != nil {
		return nil, err
	}
	if !p.FirstFound && (!s.hasPast() || len(best.needs) <= manyNeeds) {
		s.improve(relations, best)
	}
	return s.finish(best, relations)
}

// hasPast tells whether some figure has left before, or was held back.
func (s *system) hasPast() bool {
	return slices.ContainsFunc(s.figures, func(f figure) bool { return f.public || f.withheld })
}

// prepare links the tables, and adds what the policy must keep open.
func prepare(tables []Table, relations []Relation, p Policy) (*system, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	s, err := link(tables, relations)
	if err != nil {
		return nil, err
	}
	s.watch(p)
	return s, nil
}

// An outcome is a pattern that has passed the audit.
type outcome struct {
	*suppressor
	found  findings
	proofs []proof
	report auditReport
	bound  int64 // no pattern costs less
}

// protect looks for a pattern that passes the audit.
func (s *system) protect(relations []Relation, p Policy) (*outcome, error) {
	found, zeros := s.primary(p), s.openZeros()
	var failed error
	x := newSuppressor(s, p, found, zeros)
	for _, search := range []func(*suppressor) bool{(*suppressor).run, (*suppressor).showAgain, (*suppressor).hideAll} {
		if !search(x) {
			continue
		}
		proofs := x.proofs()
		report, err := x.judge(relations, proofs)
		if err != nil {
			failed = err
			continue
		}
		return &outcome{suppressor: x, found: found, proofs: proofs, report: report}, nil
	}
	return nil, s.refusal(x, failed)
}

// safe makes the Safe of a pattern that has passed the audit.
func (s *system) safe(o *outcome, relations []Relation) *Safe {
	out := &Safe{tables: []Published{}, control: s.control(o), certificates: o.certificates(o.proofs), relations: relations}
	for i, l := range s.layouts {
		out.judged = append(out.judged, *l.table)
		if !l.table.Unpublished {
			out.tables = append(out.tables, s.publish(i, o.hidden))
		}
	}
	return out
}

// publish returns table i without what is hidden.
func (s *system) publish(i int, hidden []bool) Published {
	t := s.layouts[i].table
	out := Published{
		Name: t.Name, Title: t.Title, Kind: t.Kind, Population: t.Population, Unit: t.Unit,
		Dims:   slices.Clone(t.Dims),
		values: make([]int64, len(t.Cells)), status: make([]Status, len(t.Cells)),
	}
	for d := range out.Dims {
		out.Dims[d].Categories = slices.Clone(out.Dims[d].Categories)
	}
	for c, u := range s.cells[i] {
		switch x := s.unknowns[u]; {
		case x.impossible:
			out.status[c] = Impossible
		case !hidden[x.figure]:
			out.values[c], out.status[c] = x.value, Shown
		}
	}
	return out
}
