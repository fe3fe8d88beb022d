package monitor

import (
	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/schemas"
)

// A keyFigure is a figure as the page shows it, with its value as a number.
type keyFigure struct {
	page.Figure
	value value
}

// keyFigures are the numbers that people come for, none of them bare.
func (v *view) keyFigures() []keyFigure {
	upper, lower := v.bounds()
	durable, left := v.figure(tLeft, reports.AllCode, schemas.Durable), v.figure(tLeft, reports.AllCode, reports.AllCode)
	participants, leavers := percent(durable, upper), percent(durable, left)
	count := func(n figure, f page.Figure) keyFigure {
		f.Value, f.Reference = n.text(), v.span()
		return keyFigure{f, n.value()}
	}
	all := []keyFigure{
		v.occupancyFigure(),
		count(v.figure(tInflow, reports.AllCode), page.Figure{Label: "Instroom", Denominator: "verblijven",
			Definition: "begonnen in de periode; wie terugkomt telt opnieuw", Clause: "S-U 12"}),
		count(v.figure(tOutflow, reports.AllCode), page.Figure{Label: "Uitstroom", Denominator: "verblijven",
			Definition: "geëindigd in de periode, ook als iemand later terugkwam", Clause: "S-U 12"}),
		count(upper, page.Figure{Label: "Unieke personen", Denominator: "bovengrens; ondergrens " + lower.text(),
			Definition: "iedereen een keer, over alle organisaties; het verschil zijn personen zonder V-nummer die niet te koppelen zijn", Clause: "S-U 12"}),
		count(left, page.Figure{Label: "Vertrokken personen", Denominator: "van " + upper.text() + " personen",
			Definition: "met een verblijf in de periode en op de laatste dag niet in de opvang", Clause: "S-U 12"}),
		v.moneyFigure(),
	}
	if goal, places, ok := v.goal(); ok {
		all = append(all, count(durable, page.Figure{Label: "Bestendige oplossingen en het doel",
			Denominator: "doel: " + goal.text() + " op " + places.text() + " plekken" + inBrackets(percent(goal, places)),
			Definition:  "personen met terugkeer, verblijfsvergunning of doormigratie als laatste vertrek", Clause: "S-A 1.5"}))
	}
	return append(all,
		keyFigure{page.Figure{Label: "Bestendig van wie vertrok", Value: percentText(leavers), Denominator: durable.text() + " van " + left.text() + " vertrokken personen",
			Definition: "ander getal dan het doel: de noemer is wie vertrok", Reference: v.span(), Clause: "S-A definitie l"}, leavers},
		keyFigure{page.Figure{Label: "Bestendig van alle deelnemers", Value: percentText(participants), Denominator: durable.text() + " van " + upper.text() + " personen",
			Definition: "noemer: de bovengrens van het aantal unieke personen", Reference: v.span(), Clause: "S-A definitie l"}, participants})
}

// moneyFigure is what the places cost, in millions; the table has the cents.
func (v *view) moneyFigure() keyFigure {
	sum := v.money.sum()
	f := page.Figure{Label: "Berekende bijdrage", Value: millions(sum.Computed),
		Definition: "plekken maal tarief, opgeteld over de dagen", Reference: v.span(), Clause: "S-A 15.2"}
	if sum.Funded {
		f.Denominator = "van " + millions(sum.Available) + " beschikbaar"
	}
	return keyFigure{f, cents(sum.Computed)}
}

func millions(cents int64) string {
	return "€\u00a0" + dutch.Decimal(float64(cents)/1e8, 1) + "\u00a0mln"
}

// occupancyFigure sets the stock of the last day against the places of that day.
func (v *view) occupancyFigure() keyFigure {
	n, places := v.figure(tStock, v.lastCode()), v.places(v.last(), "")
	return keyFigure{page.Figure{Label: "Bezetting", Value: n.text(), Denominator: "op " + places.text() + " plekken" + inBrackets(percent(n, places)),
		Definition: "verblijven aan het einde van de dag", Reference: dutch.LongDate(v.last().Time()), Clause: "S-A 9"}, n.value()}
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
