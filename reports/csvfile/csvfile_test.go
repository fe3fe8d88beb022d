package csvfile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lvv/reports/csvfile"
	"lvv/reports/reportstest"
)

func write(t *testing.T, form func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := form(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCell(t *testing.T) {
	t.Parallel()
	day := time.Date(2020, 2, 29, 23, 0, 0, 0, time.FixedZone("x", 3600))
	for _, test := range []struct {
		name        string
		cell        csvfile.Cell
		data, excel string
	}{
		{"text", csvfile.Text("Stichting Noord"), "Stichting Noord", "Stichting Noord"},
		{"whole number", csvfile.Int(110160), "110160", "110160"},
		{"number below zero is not neutralised", csvfile.Int(-5), "-5", "-5"},
		{"amount", csvfile.Cents(550800000), "5508000.00", "5508000,00"},
		{"a few cents", csvfile.Cents(-7), "-0.07", "-0,07"},
		{"the smallest amount there is", csvfile.Cents(-1 << 63), "-92233720368547758.08", "-92233720368547758,08"},
		{"decimal", csvfile.Decimal(1234, 1), "123.4", "123,4"},
		{"number", csvfile.Number(0.18349, 3), "0.183", "0,183"},
		{"rounding half away from zero", csvfile.Number(-0.5, 0), "-1", "-1"},
		{"no minus zero", csvfile.Number(-0.0001, 2), "0.00", "0,00"},
		{"date", csvfile.Date(day), "2020-02-29", "29-02-2020"},
		{"suppressed", csvfile.Suppressed(), ".", "."},
		{"formula", csvfile.Text("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
		{"formula behind spaces", csvfile.Text("  @SUM(A1)"), "'  @SUM(A1)", "'  @SUM(A1)"},
		{"full-width formula", csvfile.Text("＝1+1"), "'＝1+1", "'＝1+1"},
		{"apostrophe", csvfile.Text("'t Honk"), "''t Honk", "''t Honk"},
		{"comma", csvfile.Text("Noord, Zuid"), `"Noord, Zuid"`, "Noord, Zuid"},
		{"semicolon", csvfile.Text("Noord; Zuid"), "Noord; Zuid", `"Noord; Zuid"`},
		{"quote", csvfile.Text(`De "Loods"`), `"De ""Loods"""`, `"De ""Loods"""`},
		{"line break", csvfile.Text("a\nb"), "\"a\nb\"", "\"a\nb\""},
		{"impossible, alone in its row", csvfile.Impossible(), `""`, `""`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			rows := [][]csvfile.Cell{{test.cell}}
			got := write(t, func(b *bytes.Buffer) error { return csvfile.Data(b, []string{"k"}, rows) })
			if want := "k\r\n" + test.data + "\r\n"; got != want {
				t.Errorf("data: got %q, want %q", got, want)
			}
			got = write(t, func(b *bytes.Buffer) error { return csvfile.Excel(b, []string{"k"}, rows) })
			if want := "\ufeffk\r\n" + test.excel + "\r\n"; got != want {
				t.Errorf("excel: got %q, want %q", got, want)
			}
		})
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	header := []string{"periode", "organisatie", "nachten", "bedrag_eur", "peildatum"}
	day := time.Date(2020, 3, 31, 0, 0, 0, 0, time.UTC)
	rows := [][]csvfile.Cell{
		{csvfile.Text("2020-03"), csvfile.Text("Stichting Noord"), csvfile.Int(310), csvfile.Cents(1550000), csvfile.Date(day)},
		{csvfile.Text("2020-03"), csvfile.Text("-Zuid; \"Oost\", West"), csvfile.Suppressed(), csvfile.Cents(-5), csvfile.Impossible()},
	}
	for name, form := range map[string]func(*bytes.Buffer) error{
		"data.csv":  func(b *bytes.Buffer) error { return csvfile.Data(b, header, rows) },
		"excel.csv": func(b *bytes.Buffer) error { return csvfile.Excel(b, header, rows) },
	} {
		reportstest.Golden(t, name, write(t, form))
	}
}

// TestReadBack: whatever the text, a CSV reader finds the same rows and
// columns, no field begins as a formula, and different texts stay different.
func TestReadBack(t *testing.T) {
	t.Parallel()
	text := rapid.StringOf(rapid.RuneFrom([]rune("aé1 ,;\"'=+-@.\t\n\u00a0\u1680＝")))
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		texts := rapid.SliceOf(rapid.SliceOfN(text, columns, columns)).Draw(t, "texts")
		var rows [][]csvfile.Cell
		for _, line := range texts {
			var row []csvfile.Cell
			for _, s := range line {
				row = append(row, csvfile.Text(s))
			}
			rows = append(rows, row)
		}
		var b bytes.Buffer
		if err := csvfile.Data(&b, make([]string, columns), rows); err != nil {
			t.Fatal(err)
		}
		read := csv.NewReader(&b)
		read.FieldsPerRecord = columns
		lines, err := read.ReadAll()
		if err != nil || len(lines) != len(rows)+1 {
			t.Fatalf("read %d lines of %d: %v", len(lines), len(rows)+1, err)
		}
		for i, line := range lines[1:] {
			for j, field := range line {
				if strings.HasPrefix(field, "'") {
					field = field[1:]
				} else if strings.IndexAny(strings.TrimLeft(field, " \u00a0\u1680"), "=+-@＝\t\n") == 0 {
					t.Fatalf("field %q begins as a formula", field)
				}
				if field != texts[i][j] {
					t.Fatalf("wrote %q, read %q", texts[i][j], field)
				}
			}
		}
	})
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestWriterFails(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	if err := csvfile.Data(broken{full}, []string{"a"}, nil); !errors.Is(err, full) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

func TestUnequalRowPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a short row was written")
		}
	}()
	_ = csvfile.Data(&bytes.Buffer{}, []string{"a", "b"}, [][]csvfile.Cell{{csvfile.Int(1)}})
}
