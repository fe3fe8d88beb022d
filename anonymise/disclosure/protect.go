package disclosure

import (
	"errors"
	"slices"
)

// ErrUnprotectable means that no pattern of suppression protects the small
// cells, because of figures that are public already. The tables must be made
// coarser.
var ErrUnprotectable = errors.New("no pattern of suppression protects the small cells")

// Protect applies the policy to the tables of one parcel together and returns
// what may be shown. It answers ErrNotAdditive for figures that contradict
// each other and ErrUnprotectable if nothing safe is left to publish.
func Protect(tables []Table, relations []Relation, p Policy) (*Safe, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	s, err := link(tables, relations)
	if err != nil {
		return nil, err
	}
	needs, _ := s.primary(p)
	hidden := make([]bool, len(s.figures))
	if len(needs) > 0 {
		for _, u := range s.unknowns {
			hidden[u.figure] = hidden[u.figure] || u.contributors > 0
		}
	}
	safe := &Safe{tables: []Published{}, control: Control{Policy: p}}
	for i := range tables {
		safe.tables = append(safe.tables, s.publish(i, hidden))
	}
	return safe, nil
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
