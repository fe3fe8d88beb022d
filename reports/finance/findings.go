package finance

import (
	"fmt"
	"slices"

	"lvv/reports"
	"lvv/reports/page/dutch"
	"lvv/reports/places"
	"lvv/schemas"
)

// A finding is what a reader of the statement must know before he signs. The
// kinds follow the accountant's table of errors and uncertainties.
type finding struct {
	kind   string
	about  string
	text   string
	clause string
}

// The kinds of findings.
const (
	kindDeviation   = "afwijking"    // amounts differ from what was agreed
	kindUncertainty = "onzekerheid"  // something is not known
	kindMisuse      = "M&O"          // possible misuse or improper use, to be looked into
	kindNotice      = "kennisgeving" // a fact that explains figures
)

// findings are in the order of the money, the registers, the deliveries and
// the use of places.
func (v *view) findings() []finding {
	return slices.Concat(v.fundingFindings(), v.registerFindings(), v.deliveryFindings(), v.useFindings(), v.costFindings())
}

func (v *view) fundingFindings() []finding {
	var all []finding
	for _, x := range at(year, v.spans) {
		f := v.funded(x, reports.AllCode)
		over := f.Computed - f.Available
		switch {
		case slices.Contains(v.sources(x), ""):
			all = append(all, finding{kindUncertainty, x.Label,
				"Voor dit jaar staat in het financieringsregister geen bedrag; het berekende bedrag van " +
					dutch.Cents(f.Computed) + " is niet aan een bron toegedeeld.", "S-A 15.1"})
		case over > 0:
			all = append(all, finding{kindDeviation, x.Label, "Het berekende bedrag is " + dutch.Cents(over) +
				" hoger dan beschikbaar (" + dutch.Cents(f.Computed) + " tegen " + dutch.Cents(f.Available) +
				"). Het bedrag is niet afgekapt; partijen treden in overleg.", "S-A 15.5"})
		}
		if less := f.Full - f.Available; less > 0 {
			all = append(all, finding{kindNotice, x.Label, "Door minder pilots dan gepland is " + dutch.Cents(less) +
				" minder beschikbaar, voor alle bronnen naar rato: " + dutch.Cents(f.Full) + " is " + dutch.Cents(f.Available) +
				" geworden.", "S-A 15.2"})
		}
	}
	return all
}

func (v *view) registerFindings() []finding {
	var all []finding
	for _, p := range v.job.Registers.Pilots {
		days := common(p.Period, v.job.Period)
		if days.Days() > 0 && p.Active < p.Planned {
			all = append(all, finding{kindNotice, dutchDays(days), fmt.Sprintf("%d van de %d geplande pilots waren actief.",
				p.Active, p.Planned), "S-A 15.2"})
		}
	}
	for _, rate := range v.job.Registers.Rates {
		if v.job.Period.From < rate.Period.From && rate.Period.From <= v.job.Period.To {
			all = append(all, finding{kindNotice, dutch.Date(rate.Period.From.Time()), "Vanaf deze dag geldt een tarief van " +
				dutch.Cents(rate.Cents) + " per plaats per dag; de dagen ervoor zijn tegen het oude tarief berekend.", "S-A 15.2"})
		}
	}
	for _, o := range v.orgs {
		if !slices.Contains(v.job.Orgs, o) {
			all = append(all, finding{kindUncertainty, o.Code,
				"Deze organisatie staat in het capaciteitsregister, maar niet bij de organisaties van het programma.", "S-A 15.2"})
		}
	}
	return all
}

func (v *view) deliveryFindings() []finding {
	var all []finding
	for _, o := range v.orgs {
		last, known := v.delivered[o.Code]
		placeDays, _ := v.amount(v.spans[0], o.Code)
		switch {
		case !known && placeDays > 0:
			all = append(all, finding{kindUncertainty, o.Name,
				"Er zijn plaatsen geregistreerd, maar er is over deze periode geen verblijf geleverd.", "S-U 12"})
		case known && last < v.job.Period.To:
			all = append(all, finding{kindUncertainty, o.Name, "De leveringen lopen tot en met " + dutch.Date(last.Time()) +
				"; wie toen nog in de opvang was, is tot het einde van de periode doorgeteld.", "S-U 12"})
		}
		if known && placeDays == 0 {
			all = append(all, finding{kindMisuse, o.Name,
				"Er zijn verblijven geleverd, maar in het capaciteitsregister staan geen plaatsen.", "S-A 15.2"})
		}
	}
	return all
}

func (v *view) useFindings() []finding {
	var all []finding
	add := func(about, what string, f figure) {
		if !f.shown || f.n > 0 {
			all = append(all, finding{kindMisuse, about, what + ": " + hiddenOr(f) + ".", "S-A 15.2"})
		}
	}
	for _, x := range at(year, v.spans) {
		add(x.Label, "Nachten waarop een persoon op twee plekken tegelijk stond", v.figure(repeated, x.Code))
		add(x.Label, "Persoonsdagen boven de capaciteit", v.figure(above, x.Code))
	}
	for _, o := range v.orgs {
		add(o.Name, "Persoonsdagen boven de capaciteit in de hele periode", v.figure(aboveOf, o.Code))
	}
	return all
}

func hiddenOr(f figure) string {
	if f.shown {
		return dutch.Int(f.n)
	}
	return "onderdrukt (.), te weinig personen om te tonen"
}

func (v *view) costFindings() []finding {
	var all []finding
	for _, o := range v.orgs {
		budgeted, realised, any := v.cost(o.Code)
		switch {
		case !any:
			all = append(all, finding{kindUncertainty, o.Name, "Over deze periode zijn geen kosten geleverd.", "S-U 4-5"})
		case realised > budgeted:
			all = append(all, finding{kindNotice, o.Name, "De gerealiseerde kosten zijn " + dutch.Cents(realised-budgeted) +
				" hoger dan begroot.", "S-U 4-5"})
		}
	}
	return all
}

// cost sums the costs of an organisation, or of all.
func (v *view) cost(org string) (budgeted, realised int64, any bool) {
	for _, c := range v.costs {
		if isTotal(org) || c.Org == org {
			budgeted, realised, any = budgeted+c.Budgeted, realised+c.Realised, true
		}
	}
	return budgeted, realised, any
}

// dutchDays writes a period for people; one without an end says so.
func dutchDays(p schemas.Period) string {
	if p.To == places.Open {
		return "vanaf " + dutch.Date(p.From.Time())
	}
	return dutch.Date(p.From.Time()) + " t/m " + dutch.Date(p.To.Time())
}
