package intruder

import (
	"cmp"
	"slices"
	"strings"

	"lvv/schemas"
)

// A layout says how a sheet with several figures a row is read. There is no
// description in those parcels that a program could follow, so an intruder reads
// it from the column names, once.
type layout struct {
	sheet   string
	dims    []string // the columns that say what a row is about
	columns []column
	row     func(code string) (note, bool) // what else the first column says; false: skip the row
}

// A column holds figures of one kind. A name that ends in "_" stands for all
// columns that begin so and end in a time, as in instroom_2019.
type column struct {
	name             string
	population, unit string
	of               []coordinate
	day              string // the column with the reference date of a stock, or atEnd
}

// atEnd is the last day of the period.
const atEnd = "einde"

// A note is what one row says about its figures, beyond its column.
type note struct {
	population, unit string // empty: as the column says
	of               []coordinate
	day              string
}

// layouts are those of the sheets that are known.
func layouts() []layout {
	in, out := column{population: entered, unit: stays}, column{population: left, unit: stays}
	stock := column{population: present, unit: stays}
	named := func(c column, name, day string) column { c.name, c.day = name, day; return c }
	outcome := func(code string) column {
		return column{name: code, population: gone, unit: people, of: []coordinate{{reasons, code}}}
	}
	return []layout{
		{sheet: "stroom", dims: []string{"tijd"}, columns: []column{named(in, "instroom", ""), named(out, "uitstroom", "")}},
		{sheet: "stroom_organisatie", dims: []string{house}, columns: []column{named(in, "instroom_", ""), named(out, "uitstroom_", "")}},
		{sheet: "bezetting", dims: []string{"maand", "peildatum"}, columns: []column{named(stock, "bezetting", "")}},
		{sheet: "bezetting", dims: []string{"niveau", "periode", house}, columns: []column{{name: "nachten", population: "nachten", unit: "nachten"}}},
		{sheet: "bezetting_organisatie", dims: []string{house}, columns: []column{named(stock, "bezetting_", "")}},
		{sheet: "duur_beeindigd", dims: []string{"verblijfsduur"}, columns: []column{named(out, stays, "")}, row: lengthOf},
		{sheet: "duur_lopend", dims: []string{"verblijfsduur"}, columns: []column{named(stock, stays, atEnd)}, row: lengthOf},
		{sheet: "uitkomsten", dims: []string{"jaar_van_vertrek"}, columns: []column{
			outcome(schemas.Durable), outcome(schemas.SemiDurable), outcome(schemas.NoSolution), outcome(total)}},
		{sheet: "uitkomsten_reden", dims: []string{"groep", reasons}, columns: []column{{name: "personen_", population: gone, unit: people}}},
		{sheet: "bestendig", dims: []string{"noemer"}, columns: []column{outcome(schemas.Durable)}, row: func(string) (note, bool) { return note{}, true }},
		{sheet: "balans", dims: []string{"tijdvak", house}, columns: []column{named(in, "instroom_stroom", ""), named(out, "uitstroom_stroom", ""),
			named(stock, "stand_begin", "peildatum_begin"), named(stock, "stand_eind", "peildatum_eind")}},
		{sheet: "cumulatieve_incidentie", dims: []string{"verblijfsduur", reasons}, columns: []column{named(out, "beeindigd_stroom", "")}},
		{sheet: "aanwezigheid", dims: []string{"maat", "eenheid", "niveau", "periode", house}, columns: []column{{name: "waarde"}}},
		{sheet: "personen", dims: []string{"telling"}, columns: []column{{name: "aantal"}}, row: personsOf},
		{sheet: "kengetallen", dims: []string{"kengetal"}, columns: []column{{name: "teller"}}, row: keyFigure},
	}
}

// layoutOf finds the layout that fits a sheet.
func layoutOf(s sheet) (layout, bool) {
	for _, l := range layouts() {
		if l.sheet == s.name && l.fits(s) {
			return l, true
		}
	}
	return layout{}, false
}

// fits reports whether the sheet has the columns that the layout names.
func (l layout) fits(s sheet) bool {
	for _, d := range l.dims {
		if s.column(d) < 0 {
			return false
		}
	}
	return slices.ContainsFunc(s.header, func(h string) bool { _, ok := l.column(h); return ok })
}

// column finds the kind of figures in a column of a sheet.
func (l layout) column(header string) (column, bool) {
	for _, c := range l.columns {
		if c.name == header || strings.HasSuffix(c.name, "_") && strings.HasPrefix(header, c.name) {
			return c, !slices.Contains(l.dims, header)
		}
	}
	return column{}, false
}

// lengthOf reads a length of stay of whoever, not only of those who came in the
// period.
func lengthOf(code string) (note, bool) { return note{of: []coordinate{{length, code}}}, true }

// personsOf reads which persons a row counts.
func personsOf(code string) (note, bool) {
	n := note{population: persons, unit: people}
	switch code {
	case "personen_bovengrens":
	case "personen_ondergrens":
		n.of = []coordinate{{"koppeling", "gekoppeld"}}
	case "een_organisatie":
		n.of = []coordinate{{"organisaties", "een"}}
	case "meer_organisaties":
		n.of = []coordinate{{"organisaties", "meer"}}
	default:
		return n, false // stays among persons
	}
	return n, true
}

// keyFigure reads what a key figure counts; goals are no figures about people.
func keyFigure(code string) (note, bool) {
	switch code {
	case entered, left:
		return note{population: code, unit: stays}, true
	case present:
		return note{population: present, unit: stays, day: atEnd}, true
	case "bestendig_deelnemers":
		code = schemas.Durable + "_uitstroom"
	}
	if group, ok := strings.CutSuffix(code, "_uitstroom"); ok {
		return note{population: left, unit: stays, of: []coordinate{{reasons, group}}}, true
	}
	return personsOf(code)
}

// wide reads a sheet with several figures a row.
func (c *content) wide(s sheet, l layout) {
	for _, row := range s.rows {
		n, when, ok := c.about(s, l, row)
		if !ok {
			continue
		}
		for i, header := range s.header {
			kind, ok := l.column(header)
			f := figure{high: -1}
			if !ok || !f.read(row[i]) {
				continue
			}
			f.place = place{population: cmp.Or(n.population, kind.population), unit: cmp.Or(n.unit, kind.unit), when: when}
			f.of = join(slices.Concat(n.of, kind.of))
			f.where = Where{c.name, s.name, append(labels(s, l, row), header)}
			if kind.name != header {
				if f.when, ok = c.time(strings.TrimPrefix(header, kind.name)); !ok {
					continue
				}
			}
			if c.stock(s, cmp.Or(n.day, kind.day), row, &f) {
				f.place = f.anchored(c.period)
				c.figures = append(c.figures, f)
			}
		}
	}
}

func labels(s sheet, l layout, row []string) (out []string) {
	for _, d := range l.dims {
		out = append(out, row[s.column(d)])
	}
	return out
}

// about reads what a row is about, and when.
func (c *content) about(s sheet, l layout, row []string) (n note, when schemas.Period, ok bool) {
	when = c.period
	if l.row != nil {
		n, ok = l.row(row[s.column(l.dims[0])])
		return n, when, ok
	}
	for _, d := range l.dims {
		code := row[s.column(d)]
		switch d {
		case "maand", "groep", "niveau": // said by the next column as well
		case "maat":
			if n.population = code; code == "vertrekken" {
				n.population = left
			}
		case "eenheid":
			n.unit = code
		default:
			n.of = append(n.of, c.coordinates(d, code, &when)...)
		}
	}
	return n, when, true
}

// stock takes the reference date of a stock from where it stands.
func (c *content) stock(s sheet, day string, row []string, f *figure) bool {
	switch day {
	case "":
		return true
	case atEnd:
		f.when = schemas.Period{From: c.period.To, To: c.period.To}
		return true
	}
	i := s.column(day)
	if i < 0 {
		return false
	}
	d, err := schemas.ParseDay(row[i])
	f.when = schemas.Period{From: d, To: d}
	return err == nil
}
