package disclosure

import "lvv/anonymise/disclosure/audit"

// Control is what the privacy officer judges a parcel by. It is not for
// publication: it tells small cells from complementary ones.
type Control struct {
	Policy    Policy
	Attackers []string // in Dutch: against whom the audit holds
	Tables    []TableControl
	// SmallestWidth is the narrowest interval, of all person counts that are
	// too small, that the audit has proved against outsiders; -1 if there is
	// none. What an outsider can find is at least as wide.
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

// attackers returns the models that every audit covers, as the control sheet
// prints them.
func attackers() []string {
	return []string{
		"buitenstaander met alle gepubliceerde tabellen (onderdrukt is 0 of meer)",
		"buitenstaander die weet dat nullen worden getoond (onderdrukt is 1 of meer)",
		"betrokkene die als enige in een cel is geteld en zichzelf aftrekt",
	}
}

// control collects what the privacy officer must see.
func (s *system) control(x *suppressor, small []bool, report auditReport) Control {
	out := Control{
		Policy: x.policy, Attackers: attackers(),
		SmallestWidth: report.SmallestWidth, Insiders: report.Insiders, Certificates: report.Worlds,
	}
	for i, l := range s.layouts {
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
	for _, g := range s.shares(x.policy) {
		if !g.sensitive {
			out.Groups = append(out.Groups, Ref{s.layouts[g.table].table.Name, g.cell})
		}
	}
	return out
}
