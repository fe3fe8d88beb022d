package lvv_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// This file is the law of the house. It reads every Go file itself, because go
// test only notices a broken law in files that the test has opened.

// topLevel is all that may stand in the root, beside names that begin with a dot.
var topLevel = []string{
	"cmd", "ingest", "anonymise", "reports", "schemas", "testdata", "docs",
	"go.mod", "go.sum", "Makefile", "README.md", "LICENSE", "layout_test.go",
}

// mayKnow lists, for each room of the house, the other rooms it may import.
var mayKnow = map[string][]string{
	"schemas":   {},
	"ingest":    {"schemas"},
	"anonymise": {"schemas", "ingest"},
	"reports":   {"schemas", "anonymise"}, // never ingest: rows about people cannot reach a report
	"cmd":       {"schemas", "ingest", "anonymise", "reports"},
}

// mayUse lists, for what comes from outside, the packages that may use it, in
// code that is not a test. A package stands for those below it too.
var mayUse = map[string][]string{
	"github.com/duckdb/duckdb-go":           {"reports/warehouse"},
	"database/sql":                          {"reports/warehouse"},
	"github.com/apache/arrow-go":            {"anonymise", "reports/warehouse", "reports/evaluator"},
	"github.com/xuri/excelize":              {"ingest/table", "schemas/template", "schemas/synth", "reports/workbook"},
	"filippo.io/age":                        {"ingest/envelope", "ingest/quarantine", "anonymise/keyring", "anonymise/store", "anonymise/register", "reports/parcel", "cmd"},
	"golang.org/x/mod/sumdb":                {"ingest/envelope", "anonymise/keyring", "anonymise/ledger", "anonymise/release", "cmd"},
	"golang.org/x/text":                     {"ingest/table", "ingest/check", "anonymise/register"},
	"golang.org/x/sys":                      {"anonymise/durable", "cmd"},
	"golang.org/x/term":                     {"cmd"},
	"github.com/alecthomas/kong":            {"cmd"},
	"github.com/pelletier/go-toml":          {"schemas", "cmd"},
	"github.com/klauspost/compress":         {"reports/parcel"},
	"crypto/rand":                           {"anonymise/keyring"},
	"math/rand":                             {"schemas/synth"},
	"math/rand/v2":                          {"schemas/synth"},
	"net/http":                              {},
	"net":                                   {},
	"log":                                   {},
	"log/slog":                              {},
	"os/exec":                               {"cmd/bench"},
	"unsafe":                                {"anonymise"},
	"github.com/google/go-cmp":              {},
	"pgregory.net/rapid":                    {},
	"github.com/rogpeppe/go-internal":       {},
	"github.com/santhosh-tekuri/jsonschema": {},
}

// mayWrite lists the packages that may make or change files. Rooms hand out
// bytes; where they land is decided in few places.
var mayWrite = []string{"anonymise/durable", "cmd"}

// writers are the functions of package os that make or change a file.
var writers = []string{
	"Create", "CreateTemp", "OpenFile", "WriteFile", "Mkdir", "MkdirAll", "MkdirTemp",
	"Rename", "Remove", "RemoveAll", "Truncate", "Link", "Symlink", "Chmod",
}

// mayCall lists functions that only some packages may call: how a gate opens.
var mayCall = map[string][]string{
	"lvv/anonymise.Reopen":          {"anonymise/store"},
	"lvv/anonymise/release.Approve": {"cmd"},
	"lvv/anonymise/release.Grant":   {"cmd"},
	"time.Now":                      {"cmd"},
}

func TestTopLevelIsAsFixed(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(topLevel, e.Name()) && !ignored(e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// ignored are what building leaves behind and .gitignore lists.
func ignored(name string) bool { return name == "bin" || name == "lvv" }

func TestRoomsKnowOnlyTheRoomsBeforeThem(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range f.imports {
			known, ours := strings.CutPrefix(imp, "lvv/")
			if from, to := room(f.dir), room(known); ours && from != to && !slices.Contains(mayKnow[from], to) {
				t.Errorf("%s: %s may not know %s", f.name, from, to)
			}
		}
	}
}

// purposes are walled off from each other: what one may show, another may not.
var purposes = []string{"reports/evaluator", "reports/amif", "reports/finance", "reports/monitor"}

func TestPurposesDoNotKnowEachOther(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range f.imports {
			from, to := under(f.dir, purposes), under(strings.TrimPrefix(imp, "lvv/"), purposes)
			if from != "" && to != "" && from != to {
				t.Errorf("%s: %s may not know %s", f.name, from, to)
			}
		}
	}
}

func TestOutsideLibrariesHaveNamedDoors(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range f.imports {
			lib := ""
			for l := range mayUse {
				if (imp == l || strings.HasPrefix(imp, l+"/")) && len(l) > len(lib) {
					lib = l
				}
			}
			outside := strings.Contains(strings.Split(imp, "/")[0], ".")
			if lib == "" && outside {
				t.Errorf("%s: nobody decided who may use %s", f.name, imp)
			}
			if lib != "" && !f.test && under(f.dir, mayUse[lib]) == "" {
				t.Errorf("%s: %s may not use %s", f.name, f.dir, imp)
			}
		}
	}
}

func TestOnlyFewPackagesWriteFiles(t *testing.T) {
	for _, f := range sources(t) {
		if f.test || under(f.dir, mayWrite) != "" {
			continue
		}
		for _, name := range writers {
			if f.calls("os", name) {
				t.Errorf("%s: %s may not make or change files (os.%s)", f.name, f.dir, name)
			}
		}
	}
}

func TestGatesOpenInOnePlace(t *testing.T) {
	for _, f := range sources(t) {
		for name, allowed := range mayCall {
			dot := strings.LastIndex(name, ".")
			pkg, fn := name[:dot], name[dot+1:]
			if !f.test && strings.TrimPrefix(pkg, "lvv/") != f.dir && f.calls(pkg, fn) && under(f.dir, allowed) == "" {
				t.Errorf("%s: %s may not call %s", f.name, f.dir, name)
			}
		}
	}
}

// Packages that are named after tests may open gates, because tests must; so
// nothing but a test may know them.
func TestWhatIsForTestsStaysInTests(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range f.imports {
			if strings.HasPrefix(imp, "lvv/") && strings.HasSuffix(imp, "test") && !f.test {
				t.Errorf("%s: %s is for tests", f.name, imp)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	said := make(map[string]bool)
	for _, f := range sources(t) {
		if !f.test {
			said[f.dir] = said[f.dir] || f.tree.Doc != nil
		}
	}
	for dir, ok := range said {
		if !ok {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

// A source is one Go file of the house.
type source struct {
	name, dir string
	test      bool
	imports   []string
	tree      *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	house := os.DirFS(".")
	err := fs.WalkDir(house, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata" || e.Name() == "bin") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || path.Dir(name) == "." {
			return nil
		}
		src, err := fs.ReadFile(house, name)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			return err
		}
		all = append(all, newSource(name, tree))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("found only %d Go files: the law was not applied", len(all))
	}
	return all
}

func newSource(name string, tree *ast.File) source {
	dir := path.Dir(name)
	test := strings.HasSuffix(name, "_test.go") || strings.HasSuffix(dir, "test")
	s := source{name: name, dir: dir, test: test, tree: tree}
	for _, spec := range tree.Imports {
		imp, _ := strconv.Unquote(spec.Path.Value)
		s.imports = append(s.imports, imp)
	}
	return s
}

// calls reports whether the file names a function of an imported package.
func (s source) calls(pkg, fn string) bool {
	local := ""
	for _, spec := range s.tree.Imports {
		if imp, _ := strconv.Unquote(spec.Path.Value); imp == pkg {
			local = path.Base(pkg)
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	found := false
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && local != "" && sel.Sel.Name == fn {
			x, ok := sel.X.(*ast.Ident)
			found = found || ok && x.Name == local
		}
		return !found
	})
	return found
}

func room(dir string) string { return strings.Split(dir, "/")[0] }

// under returns the entry of list that is dir or lies above it, or "".
func under(dir string, list []string) string {
	for _, l := range list {
		if dir == l || strings.HasPrefix(dir, l+"/") {
			return l
		}
	}
	return ""
}

// TestPitfallsAreHeldByTests keeps docs/pitfalls.md true: the tests that it
// names are there.
func TestPitfallsAreHeldByTests(t *testing.T) {
	doc, err := os.ReadFile("docs/pitfalls.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	for _, f := range sources(t) {
		if !f.test {
			continue
		}
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				tests[fn.Name.Name] = true
			}
		}
	}
	rows := 0
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSpace(cells[1])); err != nil || n != rows+1 {
			continue
		}
		rows++
		names := strings.Split(cells[3], "`")
		if len(names) < 3 {
			t.Errorf("pitfall %d: no test is named", rows)
		}
		for i := 1; i < len(names); i += 2 {
			if !tests[names[i]] {
				t.Errorf("pitfall %d: there is no %s", rows, names[i])
			}
		}
	}
	if rows != 26 {
		t.Errorf("%d pitfalls are listed in order, want 26", rows)
	}
}
