package reportstest_test

import (
	"testing"

	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
)

const inflow = `-- table: instroom
-- title: Instroom
-- population: verblijven
-- kind: flow
-- by: organisatie
-- people: personen
-- measures: verblijven
-- unit: verblijven
-- params: van, tot
-- definition: aantal verblijven dat in de periode begint
-- clause: S-A 9
SELECT organisatie, count(DISTINCT persoon) AS personen, count(*) AS verblijven
FROM opvang
WHERE datum_instroom BETWEEN $van AND $tot
GROUP BY CUBE (organisatie)
ORDER BY ALL;
`

// What the warehouse counts is what happened in the world.
func TestTheWarehouseHoldsTheWorld(t *testing.T) {
	plan := reportstest.Plan(t, 3, 150)
	job := reportstest.Job(t, plan, plan.Period)
	q, err := warehouse.Parse("inflow", []byte(inflow))
	if err != nil {
		t.Fatal(err)
	}
	res, err := job.DB.Run(t.Context(), q, warehouse.Args{"van": plan.Period.From, "tot": plan.Period.To})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{}
	persons := map[int]bool{}
	for _, org := range plan.Orgs {
		for s := range plan.Stays(org, plan.Period) {
			if s.In >= plan.Period.From && s.In <= plan.Period.To {
				want[org]++
				want[warehouse.Total]++
				persons[s.Person] = true
			}
		}
	}
	for i, keys := range res.Keys {
		if got := res.Values[i][0]; got != want[keys[0]] {
			t.Errorf("%q: %d stays, want %d", keys[0], got, want[keys[0]])
		}
		if keys[0] == warehouse.Total && res.People[i] != int64(len(persons)) {
			t.Errorf("%d persons, want %d", res.People[i], len(persons))
		}
	}
	if want[warehouse.Total] == 0 || len(res.Keys) < 2 {
		t.Fatal("the world is empty")
	}
}
