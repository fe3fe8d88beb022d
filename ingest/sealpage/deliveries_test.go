package sealpage

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lvv/ingest/table"
	"lvv/ingest/table/tabletest"
	"lvv/schemas/synth"
)

// TestPageAgreesOnInventedDeliveries takes whole deliveries with the faults
// that real ones have, as CSV and as workbook.
func TestPageAgreesOnInventedDeliveries(t *testing.T) {
	plan := synth.Plan{Seed: 3, Persons: 400, Errors: 0.2, Habits: true}
	k := kit(t)
	p := startBrowser(t).open(onDisk(t, k))
	period := plan.Quarters()[2]
	for _, d := range k.Contract.Datasets {
		org := synth.UtrechtOrgs()[0]
		var csv, xlsx bytes.Buffer
		if _, err := plan.WriteCSV(&csv, org, d.Name, period); err != nil {
			t.Fatal(err)
		}
		if _, err := plan.WriteXLSX(&xlsx, org, d.Name, period, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		agree(t, p, d.Name+".csv", csv.Bytes(), table.CSV, d)
		agree(t, p, d.Name+".xlsx", xlsx.Bytes(), table.XLSX, d)
	}
}

// TestPageReadsWorkbooksAsTheIntake holds the two readers of workbooks against
// each other on what Excel and people make of a sheet.
func TestPageReadsWorkbooksAsTheIntake(t *testing.T) {
	k := kit(t)
	d := k.Contract.Dataset("opvang")
	p := startBrowser(t).open(onDisk(t, k))
	header := []any{"V-nummer", "Naam", "Nationaliteit", "Geslacht", "Geboortedatum", "Datum instroom", "Datum uitstroom", "Reden uitstroom"}
	stay := []any{"1234567891", "A", "Eritrese", "v", 1990, 43525, nil, nil}
	in := func(sheet string, rows map[int][]any) func(*excelize.File) error {
		return func(f *excelize.File) error {
			if err := f.SetSheetName(tabletest.Sheet, sheet); err != nil {
				return err
			}
			for n, row := range rows {
				if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", n), &row); err != nil {
					return err
				}
			}
			return nil
		}
	}
	plain := in("opvang", map[int][]any{1: header, 2: stay})
	wide := make([]any, 300)
	wide[299] = "x"
	books := map[string][]byte{
		"plain":      tabletest.Workbook(t, plain),
		"gaps":       tabletest.Workbook(t, in("blad", map[int][]any{3: header, 4: stay, 9: {"12"}, 11: {nil, nil, nil, nil, nil, nil, nil, nil, "buiten"}})),
		"real dates": tabletest.Workbook(t, in("Verblijf in de opvang", map[int][]any{1: header, 2: {"1234567891", "A", "0084", true, time.Date(1990, 5, 1, 0, 0, 0, 0, time.UTC), time.Date(2019, 3, 1, 12, 0, 0, 0, time.UTC)}})),
		"wide":       tabletest.Workbook(t, in("opvang", map[int][]any{1: header, 2: wide})),
		"empty":      tabletest.Workbook(t, in("opvang", nil)),
		"nil return": tabletest.Workbook(t, in("OPVANG ", map[int][]any{1: header})),
		"other sheet first": tabletest.Workbook(t, func(f *excelize.File) error {
			if _, err := f.NewSheet("uitleg"); err != nil {
				return err
			}
			return plain(f)
		}),
		"no such sheet": tabletest.Workbook(t, func(f *excelize.File) error {
			_, err := f.NewSheet("uitleg")
			return err
		}),
		"date 1904": tabletest.Workbook(t, func(f *excelize.File) error {
			yes := true
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
				return err
			}
			return plain(f)
		}),
		"rich text and marks": tabletest.Workbook(t, func(f *excelize.File) error {
			if err := plain(f); err != nil {
				return err
			}
			if err := f.SetCellValue("opvang", "B2", "A_x000D_B & <C> "); err != nil {
				return err
			}
			return f.SetCellRichText("opvang", "C2", []excelize.RichTextRun{{Text: "Eri"}, {Text: "trese", Font: &excelize.Font{Bold: true}}})
		}),
		"text":   []byte("geen werkmap"),
		"old":    []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + wideText("Workbook")),
		"locked": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + wideText("EncryptedPackage")),
		"word":   zipOf(t, "word/document.xml", "<w/>"),
		"broken": zipOf(t, "xl/workbook.xml", "<workbook><sheets>"),
	}
	whole := books["plain"]
	books["cut"] = whole[:len(whole)-100]
	bent := bytes.Clone(whole)
	bent[len(bent)/3] ^= 0x40
	books["bent"] = bent
	for name, data := range books {
		agree(t, p, name, data, table.XLSX, d)
	}
}

func wideText(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }

func zipOf(t *testing.T, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(content))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
