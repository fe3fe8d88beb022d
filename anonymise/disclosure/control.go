package disclosure

import (
	"fmt"

	"lvv/anonymise/disclosure/audit"
)

// Control is what the privacy officer judges a parcel by. It is not for
// publication: it tells small cells from complementary ones.
type Control struct {
	Policy    Policy
	Attackers []string // in Dutch: against whom the audit holds, as in Models
	Models    []Model
	Tables    []TableControl
	// SmallestWidth is the narrowest interval, of all figures that are too small
	// and each in its own unit, that the audit has proved against outsiders; -1 if
	// there is none. What an outsider can find is at least as wide.
	SmallestWidth int64
	// Insiders is the number of persons who are alone in some suppressed cell.
	Insiders int
	// Certificates is the number of worlds that the audit has checked.
	Certificates int
	// Groups are the cells that hold nearly all of their total along a Dim
	// that is not Sensitive. They are shown if nothing else hides them; they
	// may need an eye.
	Groups []Ref
	// Unchecked are the cells whose largest contribution is not known, so that
	// the rule on dominance could not be applied.
	Unchecked []Ref
	// Cost is what the complementary figures cost together: one for each, and
	// more for figures about many people. No pattern costs less than
	// Bound, which is 0 if no bound was sought; if it is Proven, none costs less
	// than this one.
	Cost, Bound float64
	Proven      bool
	// Exposed are figures that are too small and that nothing protects any more:
	// they are Public, or Public figures alone give them away. What is out is
	// out; this parcel adds nothing to it.
	Exposed []Ref
	// Rounding is what rounding has done; its Base is 0 if there was none.
	Rounding RoundingControl
}

// A Model is one kind of attacker that the audit covers.
type Model struct {
	Name string // in Dutch
	// SmallestWidth is the narrowest interval that the audit has proved against
	// him for a figure that is too small and that he does not know of himself, in
	// the unit of the figure; -1 if there is none.
	SmallestWidth int64
	// Demanded is the least width that the policy lets pass against him, for any
	// figure that is too small.
	Demanded int64
}

// TableControl counts the cells of one table. Every cell is counted in one of
// Primary, Secondary, Shown and Impossible.
type TableControl struct {
	Name       string
	Primary    int // suppressed because they are too small
	Secondary  int // suppressed to protect those
	Shown      int
	Impossible int
}

type auditReport = audit.Report

// models returns the kinds of attacker that the audit of a parcel covers, as
// the control sheet prints them.
func (s *system) models(p Policy, r auditReport) []Model {
	list := []Model{
		{"buitenstaander met alle gepubliceerde tabellen (onderdrukt is 0 of meer)", r.SmallestWidth, p.Width},
		{"buitenstaander die weet dat nullen worden getoond (onderdrukt is 1 of meer)", r.SmallestWidth, p.Width},
	}
	if p.Width >= p.Threshold {
		list = append(list, Model{fmt.Sprintf("buitenstaander die de regel kent (te klein is 1 tot en met %d): geen onderdrukt aantal is zo klein te noemen", p.Threshold-1), r.SmallestWidth, p.Width})
	}
	if s.hasPast() {
		list = append(list, Model{"wie eerdere uitgaven heeft bewaard en ernaast legt", r.SmallestWidth, p.Width})
	}
	list = append(list, Model{"betrokkene die als enige in een cel is geteld en zichzelf aftrekt", r.PersonWidth, p.InsiderWidth})
	if p.Coalition > 1 {
		list = append(list, Model{fmt.Sprintf("tot %d zulke betrokkenen die samenleggen wat zij weten", p.Coalition), r.PersonWidth, p.InsiderWidth})
	}
	for _, dim := range p.Staff {
		list = append(list, Model{"medewerker die alle mensen van de eigen " + dim + " kent", r.StaffWidth, p.InsiderWidth})
	}
	return list
}

// control collects what the privacy officer must see.
func (s *system) control(o *outcome) Control {
	out := Control{
		Policy: o.policy, Models: s.models(o.policy, o.report),
		SmallestWidth: o.report.SmallestWidth, Insiders: o.report.Insiders, Certificates: o.report.Worlds,
		Cost: float64(o.price()) / priceUnit, Bound: float64(o.bound) / priceUnit, Proven: o.bound >= o.price(),
	}
	for _, m := range out.Models {
		out.Attackers = append(out.Attackers, m.Name)
	}
	for _, u := range o.found.exposed {
		out.Exposed = append(out.Exposed, s.unknowns[u].first)
	}
	s.countCells(o.suppressor, o.found.small, &out)
	for _, g := range s.shares(o.policy) {
		if !g.sensitive && !s.layouts[g.table].table.Unpublished {
			out.Groups = append(out.Groups, Ref{s.layouts[g.table].table.Name, g.cell})
		}
	}
	return out
}

// countCells counts what becomes of the cells of each table that goes out.
func (s *system) countCells(x *suppressor, small []bool, out *Control) {
	for i, l := range s.layouts {
		if l.table.Unpublished {
			continue
		}
		t := TableControl{Name: l.table.Name}
		for c, u := range s.cells[i] {
			k := s.unknowns[u]
			switch {
			case k.impossible:
				t.Impossible++
			case small[k.figure]:
				t.Primary++
			case x.hidden[k.figure]:
				t.Secondary++
			default:
				t.Shown++
			}
			if !k.persons && k.value > 0 && k.largest == 0 {
				out.Unchecked = append(out.Unchecked, Ref{l.table.Name, c})
			}
		}
		out.Tables = append(out.Tables, t)
	}
}
