package template

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"lvv/schemas"
)

var made = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)

func load(t *testing.T, name string) *schemas.Contract {
	t.Helper()
	c, err := schemas.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// write returns a template with all datasets of a contract.
func write(t *testing.T, name string) []byte {
	t.Helper()
	c := load(t, name)
	var datasets []string
	for _, d := range c.Datasets {
		datasets = append(datasets, d.Name)
	}
	var buf bytes.Buffer
	if err := Write(&buf, c, "seguro", datasets, made); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func open(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// What people see in the template is committed as text: a change of schema
// shows here what it does to them. UPDATE=1 writes the text anew.
func TestGoldenText(t *testing.T) {
	t.Parallel()
	got := dump(t, open(t, write(t, "utrecht-2019")))
	path := filepath.Join("testdata", "utrecht-2019.golden")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the template changed (UPDATE=1 accepts):\n%s", diff)
	}
}

func TestSameContractSameBytes(t *testing.T) {
	t.Parallel()
	first := write(t, "amsterdam-2019")
	for range 10 {
		if !bytes.Equal(first, write(t, "amsterdam-2019")) {
			t.Fatal("two templates of one contract and date differ")
		}
	}
}

// Every coded column has a drop-down over the whole range, and behind it stand
// labels of the very list that the check uses.
func TestDropDownsComeFromTheLists(t *testing.T) {
	t.Parallel()
	for _, name := range schemas.Names() {
		f := open(t, write(t, name))
		lists := make(map[string]string)
		for _, n := range f.GetDefinedName() {
			lists[n.Name] = n.RefersTo
		}
		for _, d := range load(t, name).Datasets {
			rules, err := f.GetDataValidations(d.Name)
			if err != nil {
				t.Fatal(err)
			}
			for i, field := range d.Fields {
				if field.Codes == nil {
					continue
				}
				col := column(i + 1)
				want := col + "2:" + col + "5001"
				at := slices.IndexFunc(rules, func(r *excelize.DataValidation) bool { return r.Sqref == want && r.Type == "list" })
				if at < 0 {
					t.Errorf("%s %s: no drop-down for %s", name, d.Name, field.Name)
					continue
				}
				ref, ok := lists[rules[at].Formula1]
				if !ok {
					t.Errorf("%s %s: %s points to no list", name, d.Name, field.Name)
					continue
				}
				for _, label := range listed(t, f, ref) {
					if !slices.ContainsFunc(field.Codes.Codes, func(c schemas.Code) bool { return c.Label == label }) {
						t.Errorf("%s %s: the drop-down of %s holds a label that its list has not", name, d.Name, field.Name)
					}
				}
			}
		}
	}
}

// listed reads the cells of a reference like Lijsten!$A$2:$A$9; none may be
// empty, so that a drop-down shows no blanks.
func listed(t *testing.T, f *excelize.File, ref string) []string {
	t.Helper()
	sheet, cells, _ := strings.Cut(ref, "!")
	from, to, _ := strings.Cut(strings.ReplaceAll(cells, "$", ""), ":")
	col, first, err1 := excelize.CellNameToCoordinates(from)
	_, last, err2 := excelize.CellNameToCoordinates(to)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	var labels []string
	for row := first; row <= last; row++ {
		v, err := f.GetCellValue(sheet, cell(col, row))
		if err != nil || v == "" {
			t.Fatalf("%s row %d is empty (%v)", ref, row, err)
		}
		labels = append(labels, v)
	}
	return labels
}

// A filled template holds real dates and numbers where Excel would, text where
// Excel would spoil the value, and never a formula.
func TestFill(t *testing.T) {
	t.Parallel()
	c := load(t, "utrecht-2019")
	rows := map[string][][]string{
		"opvang": {{"0012345678", "=1+1", "Eritrese", "Man", "00-00-1990", "01-03-2019", "2019-12-31", "MOB", "extra"}},
		"kosten": {{"2019-03", "Personeel", "1250,50", "veel"}},
	}
	var buf bytes.Buffer
	err := Fill(&buf, c, "seguro", []string{"opvang", "kosten"}, made, func(d *schemas.Dataset) [][]string { return rows[d.Name] })
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, buf.Bytes())
	tests := []struct {
		sheet, cell, want string
		number            bool
	}{
		{"opvang", "A2", "0012345678", false},
		{"opvang", "B2", "=1+1", false},
		{"opvang", "E2", "00-00-1990", false},
		{"opvang", "F2", "43525", true},
		{"opvang", "G2", "43830", true},
		{"opvang", "I2", "extra", false},
		{"kosten", "A2", "2019-03", false},
		{"kosten", "C2", "1250.5", true},
		{"kosten", "D2", "veel", false},
	}
	for _, tt := range tests {
		got, err := f.GetCellValue(tt.sheet, tt.cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType(tt.sheet, tt.cell)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula(tt.sheet, tt.cell)
		if err != nil {
			t.Fatal(err)
		}
		number := kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber
		if got != tt.want || number != tt.number || formula != "" {
			t.Errorf("%s!%s: %q, number %v, formula %q; want %q, number %v", tt.sheet, tt.cell, got, number, formula, tt.want, tt.number)
		}
	}
}

func TestRefusesWhatTheContractHasNot(t *testing.T) {
	t.Parallel()
	c := load(t, "utrecht-2019")
	var buf bytes.Buffer
	for _, datasets := range [][]string{nil, {"opvang", "vakantie"}} {
		if err := Write(&buf, c, "seguro", datasets, made); err == nil || buf.Len() > 0 {
			t.Errorf("datasets %q: error %v after %d bytes", datasets, err, buf.Len())
		}
	}
}

// LibreOffice opens the template, and keeps the drop-downs and the text format
// of V-numbers when it saves it again.
func TestLibreOfficeKeepsIt(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("soffice is missing: make tools installs what the tests need")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.xlsx")
	if err := os.WriteFile(in, write(t, "utrecht-2019"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	cmd := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--convert-to", "xlsx", "--outdir", out, in)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	data, err := os.ReadFile(filepath.Join(out, "in.xlsx"))
	if err != nil {
		t.Fatal("LibreOffice did not open the template")
	}
	f := open(t, data)
	rules, err := f.GetDataValidations("opvang")
	if err != nil {
		t.Fatal(err)
	}
	drops := 0
	for _, r := range rules {
		if r.Type == "list" {
			drops++
		}
	}
	if drops != 3 {
		t.Errorf("%d drop-downs on opvang after LibreOffice, want 3", drops)
	}
	id, err := f.GetCellStyle("opvang", "A4000")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(id); err != nil || format(s) != "@" {
		t.Errorf("V-numbers are no longer text (%v)", err)
	}
}
