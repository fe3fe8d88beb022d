package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lvv/schemas"
	"lvv/schemas/synth"
)

// What a caseworker hears from lvv check is what the receipt of lvv ingest says of
// the same file, word for word, rows that are there twice included; but for what
// only the intake can see, because it hangs on persons.
func TestCheckAgreesWithIngest(t *testing.T) {
	t.Parallel()
	dir := newWorkspace(t)
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	plan := planFor(contract, 17, 1500)
	plan.Errors = 0.1
	period := years(plan.Period)[0]
	said := make(map[string]string)
	for _, d := range contract.Datasets {
		source := filepath.Join(t.TempDir(), synth.FileName("stil", d.Name, period)+".csv")
		var text bytes.Buffer
		if _, err := plan.WriteCSV(&text, "stil", d.Name, period); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(source, withSecondRows(text.Bytes(), d.NamedByPerson()), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := lvv(dir, "check", source)
		if err != nil || !strings.Contains(out, "dubbele-rij") {
			t.Fatalf("%s: %v\n%s", d.Name, err, out)
		}
		if said[d.Name], _, _ = strings.Cut(out, "lvv: "); said[d.Name] == "" {
			t.Fatalf("%s: nothing was said", d.Name)
		}
		if out, err := lvv(dir, "seal", source, "--org", "stil", "--force"); err != nil {
			t.Fatalf("%s: %v\n%s", d.Name, err, out)
		}
	}
	if out, err := lvv(dir, "ingest"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, d := range contract.Datasets {
		paths, err := filepath.Glob(filepath.Join(dir, "receipts", "stil_"+d.Name+"_*.txt"))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%s: receipts %v", d.Name, paths)
		}
		receipt, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSpace(said[d.Name]); !strings.Contains(withoutPersons(string(receipt)), want) {
			t.Errorf("%s: lvv check says\n%s\n\nand the receipt\n%s", d.Name, want, receipt)
		}
	}
}

// withSecondRows repeats every third row at the end of a file; where rows are named
// by their person only those of which the first cell, the V-number, is filled in.
func withSecondRows(text []byte, byPerson bool) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	for i, line := range slices.Clone(lines) {
		if i%3 == 1 && len(line) > 0 && !(byPerson && line[0] == ';') {
			lines = append(lines, line)
		}
	}
	return bytes.Join(lines, nil)
}

// withoutPersons leaves the paragraphs out of a receipt that the intake adds.
func withoutPersons(receipt string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(receipt, "\n\n"), func(p string) bool {
		heading, _, _ := strings.Cut(p, "\n")
		return strings.HasSuffix(heading, "  overlap") || strings.HasSuffix(heading, "  verdwenen")
	}), "\n\n")
}
