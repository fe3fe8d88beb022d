package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"lvv/ingest/table"
	"lvv/ingest/table/tabletest"
)

func TestCSVConformance(t *testing.T) {
	for _, sep := range ";,\t" {
		t.Run(string(sep), func(t *testing.T) {
			tabletest.Run(t, func(t *testing.T, rows [][]string, lim table.Limits) (table.Source, error) {
				return table.NewCSV(bytes.NewReader(tabletest.WriteCSV(t, rows, sep)), lim)
			})
		})
	}
}

// at is one row that is expected.
func at(number int32, cells ...string) tabletest.Row {
	return tabletest.Row{Number: number, Cells: cells}
}

// What people send, and how it reads.
func TestReadCSV(t *testing.T) {
	type rows = []tabletest.Row
	tests := []struct {
		name, in string
		header   []string
		want     rows
	}{
		{"byte order mark", "\ufeffa;b\r\n1;2\r\n", []string{"a", "b"}, rows{at(2, "1", "2")}},
		{"no last line feed", "a;b\n1;2", []string{"a", "b"}, rows{at(2, "1", "2")}},
		{"header alone", "a;b", []string{"a", "b"}, nil},
		{"windows-1252", "a;b\nJos\xe9;\x80 5\n", []string{"a", "b"}, rows{at(2, "José", "€ 5")}},
		{"windows-1252 in the header", "a;re\xefnt\n1;2\n", []string{"a", "reïnt"}, rows{at(2, "1", "2")}},
		{"both encodings", "a;b\nJos\xe9;Jos\u00e9\n", []string{"a", "b"}, rows{at(2, "José", "José")}},
		{"windows-1252 in quotes", "a;b\n\"\xe9\"\"\";x\n", []string{"a", "b"}, rows{at(2, `é"`, "x")}},
		{"old Mac", "a;b\r1;2\r3;4", []string{"a", "b"}, rows{at(2, "1", "2"), at(3, "3", "4")}},
		{"separator line of Excel", "sep=,\r\na,b;c\r\n1,2\r\n", []string{"a", "b;c"}, rows{at(2, "1", "2")}},
		{"separator in the header's quotes", "\"a;b;c\",d\n1,2\n", []string{"a;b;c", "d"}, rows{at(2, "1", "2")}},
		{"one column", "a\n1\n", []string{"a"}, rows{at(2, "1")}},
		{"quote inside a cell", "a;b\nO\"Neil;2\n3;4\n", []string{"a", "b"}, rows{at(2, `O"Neil`, "2"), at(3, "3", "4")}},
		{"text behind a quote", "a;b\n\"x\"y\"z\";2\n", []string{"a", "b"}, rows{at(2, `xy"z"`, "2")}},
		{"quoted CRLF", "a;b\r\n\"1\r\n2\";3\r\n4;5\r\n", []string{"a", "b"}, rows{at(2, "1\r\n2", "3"), at(3, "4", "5")}},
		{"quoted end of line", "a;b\r\n1;\"2\"\r\n3;\"\"\r\n", []string{"a", "b"}, rows{at(2, "1", "2"), at(3, "3", "")}},
		{"wrong widths", "a;b\n1\n1;2;3\n;;;\n", []string{"a", "b"}, rows{at(2, "1"), at(3, "1", "2", "3")}},
		{"quoted header over two lines", "\"a\nx\";b\n1;2\n", []string{"a\nx", "b"}, rows{at(2, "1", "2")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, block := range []int{64, 1 << 20} { // small blocks, so that records are carried over
				src, err := table.NewCSV(iotest.OneByteReader(strings.NewReader(tt.in)), table.Limits{Block: block})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.header, src.Header()); diff != "" {
					t.Errorf("header (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.want, tabletest.ReadAll(t, src)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

// What is no table is refused, and by its own name.
func TestRefuseCSV(t *testing.T) {
	long := strings.Repeat("1;2\n", 1000)
	tests := []struct {
		name, in string
		want     error
		row      int32
	}{
		{"nothing", "", table.ErrEmpty, 0},
		{"blank lines", "\n\r\n\n", table.ErrEmpty, 0},
		{"mark alone", "\ufeff", table.ErrEmpty, 0},
		{"workbook", "PK\x03\x04 and so on", table.ErrNotText, 0},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", table.ErrNotText, 0},
		{"pdf", "%PDF-1.7\n", table.ErrNotText, 0},
		{"utf-16 with its mark", "\xff\xfea\x00;\x00b\x00\n\x00", table.ErrEncoding, 0},
		{"utf-16 without", "a\x00;\x00b\x00\n\x00", table.ErrEncoding, 0},
		{"zeros in the header", "a;b\x00;cccccc\n", table.ErrNotText, 0},
		{"zeros later", "a;b\n" + long + "1;\x00\n", table.ErrNotText, 1002},
		{"open quote in the header", "a;\"b\n1;2\n", table.ErrUnclosedQuote, 1},
		{"open quote", "a;b\n1;2\n3;\"4\n" + long, table.ErrUnclosedQuote, 3},
		{"open quote, never ending", "a;b\n" + long + "3;\"4\n" + strings.Repeat(long, 100), table.ErrUnclosedQuote, 1002},
		{"open quote at the very end", "a;b\n1;\"", table.ErrUnclosedQuote, 2},
		{"a million columns", "a;b\n" + strings.Repeat(";", 1e6) + "\n", table.ErrTooWide, 2},
		{"a line without end", "a;b\n" + strings.Repeat("x", 5e6), table.ErrTooLong, 2},
		{"a header without end", strings.Repeat("x", 5e6), table.ErrTooLong, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, err := table.NewCSV(strings.NewReader(tt.in), table.Limits{Block: 4096, Row: 1 << 20})
			if err == nil {
				_, err = tabletest.Drain(src)
			}
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if at := (*table.RowError)(nil); tt.row != 0 && (!errors.As(err, &at) || at.Row != tt.row) {
				t.Errorf("got %v, want it at row %d", err, tt.row)
			}
		})
	}
}

// A sealed file that was cut off must not read as a shorter one.
func TestCutOffReader(t *testing.T) {
	data := "a;b\n" + strings.Repeat("1;2\n", 10_000)
	for _, fail := range []error{io.ErrUnexpectedEOF, errors.New("disk")} {
		for _, at := range []int{0, 2, 4, 30_000} {
			r := io.MultiReader(strings.NewReader(data[:at]), iotest.ErrReader(fail))
			src, err := table.NewCSV(r, table.Limits{Block: 4096})
			if err == nil {
				_, err = tabletest.Drain(src)
			}
			if !errors.Is(err, fail) {
				t.Errorf("cut off at byte %d: got %v, want %v", at, err, fail)
			}
		}
	}
}

// Where encoding/csv accepts a file, this package reads the same cells.
func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{
		"a;b\n1;2\n", "a,b\r\n\"x\"\"y\",z\r\n", "a\tb\n\n\n1\t\"2\n3\"\n", "a;b\n\xe9;\"\xe9\"\n",
		"a;\"b\"\n;\n\"\";\"\"\n", "a;b\n1;\"2\"", "\ufeffa;b\n\r\n", "a;b\n\"\n\";\"\r\n\"\r\n", "a;b\rc;d",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		src, err := table.NewCSV(bytes.NewReader(data), table.Limits{Block: 32, Row: 4096})
		if err != nil {
			return
		}
		header := src.Header()
		rows, err := tabletest.Drain(src)
		if err != nil {
			return
		}
		for _, sep := range ";,\t" {
			compareWithStandard(t, data, sep, header, rows)
		}
	})
}

// Accents, whole ones and parts of one, wherever they fall in words and strides:
// each cell is read as if it were looked at by itself.
func TestCellsThatAreNotASCII(t *testing.T) {
	t.Parallel()
	parts := rapid.OneOf(rapid.Map(rapid.IntRange(0, 90), func(n int) string { return strings.Repeat("x", n) }),
		rapid.SampledFrom([]string{"é", "م", "𝛼", "\u2028", "\xe9", "\xc3", "\xa9", "\xf0\x9d", ";", ";", "\n"}))
	rapid.Check(t, func(r *rapid.T) {
		data := []byte("a;b\n" + strings.Join(rapid.SliceOfN(parts, 0, 200).Draw(r, "parts"), "") + "\n")
		src, err := table.NewCSV(bytes.NewReader(data), table.Limits{Block: 4096})
		if err != nil {
			r.Fatal(err)
		}
		rows, err := tabletest.Drain(src)
		if err != nil {
			r.Fatal(err)
		}
		compareWithStandard(t, data, ';', src.Header(), rows)
		if t.Failed() {
			r.Fatal("see above")
		}
	})
}

// compareWithStandard holds what was read against encoding/csv, which knows
// neither other encodings nor bare carriage returns nor rows of blanks.
func compareWithStandard(t *testing.T, data []byte, sep rune, header []string, rows []tabletest.Row) {
	if bytes.ContainsRune(data, '\r') || bytes.HasPrefix(bytes.ToLower(data), []byte("sep=")) {
		return
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.Comma, r.FieldsPerRecord = sep, -1
	all, err := r.ReadAll()
	if err != nil || len(all) == 0 || !cmp.Equal(utf8s(all[0]), header) || len(header) < 2 {
		return // not valid, or not the separator
	}
	var want [][]string
	for _, row := range all[1:] {
		if strings.Join(row, "") != "" {
			want = append(want, utf8s(row))
		}
	}
	var got [][]string
	for _, row := range rows {
		got = append(got, row.Cells)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differs from encoding/csv (-want +got):\n%s", diff)
	}
}

// utf8s decodes the cells that are not UTF-8 from Windows-1252.
func utf8s(row []string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		if out[i] = c; strings.ToValidUTF8(c, "") != c {
			out[i], _ = charmap.Windows1252.NewDecoder().String(c)
		}
	}
	return out
}
