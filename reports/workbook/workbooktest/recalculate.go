package workbooktest

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// recalcAlways is the part of a LibreOffice profile that makes it calculate
// each formula of an XLSX again at loading; by default it may trust the values
// in the file.
const recalcAlways = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

// patience is how long LibreOffice may take; it needs two seconds alone.
const patience = 2 * time.Minute

// Recalculate lets LibreOffice calculate the workbook at path again and
// answers the raw value of every formula cell, by sheet and then by address.
// It fails the test when LibreOffice is not installed.
func Recalculate(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	return formulas(t, convert(t, path, "xlsx"))
}

// Cached answers the values that stand in the workbook at path for its formula
// cells, in the form of [Recalculate].
func Cached(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	return formulas(t, path)
}

// CheckFormulas fails the test unless each formula of the workbook, calculated
// again by LibreOffice, gives the value that the program wrote beside it. It
// answers the number of formulas compared.
func CheckFormulas(t *testing.T, workbook []byte) int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "workbook.xlsx")
	if err := os.WriteFile(path, workbook, 0o600); err != nil {
		t.Fatal(err)
	}
	want, got, n := Cached(t, path), Recalculate(t, path), 0
	for sheet, cells := range want {
		for at, value := range cells {
			n++
			if again := got[sheet][at]; !same(value, again) {
				t.Errorf("sheet %q cell %s: written %q, calculated %q", sheet, at, value, again)
			}
		}
	}
	return n
}

// PDF lets LibreOffice print the workbook at path and answers the path of the
// PDF, in a folder of the test.
func PDF(t *testing.T, path string) string {
	t.Helper()
	return convert(t, path, "pdf")
}

func convert(t *testing.T, path, to string) string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is needed for this test and soffice is not on the path: apt install libreoffice-calc")
	}
	profile, out := t.TempDir(), t.TempDir()
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(recalcAlways), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+profile,
		"--headless", "--norestore", "--convert-to", to, "--outdir", out, path)
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	said, err := cmd.CombinedOutput()
	base := filepath.Base(path)
	made := filepath.Join(out, base[:len(base)-len(filepath.Ext(base))]+"."+to)
	if _, serr := os.Stat(made); err != nil || serr != nil {
		t.Fatalf("LibreOffice did not convert %s: %v\n%s", base, errors.Join(err, serr), bytes.TrimSpace(said))
	}
	return made
}

func formulas(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	f, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // reading only: nothing can be lost
	all := map[string]map[string]string{}
	for _, sheet := range f.GetSheetList() {
		all[sheet] = map[string]string{}
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for row, cells := range rows {
			for col := range cells {
				at, err := excelize.CoordinatesToCellName(col+1, row+1)
				if err != nil {
					t.Fatal(err)
				}
				c, err := readCell(f, sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if c.formula != "" {
					all[sheet][at] = c.raw
				}
			}
		}
	}
	return all
}

// same compares as numbers where both are numbers, to a ten-thousandth of a
// cent for amounts up to a billion: the calculation runs in binary fractions.
func same(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX != nil || errY != nil {
		return a == b
	}
	return math.Abs(x-y) <= 1e-6+1e-12*math.Max(math.Abs(x), math.Abs(y))
}
