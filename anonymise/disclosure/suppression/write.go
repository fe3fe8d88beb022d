package suppression

import (
	"encoding/csv"
	"io"
	"strconv"

	"lvv/anonymise/disclosure/counts"
	"lvv/anonymise/disclosure/pattern"
)

// WriteCells writes the figures, and which of them must be hidden.
func WriteCells(w io.Writer, s *counts.System, r *Result) error {
	return writeRows(w, func(row func(...string)) {
		row("cell", "freq", "primary")
		for i, c := range s.Cells {
			primary := "0"
			if r != nil && r.Status[i] == Primary {
				primary = "1"
			}
			row(c.Name, strconv.FormatInt(c.Value, 10), primary)
		}
	})
}

// WriteConstraints writes the identities.
func WriteConstraints(w io.Writer, s *counts.System) error {
	return writeRows(w, func(row func(...string)) {
		row("constraint", "cell", "coef")
		for i, terms := range s.Constraints {
			for _, t := range terms {
				row(strconv.Itoa(i), s.Cells[t.Cell].Name, strconv.FormatInt(t.Coef, 10))
			}
		}
	})
}

// WritePattern writes the status of each cell.
func WritePattern(w io.Writer, s *counts.System, r *Result) error {
	return WriteColumn(w, s, "status", func(i int) string { return string(r.Status[i]) })
}

// WriteColumn writes something of each cell behind its name, and before its
// codes if it stands in a table.
func WriteColumn(w io.Writer, s *counts.System, name string, of func(cell int) string) error {
	return writeRows(w, func(row func(...string)) {
		row(append([]string{"cell", name}, dims(s)...)...)
		for i, c := range s.Cells {
			row(append([]string{c.Name, of(i)}, s.Codes(i)...)...)
		}
	})
}

// WriteCertificates writes two worlds for each claim: a line for each cell that
// differs from the truth.
func WriteCertificates(w io.Writer, s *counts.System, r *Result) error {
	return writeRows(w, func(row func(...string)) {
		row("certificate", "protected", "attacker", "side", "cell", "value")
		for i, p := range r.certificates {
			attacker := "outsider"
			if p.alone >= 0 {
				attacker = "contributor " + s.Cells[p.alone].Name
			}
			for _, side := range []struct {
				name  string
				world pattern.World
			}{{"low", p.low}, {"high", p.high}} {
				for _, c := range side.world {
					row(strconv.Itoa(i), s.Cells[p.cell].Name, attacker, side.name, s.Cells[c.Cell].Name, strconv.FormatInt(c.Value, 10))
				}
			}
		}
	})
}

// WriteSafe writes a table as it may be shown.
func WriteSafe(w io.Writer, s *counts.System, shown func(cell int) (v int64, ok bool)) error {
	return writeRows(w, func(row func(...string)) {
		row(append(dims(s), s.Count)...)
		for i := range s.Cells {
			figure := "."
			if v, ok := shown(i); ok {
				figure = strconv.FormatInt(v, 10)
			}
			row(append(s.Codes(i), figure)...)
		}
	})
}

func dims(s *counts.System) (names []string) {
	for _, d := range s.Dims {
		names = append(names, d.Name)
	}
	return names
}

// writeRows writes CSV with commas and line feeds. The writer keeps the first
// error of a row until the end.
func writeRows(w io.Writer, rows func(row func(...string))) error {
	out := csv.NewWriter(w)
	rows(func(cells ...string) { _ = out.Write(cells) })
	out.Flush()
	return out.Error()
}
