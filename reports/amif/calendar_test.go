package amif

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/schemas"
)

func TestReportingYears(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, from, to string
		want           []string
	}{
		{"the whole pilot", "2019-01-01", "2021-12-31", []string{
			"2018-2019 2019-01-01..2019-10-15 due 2019-11-15", "2019-2020 2019-10-16..2020-10-15 due 2020-11-15",
			"2020-2021 2020-10-16..2021-10-15 due 2021-11-15", "2021-2022 2021-10-16..2021-12-31 due 2022-11-15"}},
		{"one year", "2019-10-16", "2020-10-15", []string{"2019-2020 2019-10-16..2020-10-15 due 2020-11-15"}},
		{"a calendar year", "2020-01-01", "2020-12-31", []string{
			"2019-2020 2020-01-01..2020-10-15 due 2020-11-15", "2020-2021 2020-10-16..2020-12-31 due 2021-11-15"}},
		{"one day", "2020-10-15", "2020-10-15", []string{"2019-2020 2020-10-15..2020-10-15 due 2020-11-15"}},
	} {
		var got []string
		for _, y := range reportingYears(schemas.Period{From: on(t, test.from), To: on(t, test.to)}) {
			got = append(got, y.name+" "+y.Period.String()+" due "+y.due.String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestCalendarYears(t *testing.T) {
	t.Parallel()
	var got []string
	for _, y := range calendarYears(schemas.Period{From: on(t, "2019-10-16"), To: on(t, "2021-01-01")}) {
		got = append(got, y.name+" "+y.Period.String())
	}
	want := []string{"2019 2019-10-16..2019-12-31", "2020 2020-01-01..2020-12-31", "2021 2021-01-01..2021-01-01"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A trajectory on the border of two years starts in one and ends in the other.
func TestBorderOfAYear(t *testing.T) {
	t.Parallel()
	c := calendar{years: reportingYears(schemas.Period{From: on(t, "2019-10-16"), To: on(t, "2021-10-15")})}
	c.count([]trajectory{
		said("0131", voluntary, "", trajectory{who: 1, start: on(t, "2020-10-15"), end: on(t, "2020-10-16"), proven: true}),
		said("0131", "mob", "", trajectory{who: 1, start: on(t, "2019-01-01"), end: on(t, "2019-10-16")}),
		said("0131", voluntary, "", trajectory{who: 2, start: on(t, "2021-10-15"), open: true, proven: true}),
		said("0001", running, "", trajectory{who: 0, start: on(t, "2020-01-01"), open: true}),
	})
	if c.before != 1 || c.running != 1 || c.undated != 1 {
		t.Errorf("before %d, running %d, undated %d", c.before, c.running, c.undated)
	}
	first, second := c.years[0], c.years[1]
	if first.started != 1 || first.ended != 1 || first.active != 2 || first.people != 1 || first.proven != 0 {
		t.Errorf("first year: %+v", first)
	}
	if second.started != 1 || second.ended != 1 || second.active != 2 || second.people != 2 || second.proven != 1 {
		t.Errorf("second year: %+v", second)
	}
}
