package finance

import (
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/page/dutch"
	"lvv/reports/places"
	"lvv/schemas"
)

// A level is how long a span is.
type level int

const (
	whole level = iota
	year
	quarter
	month
)

// String is the word for a level in the data files.
func (l level) String() string { return [...]string{"periode", "jaar", "kwartaal", "maand"}[l] }

// A span is a part of the period that the statement reports on: a month, or a
// quarter, year or period made of such months.
type span struct {
	Level  level
	Code   string // 2020-01, 2020-K1, 2020 or totaal
	Label  string
	Parent string         // code of the span it is a part of
	Days   schemas.Period // cut to the period of the statement
}

// calendar are the spans of a period of whole months: the whole, then each year
// followed by its quarters, each followed by its months.
func calendar(p schemas.Period) []span {
	all := []span{{whole, reports.AllCode, "Hele periode", "", p}}
	at := map[string]int{}
	add := func(s span) {
		if i, ok := at[s.Code]; ok {
			all[i].Days.To = s.Days.To
			return
		}
		at[s.Code] = len(all)
		all = append(all, s)
	}
	for _, m := range places.Months(p) {
		add(span{year, yearOf(m.From), yearOf(m.From), reports.AllCode, m})
		add(span{quarter, quarterOf(m.From), dutch.Quarter(m.From.Time()), yearOf(m.From), m})
		add(span{month, monthOf(m.From), dutch.Month(m.From.Time()), quarterOf(m.From), m})
	}
	return all
}

// at are the spans of one level.
func at(l level, all []span) []span {
	var some []span
	for _, s := range all {
		if s.Level == l {
			some = append(some, s)
		}
	}
	return some
}

func monthOf(d schemas.Day) string { return d.String()[:7] }

func quarterOf(d schemas.Day) string {
	y, m, _ := d.Date()
	return fmt.Sprintf("%d-K%d", y, (m+2)/3)
}

func yearOf(d schemas.Day) string {
	y, _, _ := d.Date()
	return fmt.Sprint(y)
}

// periods is the dimension of the spans down to a level.
func periods(all []span, down level) reports.Dimension {
	d := reports.Dimension{Column: "periode", Label: "Periode"}
	for _, s := range all {
		if s.Level <= down {
			d.Categories = append(d.Categories, disclosure.Category{
				Code: s.Code, Label: s.Label, Parent: s.Parent, Total: s.Level < down,
			})
		}
	}
	return d
}
