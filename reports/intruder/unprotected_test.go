package intruder

import (
	"fmt"
	"strings"
	"testing"

	"lvv/reports/reportstest"
	"lvv/schemas"
)

// With protection switched off there is plenty to learn: figures of which only
// the small ones are hidden, and records as they are. If this test finds little,
// the intruder has gone blind.
func TestWithoutProtectionPlentyIsLearned(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 7, 1200)
	all, err := Stays(t.Context(), reportstest.Warehouse(t, plan))
	if err != nil {
		t.Fatal(err)
	}
	p := parcelOf("zonder", plan.Period.From.String(), plan.Period.To.String(), map[string]string{
		"instroom":  onlySmallHidden(plan.Orgs, all),
		"microdata": asTheyAre(all),
	})
	r := attackedBy(t, Knowledge{Stays: all, Background: WholeBackground(), AllButOne: true}, p)
	for _, who := range []Attacker{Outsider, KnowsZeros, Holder, Staff} {
		if y := r.tally(who); y.Exact < 5 {
			t.Errorf("%s knows %d of %d hidden figures", who, y.Exact, y.Cells)
		}
	}
	y := r.tally(Acquaintance)
	if y.Persons < 500 || 2*y.Found < y.Persons || 4*y.Certain < y.Persons || y.Smallest != 1 {
		t.Errorf("of %d persons %d are found, by %d records at least, and of %d the outcome is certain", y.Persons, y.Found, y.Smallest, y.Certain)
	}
}

// onlySmallHidden counts who came by year, quarter and organisation, and hides the
// figures from 1 to 9.
func onlySmallHidden(orgs []string, all []Stay) string {
	var lines strings.Builder
	for y := 2019; y <= 2021; y++ {
		for q := 0; q <= 4; q++ {
			time := fmt.Sprintf("%d-K%d", y, q)
			if q == 0 {
				time = fmt.Sprint(y)
			}
			when, _ := (&content{period: schemas.Period{To: Goes}}).time(time)
			for _, org := range append([]string{total}, orgs...) {
				in, _ := members(all, placed(entered, stays, when, []coordinate{{house, org}}))
				shown := fmt.Sprint(len(in))
				if len(in) > 0 && len(in) < 10 {
					shown = "."
				}
				fmt.Fprintln(&lines, time, org, shown)
			}
		}
	}
	return longSheet("tijdvak organisatie", inPeriod, lines.String())
}

// asTheyAre writes a record a stay with all that is known.
func asTheyAre(all []Stay) string {
	text := recordHeader
	for _, s := range all {
		values := WholeBackground().values(s)
		reason := s.Reason
		if reason == "" {
			reason = running
		}
		text += strings.Join(values[:], ",") + ",0-6,-3," + reason + "\n"
	}
	return text
}
