package codebook

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// R reads the example with the script, gives labels and levels, and remembers
// why a value is missing.
func TestRReadsTheScript(t *testing.T) {
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		t.Fatal("Rscript is missing: make tools installs what the tests need")
	}
	dir := t.TempDir()
	b := example(t)
	if err := os.MkdirAll(filepath.Join(dir, "gegevens"), 0o700); err != nil {
		t.Fatal(err)
	}
	script := text(t, b, Book.R) + `
stopifnot(nrow(microdata) == 3, ncol(microdata) == 7)
stopifnot(identical(levels(microdata$geslacht), c("Man", "Vrouw", "Onbekend")))
stopifnot(identical(as.character(microdata$geslacht), c("Man", NA, "Vrouw")))
stopifnot(identical(attr(microdata$geslacht, "ontbreekt"), c(NA, "onderdrukt", NA)))
stopifnot(is.integer(microdata$nachten), sum(microdata$nachten, na.rm = TRUE) == 378L)
stopifnot(isTRUE(all.equal(as.vector(microdata$bedrag), c(600.5, NA, 18300))))
stopifnot(identical(attr(microdata$bedrag, "ontbreekt"), c(NA, "onderdrukt", NA)))
stopifnot(inherits(microdata$peildatum, "Date"), format(microdata$peildatum[1]) == "2021-12-31")
stopifnot(identical(attr(microdata$bedrag, "label"), "Bedrag"))
stopifnot(microdata$toelichting[1] == 'met, komma en "aanhaling"', microdata$toelichting[3] == "\u00e9")
cat("gelezen\n")
`
	for name, content := range map[string]string{b.Files[0].Path: exampleCSV, "inlezen.R": script} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), rscript, "--vanilla", "inlezen.R")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil || !strings.HasSuffix(string(out), "gelezen\n") {
		t.Fatalf("%v\n%s", err, out)
	}
}
