package monitor

import (
	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/schemas"
)

// keyFigures are the numbers that people come for, none of them bare.
func (v *view) keyFigures() page.Figures {
	upper, lower := v.bounds()
	durable, left := v.figure(tLeft, reports.AllCode, schemas.Durable), v.figure(tLeft, reports.AllCode, reports.AllCode)
	all := page.Figures{
		v.occupancyFigure(),
		{Label: "Instroom", Value: v.figure(tInflow, reports.AllCode).text(), Denominator: "verblijven",
			Definition: "begonnen in de periode; wie terugkomt telt opnieuw", Reference: v.span(), Clause: "S-U 12"},
		{Label: "Uitstroom", Value: v.figure(tOutflow, reports.AllCode).text(), Denominator: "verblijven",
			Definition: "geëindigd in de periode, ook als iemand later terugkwam", Reference: v.span(), Clause: "S-U 12"},
		{Label: "Unieke personen", Value: upper.text(), Denominator: "bovengrens; ondergrens " + lower.text(),
			Definition: "iedereen een keer, over alle organisaties; het verschil zijn personen zonder V-nummer die niet te koppelen zijn", Reference: v.span(), Clause: "S-U 12"},
		{Label: "Vertrokken personen", Value: left.text(), Denominator: "van " + upper.text() + " personen",
			Definition: "met een verblijf in de periode en op de laatste dag niet in de opvang", Reference: v.span(), Clause: "S-U 12"},
		v.moneyFigure(),
	}
	if goal, places, ok := v.goal(); ok {
		all = append(all, page.Figure{Label: "Bestendige oplossingen en het doel", Value: durable.text(),
			Denominator: "doel: " + goal.text() + " op " + places.text() + " plekken" + inBrackets(percent(goal, places)),
			Definition:  "personen met terugkeer, verblijfsvergunning of doormigratie als laatste vertrek", Reference: v.span(), Clause: "S-A 1.5"})
	}
	return append(all,
		page.Figure{Label: "Bestendig van wie vertrok", Value: percentText(percent(durable, left)),
			Denominator: durable.text() + " van " + left.text() + " vertrokken personen", Definition: "ander getal dan het doel: de noemer is wie vertrok", Reference: v.span(), Clause: "S-A definitie l"},
		page.Figure{Label: "Bestendig van alle deelnemers", Value: percentText(percent(durable, upper)),
			Denominator: durable.text() + " van " + upper.text() + " personen", Definition: "noemer: de bovengrens van het aantal unieke personen", Reference: v.span(), Clause: "S-A definitie l"})
}

// moneyFigure is what the places cost, in millions; the table has the cents.
func (v *view) moneyFigure() page.Figure {
	sum := v.money.sum()
	f := page.Figure{Label: "Berekende bijdrage", Value: millions(sum.Computed),
		Definition: "plekken maal tarief, opgeteld over de dagen", Reference: v.span(), Clause: "S-A 15.2"}
	if sum.Funded {
		f.Denominator = "van " + millions(sum.Available) + " beschikbaar"
	}
	return f
}

func millions(cents int64) string {
	return "€\u00a0" + dutch.Decimal(float64(cents)/1e8, 1) + "\u00a0mln"
}

// occupancyFigure sets the stock of the last day against the places of that day.
func (v *view) occupancyFigure() page.Figure {
	n, places := v.figure(tStock, v.lastCode()), v.places(v.last(), "")
	return page.Figure{Label: "Bezetting", Value: n.text(), Denominator: "op " + places.text() + " plekken" + inBrackets(percent(n, places)),
		Definition: "verblijven aan het einde van de dag", Reference: dutch.LongDate(v.last().Time()), Clause: "S-A 9"}
}

func percentText(p value) string {
	switch p.kind {
	case percentage:
		return dutch.Decimal(float64(p.n)/10, 1) + "\u00a0%"
	case hidden:
		return "."
	}
	return "–"
}

func inBrackets(p value) string {
	if p.kind != percentage {
		return ""
	}
	return " (" + percentText(p) + ")"
}
