package history

import "lvv/anonymise/disclosure"

// A Printed is a cell of a release as it left.
type Printed struct {
	Population, Unit string
	Kind             disclosure.Kind
	Of               [][2]string // dim and code; the code of the whole of a dim is empty
	Shown            bool        // else it is a point
	Value            int64       // as printed; 0 unless it is shown
}

// Printed returns what is said to have left of every table: what was shown, as it
// was printed, and what was a point. What cannot be is left blank and is not here.
func (r *Release) Printed() (all []Printed) {
	for i := range r.Tables {
		t := &r.Tables[i]
		for c, cell := range t.Cells {
			if t.Status[c] == disclosure.Impossible {
				continue
			}
			p := Printed{Population: t.Population, Unit: t.Unit, Kind: t.Kind, Of: codesOf(&t.Table, c), Shown: t.Status[c] == disclosure.Shown}
			if p.Shown {
				p.Value = cell.Value
				if r.Rounding > 0 {
					p.Value = t.Printed[c]
				}
			}
			all = append(all, p)
		}
	}
	return all
}

// codesOf are the coordinates of a cell.
func codesOf(t *disclosure.Table, cell int) (of [][2]string) {
	stride := len(t.Cells)
	for _, d := range t.Dims {
		stride /= len(d.Categories)
		c := d.Categories[cell/stride%len(d.Categories)]
		if c.Total && c.Parent == "" {
			c.Code = ""
		}
		of = append(of, [2]string{d.Name, c.Code})
	}
	return of
}
