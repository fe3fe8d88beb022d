package intruder

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lvv/schemas"
)

// A Background says what is known of somebody who is looked for in the records.
type Background struct{ Nationality, Sex, Age, Entry bool }

// WholeBackground is nationality, sex, age and month of entry.
func WholeBackground() Background { return Background{true, true, true, true} }

// ParseBackground reads a list such as nationality,sex,age,entry.
func ParseBackground(text string) (Background, error) {
	var b Background
	for word := range strings.SplitSeq(text, ",") {
		field, ok := map[string]*bool{"nationality": &b.Nationality, "sex": &b.Sex, "age": &b.Age, "entry": &b.Entry}[strings.TrimSpace(word)]
		if !ok {
			return b, fmt.Errorf("of somebody's background, nationality, sex, age and entry can be known")
		}
		*field = true
	}
	return b, nil
}

// The columns of the records by which somebody might be recognised.
var backgroundColumns = []string{nation, sex, "leeftijd_instroom", entered}

// values are what a stay may be called in each of backgroundColumns, from fine to
// coarse, joined; empty for what is not known.
func (b Background) values(s Stay) (out [4]string) {
	if b.Nationality {
		out[0] = s.Nationality
	}
	if b.Sex {
		out[1] = s.Sex
	}
	if b.Age {
		out[2] = ageLeaf(s)
	}
	if b.Entry {
		out[3] = s.In.String()[:len("2019-01")]
	}
	return out
}

// ageLeaf is the band of ages of a stay, or, where only the group is sure, that.
func ageLeaf(s Stay) string {
	band, group := schemas.AgeBand(schemas.AgeBandList, s.AgeFrom, s.AgeTo), schemas.AgeBand(schemas.AgeGroupList, s.AgeFrom, s.AgeTo)
	if band == schemas.UncertainAge && group != schemas.UncertainAge {
		return uncertainIn(group)
	}
	return band
}

// sameTime reports whether a month (2019-03) lies in 2019, 2019-H1, 2019-K1 or
// 2019-03. A time that is written otherwise fits every month.
func sameTime(value, month string) bool {
	of, err := time.Parse("2006-01", month)
	year, rest, _ := strings.Cut(value, "-")
	if _, wrong := strconv.Atoi(year); err != nil || wrong != nil || len(year) != 4 {
		return true
	}
	from, to, ok := monthsOf(rest)
	return !ok || of.Format("2006") == year && from <= int(of.Month()) && int(of.Month()) <= to
}

// monthsOf are the first and the last month of a part of a year: a half (H1), a
// quarter (K1) or a month (03); nothing is the whole of it.
func monthsOf(part string) (from, to int, ok bool) {
	length := 1
	switch {
	case part == "":
		return 1, 12, true
	case part[0] == 'H':
		part, length = part[1:], 6
	case part[0] == 'K':
		part, length = part[1:], 3
	}
	n, err := strconv.Atoi(part)
	return (n-1)*length + 1, n * length, err == nil && n >= 1 && n*length <= 12
}
