package evaluator

import (
	"strconv"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/reports/reportstest"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// trajectories tells where each trajectory that organisations write down is
// counted in a table.
func trajectories(t *testing.T, plan synth.Plan, period schemas.Period, table disclosure.Table) []fact {
	var out []fact
	for _, org := range plan.Orgs {
		rows, answers, err := plan.Rows(org, "traject", plan.Period)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows[1:] {
			start, end := dayOf(t, r[2]), period.To+1
			if r[3] != "" {
				end = dayOf(t, r[3])
			}
			if start > period.To || end < period.From {
				continue
			}
			f := fact{person: strconv.Itoa(int(answers.Person[i])), value: 1, in: map[string][]string{
				dimScenario: {r[4], "vastgesteld", "totaal"}, dimResult: {r[5], "totaal"}}}
			if r[4] == "in_onderzoek" {
				f.in[dimScenario] = []string{r[4], "totaal"}
			}
			if r[5] == "lopend" {
				f.in[dimResult] = []string{"onbekend", "totaal"}
			}
			switch table.Population {
			case popStarted:
				f.in[dimTime] = timeCodes(start)
				if start < period.From {
					continue
				}
			case popEnded:
				if end > period.To {
					continue
				}
			default:
				for _, c := range table.Dims[0].Categories {
					if day, err := schemas.ParseDay(c.Code); err == nil && start <= day && end > day {
						f.in[dimDate] = append(f.in[dimDate], c.Code)
					}
				}
			}
			out = append(out, f)
		}
	}
	return out
}

// dayOf reads dd-mm-yyyy.
func dayOf(t *testing.T, s string) schemas.Day {
	t.Helper()
	p := strings.Split(s, "-")
	day, err := schemas.ParseDay(p[2] + "-" + p[1] + "-" + p[0])
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// What is printed balances for every scenario: what went on and what began is
// what ended and what goes on. Numerator, denominator, population and reference
// date stand on every line, and a stock is called a stock.
func TestGuidanceIsPrintedWithWhatItCounts(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	c := p.parcel(t, Options{K: 10})
	read := func(table string) map[string]map[string]string {
		out := map[string]map[string]string{}
		for _, row := range reportstest.Rows(t, c, "gegevens/"+table+".csv") {
			out[row["tijdvak"]+row["peildatum"]+"/"+row["scenario"]+"/"+row["resultaat"]] = row
		}
		return out
	}
	began, ended, goes := read("traject_gestart"), read("traject_beeindigd"), read("traject_lopend")
	number := func(row map[string]string, column string) int {
		n, err := strconv.Atoi(row[column])
		if err != nil {
			t.Fatalf("%s is %q in %v", column, row[column], row)
		}
		return n
	}
	before, after := (p.plan.Period.From - 1).String(), p.plan.Period.To.String()
	for _, s := range []string{"totaal", "vastgesteld", "terugkeer", "legalisering", "doormigratie", "in_onderzoek"} {
		in, out := began["totaal/"+s+"/"], ended["/"+s+"/totaal"]
		first, last := goes[before+"/"+s+"/"], goes[after+"/"+s+"/"]
		if number(first, "aantal_stand")+number(in, "aantal_stroom") != number(out, "aantal_stroom")+number(last, "aantal_stand") {
			t.Errorf("%s does not balance: %v %v %v %v", s, first, in, out, last)
		}
		if in["noemer"] != began["totaal/totaal/"]["aantal_stroom"] || in["stand_of_stroom"] != "stroom" || last["stand_of_stroom"] != "stand" ||
			last["peilmoment"] == "" || in["populatie"] != popStarted || !strings.Contains(in["definitie"], "geen uitkomst") {
			t.Errorf("%s does not say what it counts: %v", s, in)
		}
	}
}
