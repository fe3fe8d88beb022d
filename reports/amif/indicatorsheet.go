package amif

import (
	"strings"

	"lvv/reports/workbook"
	"lvv/schemas"
)

// indicatorSheet has a block for each indicator: a row for each age group and
// their total, a pair of columns for each sex and their total.
func (a *account) indicatorSheet(profile string, l lists) workbook.Sheet {
	leading := "Deze indicatoren horen bij het programma van deze verantwoording."
	if profile != a.options.Profile {
		leading = "Ter vergelijking: deze verantwoording valt onder " + a.options.Profile + "."
	}
	s := workbook.Sheet{
		Name: "Indicatoren " + profile, Title: "Indicatoren " + profile, NoFilter: true,
		Notes: a.notes(leading,
			"Unieke personen met een telbaar traject, naar leeftijd op de startdag en geslacht. Aangetoond: met kenmerk van bewijs en einddatum; anders onzeker.",
			regulation[profile]),
		Columns: []workbook.Column{{Header: "Indicator", Width: 14}, {Header: "Omschrijving", Width: 46}, {Header: "Leeftijd", Width: 21}},
	}
	for _, sex := range schemas.List("geslacht").Codes {
		s.Columns = append(s.Columns, fitted(sex.Label+", aangetoond"), fitted(sex.Label+", onzeker"))
	}
	s.Columns = append(s.Columns, fitted("Totaal aangetoond"), fitted("Totaal onzeker"), fitted("Totaal"), fitted("Controle"))
	for i := range a.indicators {
		if n := &a.indicators[i]; n.profile == profile {
			s.Rows = append(s.Rows, n.rows(&s, l)...)
		}
	}
	return s
}

// regulation says where the wording of the indicators comes from.
var regulation = map[string]string{
	Profile2014: "Verordening (EU) 516/2014, bijlage IV, doelstelling (c). De indicatoren (i), (iv) en (v) gaan niet over begeleiding van personen en komen niet uit deze levering. Een uitsplitsing is niet voorgeschreven.",
	Profile2021: "Verordening (EU) 2021/1147, bijlage VIII, doelstelling (c): \"All indicators relating to persons shall be reported by age brackets (< 18, 18-60, > 60) and by gender.\"",
}

// rows writes the block of one indicator below what stands in the sheet.
func (n *indicator) rows(s *workbook.Sheet, l lists) [][]workbook.Cell {
	head := []workbook.Cell{workbook.Header(n.code), workbook.Wrapped(n.wording)}
	if n.column == "" {
		return [][]workbook.Cell{append(head, workbook.Text(notRecorded)), {workbook.Impossible(), workbook.Wrapped(n.meaning)}, {}}
	}
	ages := schemas.List(schemas.AgeGroupList).Codes
	top, out := len(s.Rows), [][]workbook.Cell(nil)
	for i, age := range ages {
		row := []workbook.Cell{workbook.Impossible(), workbook.Impossible(), workbook.Text(age.Label)}
		if i == 0 {
			copy(row, head)
		}
		if i == 1 {
			row[1] = workbook.Wrapped(n.meaning)
		}
		out = append(out, n.ageRow(row, s, l, top+i, i))
	}
	return append(out, n.totalRow(s, l, top, len(ages)), []workbook.Cell{})
}

// ageRow counts each sex from the list of participants and adds them up.
func (n *indicator) ageRow(row []workbook.Cell, s *workbook.Sheet, l lists, at, age int) []workbook.Cell {
	var total tallied
	for k, sex := range schemas.List("geslacht").Codes {
		c := n.cells[age][k]
		where := append(n.where(), is("leeftijd", schemas.List(schemas.AgeGroupList).Codes[age].Label), is("geslacht", sex.Label))
		row = append(row,
			l.cell(l.countPeople(append(where, is(n.column, proven.String()))...), c.proven),
			l.cell(l.countPeople(append(where, is(n.column, uncertain.String()))...), c.uncertain))
		total = total.plus(c)
	}
	return append(row, n.sums(s, at, total)...)
}

// where are the conditions on a participant, apart from certainty.
func (n *indicator) where() []where {
	if n.result == "" {
		return []where{counted}
	}
	return []where{counted, is("terugkeer", labelOf("resultaat", n.result))}
}

// sums adds the columns of the sexes in one row of the sheet.
func (n *indicator) sums(s *workbook.Sheet, row int, total tallied) []workbook.Cell {
	sexes := len(schemas.List("geslacht").Codes)
	var sure, unsure []string
	for k := range sexes {
		sure = append(sure, s.At(firstSex+2*k, row))
		unsure = append(unsure, s.At(firstSex+2*k+1, row))
	}
	end := firstSex + 2*sexes
	return []workbook.Cell{
		workbook.Formula(strings.Join(sure, "+"), workbook.Int(int64(total.proven))).Bold(),
		workbook.Formula(strings.Join(unsure, "+"), workbook.Int(int64(total.uncertain))).Bold(),
		workbook.Formula(s.At(end, row)+"+"+s.At(end+1, row), workbook.Int(int64(total.all()))).Bold(),
	}
}

// firstSex is the first column of an indicator sheet that counts.
const firstSex = 3

// totalRow adds up the ages and holds the outcome against a count that knows of
// no age or sex.
func (n *indicator) totalRow(s *workbook.Sheet, l lists, top, ages int) []workbook.Cell {
	row := []workbook.Cell{workbook.Impossible(), workbook.Impossible(), workbook.Header("Totaal")}
	down := func(col int) string { return "SUM(" + s.At(col, top) + ":" + s.At(col, top+ages-1) + ")" }
	for k := range schemas.List("geslacht").Codes {
		var t tallied
		for age := range n.cells {
			t = t.plus(n.cells[age][k])
		}
		row = append(row,
			workbook.Formula(down(firstSex+2*k), workbook.Int(int64(t.proven))).Bold(),
			workbook.Formula(down(firstSex+2*k+1), workbook.Int(int64(t.uncertain))).Bold())
	}
	row = append(row, n.sums(s, top+ages, n.broken())...)
	apart := func(certainty certainty, counted int) string {
		return l.term(l.countPeople(append(n.where(), is(n.column, certainty.String()))...), counted)
	}
	total := s.At(len(row)-1, top+ages)
	return append(row, workbook.Check(total+"-"+apart(proven, n.total.proven)+"-"+apart(uncertain, n.total.uncertain)))
}
