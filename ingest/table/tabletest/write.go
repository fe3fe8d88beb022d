package tabletest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Sheet is the name of the sheet in the workbooks that this package writes.
const Sheet = "Opvang"

// WriteCSV writes rows as CSV; a nil row is a blank line.
func WriteCSV(t testing.TB, rows [][]string, sep rune) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = sep
	for _, row := range rows {
		if row == nil {
			w.Flush()
			b.WriteByte('\n')
			continue
		}
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}

// WriteXLSX writes rows as a workbook in which all cells are text.
func WriteXLSX(t testing.TB, rows [][]string) []byte {
	t.Helper()
	return Workbook(t, func(f *excelize.File) error {
		for i, row := range rows {
			for j, cell := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err == nil && cell != "" {
					err = f.SetCellStr(Sheet, at, cell)
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Workbook makes a workbook with one sheet, which fill fills.
func Workbook(t testing.TB, fill func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	var b bytes.Buffer
	if err := errors.Join(f.SetSheetName("Sheet1", Sheet), fill(f), f.Write(&b), f.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
