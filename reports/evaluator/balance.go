package evaluator

import (
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/reports"
)

// An identity is a relation between cells with a name that people understand.
type identity struct {
	name string
	disclosure.Relation
}

// identities are what ties the tables together beyond their own totals: in each
// quarter and for each organisation, stock at the start + inflow = outflow +
// stock at the end; who entered has left or is there still; and of trajectories
// the same.
func (f *facts) identities(all []table) []identity {
	ref := func(name string, codes ...string) disclosure.Ref {
		return disclosure.Ref{Table: name, Cell: at(find(all, name).Dims, codes...)}
	}
	var out []identity
	before := f.period.From - 1
	for _, q := range f.quarters {
		for _, org := range find(all, "instroom").Dims[1].Categories {
			out = append(out, identity{q.code + ", " + org.Code, disclosure.Relation{
				Plus:  []disclosure.Ref{ref("bezetting", before.String(), org.Code), ref("instroom", q.code, org.Code)},
				Minus: []disclosure.Ref{ref("uitstroom", q.code, org.Code), ref("bezetting", q.period.To.String(), org.Code)},
			}})
		}
		before = q.period.To
	}
	out = append(out, f.guidanceIdentities(all)...)
	end := f.period.To.String()
	for _, cohort := range []string{inPeriod, earlier} {
		entered := ref("instroom", reports.AllCode, reports.AllCode)
		if cohort == earlier {
			entered = ref("bezetting", (f.period.From - 1).String(), reports.AllCode)
		}
		out = append(out, identity{"verblijven " + cohort, disclosure.Relation{
			Plus:  []disclosure.Ref{entered},
			Minus: []disclosure.Ref{ref("verblijfsduur", cohort, reports.AllCode), ref("verblijfsduur_lopend", end, cohort)},
		}})
	}
	return out
}

func find(all []table, name string) *table {
	for i := range all {
		if all[i].Name == name {
			return &all[i]
		}
	}
	panic("evaluator: internal error: no table " + name)
}

// reconcile checks every identity, and the tables per organisation against a
// count that the database makes without them. It returns how many checks were
// made, or an error that names the first identity that does not hold.
func (f *facts) reconcile(all []table, identities []identity) (checks int, err error) {
	value := func(r disclosure.Ref) int64 { return find(all, r.Table).Cells[r.Cell].Value }
	for _, id := range identities {
		var off int64
		for _, r := range id.Plus {
			off += value(r)
		}
		for _, r := range id.Minus {
			off -= value(r)
		}
		if off != 0 {
			return 0, fmt.Errorf("evaluator: %s: stock and flow are off by %d: %w", id.name, off, reports.ErrUnbalanced)
		}
	}
	n, err := f.audit(all)
	return len(identities) + n, err
}

// audit compares with the count of the database: start, in, out and end of each
// organisation, and that they balance.
func (f *facts) audit(all []table) (checks int, err error) {
	start, end := (f.period.From - 1).String(), f.period.To.String()
	for row, keys := range f.balance.Keys {
		v := f.balance.Values[row]
		if off := v[0] + v[1] - v[2] - v[3]; off != 0 {
			return 0, fmt.Errorf("evaluator: %s: stock and flow are off by %d: %w", keys[0], off, reports.ErrUnbalanced)
		}
		checks++
		if f.detail == yearOnly {
			continue // the tables tell no organisations apart
		}
		for i, cell := range []int64{
			figure(all, "bezetting", start, keys[0]), figure(all, "instroom", reports.AllCode, keys[0]),
			figure(all, "uitstroom", reports.AllCode, keys[0]), figure(all, "bezetting", end, keys[0]),
		} {
			if v[i] != cell {
				return 0, fmt.Errorf("evaluator: %s: %s counted twice is off by %d: %w", keys[0], f.balance.Query.Measures[i], v[i]-cell, reports.ErrUnbalanced)
			}
		}
		checks += 4
	}
	return checks, nil
}

// figure is the value of a cell.
func figure(all []table, name string, codes ...string) int64 {
	t := find(all, name)
	return t.Cells[at(t.Dims, codes...)].Value
}
