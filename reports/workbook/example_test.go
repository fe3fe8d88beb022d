package workbook_test

import (
	"bytes"
	"fmt"
	"time"

	"lvv/reports/workbook"
	"lvv/reports/workbook/workbooktest"
)

// A sheet answers the addresses of its own cells, so that a formula follows
// when a note or column is added.
func Example() {
	s := workbook.Sheet{
		Name: "Bedrag", Title: "Bedrag per kwartaal",
		Columns: []workbook.Column{{Header: "kwartaal"}, {Header: "bedrag", Width: 18}},
		Rows: [][]workbook.Cell{
			{workbook.Text("2020-K1"), workbook.Cents(163800000)},
			{workbook.Text("2020-K2"), workbook.Cents(163800000)},
		},
	}
	s.Totals = [][]workbook.Cell{{workbook.Text("totaal"),
		workbook.Formula("SUM("+s.Down(1)+")", workbook.Cents(327600000))}}
	book := workbook.Book{Title: "Bedrag 2020", Sheets: []workbook.Sheet{s},
		Created: time.Date(2021, 1, 31, 0, 0, 0, 0, time.UTC)}

	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		fmt.Println(err)
		return
	}
	text, err := workbooktest.Dump(&xlsx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text)
	// Output:
	// props creator="lvv" created="2021-01-31T00:00:00Z" title="Bedrag 2020"
	// sheet "Bedrag" A1:B6
	//   A1 text "Bedrag per kwartaal" bold
	//   A3 text "kwartaal" bold
	//   B3 text "bedrag" bold
	//   A4 text "2020-K1"
	//   B4 number "1638000" format="\"€\" #,##0.00;\"€\" -#,##0.00"
	//   A5 text "2020-K2"
	//   B5 number "1638000" format="\"€\" #,##0.00;\"€\" -#,##0.00"
	//   A6 text "totaal" bold
	//   B6 formula "3276000" =SUM(B4:B5) format="\"€\" #,##0.00;\"€\" -#,##0.00" bold
	//   frozen 3 rows 0 columns
	//   page landscape, 1 wide
	// name _xlnm._FilterDatabase scope="Bedrag" 'Bedrag'!$A$3:$B$5
	// name _xlnm.Print_Area scope="Bedrag" 'Bedrag'!$A$1:$B$6
	// name _xlnm.Print_Titles scope="Bedrag" 'Bedrag'!$3:$3
}
