package finance

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lvv/anonymise/release/history"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/reports/workbook/workbooktest"
	"lvv/schemas"
)

// Every formula, calculated again by LibreOffice, gives what the program wrote.
func TestFormulasCalculateToWhatIsWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	job := small(t, map[string]string{
		"capaciteit.csv": "organisatie;locatie;van;tot;plaatsen\nleeuwenberch;Noord;15-03-2019;10-11-2020;20\nleeuwenberch;Noord;11-11-2020;;25\nleeuwenberch;noord;01-03-2019;;10\nseguro;=1+1;01-03-2019;;60\n",
		"tarief.csv":     "van;tot;eur_per_plek_per_dag\n2015-01-01;2020-10-14;50,01\n2020-10-15;;83,37\n",
		"pilots.csv":     "van;tot;actief;gepland\n2015-01-01;2020-06-17;5;5\n2020-06-18;;4;5\n",
	}, period(t, "2019-11-01", "2021-02-28"))
	job.Orgs[0].Name = "=cmd|' /C calc'!A0"
	stated := []byte("periode,organisatie,locatie,plaatsdagen,tarief,bedrag_eur\n2019-11,seguro,'=1+1,3,50.01,150.03\n")
	job.Past = history.NewPast([]history.Release{{Purpose: schemas.Finance, Period: job.Period, Made: job.At, Stated: stated},
		{Purpose: schemas.Finance, Period: period(t, "2019-11-01", "2019-12-31"), Made: job.At, Stated: stated}})
	draft, err := Make(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	c := reportstest.Parcel(t, draft, "financien")
	xlsx := reportstest.File(t, c, "financieel.xlsx")
	if n := workbooktest.CheckFormulas(t, xlsx); n < 500 {
		t.Errorf("only %d formulas", n)
	}
	dump, err := workbooktest.Dump(bytes.NewReader(xlsx))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(dump, `text "=cmd|' /C calc'!A0"`) || strings.Contains(dump, "formula \"=cmd") {
		t.Error("the name of an organisation became a formula")
	}
}

// The files of a small statement, cell by cell. How many figures are suppressed
// is said here, so that a golden file cannot be renewed without anybody noticing
// that more is shown or hidden.
func TestGoldenFiles(t *testing.T) {
	job := reportstest.Job(t, reportstest.Plan(t, 3, 300), period(t, "2020-12-01", "2021-01-31"))
	job.Registers = registers(t, nil)
	_, c := contents(t, job)
	suppressed(t, c, "bezetting.csv", 14)
	suppressed(t, c, "aanwezigheid.csv", 16)
	dump, err := workbooktest.Dump(bytes.NewReader(reportstest.File(t, c, "financieel.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	reportstest.Golden(t, "financieel.txt", dump)
	for _, name := range []string{"plaatsdagen.csv", "bezetting.csv", "financiering.csv", "aanwezigheid.csv", "bevindingen.csv"} {
		reportstest.Golden(t, name, string(reportstest.File(t, c, "gegevens/"+name)))
	}
	reportstest.Golden(t, "excel-plaatsdagen.csv", string(reportstest.File(t, c, "excel/plaatsdagen.csv")))
	reportstest.Golden(t, "verantwoording.html", string(reportstest.File(t, c, "verantwoording.html")))
}

func suppressed(t *testing.T, c parcel.Contents, name string, want int) {
	t.Helper()
	hidden := 0
	for _, row := range rows(t, c, name) {
		if row[5] == "." {
			hidden++
		}
	}
	if hidden != want {
		t.Fatalf("%s: %d figures suppressed, want %d", name, hidden, want)
	}
}

// What the workbook says of an amount or a night is what the data file says.
func TestWorkbookAndDataFilesAgree(t *testing.T) {
	_, c := contents(t, small(t, nil, period(t, "2020-01-01", "2020-12-31")))
	f, err := excelize.OpenReader(bytes.NewReader(reportstest.File(t, c, "financieel.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, pair := range []struct {
		sheet, data string
		columns     map[string]string // heading in the sheet to column of the file
	}{
		{"Plaatsdagen", "plaatsdagen.csv", map[string]string{"periode": "periode", "organisatie": "organisatie",
			"locatie": "locatie", "plaatsdagen": "plaatsdagen", "tarief": "tarief", "bedrag": "bedrag_eur"}},
		{"Bezetting", "bezetting.csv", map[string]string{"niveau": "niveau", "periode": "periode", "organisatie": "organisatie",
			"plaatsdagen": "plaatsdagen", "nachten": "nachten"}},
		{"Financiering per maand", "financiering.csv", map[string]string{"periode": "periode", "bron": "bron",
			"beschikbaar": "beschikbaar_eur", "berekend": "berekend_eur", "beschikbaar min berekend": "verschil_eur"}},
		{"Kosten", "kosten.csv", map[string]string{"periode": "periode", "organisatie": "organisatie", "begroot": "begroot_eur",
			"gerealiseerd": "gerealiseerd_eur"}},
		{"Aanwezigheid", "aanwezigheid.csv", map[string]string{"maat": "maat", "periode": "periode",
			"organisatie": "organisatie", "waarde": "waarde"}},
	} {
		sheet := sheetColumns(t, f, pair.sheet)
		data := dataColumns(t, reportstest.File(t, c, "gegevens/"+pair.data))
		for heading, column := range pair.columns {
			n := len(data[column])
			if n == 0 || len(sheet[heading]) < n {
				t.Fatalf("%s: %d rows in the file, %d in the sheet", pair.sheet, n, len(sheet[heading]))
			}
			for i := range n {
				if !alike(sheet[heading][i], data[column][i]) {
					t.Errorf("%s, %s, row %d: sheet %q, file %q", pair.sheet, heading, i, sheet[heading][i], data[column][i])
				}
			}
		}
	}
}

// alike compares what stands in a cell with what stands in a file.
func alike(cell, field string) bool {
	if cell == field {
		return true
	}
	a, errA := strconv.ParseFloat(cell, 64)
	b, errB := strconv.ParseFloat(field, 64)
	return errA == nil && errB == nil && a == b
}

// sheetColumns reads the columns of a sheet by heading.
func sheetColumns(t *testing.T, f *excelize.File, sheet string) map[string][]string {
	t.Helper()
	all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for len(all) > 0 && len(all[0]) < 3 {
		all = all[1:]
	}
	return columns(all)
}

func dataColumns(t *testing.T, data []byte) map[string][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return columns(all)
}

func columns(all [][]string) map[string][]string {
	out := map[string][]string{}
	for i, name := range all[0] {
		for _, row := range all[1:] {
			value := ""
			if i < len(row) {
				value = row[i]
			}
			out[name] = append(out[name], value)
		}
	}
	return out
}
