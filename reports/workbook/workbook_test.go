package workbook_test

import (
	"bytes"
	"testing"
	"time"

	"lvv/reports/workbook"
	"lvv/reports/workbook/workbooktest"
)

var created = time.Date(2022, 1, 1, 9, 30, 0, 0, time.FixedZone("CET", 3600))

// example is a workbook with something of everything.
func example() workbook.Book {
	s := workbook.Sheet{
		Name: "Plaatsdagen", Title: "Plaatsdagen en bedrag",
		Notes: []string{"Bedrag = som over de dagen van plaatsen x tarief (Convenant Amsterdam 15.2).", "Peildatum 31-12-2020."},
		Columns: []workbook.Column{{Header: "kwartaal", Width: 16}, {Header: "plaatsdagen", Width: 14},
			{Header: "bedrag", Width: 18}, {Header: "personen"}, {Header: "aandeel"}, {Header: "vanaf"}},
	}
	days := []int64{91, 91, 92, 92}
	for i, d := range days {
		persons := workbook.Int(int64(40 + i))
		if i == 2 {
			persons = workbook.Suppressed()
		}
		from := time.Date(2020, time.Month(1+3*i), 1, 0, 0, 0, 0, time.UTC)
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text([]string{"=1+1", "+2", "-3", "@SOM"}[i]),
			workbook.Int(360 * d), workbook.Formula(s.At(1, i)+"*50", workbook.Cents(360*d*5000)), persons,
			workbook.Formula(s.At(1, i)+"/SUM($B$6:$B$9)", workbook.Percent(float64(d)/366)), workbook.Date(from)})
	}
	s.Totals = [][]workbook.Cell{
		{workbook.Text("totaal"), workbook.Formula("SUM("+s.Down(1)+")", workbook.Int(131760)),
			workbook.Formula("SUM("+s.Down(2)+")", workbook.Cents(658800000))},
		{workbook.Text("controle"), workbook.Check(s.At(1, 4) + "-360*366")},
	}
	s.Charts = []workbook.Chart{
		{Kind: workbook.ColumnChart, Title: "Bedrag per kwartaal", Categories: 0, Series: []int{2}, Euro: true},
		{Kind: workbook.LineChart, Title: "Personen", Categories: 0, Series: []int{3}},
	}
	words := workbook.Sheet{Name: "Toelichting", Title: "Toelichting", Portrait: true, HideGrid: true,
		Rows: [][]workbook.Cell{
			{workbook.Header("Tarief"), workbook.Cents(5000)},
			{workbook.Text("oordeel"), workbook.Formula(`IF('Plaatsdagen'!B11=0,"klopt & sluit","nee")`, workbook.Text("klopt & sluit"))},
			{workbook.Text("verschil"), workbook.Cents(-123456), workbook.Impossible(), workbook.Euros(7), workbook.Number(0.125)},
		}}
	return workbook.Book{Title: "Overzicht 2020", Created: created, Sheets: []workbook.Sheet{s, words},
		Names: []workbook.Name{{Name: "plaatsdagen", Ref: s.All(1)}}}
}

func write(t *testing.T, b workbook.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFormulasCalculateToTheirValues(t *testing.T) {
	t.Parallel()
	if n := workbooktest.CheckFormulas(t, write(t, example())); n != 19 {
		t.Errorf("compared %d formulas, want 19", n)
	}
}
