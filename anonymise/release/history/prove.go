package history

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/certificate/linked"
)

// ErrNoProof means that a release is from before its proofs were kept, so that
// nobody can check them any more.
var ErrNoProof = errors.New("it is from before the system of its certificates was kept")

// Unproved says what does not hold of a release, and where. It tells no figure.
type Unproved struct {
	Number int64
	Table  string // the title, or nothing where no cell is to blame
	Cell   string // by the labels of its categories
	What   string
}

// Error names the release, the table and the cell.
func (u *Unproved) Error() string {
	if u.Table == "" {
		return fmt.Sprintf("release %d: %s: %v", u.Number, u.What, linked.ErrNotProved)
	}
	return fmt.Sprintf("release %d, table %q, cell %s: %s: %v", u.Number, u.Table, u.Cell, u.What, linked.ErrNotProved)
}

// Unwrap says that something is not proved.
func (u *Unproved) Unwrap() error { return linked.ErrNotProved }

// Prove checks the certificates of a release by addition alone: that they prove
// what its rules ask, in a system made of its own tables as they were printed, of
// the earlier ones as they were remembered then, and of what lies between them.
// Earlier finds what is remembered of a release that left before.
//
// A release without tables proves nothing and needs nothing. Errors are ErrNoProof,
// an *Unproved, and those of earlier.
func (r *Release) Prove(earlier func(number int64) (*Release, error)) (linked.Report, error) {
	switch {
	case len(r.Tables) == 0 && (r.Proof == nil || r.Proof.Lost):
		return linked.Report{}, nil
	case r.Proof == nil:
		return linked.Report{}, &Unproved{Number: r.Number, What: "it keeps no proof of what its tables hide"}
	case r.Proof.Lost:
		return linked.Report{}, fmt.Errorf("release %d: %w", r.Number, ErrNoProof)
	}
	a := assembly{release: r, at: map[string]int{}, past: map[int64]*Release{}}
	for _, step := range []func() error{func() error { return a.addTables(earlier) }, func() error { return a.holdMarks(earlier) }, a.holdSheet, a.addRelations, a.addCertificates} {
		if err := step(); err != nil {
			return linked.Report{}, err
		}
	}
	report, err := linked.Check(a.system, rulesOf(r.Proof))
	return report, a.name(err)
}

// An assembly is the system of a release while it is put together.
type assembly struct {
	release *Release
	at      map[string]int
	past    map[int64]*Release
	system  linked.System
	titles  []string
	tables  []*disclosure.Table
}

// wrong says what does not hold of the release as a whole.
func (a *assembly) wrong(what string) error {
	return &Unproved{Number: a.release.Number, What: what}
}

// name turns what a check says into words.
func (a *assembly) name(err error) error {
	var f *linked.Fault
	if !errors.As(err, &f) {
		return err
	}
	u := &Unproved{Number: a.release.Number, What: f.What}
	if f.Table >= 0 {
		u.Table, u.Cell = a.titles[f.Table], "-"
	}
	if f.Table >= 0 && f.Cell < len(a.tables[f.Table].Cells) {
		u.Cell = label(a.tables[f.Table], f.Cell)
	}
	return u
}

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

// holdMarks looks up what is said to have been shown before: an earlier release has
// the same number, of the same people and in the same unit.
func (a *assembly) holdMarks(earlier func(int64) (*Release, error)) error {
	var shown map[number]bool
	for _, t := range a.release.Tables {
		for i, c := range t.Cells {
			if !c.Public {
				continue
			}
			if shown == nil {
				var err error
				if shown, err = shownBefore(a.release.Number, earlier); err != nil {
					return err
				}
			}
			if !shown[number{t.Population, t.Unit, c.Value}] {
				return &Unproved{a.release.Number, titleOf(&t.Table), label(&t.Table, i), "it is said to have left before, and it did not"}
			}
		}
	}
	return nil
}

// A number is a figure without its coordinates.
type number struct {
	population, unit string
	value            int64
}

// shownBefore are the numbers that releases before this one showed.
func shownBefore(release int64, earlier func(int64) (*Release, error)) (map[number]bool, error) {
	shown := map[number]bool{}
	for n := int64(1); n < release; n++ {
		e, err := earlier(n)
		if err != nil {
			return nil, fmt.Errorf("release %d was judged beside release %d: %w", release, n, err)
		}
		for _, t := range e.Tables {
			for i, c := range t.Cells {
				if t.Status[i] == disclosure.Shown {
					shown[number{t.Population, t.Unit, c.Value}] = true
				}
			}
		}
	}
	return shown, nil
}

// holdSheet holds what the second person was told against the proof.
func (a *assembly) holdSheet() error {
	sheet, p := a.release.Sheet, a.release.Proof
	if sheet.Policy.Threshold > 0 {
		policy := sheet.Policy
		policy.Rounding.Key = nil
		if fmt.Sprint(policy) != fmt.Sprint(p.Policy) {
			return a.wrong("it was proved by other rules than those on the control sheet")
		}
	}
	if sheet.Certificates != len(p.Certificates) || sheet.Identities != len(p.Relations) {
		return a.wrong("there are more or fewer certificates or identities than the control sheet counts")
	}
	if int64(a.release.Rounding) != p.Policy.Rounding.Base {
		return a.wrong("its figures were rounded otherwise than its rules say")
	}
	for _, c := range sheet.Tables {
		var n disclosure.TableControl
		for _, t := range a.release.Tables {
			if t.Name != c.Name {
				continue
			}
			for _, s := range t.Status {
				switch s {
				case disclosure.Suppressed:
					n.Secondary++
				case disclosure.Shown:
					n.Shown++
				case disclosure.Impossible:
					n.Impossible++
				}
			}
		}
		if n.Secondary != c.Primary+c.Secondary || n.Shown != c.Shown || n.Impossible != c.Impossible {
			return a.wrong(fmt.Sprintf("the control sheet counts other points in table %q", c.Name))
		}
	}
	return nil
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

// titleOf is what people call a table.
func titleOf(t *disclosure.Table) string {
	if t.Title == "" {
		return t.Name
	}
	return t.Title
}
