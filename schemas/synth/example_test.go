package synth_test

import (
	"fmt"

	"lvv/schemas/synth"
)

func ExamplePlan_Truth() {
	plan := synth.Plan{Seed: 1, Persons: 200}
	year := plan.Quarters()[4]
	year.To = plan.Quarters()[7].To
	var start, in, out, end int
	for _, o := range plan.Truth(year).Orgs {
		start, in, out, end = start+o.StockStart, in+o.Inflow, out+o.Outflow, end+o.StockEnd
	}
	fmt.Println(synth.FileName("seguro", "opvang", year))
	fmt.Println(start+in-out == end)
	// Output:
	// seguro_opvang_2020-01-01_2020-12-31
	// true
}
