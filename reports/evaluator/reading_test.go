package evaluator

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lvv/reports/parcel"
	"lvv/reports/reportstest"
)

// A described file is what datapackage.json says of one.
type described struct {
	Path   string
	Rows   int `json:"lvv:rows"`
	Schema struct {
		Fields []struct {
			Name, Title, Type string
			MissingValues     []struct{ Value string }
			Categories        []struct{ Value, Label string }
		}
	}
}

func describedFiles(t *testing.T, c parcel.Contents) []described {
	t.Helper()
	var p struct{ Resources []described }
	if err := json.Unmarshal([]byte(content(t, c, "datapackage.json")), &p); err != nil {
		t.Fatal(err)
	}
	return p.Resources
}

// unpacked writes a parcel as a researcher finds it.
func unpacked(t *testing.T, c parcel.Contents) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range c.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read runs a program of the researcher in the unpacked parcel.
func read(t *testing.T, dir, program string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v (make tools installs what the tests need)\n%s", program, err, out)
	}
	return string(out)
}

// The descriptor of a parcel with everything in it holds to the rules of the
// standard, and every line of every file to the descriptor.
func TestEveryFileIsAsDescribed(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, cohort())
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "schemas", "codebook", "testdata", "datapackage-subset.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(content(t, c, "datapackage.json")))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, f := range describedFiles(t, c) {
		seen[f.Path] = true
		f.check(t, lines(t, content(t, c, f.Path), ','))
	}
	for _, path := range []string{recordPath, levelsPath, studyPath, concordancePath, "gegevens/traject_gestart.csv"} {
		if !seen[path] {
			t.Errorf("%s is not described", path)
		}
	}
}

// check holds a file against its description.
func (f described) check(t *testing.T, file [][]string) {
	t.Helper()
	if len(file)-1 != f.Rows || len(file[0]) != len(f.Schema.Fields) {
		t.Errorf("%s has %d lines of %d columns, described are %d of %d", f.Path, len(file)-1, len(file[0]), f.Rows, len(f.Schema.Fields))
		return
	}
	for i, field := range f.Schema.Fields {
		if file[0][i] != field.Name {
			t.Errorf("%s: column %s is described as %s", f.Path, file[0][i], field.Name)
		}
		fits := map[string]func(string) bool{
			"string":  func(string) bool { return true },
			"integer": func(s string) bool { _, err := strconv.ParseInt(s, 10, 64); return err == nil },
			"number":  func(s string) bool { _, err := strconv.ParseFloat(s, 64); return err == nil },
		}[field.Type]
		for n, row := range file[1:] {
			missing, listed := false, len(field.Categories) == 0
			for _, m := range field.MissingValues {
				missing = missing || m.Value == row[i]
			}
			for _, x := range field.Categories {
				listed = listed || x.Value == row[i]
			}
			if !missing && (fits == nil || !fits(row[i]) || !listed) {
				t.Fatalf("%s line %d: %s is %q, which is no %s of the description", f.Path, n+2, field.Name, row[i], field.Type)
			}
		}
	}
}

// R reads the whole parcel without a warning: the right number of lines of each
// file, the labels of the codebook, and figures that add up to what is printed.
func TestRReadsTheParcel(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, cohort())
	dir := unpacked(t, c)
	script := "options(warn = 2)\nsource('inlezen.R', encoding = 'UTF-8')\n"
	for _, f := range describedFiles(t, c) {
		frame := strings.TrimSuffix(filepath.Base(f.Path), ".csv")
		script += fmt.Sprintf("stopifnot(nrow(%s) == %d, ncol(%s) == %d)\n", frame, f.Rows, frame, len(f.Schema.Fields))
		for _, field := range f.Schema.Fields {
			script += fmt.Sprintf("stopifnot(identical(attr(%s$%s, 'label'), %q))\n", frame, field.Name, field.Title)
			if n := len(field.Categories); n > 0 {
				script += fmt.Sprintf("stopifnot(nlevels(%s$%s) == %d, levels(%s$%s)[%d] == %q)\n", frame, field.Name, n, frame, field.Name, n, field.Categories[n-1].Label)
			}
		}
	}
	hidden := 0
	sum := 0
	for _, row := range reportstest.Rows(t, c, "gegevens/instroom.csv") {
		if n, err := strconv.Atoi(row["aantal_stroom"]); err == nil {
			sum += n
		} else {
			hidden++
		}
	}
	script += fmt.Sprintf("stopifnot(sum(instroom$aantal_stroom, na.rm = TRUE) == %d, sum(attr(instroom$aantal_stroom, 'ontbreekt') == 'onderdrukt', na.rm = TRUE) == %d)\ncat('gelezen')\n", sum, hidden)
	if err := os.WriteFile(filepath.Join(dir, "toets.R"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := read(t, dir, "Rscript", "--vanilla", "toets.R"); !strings.HasSuffix(out, "gelezen") || hidden == 0 {
		t.Errorf("%d hidden figures; R says:\n%s", hidden, out)
	}
}

// PSPP, which takes the syntax of SPSS, reads the whole parcel without a
// complaint: the right number of lines of each file, and of each solution.
func TestPSPPReadsTheParcel(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, cohort())
	dir := unpacked(t, c)
	syntax := "INCLUDE 'inlezen.sps'.\n"
	files := describedFiles(t, c)
	for _, f := range files {
		syntax += fmt.Sprintf("DATASET ACTIVATE %s.\nCOMPUTE lvv_een = 1.\nDESCRIPTIVES lvv_een /STATISTICS=SUM.\n", strings.TrimSuffix(filepath.Base(f.Path), ".csv"))
	}
	syntax += "DATASET ACTIVATE microdata.\nFREQUENCIES oplossing.\n"
	if err := os.WriteFile(filepath.Join(dir, "toets.sps"), []byte(syntax), 0o600); err != nil {
		t.Fatal(err)
	}
	out := read(t, dir, "pspp", "-o", "-", "-O", "format=csv", "toets.sps")
	if strings.Contains(out, "error:") || strings.Contains(out, "warning:") {
		t.Errorf("PSPP complains:\n%s", out[:min(len(out), 3000)])
	}
	var counts []string
	for _, line := range strings.Split(out, "\n") {
		if part := strings.Split(line, ","); part[0] == "lvv_een" {
			counts = append(counts, strings.TrimSuffix(part[len(part)-1], ".00"))
		}
	}
	var want []string
	for _, f := range files {
		want = append(want, strconv.Itoa(f.Rows))
	}
	if !slices.Equal(counts, want) {
		t.Errorf("PSPP counts %v lines, there are %v", counts, want)
	}
	solutions := map[string]int{}
	for _, row := range lines(t, content(t, c, "excel/microdata.csv"), ';')[1:] {
		solutions[row[len(row)-2]]++
	}
	for label, n := range solutions {
		if !strings.Contains(out, fmt.Sprintf("%s,%d,", label, n)) {
			t.Errorf("PSPP does not count %d records of %s", n, label)
		}
	}
}
