package evaluator

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// timeAxis puts each stay in the quarter or year of a day of it. Stays without
// such a day in the period stand in category 0 and may not be counted.
func (f *facts) timeAxis(days []int32, deep bool) axis {
	deep = deep && f.detail == quarterByOrg
	a := axis{dim: timeDim(f.quarters, deep), of: make([]int32, len(days))}
	var at []int32
	for _, q := range f.quarters {
		code := q.yearCode()
		if deep {
			code = q.code
		}
		at = append(at, leaf(a.dim, code))
	}
	for i, d := range days {
		if d >= int32(f.period.From) && d <= int32(f.period.To) {
			a.of[i] = at[f.quarterOf[d-int32(f.period.From)]]
		}
	}
	return a
}

// orgAxis needs no translation: organisations are numbered from 1, and 0 is the
// total, which is all there is when organisations are not told apart.
func (f *facts) orgAxis() axis {
	a := axis{dim: orgDim(f.job.Orgs), of: f.org}
	if f.detail == yearOnly {
		a.dim.Categories, a.of = a.dim.Categories[:1], make([]int32, f.n())
	}
	return a
}

// reasonAxis puts each ended stay under its reason, or under the group of its
// reason.
func (f *facts) reasonAxis(detail bool) axis {
	none := false
	for i, r := range f.reason {
		none = none || r == warehouse.None && f.left(i)
	}
	a := axis{dim: reasonDim(f.reasons, detail, none), of: make([]int32, f.n())}
	_, groups := schemas.RollUp()
	at := make([]int32, len(f.reasons.Codes))
	for i, c := range f.reasons.Codes {
		code := c.Code
		if !detail {
			code = groups[code]
		}
		at[i] = leaf(a.dim, code)
	}
	for i, r := range f.reason {
		switch {
		case r != warehouse.None:
			a.of[i] = at[r]
		case none:
			a.of[i] = leaf(a.dim, unknown)
		}
	}
	return a
}

// nationalityAxis puts each stay under the nationality of its person, region or
// part of the world. Only what occurs among those who entered is listed.
func (f *facts) nationalityAxis(deep int) axis {
	occurs := make([]bool, len(schemas.List(schemas.NationalityList).Codes))
	for i, n := range f.nationality {
		occurs[n] = occurs[n] || f.entered(i)
	}
	d := regionDim(occurs, deep)
	at := nationalityLeaf(d, occurs, deep)
	a := axis{dim: d, of: make([]int32, f.n())}
	for i, n := range f.nationality {
		a.of[i] = at[n]
	}
	return a
}

// sexAxis numbers the sexes of the code list from 1, after the total.
func (f *facts) sexAxis() axis {
	a := axis{dim: plainDim(dimSex, "Geslacht", "Totaal", schemas.List("geslacht").Codes), of: make([]int32, f.n())}
	for i, s := range f.sex {
		a.of[i] = s + 1
	}
	return a
}

// ageAxis puts each stay in the band that holds the whole interval of its
// person's age.
func (f *facts) ageAxis() axis {
	list := schemas.List(schemas.AgeGroupList)
	a := axis{dim: plainDim(dimAge, "Leeftijd bij instroom", "Alle leeftijden", list.Codes), of: bandsOf(list, f.ageFrom, f.ageTo)}
	for i := range a.of {
		a.of[i]++
	}
	return a
}

// bandsOf gives the place in a list of age bands of each interval of ages. There
// are few different intervals, so each is looked up once.
func bandsOf(list *schemas.CodeList, from, to []int32) []int32 {
	seen := make([]int32, 256*256)
	out := make([]int32, len(from))
	for i := range from {
		key := from[i]<<8 | to[i]
		if seen[key] == 0 {
			seen[key] = 1 + int32(list.Index(schemas.AgeBand(list.Name, uint8(from[i]), uint8(to[i]))))
		}
		out[i] = seen[key] - 1
	}
	return out
}

// The two kinds of stay along the axis of duration: those who entered in the
// period can be followed from their first day; those who were there already
// cannot, and are few, so that their durations would cost the others' theirs.
const (
	inPeriod = "in_periode"
	earlier  = "eerder"
)

// durationAxis puts each stay that began in the period in its class of whole
// months, and the others together.
func (f *facts) durationAxis() axis {
	d := plainDim(dimDuration, "Verblijfsduur", "Alle verblijven", nil)
	d.Categories = append(d.Categories, disclosure.Category{Code: inPeriod, Label: "Begonnen in de periode", Parent: reports.AllCode, Total: true})
	for _, c := range schemas.List(schemas.DurationList).Codes {
		d.Categories = append(d.Categories, disclosure.Category{Code: c.Code, Label: c.Label, Parent: inPeriod})
	}
	d.Categories = append(d.Categories, disclosure.Category{Code: earlier, Label: "Begonnen voor de periode"})
	a := axis{dim: d, of: f.durations()}
	for i := range a.of {
		if f.entered(i) {
			a.of[i] += 2
		} else {
			a.of[i] = int32(len(d.Categories) - 1)
		}
	}
	return a
}

// durations gives the place of each stay in the list of durations.
func (f *facts) durations() []int32 {
	list := schemas.List(schemas.DurationList)
	var class []int32 // by whole months, until the last class
	for m := 0; len(class) == 0 || int(class[len(class)-1]) < len(list.Codes)-1; m++ {
		in, _ := schemas.NewDay(1970, 1, 1)
		out, _ := schemas.NewDay(1970+m/12, m%12+1, 1)
		class = append(class, int32(list.Index(schemas.DurationClass(in, out))))
	}
	out := make([]int32, f.n())
	for i, m := range f.months {
		out[i] = class[max(0, min(int(m), len(class)-1))]
	}
	return out
}
