package microdata_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"lvv/anonymise/microdata"
)

func ExampleAnonymise() {
	land, err := microdata.ParseHierarchy("nationaliteit", strings.NewReader(
		"Gambia;Afrika;*\nGhana;Afrika;*\nMali;Afrika;*\nAlbanië;Europa;*\nServië;Europa;*\n"), ';')
	if err != nil {
		log.Fatal(err)
	}
	stays := microdata.Records{
		N:         7,
		Quasi:     []microdata.Column{{Name: "nationaliteit", Hierarchy: land, Codes: []int32{0, 3, 1, 2, 4, 0, 3}}},
		Sensitive: []microdata.Column{{Name: "reden", Values: []string{"mob", "teruggekeerd"}, Codes: []int32{0, 1, 1, 0, 0, 0, 0}}},
	}
	set, err := microdata.Anonymise(context.Background(), stays, microdata.Policy{K: 3, LKind: microdata.DistinctL, L: 2})
	if err != nil {
		log.Fatal(err)
	}
	column, reden := set.Quasi()[0], set.Sensitive()[0]
	for i := range set.N() {
		fmt.Println(column.Label(i), reden.Label(i))
	}
	fmt.Printf("uniek: %d vooraf, %d daarna; korreligheid %.3f\n", set.Result().Before.Uniques, set.Result().After.Uniques, set.Result().Granularity)
	// Output:
	// Afrika mob
	// Afrika mob
	// Afrika mob
	// Afrika teruggekeerd
	// Europa mob
	// Europa mob
	// Europa teruggekeerd
	// uniek: 3 vooraf, 0 daarna; korreligheid 0.607
}
