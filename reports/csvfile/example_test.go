package csvfile_test

import (
	"fmt"
	"strings"

	"lvv/reports/csvfile"
)

// One table in the form for programs: a suppressed number is a point, and text
// that a spreadsheet would calculate is made harmless.
func ExampleData() {
	header := []string{"periode", "organisatie", "nachten", "bedrag_eur"}
	rows := [][]csvfile.Cell{
		{csvfile.Text("2020-03"), csvfile.Text("Stichting Noord"), csvfile.Int(310), csvfile.Cents(1550000)},
		{csvfile.Text("2020-03"), csvfile.Text("=1+1"), csvfile.Suppressed(), csvfile.Cents(-5)},
	}
	var out strings.Builder
	if err := csvfile.Data(&out, header, rows); err != nil {
		fmt.Println(err)
	}
	fmt.Print(strings.ReplaceAll(out.String(), "\r\n", "\n"))
	// Output:
	// periode,organisatie,nachten,bedrag_eur
	// 2020-03,Stichting Noord,310,15500.00
	// 2020-03,'=1+1,.,-0.05
}
