package evaluator

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHavenReadsWhatExcelShows opens the files for SPSS and Stata as a
// researcher does in R, and finds the labels that stand in the file for Excel.
func TestHavenReadsWhatExcelShows(t *testing.T) {
	t.Parallel()
	const read = `
suppressMessages(library(haven))
for (file in c("microdata.sav", "microdata.dta")) {
  d <- if (file == "microdata.sav") read_sav(file, user_na = TRUE) else read_dta(file)
  d <- as.data.frame(lapply(d, function(x) if (is.labelled(x)) as.character(as_factor(x, levels = "labels")) else x))
  write.table(d, paste0(file, ".csv"), sep = ";", row.names = FALSE, na = "", fileEncoding = "UTF-8")
}`
	c := pilotOf(t, large).parcel(t, Options{K: 10})
	dir := t.TempDir()
	for _, name := range []string{"microdata.sav", "microdata.dta"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content(t, c, "gegevens/"+name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "Rscript", "--vanilla", "-e", read)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v (make tools installs what the tests need)\n%s", err, out)
	}
	want := lines(t, content(t, c, "excel/microdata.csv"), ';')
	for _, name := range []string{"microdata.sav.csv", "microdata.dta.csv"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, lines(t, string(data), ';')); diff != "" {
			t.Errorf("%s: %s", name, diff[:min(len(diff), 2000)])
		}
	}
}
