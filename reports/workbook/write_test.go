package workbook_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lvv/reports/reportstest"
	"lvv/reports/workbook"
	"lvv/reports/workbook/workbooktest"

	"pgregory.net/rapid"
)

func dump(t testing.TB, xlsx []byte) string {
	t.Helper()
	s, err := workbooktest.Dump(bytes.NewReader(xlsx))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The dump as committed shows in review what readers of a workbook will meet.
// The number of suppressed cells is counted apart, so that UPDATE=1 cannot
// quietly let one go.
func TestGolden(t *testing.T) {
	t.Parallel()
	got := dump(t, write(t, example()))
	if n := strings.Count(got, ` text "."`); n != 1 {
		t.Fatalf("%d suppressed cells, want 1", n)
	}
	reportstest.Golden(t, "example.txt", got)
}

func TestSameBookSameBytes(t *testing.T) {
	t.Parallel()
	first := write(t, example())
	for range 9 {
		if !bytes.Equal(first, write(t, example())) {
			t.Fatal("two builds of one workbook differ")
		}
	}
}

// No text, whatever it looks like, becomes a formula or a number, and none is
// changed on the way.
func TestTextStaysText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.SampledFrom([]string{"", "=", "+", "-", "@", "\t", "\r", "'=", " =", "00", "1-2", "1e5", "TRUE"}).Draw(t, "prefix")
		text := prefix + rapid.StringMatching(`[a-zA-Z0-9 ()!&<>"'|/.é€_]{0,20}`).Draw(t, "rest")
		if text == "" {
			return
		}
		var out bytes.Buffer
		b := workbook.Book{Created: created, Sheets: []workbook.Sheet{{Name: "A", Columns: []workbook.Column{{Header: "h"}},
			Rows: [][]workbook.Cell{{workbook.Text(text)}}}}}
		if err := b.Write(&out); err != nil {
			t.Fatal(err)
		}
		cell := cellXML(t, out.Bytes(), "A2")
		if !strings.Contains(cell, `t="s"`) || strings.Contains(cell, "<f") {
			t.Fatalf("text %q is written as %s", text, cell)
		}
		s, err := workbooktest.Dump(bytes.NewReader(out.Bytes()))
		if want := fmt.Sprintf("  A2 text %q\n", text); err != nil || !strings.Contains(s, want) {
			t.Fatalf("text %q came back changed: %v\n%s", text, err, s)
		}
	})
}

// cellXML answers a cell of the first sheet as it stands in the file.
func cellXML(t interface{ Fatal(...any) }, xlsx []byte, at string) string {
	sheet := part(t, xlsx, "xl/worksheets/sheet1.xml")
	_, rest, found := strings.Cut(sheet, `<c r="`+at+`"`)
	if !found {
		t.Fatal("no cell " + at)
	}
	cell, _, _ := strings.Cut(rest, "</c>")
	return cell
}

func part(t interface{ Fatal(...any) }, xlsx []byte, name string) string {
	z, err := zip.NewReader(bytes.NewReader(xlsx), int64(len(xlsx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestCellsAsWritten(t *testing.T) {
	t.Parallel()
	s := workbook.Sheet{Name: "A", Rows: [][]workbook.Cell{{
		workbook.Cents(1), workbook.Cents(-5), workbook.Cents(9007199254740993), workbook.Cents(658800000),
		workbook.Date(time.Date(2020, 2, 29, 23, 0, 0, 0, time.FixedZone("x", 7200))), workbook.Int(-3), workbook.Percent(0.205),
		workbook.Formula(`"a"&"b"`, workbook.Text("ab")), workbook.Check("1-1"), workbook.Formula("1<2", workbook.Int(1)),
	}}}
	xlsx := write(t, workbook.Book{Created: created, Sheets: []workbook.Sheet{s}})
	for at, want := range map[string]string{"A1": "<v>0.01</v>", "B1": "<v>-0.05</v>", "C1": "<v>90071992547409.93</v>", "D1": "<v>6588000</v>",
		"E1": "<v>43890</v>", "F1": "<v>-3</v>", "G1": "<v>0.205</v>", "H1": ` t="str"><f>&#34;a&#34;&amp;&#34;b&#34;</f><v>ab</v>`, "I1": "<v>0</v>",
		"J1": "<f>1&lt;2</f><v>1</v>"} {
		if got := cellXML(t, xlsx, at); !strings.HasSuffix(got, want) {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
	if !strings.Contains(part(t, xlsx, "xl/workbook.xml"), `fullCalcOnLoad="true"`) &&
		!strings.Contains(part(t, xlsx, "xl/workbook.xml"), `fullCalcOnLoad="1"`) {
		t.Error("Excel is not told to calculate at loading")
	}
}

// The oracle of the other tests must be able to say no.
func TestRecalculateFindsAWrongValue(t *testing.T) {
	t.Parallel()
	xlsx := write(t, workbook.Book{Created: created, Sheets: []workbook.Sheet{{Name: "A",
		Rows: [][]workbook.Cell{{workbook.Int(2), workbook.Formula("A1+A1", workbook.Int(5))}}}}})
	path := filepath.Join(t.TempDir(), "wrong.xlsx")
	if err := os.WriteFile(path, xlsx, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := workbooktest.Cached(t, path)["A"]["B1"]; got != "5" {
		t.Errorf("written value %q", got)
	}
	if got := workbooktest.Recalculate(t, path)["A"]["B1"]; got != "4" {
		t.Errorf("calculated value %q", got)
	}
}

// A chart over a suppressed value reads a tab in which it is blank: Excel
// would draw the text "." as zero.
func TestChartNeverReadsASuppressedCell(t *testing.T) {
	t.Parallel()
	xlsx := write(t, example())
	plain, hiding := part(t, xlsx, "xl/charts/chart1.xml"), part(t, xlsx, "xl/charts/chart2.xml")
	if !strings.Contains(plain, "'Plaatsdagen'!$C$6:$C$9") && !strings.Contains(plain, "&#39;Plaatsdagen&#39;!$C$6:$C$9") {
		t.Error("the first chart does not read its own sheet")
	}
	if strings.Contains(hiding, "Plaatsdagen") || !strings.Contains(hiding, "Grafiekgegevens") {
		t.Error("the second chart does not read the tab without suppressed cells")
	}
	for _, c := range []string{plain, hiding} {
		if !strings.Contains(c, `<c:dispBlanksAs val="gap"`) && !strings.Contains(c, `<dispBlanksAs val="gap"`) {
			t.Error("a blank is not drawn as a gap")
		}
	}
	if _, data, found := strings.Cut(dump(t, xlsx), `sheet "Grafiekgegevens"`); !found || strings.Contains(data, "B7 ") {
		t.Error("the suppressed value has a cell among the chart data")
	}
}

// A workbook larger than what excelize keeps in memory by default is made
// without the folder for temporary files. Not parallel: it sets TMPDIR.
func TestNoTemporaryFiles(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	for _, v := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(v, nowhere)
	}
	s := workbook.Sheet{Name: "Groot", Columns: []workbook.Column{{Header: "tekst"}, {Header: "getal"}}}
	long := strings.Repeat("KANARIE", 60)
	for i := range 40_000 {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(long + time.Duration(i).String()), workbook.Int(int64(i))})
	}
	xlsx := write(t, workbook.Book{Created: created, Sheets: []workbook.Sheet{s}})
	if n := len(part(t, xlsx, "xl/sharedStrings.xml")); n < 16<<20 {
		t.Errorf("only %d bytes: too small to prove anything", n)
	}
	if _, err := os.Stat(nowhere); !errors.Is(err, os.ErrNotExist) {
		t.Error("something made the folder for temporary files")
	}
}

func TestMoreThanExcelHolds(t *testing.T) {
	t.Parallel()
	one := []workbook.Cell{workbook.Int(1)}
	for name, s := range map[string]workbook.Sheet{
		"rows": {Name: "A", Rows: func() (rows [][]workbook.Cell) {
			for range 1_048_576 {
				rows = append(rows, one)
			}
			return rows
		}()},
		"text": {Name: "A", Rows: [][]workbook.Cell{{workbook.Text(strings.Repeat("é", 32_768))}}},
	} {
		var out bytes.Buffer
		err := workbook.Book{Created: created, Sheets: []workbook.Sheet{s}}.Write(&out)
		if !errors.Is(err, workbook.ErrTooLarge) || out.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes written", name, err, out.Len())
		}
	}
}

func TestMistakesOfTheProgramPanic(t *testing.T) {
	t.Parallel()
	sheet := workbook.Sheet{Name: "A"}
	for name, act := range map[string]func(){
		"no sheets": func() { _ = workbook.Book{Created: created}.Write(io.Discard) },
		"no date":   func() { _ = workbook.Book{Sheets: []workbook.Sheet{sheet}}.Write(io.Discard) },
		"double name": func() {
			_ = workbook.Book{Created: created, Sheets: []workbook.Sheet{sheet, {Name: "a"}}}.Write(io.Discard)
		},
		"strange name":          func() { _ = workbook.Book{Created: created, Sheets: []workbook.Sheet{{Name: "a/b"}}}.Write(io.Discard) },
		"formula without value": func() { workbook.Formula("1+1", workbook.Impossible()) },
		"formula with equals":   func() { workbook.Formula("=1+1", workbook.Int(2)) },
		"old date":              func() { workbook.Date(time.Date(1899, 1, 1, 0, 0, 0, 0, time.UTC)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			act()
		}()
	}
}
