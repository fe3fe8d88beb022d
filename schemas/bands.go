package schemas

import (
	"strconv"
	"sync"
)

// The lists of age bands. The fine bands are five years wide, but for those
// beside 18 and 60, which are cut so that every fine band lies in one group.
// The groups are those of the AMIF indicators: under 18, 18 to 60, over 60,
// with 60 in the middle one.
const (
	AgeBandList  = "leeftijdsband"
	AgeGroupList = "leeftijdsgroep"
)

// UncertainAge is the code, in both lists of age bands, of an age of which too
// little is known to put it into one band.
const UncertainAge = "onzeker"

// A band is a code with the ages or months it spans, the last one included.
type band struct {
	code     string
	from, to int
}

var bands = sync.OnceValue(func() map[string][]band {
	all := make(map[string][]band)
	for _, name := range []string{AgeBandList, AgeGroupList} {
		for _, c := range List(name).Codes {
			if c.Code != UncertainAge {
				all[name] = append(all[name], band{c.Code, mustInt(c.Extra["leeftijd_van"]), mustInt(c.Extra["leeftijd_tot"])})
			}
		}
	}
	for _, c := range List(DurationList).Codes {
		below := int(maxDay)
		if s := c.Extra["maanden_onder"]; s != "" {
			below = mustInt(s)
		}
		all[DurationList] = append(all[DurationList], band{c.Code, mustInt(c.Extra["maanden_van"]), below - 1})
	}
	return all
})

// AgeBand returns the code of the band, in one of the two lists of age bands,
// in which the whole interval of ages lies (whole years, both ends included);
// [UncertainAge] when no band holds all of it or either end is [UnknownAge].
func AgeBand(list string, from, to uint8) string {
	for _, b := range bands()[list] {
		if from <= to && b.from <= int(from) && int(to) <= b.to {
			return b.code
		}
	}
	return UncertainAge
}

// DurationList is the code list of classes of time in shelter: up to 3, 6, 12
// and 24 months, and longer (S-A 6.2 asks what a realistic duration is).
const DurationList = "verblijfsduur"

// DurationClass returns the class of a stay that began on in and ended on out,
// by the number of whole calendar months between them. It panics when out lies
// before in.
func DurationClass(in, out Day) string {
	if out < in {
		panic("schemas: internal error: a stay that ends before it begins")
	}
	months := MonthsBetween(in, out)
	for _, b := range bands()[DurationList] {
		if months <= b.to {
			return b.code
		}
	}
	panic("schemas: internal error: " + DurationList + " has no last class")
}

// MonthsBetween counts the whole calendar months from one day to a later one:
// from 31 January it is one month on 28 February (29 in a leap year).
func MonthsBetween(from, to Day) int {
	y1, m1, d1 := from.Date()
	y2, m2, d2 := to.Date()
	months := (y2-y1)*12 + m2 - m1
	if d2 < min(d1, DaysIn(y2, m2)) {
		months--
	}
	return months
}

func mustInt(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("schemas: internal error: not a whole number in a code list")
	}
	return n
}
