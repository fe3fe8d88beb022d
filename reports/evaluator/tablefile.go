package evaluator

import (
	"io"

	"lvv/anonymise/disclosure"
	"lvv/reports/csvfile"
)

// The columns that every table file has after its dimensions. Numerator,
// denominator and what they count stand on every line, so that a line that is
// copied elsewhere still says what it means.
const (
	colBase       = "noemer"
	colShare      = "aandeel_pct"
	colUnit       = "eenheid"
	colKind       = "stand_of_stroom"
	colPopulation = "populatie"
	colReference  = "peilmoment"
	colDefinition = "definitie"
	colClause     = "grondslag"
)

// countColumn is the name of the column with the figures; it says whether they
// are a stock or a flow.
func (v view) countColumn() string { return "aantal_" + v.Kind.String() }

func (v view) header() []string {
	var h []string
	for _, d := range v.Dims {
		h = append(h, d.Name)
	}
	return append(h, v.countColumn(), colBase, colShare, colUnit, colKind, colPopulation, colReference, colDefinition, colClause)
}

// rows writes one line a cell; name gives how a category is called.
func (v view) rows(name func(disclosure.Category) string) [][]csvfile.Cell {
	rows := make([][]csvfile.Cell, v.Len())
	for i := range rows {
		for d := range v.Dims {
			rows[i] = append(rows[i], csvfile.Text(name(v.category(i, d))))
		}
		count, status := v.cell(i)
		rows[i] = append(rows[i], counted(count, status))
		if b := v.base(i); b < 0 || status == disclosure.Impossible {
			rows[i] = append(rows[i], csvfile.Impossible(), csvfile.Impossible())
		} else {
			base, of := v.cell(b)
			rows[i] = append(rows[i], counted(base, of), share(count, base))
		}
		for _, text := range []string{v.Unit, v.Kind.String(), v.Population, v.reference, v.definition, v.clause} {
			rows[i] = append(rows[i], csvfile.Text(text))
		}
	}
	return rows
}

func counted(s shown, status disclosure.Status) csvfile.Cell {
	switch status {
	case disclosure.Shown:
		return csvfile.Int(s.n)
	case disclosure.Impossible:
		return csvfile.Impossible()
	}
	return csvfile.Suppressed()
}

// share is a percentage with one decimal; of nothing it cannot exist.
func share(a, b shown) csvfile.Cell {
	if b.ok && b.n == 0 {
		return csvfile.Impossible()
	}
	pct, ok := percent(a, b)
	if !ok {
		return csvfile.Suppressed()
	}
	return csvfile.Number(pct, 1)
}

// data writes the table for programs, with codes.
func (v view) data(w io.Writer) error {
	return csvfile.Data(w, v.header(), v.rows(func(c disclosure.Category) string { return c.Code }))
}

// excel writes the table for a Dutch Excel, with names instead of codes.
func (v view) excel(w io.Writer) error {
	return csvfile.Excel(w, v.header(), v.rows(func(c disclosure.Category) string { return c.Label }))
}
