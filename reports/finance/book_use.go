package finance

import (
	"strconv"

	"lvv/reports/workbook"
)

// The columns of Bezetting.
const (
	useLevel = iota
	useSpan
	useOrg
	useName
	useDays
	usePlaceDays
	usePlaces
	useNights
	useMean
	useRate
)

// occupancy has a row for each organisation in each month, quarter and year.
func (b *book) occupancy() {
	s := workbook.Sheet{
		Name: "Bezetting", Title: "Bezetting naast capaciteit",
		Notes: []string{
			"Nachten: van de dag van instroom tot de dag van uitstroom, die niet meetelt, per verblijf. Bezettingsgraad: nachten gedeeld door plaatsdagen.",
			"Ter informatie naast de bedragen: het bedrag volgt uit de plaatsen en niet uit de bezetting (S-A 15.2). Een punt (.) is onderdrukt." + b.v.rounding.Behind(),
		},
		Columns: []workbook.Column{
			col("niveau", 10), col("periode", 10), col("organisatie", 18), col("naam", 46), col("dagen", 8),
			col("plaatsdagen", 0), col("plaatsen gemiddeld", 19), col("nachten", 0),
			col("bezetting gemiddeld", 20), col("bezettingsgraad", 17),
		},
	}
	rows := b.v.useRows()
	charted := 0
	for i, r := range rows {
		if r.span.Level == month && isTotal(r.org) {
			charted = i
		}
		s.Rows = append(s.Rows, b.useCells(s, i, r))
	}
	s.Charts = []workbook.Chart{{Kind: workbook.LineChart, Title: "Gemiddelde bezetting en plaatsen per maand, alle organisaties",
		Categories: useSpan, Series: []int{useMean, usePlaces}, From: 0, To: charted}}
	b.use = s
}

func (b *book) useCells(s workbook.Sheet, i int, r useRow) []workbook.Cell {
	days := int64(r.span.Days.Days())
	quotient := func(col, by int, n, d int64, show func(float64) workbook.Cell) workbook.Cell {
		return workbook.Formula(s.At(col, i)+"/"+s.At(by, i), show(float64(n)/float64(d)))
	}
	mean, rate := workbook.Suppressed(), workbook.Suppressed()
	if r.nights.shown {
		mean = quotient(useNights, useDays, r.nights.n, days, workbook.Number)
	}
	if r.placeDays == 0 {
		rate = workbook.Impossible()
	} else if r.nights.shown {
		rate = quotient(useNights, usePlaceDays, r.nights.n, r.placeDays, workbook.Percent)
	}
	return []workbook.Cell{workbook.Text(r.span.Level.String()), workbook.Text(r.span.Code), workbook.Text(r.org),
		workbook.Text(b.v.orgName(r.org)), workbook.Int(days),
		workbook.Formula(b.placeDaysOf(s, i, r), workbook.Int(r.placeDays)),
		quotient(usePlaceDays, useDays, r.placeDays, days, workbook.Number), r.nights.book(), mean, rate}
}

// placeDaysOf sums the rows of Plaatsdagen that belong to a row of Bezetting.
func (b *book) placeDaysOf(s workbook.Sheet, i int, r useRow) string {
	keys := map[level]int{month: daysMonth, quarter: daysQuarter, year: daysYear}
	period, all := s.At(useSpan, i), r.span.Level == whole
	org, values := s.At(useOrg, i), b.days.All(daysCount)
	switch {
	case all && isTotal(r.org):
		return "SUM(" + values + ")"
	case all:
		return matching(b.days.All(daysOrg), org, values)
	case isTotal(r.org):
		return matching(b.days.All(keys[r.span.Level]), period, values)
	}
	return matchingBoth(b.days.All(keys[r.span.Level]), period, b.days.All(daysOrg), org, values)
}

// presence has the other figures about the use of places.
func (b *book) presence() {
	s := workbook.Sheet{
		Name: "Aanwezigheid", Title: "Aanwezigheid en M&O",
		Notes: []string{
			"Alle getallen berusten op personen en zijn beschermd; een punt (.) is onderdrukt. Betekenis: zie Toelichting." + b.v.rounding.Behind(),
			"Aanwezigheidsdagen = nachten + vertrekken. Nachten = nachten van unieke personen + dubbele nachten.",
		},
		Columns: []workbook.Column{
			col("maat", 34), col("niveau", 10), col("periode", 11), col("organisatie", 18), col("naam", 46),
			col("eenheid", 12), col("waarde", 0),
		},
	}
	for _, r := range b.v.presenceRows() {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(r.term), workbook.Text(r.span.Level.String()), workbook.Text(r.span.Code),
			workbook.Text(r.org), workbook.Text(b.v.orgName(r.org)), workbook.Text(r.unit), r.value.book()})
	}
	b.present = s
}

// The columns of Kosten.
const (
	costMonth = iota
	costOrg
	costName
	costKind
	costBudgeted
	costRealised
	costDifference
)

// costSheet is what the organisations say of their costs.
func (b *book) costSheet() {
	s := workbook.Sheet{
		Name: "Kosten", Title: "Begrote en gerealiseerde kosten",
		Notes: []string{"Opgave van de organisaties per maand en kostensoort (S-U 4-5). Geen persoonsgegevens."},
		Columns: []workbook.Column{
			col("periode", 10), col("organisatie", 18), col("naam", 46), col("kostensoort", 24),
			col("begroot", 18), col("gerealiseerd", 18), col("begroot min gerealiseerd", 24),
		},
	}
	kinds := b.v.job.Contract.Dataset("kosten").Field("kostensoort").Codes
	for i, c := range b.v.costs {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(c.Month), workbook.Text(c.Org), workbook.Text(b.v.orgName(c.Org)),
			workbook.Text(kinds.Codes[kinds.Index(c.Kind)].Label),
			workbook.Cents(c.Budgeted), workbook.Cents(c.Realised), difference(s, i, costBudgeted, costRealised, c.Budgeted-c.Realised)})
	}
	budgeted, realised, _ := b.v.cost(allOrgs)
	s.Totals = [][]workbook.Cell{append(labelled("totaal", costBudgeted),
		sumOf(s, costBudgeted, budgeted), sumOf(s, costRealised, realised), sumOf(s, costDifference, budgeted-realised))}
	b.costs = s
}

func (b *book) findingSheet() {
	s := workbook.Sheet{
		Name: "Bevindingen", Title: "Bevindingen",
		Notes: []string{"Wat een lezer moet weten voor hij tekent: afwijkingen, onzekerheden, M&O (misbruik en oneigenlijk gebruik) en kennisgevingen."},
		Columns: []workbook.Column{
			col("nr", 6), col("soort", 14), col("onderwerp", 40), col("bevinding", 90),
			col("grondslag", 16),
		},
		NoFilter: true,
	}
	for i, f := range b.v.findings() {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(strconv.Itoa(i + 1)), workbook.Text(f.kind),
			workbook.Wrapped(f.about), workbook.Wrapped(f.text), workbook.Text(f.clause)})
	}
	b.findings = s
}
