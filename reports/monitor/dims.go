package monitor

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/schemas"
)

// Codes of the dimensions that only this report knows.
const (
	linkSure = "gekoppeld"
	linkOpen = "niet_gekoppeld"
	orgsOne  = "een"
	orgsMore = "meer"
)

// healthReason is the reason for leaving that tells of somebody's health: a
// departure put off on medical grounds (Vw 2000 art. 64; GDPR art. 9).
const healthReason = "art64"

// dims are the dimensions that do not depend on time.
type dims struct {
	orgs, length, link, spread, groups, outcome disclosure.Dim
	classes                                     map[string]int // of length
	unregistered                                []schemas.Code // outcomes of the roll-up for which the contract has no code
}

func newDims(job reports.Job) dims {
	d := dims{
		orgs:   dim(reports.FromOrgs(dimOrg, job.Orgs)),
		length: dim(reports.FromCodes(dimLength, "Verblijfsduur", schemas.List(schemas.DurationList))),
		link: disclosure.Dim{Name: dimLink, Label: "Koppeling", Categories: []disclosure.Category{
			reports.Total("Alle personen"), {Code: linkSure, Label: "Herkend"}, {Code: linkOpen, Label: "Niet te koppelen"}}},
		spread: disclosure.Dim{Name: dimOrgs, Label: "Organisaties", Categories: []disclosure.Category{
			reports.Total("Alle personen"), {Code: orgsOne, Label: "Bij een organisatie"}, {Code: orgsMore, Label: "Bij meer organisaties"}}},
		classes: map[string]int{},
	}
	for i, c := range d.length.Categories {
		d.classes[c.Code] = i
	}
	d.rollUp(job.Contract.Dataset("opvang").Field("reden_uitstroom").Codes)
	return d
}

func dim(d reports.Dimension) disclosure.Dim {
	return disclosure.Dim{Name: d.Column, Label: d.Label, Categories: d.Categories, Sensitive: d.Sensitive}
}

// groupLabels are the groups of the roll-up as people read them, in order.
var groupLabels = [...]struct{ code, label, short string }{
	{schemas.Durable, "Bestendige oplossing", "Bestendig"},
	{schemas.SemiDurable, "Semibestendige oplossing", "Semibestendig"},
	{schemas.NoSolution, "Geen oplossing", "Geen"},
}

// rollUp makes the dimension of outcomes: the reasons for leaving of the
// contract under the groups of the roll-up. What the roll-up knows and the
// contract has no code for is not zero but not registered.
func (d *dims) rollUp(reasons *schemas.CodeList) {
	version, groups := schemas.RollUp()
	d.outcome = disclosure.Dim{Name: dimOutcome, Label: "Uitkomst", Sensitive: true, Categories: []disclosure.Category{reports.Total("Alle vertrokkenen")}}
	d.groups = d.outcome
	d.groups.Categories = d.outcome.Categories[:1:1]
	for _, g := range groupLabels {
		d.groups.Categories = append(d.groups.Categories, disclosure.Category{Code: g.code, Label: g.label})
		d.outcome.Categories = append(d.outcome.Categories, disclosure.Category{Code: g.code, Label: g.label, Parent: reports.AllCode, Total: true})
		for _, c := range reasons.Codes {
			if groups[c.Code] == g.code {
				d.outcome.Categories = append(d.outcome.Categories, disclosure.Category{Code: c.Code, Label: c.Label, Parent: g.code, Health: c.Code == healthReason})
			}
		}
	}
	for _, c := range schemas.List(version).Codes {
		if reasons.Index(c.Code) < 0 {
			d.unregistered = append(d.unregistered, c)
		}
	}
}

// class is the place of a length of stay.
func (d *dims) class(in, out int32) int {
	return d.classes[schemas.DurationClass(schemas.Day(in), schemas.Day(out))]
}

// leaving is the dimension of the years in which people left for good.
func (c *calendar) leaving() disclosure.Dim {
	d := c.time(byYear)
	d.Name, d.Label = dimYear, "Jaar van vertrek"
	return d
}

// pick is the place of one of two categories.
func pick(first bool, d disclosure.Dim, yes, no string) int {
	if first {
		return at(d, yes)
	}
	return at(d, no)
}
