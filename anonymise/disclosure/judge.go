package disclosure

import "lvv/anonymise/disclosure/audit"

// judge hands a pattern and its worlds to the audit.
func (x *suppressor) judge(relations []Relation, proofs []proof) (audit.Report, error) {
	at := x.places()
	var worlds []audit.World
	var claims []audit.Proof
	index := map[int]int{-1: audit.Truth}
	use := func(move int) int {
		i, ok := index[move]
		if !ok {
			i = len(worlds)
			index[move] = i
			var w audit.World
			for _, s := range x.pool.moves[move].steps {
				if len(at[s.unknown]) > 0 { // not the rest of a group
					w = append(w, audit.Change{Cell: at[s.unknown][0], Delta: s.delta})
				}
			}
			worlds = append(worlds, w)
		}
		return i
	}
	for _, p := range proofs {
		if x.groupOf[p.unknown] >= 0 {
			use(p.above) // the audit finds by itself what it is good for
			continue
		}
		claims = append(claims, audit.Proof{Cell: at[p.unknown][0], Above: use(p.above), Below: use(p.below)})
	}
	return audit.Check(x.tablesForAudit(), x.relationsForAudit(relations), rulesForAudit(x.policy), worlds, claims)
}

func rulesForAudit(p Policy) audit.Rules {
	return audit.Rules{
		Threshold: p.Threshold, HealthThreshold: p.HealthThreshold,
		Width: p.Width, InsiderWidth: p.InsiderWidth, WidthPercent: p.WidthPercent,
		DominancePercent: p.DominancePercent, GroupPercent: p.GroupPercent, PPercent: p.PPercent,
		Coalition: p.Coalition, Staff: p.Staff, Rounding: p.Rounding.Base,
	}
}

// tablesForAudit copies the tables as they are, with what is to be shown.
func (x *suppressor) tablesForAudit() []audit.Table {
	var out []audit.Table
	for i, l := range x.layouts {
		t := audit.Table{
			Name: l.table.Name, Population: l.table.Population, Unit: l.table.Unit,
			Persons: l.table.Unit == UnitPersons, Unpublished: l.table.Unpublished,
		}
		for _, d := range l.table.Dims {
			dim := audit.Dim{Name: d.Name, Sensitive: d.Sensitive}
			for _, c := range d.Categories {
				dim.Categories = append(dim.Categories, audit.Category{Code: c.Code, Parent: c.Parent, Total: c.Total, Health: c.Health})
			}
			t.Dims = append(t.Dims, dim)
		}
		shown := x.publish(i, x.hidden)
		for k, c := range l.table.Cells {
			_, status := shown.At(k)
			t.Cells = append(t.Cells, audit.Cell{
				Value: c.Value, Contributors: c.Contributors, Largest: c.Largest, SecondLargest: c.SecondLargest,
				Impossible: c.Impossible, Public: c.Public, Withheld: c.Withheld, Shown: status == Shown && !l.table.Unpublished,
				Rounded: c.Rounded, Printed: c.Printed,
			})
		}
		out = append(out, t)
	}
	return out
}

func (x *suppressor) relationsForAudit(relations []Relation) []audit.Relation {
	table := map[string]int{}
	for i, l := range x.layouts {
		table[l.table.Name] = i
	}
	refs := func(in []Ref) (out []audit.Ref) {
		for _, r := range in {
			out = append(out, audit.Ref{Table: table[r.Table], Cell: r.Cell})
		}
		return out
	}
	var out []audit.Relation
	for _, r := range relations {
		out = append(out, audit.Relation{Plus: refs(r.Plus), Minus: refs(r.Minus)})
	}
	return out
}

// A proof holds the moves that keep an unknown open to a crew.
type proof struct {
	unknown int
	crew    crew
	span
}

// proofs collects, for each need, the moves that meet it against outsiders and
// against each crew that could exclude these.
func (x *suppressor) proofs() []proof {
	var out []proof
	for _, n := range x.needs {
		x.guard(n, nil, func(n need, c crew) bool {
			out = append(out, proof{n.unknown, c, x.span(n.unknown, c)})
			return true
		})
	}
	return out
}

// places returns the cells in which each unknown stands, in order.
func (x *suppressor) places() [][]audit.Ref {
	at := make([][]audit.Ref, len(x.unknowns))
	for t := range x.cells {
		for c, u := range x.cells[t] {
			at[u] = append(at[u], audit.Ref{Table: t, Cell: c})
		}
	}
	return at
}
