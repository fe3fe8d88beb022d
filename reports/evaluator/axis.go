package evaluator

import (
	"strconv"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/schemas"
)

// An axis is a dimension of a table with the category of each row.
type axis struct {
	dim disclosure.Dim
	of  []int32 // for each row of the facts its category, never a total
}

// leaf is where a code stands in a dimension; it panics when it is not there,
// because dimensions are made from the lists that the rows refer to.
func leaf(d disclosure.Dim, code string) int32 {
	for i, c := range d.Categories {
		if c.Code == code && !c.Total {
			return int32(i)
		}
	}
	panic("evaluator: internal error: dimension " + d.Name + " lacks a category")
}

// ancestors gives for each category of a dimension itself and every total that
// it is part of.
func ancestors(d disclosure.Dim) [][]int {
	at, root := map[string]int{}, -1
	for i, c := range d.Categories {
		at[c.Code] = i
		if c.Total && c.Parent == "" {
			root = i
		}
	}
	up := func(i int) int {
		if p := d.Categories[i].Parent; p != "" {
			return at[p]
		}
		if i != root {
			return root
		}
		return -1
	}
	out := make([][]int, len(d.Categories))
	for i := range d.Categories {
		for c := i; c >= 0; c = up(c) {
			out[i] = append(out[i], c)
		}
	}
	return out
}

// Names of the dimensions. Tables that share a population and a dimension share
// the figures, so a dimension has one name and one set of codes everywhere.
const (
	dimTime        = "tijdvak"
	dimDate        = "peildatum"
	dimOrg         = "organisatie"
	dimReason      = "reden"
	dimNationality = "nationaliteit"
	dimSex         = "geslacht"
	dimAge         = "leeftijd"
	dimDuration    = reports.LengthBegun
	dimHouses      = "organisaties"
	dimLink        = "koppeling"
	dimKind        = "soort"
	dimLine        = "lijn"
	dimDecision    = "besluit"
)

func plainDim(name, label string, total string, list []schemas.Code) disclosure.Dim {
	d := disclosure.Dim{Name: name, Label: label, Categories: []disclosure.Category{reports.Total(total)}}
	for _, c := range list {
		d.Categories = append(d.Categories, disclosure.Category{Code: c.Code, Label: c.Label})
	}
	return d
}

// orgDim is the dimension of organisations, in the order of the job.
func orgDim(orgs []reports.Org) disclosure.Dim {
	f := reports.FromOrgs(dimOrg, orgs)
	return disclosure.Dim{Name: f.Column, Label: f.Label, Categories: f.Categories}
}

// reasonDim puts the groups of the roll-up above the reasons of the contract. A
// reason of the roll-up that the contract does not register stands there as
// impossible: a zero would be untrue. withUnknown adds a category for
// exits without a reason; detail leaves the reasons out when false.
func reasonDim(codes *schemas.CodeList, detail, withUnknown bool) disclosure.Dim {
	d := disclosure.Dim{Name: dimReason, Label: "Reden van uitstroom", Sensitive: true,
		Categories: []disclosure.Category{reports.Total("Alle uitstroom")}}
	version, groups := schemas.RollUp()
	for _, g := range solutions {
		d.Categories = append(d.Categories, disclosure.Category{Code: g.code, Label: g.label, Parent: reports.AllCode, Total: detail})
		for _, c := range schemas.List(version).Codes {
			if !detail || groups[c.Code] != g.code {
				continue
			}
			label := c.Label
			if codes.Index(c.Code) < 0 {
				label += unregistered
			}
			d.Categories = append(d.Categories, disclosure.Category{Code: c.Code, Label: label, Parent: g.code, Health: c.Code == art64})
		}
	}
	if withUnknown {
		d.Categories = append(d.Categories, disclosure.Category{Code: unknown, Label: "Reden niet geregistreerd"})
	}
	return d
}

const (
	art64        = "art64" // postponement of departure on medical grounds: health data (GDPR art. 9)
	unknown      = "onbekend"
	unregistered = " (niet afzonderlijk geregistreerd)"
)

// solutions are the groups of the roll-up as people read them.
var solutions = []struct{ code, label string }{
	{schemas.Durable, "Bestendige oplossing"},
	{schemas.SemiDurable, "Semi-bestendige oplossing"},
	{schemas.NoSolution, "Geen oplossing"},
}

// regionDim puts part of the world above region above nationality, for the
// nationalities that occur. deep says how far down it goes: 1 is part of the
// world, 2 region, 3 nationality.
func regionDim(occurs []bool, deep int) disclosure.Dim {
	d := disclosure.Dim{Name: dimNationality, Label: "Nationaliteit", Categories: []disclosure.Category{reports.Total("Alle nationaliteiten")}}
	codes := schemas.List(schemas.NationalityList).Codes
	seen := map[string]bool{}
	for _, part := range codes {
		w := part.Extra["werelddeel"]
		if seen[w] || !anyOf(codes, occurs, "werelddeel", w) {
			continue
		}
		seen[w] = true
		d.Categories = append(d.Categories, disclosure.Category{Code: partCode(w), Label: capital(w), Parent: reports.AllCode, Total: deep > 1})
		if deep > 1 {
			d.Categories = append(d.Categories, regionsOf(codes, occurs, w, deep)...)
		}
	}
	return d
}

func regionsOf(codes []schemas.Code, occurs []bool, part string, deep int) []disclosure.Category {
	var out []disclosure.Category
	seen := map[string]bool{}
	for _, c := range codes {
		r := c.Extra["regio"]
		if c.Extra["werelddeel"] != part || seen[r] || !anyOf(codes, occurs, "regio", r) {
			continue
		}
		seen[r] = true
		out = append(out, disclosure.Category{Code: regionCode(r), Label: capital(r), Parent: partCode(part), Total: deep > 2})
		for i, n := range codes {
			if deep > 2 && occurs[i] && n.Extra["regio"] == r {
				out = append(out, disclosure.Category{Code: n.Code, Label: n.Label, Parent: regionCode(r)})
			}
		}
	}
	return out
}

func partCode(part string) string     { return "werelddeel:" + part }
func regionCode(region string) string { return "regio:" + region }

func anyOf(codes []schemas.Code, occurs []bool, level, value string) bool {
	for i := range codes {
		if occurs[i] && codes[i].Extra[level] == value {
			return true
		}
	}
	return false
}

// nationalityLeaf gives for each nationality its category in a regionDim.
func nationalityLeaf(d disclosure.Dim, occurs []bool, deep int) []int32 {
	codes := schemas.List(schemas.NationalityList).Codes
	out := make([]int32, len(codes))
	for i, c := range codes {
		if !occurs[i] {
			continue
		}
		code := c.Code
		switch deep {
		case 1:
			code = partCode(c.Extra["werelddeel"])
		case 2:
			code = regionCode(c.Extra["regio"])
		}
		out[i] = leaf(d, code)
	}
	return out
}

// capital writes the first letter of a name large.
func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// A quarter is a calendar quarter cut to the period.
type quarter struct {
	code   string // 2019-K1
	year   int
	period schemas.Period
}

func (q quarter) yearCode() string { return strconv.Itoa(q.year) }

// quartersOf are the quarters that a period meets.
func quartersOf(p schemas.Period) []quarter {
	var out []quarter
	for day := p.From; day <= p.To; {
		y, m, _ := day.Date()
		n := (m - 1) / 3
		end, _ := schemas.NewDay(y, 3*n+3, schemas.DaysIn(y, 3*n+3))
		end = min(end, p.To)
		out = append(out, quarter{code: strconv.Itoa(y) + "-K" + strconv.Itoa(n+1), year: y, period: schemas.Period{From: day, To: end}})
		day = end + 1
	}
	return out
}

// yearsOf are the years that a period meets, for a pilot too small for quarters.
func yearsOf(p schemas.Period) []quarter {
	var out []quarter
	for _, q := range quartersOf(p) {
		if n := len(out); n == 0 || out[n-1].year != q.year {
			q.code = q.yearCode()
			out = append(out, q)
		} else {
			out[n-1].period.To = q.period.To
		}
	}
	return out
}

// timeDim puts years above quarters; without quarters it has years only.
func timeDim(quarters []quarter, deep bool) disclosure.Dim {
	d := disclosure.Dim{Name: dimTime, Label: "Jaar", Categories: []disclosure.Category{reports.Total("Hele periode")}}
	if deep {
		d.Label = "Jaar en kwartaal"
	}
	year := 0
	for _, q := range quarters {
		if q.year != year {
			year = q.year
			d.Categories = append(d.Categories, disclosure.Category{Code: q.yearCode(), Label: q.yearCode(), Parent: reports.AllCode, Total: deep})
		}
		if deep {
			label := q.code[5:] + " " + q.yearCode()
			d.Categories = append(d.Categories, disclosure.Category{Code: q.code, Label: label, Parent: q.yearCode()})
		}
	}
	return d
}

// dateDim is a run of reference dates; dates do not add up, so there is no
// total.
func dateDim(dates []schemas.Day) disclosure.Dim {
	d := disclosure.Dim{Name: dimDate, Label: "Peildatum (einde van de dag)"}
	for _, day := range dates {
		d.Categories = append(d.Categories, disclosure.Category{Code: day.String(), Label: day.Dutch()})
	}
	return d
}
