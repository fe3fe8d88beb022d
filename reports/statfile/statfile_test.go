package statfile_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lvv/reports/reportstest"
	"lvv/reports/statfile"
)

// world is a file with all that is awkward: accents, what is missing, a number
// beyond a byte and one beyond two, text of many widths, a last group of values
// that is not full.
func world() statfile.File {
	f := statfile.File{Label: "Verblijven – één jaar", Created: time.Date(2021, 3, 4, 5, 6, 0, 0, time.UTC), Rows: 13}
	reason := statfile.Column{Name: "reden_uitstroom", Label: "Reden van uitstroom", Values: []statfile.Value{
		{1, "Teruggekeerd"}, {2, "Overig, namelijk „één”"}, {-1, "niet geregistreerd"}, {-3, "onderdrukt"}, {1, "Teruggekeerd"},
	}}
	country := statfile.Column{Name: "nationaliteit", Label: strings.Repeat("Nationaliteit ", 30), Values: []statfile.Value{{300, "Côte d’Ivoire"}, {-2, "geen"}, {7, ""}}}
	number := statfile.Column{Name: "nummer", Label: "Nummer", Values: []statfile.Value{{70000, "zeventigduizend"}, {0, "nul"}}}
	pseudonym := statfile.Column{Name: "pseudoniem", Label: "Pseudoniem", Words: []string{"ST-ABCDEFGH-JKLMNPQR-7", "", "é", "a       b"}}
	for i := range int32(13) {
		reason.Codes = append(reason.Codes, i%5)
		country.Codes = append(country.Codes, i%3)
		number.Codes = append(number.Codes, i%2)
		pseudonym.Codes = append(pseudonym.Codes, i%4)
	}
	f.Columns = []statfile.Column{reason, country, number, pseudonym}
	return f
}

// want is the world as rows, with what is missing written by missing.
func want(f statfile.File, missing func(int32) string) [][]string {
	var head []string
	for _, c := range f.Columns {
		head = append(head, c.Name)
	}
	rows := [][]string{head}
	for r := range f.Rows {
		var row []string
		for _, c := range f.Columns {
			switch {
			case c.Words != nil:
				row = append(row, c.Words[c.Codes[r]])
			case c.Values[c.Codes[r]].Number < 0:
				row = append(row, missing(c.Values[c.Codes[r]].Number))
			default:
				row = append(row, fmt.Sprint(c.Values[c.Codes[r]].Number))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// save writes the world in one form and returns the file.
func save(t *testing.T, f statfile.File, ending string) string {
	t.Helper()
	var b bytes.Buffer
	write := f.SPSS
	if ending == ".dta" {
		write = f.Stata
	}
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "wereld"+ending)
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// run runs one of the programs that make tools installs.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v (make tools installs it)\n%s", name, err, out)
	}
	return string(out)
}

// TestReadStatReadsWhatWasWritten holds both files against ReadStat, the
// library behind haven and pyreadstat.
func TestReadStatReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	for ending, missing := range map[string]func(int32) string{
		".sav": func(n int32) string { return fmt.Sprint(n) },
		".dta": func(int32) string { return "" },
	} {
		t.Run(ending, func(t *testing.T) {
			t.Parallel()
			name := save(t, world(), ending)
			read := name + ".csv"
			run(t, "readstat", name, read)
			if diff := cmp.Diff(want(world(), missing), readCSV(t, read)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func readCSV(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		for i := range row {
			row[i] = strings.TrimSuffix(row[i], ".000000")
		}
	}
	return rows
}

// TestPSPPReadsSPSS holds the .sav file against PSPP, which was written from
// another description of the format.
func TestPSPPReadsSPSS(t *testing.T) {
	t.Parallel()
	name := save(t, world(), ".sav")
	run(t, "pspp-convert", "--recode", name, name+".csv")
	got := readCSV(t, name+".csv")
	blank := func(n int32) string { return " " } // --recode makes user-missing values blank
	if diff := cmp.Diff(want(world(), blank), got); diff != "" {
		t.Error(diff)
	}
}

// TestHavenSeesTheLabels reads as researchers do: with haven in R.
func TestHavenSeesTheLabels(t *testing.T) {
	t.Parallel()
	const show = `
suppressMessages(library(haven))
for (file in commandArgs(TRUE)) {
  d <- if (endsWith(file, ".sav")) read_sav(file, user_na = TRUE) else read_dta(file)
  cat(attr(d, "label"), "\n")
  for (n in names(d)) {
    cat(n, "|", attr(d[[n]], "label"), "|", class(d[[n]])[1], "\n")
    l <- attr(d[[n]], "labels")
    for (i in if (is.null(l)) NULL else order(names(l))) {
      v <- if (is_tagged_na(l[i])) paste0(".", na_tag(l[i])) else l[i]
      cat("   ", v, names(l)[i], "\n")
    }
  }
  cat("missing:", paste(colSums(is.na(d)), collapse = " "), "\n")
}`
	script := filepath.Join(t.TempDir(), "toon.R")
	if err := os.WriteFile(script, []byte(show), 0o600); err != nil {
		t.Fatal(err)
	}
	got := run(t, "Rscript", "--vanilla", script, save(t, world(), ".sav"), save(t, world(), ".dta"))
	reportstest.Golden(t, "haven.txt", got)
}

// TestRefuses lists what the programs would not read.
func TestRefuses(t *testing.T) {
	t.Parallel()
	for about, spoil := range map[string]func(*statfile.File){
		"no columns":                func(f *statfile.File) { f.Columns = nil },
		"a name with a capital":     func(f *statfile.File) { f.Columns[0].Name = "Reden" },
		"one name twice":            func(f *statfile.File) { f.Columns[0].Name = f.Columns[1].Name },
		"too few rows":              func(f *statfile.File) { f.Columns[0].Codes = f.Columns[0].Codes[1:] },
		"a code without a value":    func(f *statfile.File) { f.Columns[0].Codes[3] = 5 },
		"values and words":          func(f *statfile.File) { f.Columns[0].Words = []string{"a"} },
		"one number, two labels":    func(f *statfile.File) { f.Columns[0].Values[4].Label = "Terug" },
		"an unknown missing reason": func(f *statfile.File) { f.Columns[0].Values[2].Number = -4 },
		"text that is not UTF-8":    func(f *statfile.File) { f.Columns[3].Words[0] = "\xff" },
		"text beyond 255 bytes":     func(f *statfile.File) { f.Columns[3].Words[0] = strings.Repeat("é", 128) },
	} {
		f := world()
		spoil(&f)
		var b bytes.Buffer
		if err := f.SPSS(&b); err == nil || b.Len() > 0 {
			t.Errorf("%s: SPSS error %v after %d bytes", about, err, b.Len())
		}
		if err := f.Stata(&b); err == nil || b.Len() > 0 {
			t.Errorf("%s: Stata error %v after %d bytes", about, err, b.Len())
		}
	}
}

// TestSameFileSameBytes: no clock and no chance in the files.
func TestSameFileSameBytes(t *testing.T) {
	t.Parallel()
	var a, b, c, d bytes.Buffer
	for _, err := range []error{world().SPSS(&a), world().SPSS(&b), world().Stata(&c), world().Stata(&d)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || !bytes.Equal(c.Bytes(), d.Bytes()) {
		t.Error("the same file gave other bytes")
	}
}

// A file in runs is the file with every row written out.
func TestRunsAreRows(t *testing.T) {
	t.Parallel()
	short, long := world(), world()
	short.Runs, long.Rows = []int{1, 9, 2, 1, 3, 1, 0, 8, 1, 1, 5, 1, 1}, 0
	for i := range long.Columns {
		long.Columns[i].Codes = nil
		for at, n := range short.Runs {
			for range n {
				long.Columns[i].Codes = append(long.Columns[i].Codes, short.Columns[i].Codes[at])
			}
		}
		long.Rows = len(long.Columns[i].Codes)
	}
	short.Rows = long.Rows
	for name, write := range map[string]func(statfile.File, *bytes.Buffer) error{
		"SPSS":  func(f statfile.File, to *bytes.Buffer) error { return f.SPSS(to) },
		"Stata": func(f statfile.File, to *bytes.Buffer) error { return f.Stata(to) },
	} {
		var one, other bytes.Buffer
		if err := write(short, &one); err != nil {
			t.Fatal(err)
		}
		if err := write(long, &other); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), other.Bytes()) {
			t.Errorf("%s: %d rows in runs are other bytes than written out", name, long.Rows)
		}
	}
	short.Rows++
	if err := short.SPSS(&bytes.Buffer{}); err == nil {
		t.Error("runs that are not so many rows are written")
	}
}
