package table_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"lvv/ingest/table"
	"lvv/ingest/table/tabletest"
)

func TestXLSXConformance(t *testing.T) {
	tabletest.Run(t, func(t *testing.T, rows [][]string, lim table.Limits) (table.Source, error) {
		return openXLSX(tabletest.WriteXLSX(t, rows), lim, "opvang")
	})
}

func openXLSX(data []byte, lim table.Limits, sheets ...string) (table.Source, error) {
	return table.NewXLSX(bytes.NewReader(data), int64(len(data)), sheets, lim)
}

// Cells come as they are stored, whatever format shows them.
func TestStoredCells(t *testing.T) {
	data := tabletest.Workbook(t, func(f *excelize.File) error {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		date1904 := true
		return errors.Join(err,
			f.SetSheetRow("Opvang", "A1", &[]any{"datum", "bedrag", "ja", "formule", "nummer"}),
			f.SetSheetRow("Opvang", "A2", &[]any{43525, 0.30000000000000004, true, nil, 1234567890}),
			f.SetCellStyle("Opvang", "A2", "A2", style),
			f.SetCellFormula("Opvang", "D2", "=1+1"),
			f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
	})
	src, err := openXLSX(data, table.Limits{}, "opvang")
	if err != nil {
		t.Fatal(err)
	}
	b, err := src.Next()
	if err != nil {
		t.Fatal(err)
	}
	if !b.Excel() || !b.Date1904() {
		t.Errorf("Excel %v, Date1904 %v; want both true", b.Excel(), b.Date1904())
	}
	var got []string
	for _, c := range b.Raw(nil, 0) {
		got = append(got, string(c))
	}
	if diff := cmp.Diff([]string{"43525", "0.30000000000000004", "1", "", "1234567890"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The sheet is found by its name in any case, or because it is the only one.
func TestPickSheet(t *testing.T) {
	two := tabletest.Workbook(t, func(f *excelize.File) error {
		_, err := f.NewSheet("Uitleg")
		return errors.Join(err, f.SetCellStr("Opvang", "A1", "a"), f.SetCellStr("Uitleg", "A1", "b"))
	})
	one := tabletest.WriteXLSX(t, [][]string{{"a"}})
	for _, tt := range []struct {
		data   []byte
		sheets []string
		header string
		want   error
	}{
		{two, []string{"traject", "OPVANG"}, "a", nil},
		{two, []string{"uitleg", "opvang"}, "b", nil},
		{two, []string{"traject"}, "", table.ErrNoSheet},
		{one, []string{"traject"}, "a", nil},
	} {
		src, err := openXLSX(tt.data, table.Limits{}, tt.sheets...)
		if !errors.Is(err, tt.want) {
			t.Errorf("%v: got %v, want %v", tt.sheets, err, tt.want)
			continue
		}
		if err == nil && src.Header()[0] != tt.header {
			t.Errorf("%v: read sheet %q", tt.sheets, src.Header()[0])
		}
	}
}

const sheetPart = "xl/worksheets/sheet1.xml"

// rezip writes a workbook anew with one part changed.
func rezip(t testing.TB, data []byte, part string, change func([]byte) io.Reader) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		old, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		var now io.Reader = bytes.NewReader(old)
		if f.Name == part {
			now = change(old)
		}
		out, err := w.Create(f.Name)
		if err == nil {
			_, err = io.Copy(out, now)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// spaces is a reader of n spaces.
func spaces(n int64) io.Reader { return io.LimitReader(endless{}, n) }

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// Foreign, damaged and hostile workbooks are refused, each by its own name.
func TestRefuseXLSX(t *testing.T) {
	good := tabletest.WriteXLSX(t, [][]string{{"a", "b"}, {"1", "2"}, {"3", "4"}})
	damaged := bytes.Clone(good)
	for i := bytes.Index(damaged, []byte(sheetPart)) + 60; i < len(damaged)/2; i += 7 {
		damaged[i] ^= 0x55
	}
	lying := bytes.Clone(good) // the directory at the end says that all parts are small
	for at := 0; ; {
		i := bytes.Index(lying[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i + 4
		copy(lying[at+20:at+24], []byte{1, 0, 0, 0})
	}
	locked := bytes.Clone(good)
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	wide := func(s string) []byte { return []byte(strings.Join(strings.Split(s, ""), "\x00") + "\x00") }
	ole := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..............")
	replace := func(old, new string) []byte {
		return rezip(t, good, sheetPart, func(b []byte) io.Reader {
			if !bytes.Contains(b, []byte(old)) {
				t.Fatalf("the sheet does not hold %q", old)
			}
			return bytes.NewReader(bytes.Replace(b, []byte(old), []byte(new), 1))
		})
	}
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, table.ErrEmpty},
		{"text", []byte("a;b\n1;2\n"), table.ErrNotWorkbook},
		{"another archive", zipOf(t, "readme.txt", "hello"), table.ErrNotWorkbook},
		{"cut off", good[:len(good)-100], table.ErrDamaged},
		{"bits turned over", damaged, table.ErrDamaged},
		{"sizes that lie", lying, table.ErrDamaged},
		{"encrypted archive", locked, table.ErrPassword},
		{"password of Excel", append(bytes.Clone(ole), wide("EncryptedPackage")...), table.ErrPassword},
		{"old workbook", append(bytes.Clone(ole), wide("Workbook")...), table.ErrOldWorkbook},
		{"Word document", append(bytes.Clone(ole), wide("WordDocument")...), table.ErrNotWorkbook},
		{"sheet breaks off", replace("</sheetData>", ""), table.ErrDamaged},
		{"markup breaks off", replace("</row>", "</row"), table.ErrDamaged},
		{"cell in no place", replace(`r="A3"`, `r="?"`), table.ErrDamaged},
		{"cell far right", replace(`r="B3"`, `r="XFD3"`), table.ErrTooWide},
		{"row too far down", replace(`<row r="3"`, `<row r="9999999"`), table.ErrDamaged},
		{"bomb", rezip(t, good, sheetPart, func(b []byte) io.Reader { return io.MultiReader(bytes.NewReader(b), spaces(3e6)) }), table.ErrTooBig},
		{"bomb in another part", rezip(t, good, "docProps/app.xml", func([]byte) io.Reader { return spaces(3e6) }), table.ErrTooBig},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, err := openXLSX(tt.data, table.Limits{Sheet: 2e6}, "opvang")
			if err == nil {
				_, err = tabletest.Drain(src)
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	for _, lim := range []table.Limits{{Zipped: 100}, {Elements: 20}, {Sheet: 2000}} {
		if _, err := openXLSX(good, lim, "opvang"); !errors.Is(err, table.ErrTooBig) {
			t.Errorf("limits %+v: got %v, want %v", lim, err, table.ErrTooBig)
		}
	}
}

func zipOf(t *testing.T, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	out, err := w.Create(name)
	if err == nil {
		_, err = io.WriteString(out, text)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A sheet beyond the size from which the library unzips to the temporary
// folder by default leaves nothing there: those are people's names.
func TestNothingInTemp(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	big := rezip(t, tabletest.WriteXLSX(t, [][]string{{"a"}, {"1"}}), sheetPart, func(b []byte) io.Reader {
		return io.MultiReader(bytes.NewReader(b), spaces(17<<20))
	})
	src, err := openXLSX(big, table.Limits{}, "opvang")
	if err != nil {
		t.Fatal(err)
	}
	tabletest.ReadAll(t, src)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("%d files in the temporary folder, %v", len(left), err)
	}
}

// A workbook with foreign content reads or is refused, and nothing else.
func FuzzReadXLSX(f *testing.F) {
	parts := unzip(f, tabletest.WriteXLSX(f, [][]string{{"a", "b"}, {"1", "2"}, nil, {"x", ""}}))
	f.Add(parts[sheetPart], parts["xl/workbook.xml"], parts["xl/sharedStrings.xml"])
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>a</t></is></c></row></sheetData></worksheet>`), parts["xl/workbook.xml"], []byte(`<sst/>`))
	f.Fuzz(func(t *testing.T, sheet, book, strs []byte) {
		now := maps.Clone(parts)
		now[sheetPart], now["xl/workbook.xml"], now["xl/sharedStrings.xml"] = sheet, book, strs
		src, err := openXLSX(zipUp(t, now), table.Limits{Sheet: 1 << 20}, "opvang")
		if err != nil {
			return
		}
		rows, _ := tabletest.Drain(src)
		last := int32(0)
		for _, row := range rows {
			if row.Number <= last {
				t.Fatalf("row %d after row %d", row.Number, last)
			}
			last = row.Number
		}
	})
}

// unzip returns the parts of a workbook.
func unzip(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	parts := make(map[string][]byte)
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		in, err := f.Open()
		if err == nil {
			parts[f.Name], err = io.ReadAll(in)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// zipUp makes a workbook of its parts, without compressing them.
func zipUp(t testing.TB, parts map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		out, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = out.Write(parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
