package finance

import (
	"strconv"

	"lvv/reports"
	"lvv/reports/workbook"
)

// allOrgs is the code of all organisations together.
const allOrgs = reports.AllCode

// isTotal tells whether a code is that of all organisations.
func isTotal(org string) bool { return org == allOrgs }

// The columns of SiSa-gereed.
const (
	sisaYear = iota
	sisaOrg
	sisaName
	sisaFinal
	sisaPlaceDays
	sisaAmount
	sisaEuros
	sisaRounding
	sisaSoFar
)

// wholeEuros has the lines that a SiSa appendix asks for, in whole euros, with
// what rounding adds or takes away. The scheme has no known SiSa code.
func (b *book) wholeEuros() {
	s := workbook.Sheet{
		Name: "SiSa-gereed", Title: "Regels in hele euro's, voor een SiSa-bijlage",
		Notes: []string{
			"Hele euro's per regel; het afrondingsverschil sluit aan op de bedragen in centen. Er is geen SiSa-code van de regeling bekend.",
			"Cumulatief telt vanaf het begin van de periode van deze verantwoording. Eindverantwoording (Ja of Nee) vult de gemeente in.",
		},
		Columns: []workbook.Column{
			col("jaar", 8), col("organisatie", 18), col("naam", 46), col("eindverantwoording", 20),
			col("plaatsdagen", 0), col("bedrag", 18), col("hele euro's", 16), col("afrondingsverschil", 19),
			col("cumulatief, hele euro's", 23),
		},
	}
	soFar := map[string]int64{}
	var euros int64
	for _, x := range at(year, b.v.spans) {
		for _, o := range b.v.orgs {
			placeDays, amount := b.v.amount(x, o.Code)
			if placeDays == 0 {
				continue
			}
			i, rounded := len(s.Rows), (amount+50)/100
			soFar[o.Code] += rounded
			euros += rounded
			match := func(col int) string {
				return matchingBoth(b.days.All(daysYear), s.At(sisaYear, i), b.days.All(daysOrg), s.At(sisaOrg, i), b.days.All(col))
			}
			s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(x.Code), workbook.Text(o.Code), workbook.Text(o.Name), workbook.Impossible(),
				workbook.Formula(match(daysCount), workbook.Int(placeDays)), workbook.Formula(cents(match(daysAmount)), workbook.Cents(amount)),
				workbook.Formula("ROUND("+s.At(sisaAmount, i)+",0)", workbook.Euros(rounded)),
				difference(s, i, sisaEuros, sisaAmount, rounded*100-amount),
				workbook.Formula(matching(s.Range(sisaOrg, 0, i), s.At(sisaOrg, i), s.Range(sisaEuros, 0, i)), workbook.Euros(soFar[o.Code]))})
		}
	}
	placeDays, amount := b.v.amount(b.v.spans[0], allOrgs)
	s.Totals = [][]workbook.Cell{append(labelled("totaal", sisaPlaceDays), total(s, sisaPlaceDays, workbook.Int(placeDays)),
		sumOf(s, sisaAmount, amount),
		total(s, sisaEuros, workbook.Euros(euros)), sumOf(s, sisaRounding, euros*100-amount))}
	b.sisa = s
}

// control is the last sheet: each check must be zero.
func (b *book) control() workbook.Sheet {
	s := workbook.Sheet{
		Name: "Controle", Title: "Controle: elke uitkomst moet 0 zijn",
		Notes: []string{"Groen is 0. Het programma heeft vooraf ook zelf nagerekend; sloot een van die controles niet, dan was dit bestand er niet."},
		Columns: []workbook.Column{
			col("nr", 6), col("controle", 90), col("uitkomst", 14),
		},
		NoFilter: true,
	}
	_, amount := b.v.amount(b.v.spans[0], allOrgs)
	add := func(what, expr string) {
		n := workbook.Text(strconv.Itoa(len(s.Rows) + 1))
		s.Rows = append(s.Rows, []workbook.Cell{n, workbook.Wrapped(what), workbook.Check(cents(expr))})
	}
	under := func(t workbook.Sheet, col int) string { return t.Abs(col, len(t.Rows)) } // the row of totals
	add("Plaatsdagen: de regels tellen op tot het capaciteitsregister (Aannames)", under(b.days, daysCount)+"-SUM("+b.assumed.All(assumedDays)+")")
	add("Bedragen: plaatsdagen maal tarief tellen op tot het totaal",
		"SUMPRODUCT("+b.days.All(daysCount)+","+b.days.All(daysRate)+")-"+under(b.days, daysAmount))
	add("Kwartalen tellen op tot het totaal van Plaatsdagen", under(b.quarters, spanComputed)+"-"+under(b.days, daysAmount))
	add("Jaren, organisaties en locaties tellen op tot het totaal van Plaatsdagen", under(b.years, yearAmount)+"-"+under(b.days, daysAmount))
	add("Plaatsdagen van kwartalen en jaren zijn gelijk", under(b.quarters, spanPlaceDays)+"-"+under(b.years, yearPlaceDays))
	add("Dagen van de kwartalen tellen op tot de periode", under(b.quarters, spanLength)+"-"+b.assumed.Abs(assumedValue, 0))
	add("Berekend per bron telt op tot het totaal van Plaatsdagen", under(b.funding, fundComputed)+"-"+under(b.days, daysAmount))
	add("Beschikbaar per jaar en bron is gelijk aan beschikbaar per kwartaal", under(b.funding, fundAvailable)+"-"+under(b.quarters, spanAvailable))
	add("Beschikbaar min berekend is het verschil", under(b.funding, fundAvailable)+"-"+under(b.funding,
		fundComputed)+"-"+under(b.funding, fundDifference))
	add("Hele euro's min afrondingsverschil is het bedrag in centen (SiSa-gereed)", under(b.sisa, sisaEuros)+"-"+under(b.sisa,
		sisaRounding)+"-"+under(b.days, daysAmount))
	add("Begroot min gerealiseerd is het verschil (Kosten)", under(b.costs, costBudgeted)+"-"+under(b.costs,
		costRealised)+"-"+under(b.costs, costDifference))
	add("Het totaal is dat van gegevens/plaatsdagen.csv, zoals het programma het schreef", under(b.days,
		daysAmount)+"-"+strconv.FormatInt(amount, 10)+"/100")
	add("Plaatsdagen in Bezetting zijn die van Plaatsdagen", b.use.Abs(usePlaceDays, b.wholeRow())+"-"+under(b.days, daysCount))
	if b.v.parts != nil {
		add("Aansluiting: de maanden tellen op tot het totaal van Plaatsdagen", under(b.tied, partNow)+"-"+under(b.days, daysAmount))
		add("Aansluiting: eerder plus verschil is nu, voor wat eerder is verantwoord", under(b.tied, partThen)+"+"+under(b.tied, partDifference)+
			"-SUMPRODUCT(--ISNUMBER("+b.tied.All(partThen)+"),"+b.tied.All(partNow)+")")
	}
	s.Totals = [][]workbook.Cell{{workbook.Impossible(), workbook.Text("alle controles samen"), workbook.Check("SUMPRODUCT(ABS(" + s.Down(2) + "))")}}
	return s
}

// wholeRow is the row of Bezetting with all organisations in the whole period.
func (b *book) wholeRow() int {
	for i, r := range b.v.useRows() {
		if r.span.Level == whole && isTotal(r.org) {
			return i
		}
	}
	panic("finance: internal error: no row for the whole period")
}
