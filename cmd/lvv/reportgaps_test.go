package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/anonymise/store"
	"lvv/reports/parcel"
	"lvv/schemas"
)

func span(t *testing.T, s string) schemas.Period {
	t.Helper()
	from, to, _ := strings.Cut(s, "..")
	p, err := parsePeriod(from, to)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// delivered is a delivery, told as organisation, dataset and period.
func delivered(t *testing.T, s string) store.Segment {
	t.Helper()
	f := strings.Fields(s)
	p := span(t, f[2])
	return store.Segment{Meta: store.Meta{Org: f[0], Dataset: f[1], From: p.From, To: p.To}}
}

// A quarter is missing when a day of it in the period stands in no delivery.
func TestGaps(t *testing.T) {
	t.Parallel()
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{contract: contract}
	w.settings.Organisations = []organisation{{Code: "stil", Name: "STIL"}, {Code: "seguro", Name: "Seguro"}}
	const ( // deliveries, as organisation, dataset and period
		whole  = " 2019-01-01..2021-12-31"
		seguro = "seguro opvang" + whole
	)
	for _, c := range []struct {
		name    string
		inForce []string
		purpose schemas.Purpose
		period  string
		want    string // organisation, dataset and quarters
	}{
		{"all there", []string{seguro, "stil opvang" + whole}, schemas.Monitor, "2019-01-01..2021-12-31", ""},
		{"nothing at all", nil, schemas.Finance, "2020-01-01..2020-06-30", "stil opvang 2020-K1 2020-K2; seguro opvang 2020-K1 2020-K2"},
		{"a quarter between", []string{seguro, "stil opvang 2020-01-01..2020-03-31", "stil opvang 2020-07-01..2020-12-31"}, schemas.Evaluator, "2020-01-01..2020-12-31", "stil opvang 2020-K2"},
		{"a quarter in months", []string{seguro, "stil opvang 2020-01-01..2020-01-31", "stil opvang 2020-02-01..2020-02-29", "stil opvang 2020-03-01..2020-03-31"}, schemas.Monitor, "2020-01-01..2020-03-31", ""},
		{"a month of it", []string{seguro, "stil opvang 2020-01-01..2020-01-31", "stil opvang 2020-03-01..2020-03-31"}, schemas.Monitor, "2020-01-01..2020-03-31", "stil opvang 2020-K1"},
		{"a month outside the period", []string{seguro, "stil opvang 2020-01-01..2020-02-29"}, schemas.Monitor, "2020-01-15..2020-02-15", ""},
		{"before the pilot", []string{seguro, "stil opvang" + whole}, schemas.Monitor, "2018-07-01..2019-03-31", ""},
		{"after the agreed end", []string{seguro, "stil opvang 2019-01-01..2022-03-31"}, schemas.Monitor, "2021-10-01..2022-03-31", "seguro opvang 2022-K1"},
		{"another dataset", []string{seguro, "stil traject" + whole}, schemas.Monitor, "2020-01-01..2020-03-31", "stil opvang 2020-K1"},
		{"guidance, by who gives it", []string{"seguro traject 2019-01-01..2020-03-31"}, schemas.AMIF, "2020-01-01..2020-06-30", "seguro traject 2020-K2"},
		{"guidance, by nobody", []string{seguro}, schemas.AMIF, "2020-01-01..2020-03-31", "stil traject 2020-K1; seguro traject 2020-K1"},
		{"guidance after the pilot", []string{"seguro traject" + whole}, schemas.AMIF, "2021-10-01..2022-06-30", ""},
	} {
		var inForce []store.Segment
		for _, s := range c.inForce {
			inForce = append(inForce, delivered(t, s))
		}
		if diff := cmp.Diff(c.want, written(w.gaps(inForce, c.purpose, span(t, c.period)))); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", c.name, diff)
		}
	}
}

// lvv status counts days as well: a pilot that begins within a quarter and
// deliveries of months leave nothing missing.
func TestStandingCountsDays(t *testing.T) {
	t.Parallel()
	contract, err := schemas.Load("amsterdam-2019")
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{contract: contract}
	var inForce []store.Segment
	for _, s := range []string{"2019-03-01..2019-03-31", "2019-04-01..2019-04-30", "2019-05-01..2019-06-30", "2019-07-01..2019-08-31"} {
		inForce = append(inForce, delivered(t, "opvang-a opvang "+s))
	}
	for today, want := range map[string][]string{"2019-09-30": nil, "2019-10-01": {"2019-Q3"}} {
		got := w.standing("opvang-a", "opvang", inForce, span(t, today+".."+today).From).Missing
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("on %s (- want, + got):\n%s", today, diff)
		}
	}
}

func written(gaps []parcel.Gap) string {
	var lines []string
	for _, g := range gaps {
		line := g.Org + " " + g.Dataset
		for _, q := range g.Quarters {
			line += " " + q.String()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}
