package disclosure_test

import (
	"fmt"

	"lvv/anonymise/disclosure"
)

func ExampleProtect() {
	years := []disclosure.Category{{Code: "2020"}, {Code: "2021"}, {Code: "totaal", Total: true}}
	cities := []disclosure.Category{{Code: "Utrecht"}, {Code: "Groningen"}, {Code: "totaal", Total: true}}
	table := disclosure.Table{
		Name: "uitstroom", Kind: disclosure.Flow, Population: "uitstroom", Unit: disclosure.UnitPersons,
		Dims: []disclosure.Dim{{Name: "stad", Categories: cities}, {Name: "jaar", Categories: years}},
	}
	for _, n := range []int64{14, 7, 21, 30, 25, 55, 44, 32, 76} {
		table.Cells = append(table.Cells, disclosure.Cell{Value: n, Contributors: n})
	}
	safe, err := disclosure.Protect([]disclosure.Table{table}, nil, disclosure.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	shown := safe.Table("uitstroom")
	for i := range shown.Len() {
		if v, status := shown.At(i); status == disclosure.Shown {
			fmt.Printf("%4d", v)
		} else {
			fmt.Printf("%4s", ".")
		}
		if i%3 == 2 {
			fmt.Println()
		}
	}
	// Output:
	//    .   .  21
	//    .   .  55
	//   44  32  76
}
