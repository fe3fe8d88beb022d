package disclosure

import "lvv/anonymise/disclosure/audit"

// judge hands a pattern and its worlds to the audit.
func (x *suppressor) judge(relations []Relation) (audit.Report, error) {
	worlds, proofs := x.certificates()
	return audit.Check(x.tablesForAudit(), x.relationsForAudit(relations), rulesForAudit(x.policy), worlds, proofs)
}

func rulesForAudit(p Policy) audit.Rules {
	return audit.Rules{
		Threshold: p.Threshold, HealthThreshold: p.HealthThreshold,
		Width: p.Width, InsiderWidth: p.InsiderWidth, WidthPercent: p.WidthPercent,
		DominancePercent: p.DominancePercent, GroupPercent: p.GroupPercent,
	}
}

// tablesForAudit copies the tables as they are, with what is to be shown.
func (x *suppressor) tablesForAudit() []audit.Table {
	var out []audit.Table
	for i, l := range x.layouts {
		t := audit.Table{Name: l.table.Name, Population: l.table.Population, Unit: l.table.Unit, Persons: l.table.Unit == UnitPersons}
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
				Value: c.Value, Contributors: c.Contributors, Largest: c.Largest,
				Impossible: c.Impossible, Public: c.Public, Withheld: c.Withheld, Shown: status == Shown,
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

// certificates collects, for each need, the worlds that meet it against
// outsiders and against each person who could exclude these.
func (x *suppressor) certificates() ([]audit.World, []audit.Proof) {
	at := x.places()
	var worlds []audit.World
	var proofs []audit.Proof
	index := map[int]int{-1: audit.Truth}
	use := func(move int) int {
		i, ok := index[move]
		if !ok {
			i = len(worlds)
			index[move] = i
			var w audit.World
			for _, s := range x.pool.moves[move].steps {
				w = append(w, audit.Change{Cell: at[s.unknown], Delta: s.delta})
			}
			worlds = append(worlds, w)
		}
		return i
	}
	for _, n := range x.needs {
		outside := x.span(n.unknown, nobody)
		for _, person := range append([]int{nobody}, x.witnesses(outside)...) {
			s := x.span(n.unknown, person)
			proofs = append(proofs, audit.Proof{Cell: at[n.unknown], Above: use(s.above), Below: use(s.below)})
		}
	}
	return worlds, proofs
}

// places returns where each unknown stands first.
func (x *suppressor) places() []audit.Ref {
	at := make([]audit.Ref, len(x.unknowns))
	for t := len(x.cells) - 1; t >= 0; t-- {
		for c := len(x.cells[t]) - 1; c >= 0; c-- {
			at[x.cells[t][c]] = audit.Ref{Table: t, Cell: c}
		}
	}
	return at
}
