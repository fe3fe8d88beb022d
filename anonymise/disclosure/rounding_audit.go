package disclosure

import (
	"slices"

	"lvv/anonymise/disclosure/audit"
)

// audit has the rounded figures judged, by code that knows nothing of how they
// came about. It is handed worlds that prove how much each small figure may be
// otherwise.
func (r *roundedSystem) audit(relations []Relation) error {
	p := newProber(r)
	var open []int
	var proofs []audit.Proof
	var mixed []mixture
	for u, k := range r.unknowns {
		f := r.system.figures[k.figure]
		if !f.published || r.hidden[k.figure] || k.contributors == 0 || k.contributors >= r.policy.threshold(k.health) || len(p.at[u]) == 0 {
			continue
		}
		if f.public && !k.rounded && !r.earlier(u) {
			continue // known outside; rounding does not protect it
		}
		if !p.open(u) {
			open = append(open, u)
			continue
		}
		proofs = append(proofs, audit.Proof{Cell: p.at[u][0], Above: p.highAt[u], Below: p.lowAt[u]})
	}
	for _, g := range r.shares(r.policy) {
		cells := r.cells[g.table]
		part, total := cells[g.cell], cells[g.total]
		if !g.sensitive || r.decided(g) || !r.policy.hidesGroup(r.unknowns[total].value) {
			continue
		}
		if slices.ContainsFunc(mixed, func(m mixture) bool { return m.part == part && m.total == total }) {
			continue // another table shows it too
		}
		if !p.mix(part, total) {
			open = append(open, part)
			continue
		}
		mixed = append(mixed, mixture{part, total, len(p.worlds) - 1})
	}
	if len(open) > 0 {
		u := &Unprotected{Cells: r.refs(open, false)}
		u.text = r.list(u.Cells)
		return u
	}
	report, err := audit.CheckRounded(r.tablesForAudit(), r.relationsForAudit(relations), rulesForAudit(r.policy), r.forAudit(), p.worlds, proofs)
	r.width, r.worlds = report.SmallestWidth, report.Worlds
	r.proved = p.certificates(proofs, mixed)
	return err
}

// A mixture is a group of nearly everybody with the world in which it is not.
type mixture struct{ part, total, world int }

// certificates writes down what rounding leaves open.
func (p *prober) certificates(proofs []audit.Proof, mixed []mixture) []Certificate {
	at, written := p.refsOf(), map[int][]Change{}
	world := func(i int) []Change {
		if _, ok := written[i]; !ok && i != audit.Truth {
			for _, c := range p.worlds[i] {
				u := p.cells[c.Cell.Table][c.Cell.Cell]
				for _, ref := range at[u] {
					written[i] = append(written[i], Change{ref, p.unknowns[u].value + c.Delta})
				}
			}
		}
		return written[i]
	}
	var out []Certificate
	for _, x := range proofs {
		u := p.cells[x.Cell.Table][x.Cell.Cell]
		out = append(out, Certificate{Cell: at[u][0], Attacker: outsider, Low: world(x.Below), High: world(x.Above)})
	}
	for _, x := range mixed {
		out = append(out, Certificate{Cell: at[x.part][0], Whole: at[x.total][0], Attacker: outsider, High: world(x.world)})
	}
	return out
}

// forAudit gives the rounded figure of every cell.
func (r *roundedSystem) forAudit() audit.Rounded {
	out := audit.Rounded{Base: r.policy.Rounding.Base, Reach: r.reach}
	for t := range r.cells {
		var row []int64
		for _, u := range r.cells[t] {
			row = append(row, r.figures[u])
		}
		out.Values = append(out.Values, row)
	}
	return out
}
