package history

import (
	"fmt"
	"maps"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/certificate/linked"
)

// addTables adds every table of the system: each of the release itself once.
func (a *assembly) addTables(earlier func(int64) (*Release, error)) error {
	own := 0
	for _, j := range a.release.Proof.Tables {
		if _, twice := a.at[j.Name]; twice {
			return a.wrong("a table is listed twice")
		}
		a.at[j.Name] = len(a.system.Tables)
		switch {
		case j.Derived != nil:
			a.add(j.Derived, nil, nil, linked.Derived, 0)
		case j.own():
			own++
			if !a.addFrom(a.release, j.Name, linked.Fresh) {
				return a.wrong("its proof is about a table that it does not have")
			}
		default:
			e, err := earlier(j.Release)
			if err != nil {
				return fmt.Errorf("release %d was judged beside release %d: %w", a.release.Number, j.Release, err)
			}
			a.past[j.Release] = e
			if !a.addFrom(e, j.there(), linked.Earlier) {
				return a.wrong(fmt.Sprintf("its proof is about a table that release %d does not have", j.Release))
			}
		}
	}
	if own != len(a.release.Tables) {
		return a.wrong("it has a table that its proof is not about")
	}
	return nil
}

// addFrom adds a table as it left with a release.
func (a *assembly) addFrom(r *Release, name string, origin linked.Origin) bool {
	at := slices.IndexFunc(r.Tables, func(t Table) bool { return t.Name == name })
	if at < 0 {
		return false
	}
	t := &r.Tables[at]
	printed := t.Printed
	if r.Rounding <= 0 {
		printed = nil
	}
	a.add(&t.Table, t.Status, printed, origin, r.Number)
	return true
}

// add adds a table with how it was printed. Without statuses it was not; without
// printed numbers what was shown are the figures themselves.
func (a *assembly) add(t *disclosure.Table, status []disclosure.Status, printed []int64, origin linked.Origin, release int64) {
	x := linked.Table{Name: t.Name, Population: t.Population, Unit: t.Unit, Persons: t.Unit == disclosure.UnitPersons, Origin: origin, Release: release}
	for _, d := range t.Dims {
		dim := linked.Dim{Name: d.Name, Sensitive: d.Sensitive}
		for _, c := range d.Categories {
			dim.Categories = append(dim.Categories, linked.Category{Code: c.Code, Parent: c.Parent, Total: c.Total, Health: c.Health})
		}
		x.Dims = append(x.Dims, dim)
	}
	for i, c := range t.Cells {
		cell := linked.Cell{Value: c.Value, Contributors: c.Contributors, Largest: c.Largest, Second: c.SecondLargest, Impossible: c.Impossible}
		if status != nil {
			cell.Before = c.Public && origin == linked.Fresh
			switch status[i] {
			case disclosure.Suppressed:
				cell.Standing = linked.Point
			case disclosure.Shown:
				cell.Standing, cell.Printed = linked.Shown, c.Value
			case disclosure.Impossible:
				cell.Impossible = true
			}
			if printed != nil && cell.Standing == linked.Shown {
				cell.Printed = printed[i]
			}
		}
		x.Cells = append(x.Cells, cell)
	}
	title := titleOf(t)
	if origin == linked.Earlier {
		title = earlierName(release, title)
	}
	a.system.Tables, a.titles, a.tables = append(a.system.Tables, x), append(a.titles, title), append(a.tables, t)
}

// titleOf is what people call a table.
func titleOf(t *disclosure.Table) string {
	if t.Title == "" {
		return t.Name
	}
	return t.Title
}

// addRelations adds the identities. Those within the release, and within an
// earlier one, must be among them.
func (a *assembly) addRelations() error {
	listed := map[string]bool{}
	for _, x := range a.release.Proof.Relations {
		plus, one := a.refs(x.Plus)
		minus, other := a.refs(x.Minus)
		if !one || !other {
			return a.wrong("an identity names a table that is not there")
		}
		a.system.Relations = append(a.system.Relations, linked.Relation{Plus: plus, Minus: minus})
		listed[key(x)] = true
	}
	if !a.lists(listed, a.release.Relations, func(table string) string { return table }) {
		return a.wrong("an identity between its tables is not in its proof")
	}
	for _, n := range slices.Sorted(maps.Keys(a.past)) {
		e := a.past[n]
		if !a.lists(listed, e.Relations, func(table string) string { return earlierName(e.Number, table) }) {
			return a.wrong(fmt.Sprintf("an identity between tables of release %d is not in its proof", e.Number))
		}
	}
	return nil
}

// lists reports whether all identities between tables of the system are listed.
func (a *assembly) lists(listed map[string]bool, all []disclosure.Relation, name func(string) string) bool {
	for _, r := range all {
		here := true
		rename := func(refs []disclosure.Ref) (out []disclosure.Ref) {
			for _, x := range refs {
				x.Table = name(x.Table)
				_, ok := a.at[x.Table]
				here = here && ok
				out = append(out, x)
			}
			return out
		}
		if renamed := (disclosure.Relation{Plus: rename(r.Plus), Minus: rename(r.Minus)}); here && !listed[key(renamed)] {
			return false
		}
	}
	return true
}

// addCertificates adds the worlds and the certificates.
func (a *assembly) addCertificates() error {
	worlds := map[*disclosure.Change]int{}
	for _, c := range a.release.Proof.Certificates {
		cell, ok := a.ref(c.Cell)
		known, knows := a.refs(c.Known)
		low, one := a.world(worlds, c.Low)
		high, other := a.world(worlds, c.High)
		x := linked.Certificate{Cell: cell, Attacker: c.Attacker, Known: known, Low: low, High: high}
		if c.Whole != (disclosure.Ref{}) {
			whole, there := a.ref(c.Whole)
			x.Whole, ok = &whole, ok && there
		}
		if !ok || !knows || !one || !other {
			return a.wrong("a certificate names a table that is not there")
		}
		a.system.Certificates = append(a.system.Certificates, x)
	}
	return nil
}

// world adds a world if it is not there, and returns its number.
func (a *assembly) world(seen map[*disclosure.Change]int, changes []disclosure.Change) (number int, ok bool) {
	if len(changes) == 0 {
		return linked.Truth, true
	}
	k := &changes[0] // certificates share worlds
	if n, ok := seen[k]; ok {
		return n, true
	}
	var w []linked.Change
	for _, c := range changes {
		at, ok := a.ref(c.Cell)
		if !ok {
			return 0, false
		}
		w = append(w, linked.Change{Cell: at, Value: c.Value})
	}
	seen[k] = len(a.system.Worlds)
	a.system.Worlds = append(a.system.Worlds, w)
	return seen[k], true
}

func (a *assembly) ref(r disclosure.Ref) (linked.Ref, bool) {
	t, ok := a.at[r.Table]
	return linked.Ref{Table: t, Cell: r.Cell}, ok
}

func (a *assembly) refs(all []disclosure.Ref) (out []linked.Ref, ok bool) {
	for _, r := range all {
		x, found := a.ref(r)
		if !found {
			return nil, false
		}
		out = append(out, x)
	}
	return out, true
}

func rulesOf(p *Proof) linked.Rules {
	return linked.Rules{
		Threshold: p.Policy.Threshold, HealthThreshold: p.Policy.HealthThreshold,
		Width: p.Policy.Width, InsiderWidth: p.Policy.InsiderWidth, WidthPercent: p.Policy.WidthPercent,
		DominancePercent: p.Policy.DominancePercent, GroupPercent: p.Policy.GroupPercent, PPercent: p.Policy.PPercent,
		Coalition: p.Policy.Coalition, Staff: p.Policy.Staff,
		Base: p.Policy.Rounding.Base, Reach: p.Reach,
	}
}
