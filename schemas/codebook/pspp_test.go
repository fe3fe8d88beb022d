package codebook

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// PSPP, which takes the syntax of SPSS, reads the example without a complaint,
// and shows labels, missing values and data.
func TestPSPPReadsTheSyntax(t *testing.T) {
	pspp, err := exec.LookPath("pspp")
	if err != nil {
		t.Fatal("pspp is missing: make tools installs what the tests need")
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b := example(t)
	write(b.Files[0].Path, exampleCSV)
	write("inlezen.sps", text(t, b, Book.SPSS)+`
DISPLAY DICTIONARY.
FREQUENCIES geslacht reden_uitstroom nachten.
LIST peildatum bedrag toelichting.
`)
	cmd := exec.CommandContext(t.Context(), pspp, "-o", "-", "-O", "format=csv", "inlezen.sps")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "error:") || strings.Contains(string(out), "warning:") {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{
		`half open`, "2021/12/31", "18300.00", `met, komma en ""aanhaling""`, "é",
		"Valid,Man,1", "Missing,onderdrukt,1", "Missing,geweigerd,1", "Missing,niet geregistreerd,1", ",366,1",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in what PSPP says:\n%s", want, out)
		}
	}
}
