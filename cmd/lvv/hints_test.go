package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// withoutAdvice lists the exported errors that need no line in the table of
// advice, with the reason. A new error fails the test until somebody decides.
var withoutAdvice = map[string]string{
	"finance.ErrEarlier":     "no command makes numbered corrections of a statement",
	"pseudonym.ErrCollision": "the chance is 10^-11, and no command makes pseudonyms by the list",

	"history.ErrNoProof": "lvv verify says of an old release that it cannot be checked, and goes on",

	"table.Err*": "what is wrong with a table is told to its sender as a problem: check.OfTable",
}

// Every exported error of every room is one that a caller branches on, so it has
// an exit code and advice.
func TestEveryErrorHasAdvice(t *testing.T) {
	t.Parallel()
	advised := errorsIn(t, "hints.go")
	for name, file := range exportedErrors(t) {
		pkg, _, _ := strings.Cut(name, ".")
		if _, ok := withoutAdvice[name]; ok || withoutAdvice[pkg+".Err*"] != "" {
			continue
		}
		if !slices.Contains(advised, name) {
			t.Errorf("%s: %s has no line in the table of hints.go", file, name)
		}
	}
}

// A hint is a sentence for the end of a line, as errors are.
func TestHintsAreWrittenAlike(t *testing.T) {
	t.Parallel()
	seen := make(map[error]bool)
	for _, a := range advice {
		if seen[a.err] {
			t.Errorf("%v stands in the table twice", a.err)
		}
		seen[a.err] = true
		if a.hint == "" && a.exit != exitDone && a.exit != exitAside {
			t.Errorf("%v: a failure without advice", a.err)
		}
		if strings.HasSuffix(a.hint, ".") || a.hint != "" && regexp.MustCompile(`^[A-Z][a-z]`).MatchString(a.hint) {
			t.Errorf("%v: %q is no capital and no full stop", a.err, a.hint)
		}
	}
}

// exportedErrors finds the sentinels of all rooms in their sources, and in which
// file each is.
func exportedErrors(t *testing.T) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, room := range []string{"schemas", "ingest", "anonymise", "reports"} {
		err := fs.WalkDir(os.DirFS("../.."), room, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			for _, name := range sentinels(t, "../../"+file) {
				found[name] = file
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range withoutAdvice {
		if _, ok := found[name]; !ok && !strings.HasSuffix(name, "*") {
			t.Errorf("%s is excused and does not exist", name)
		}
	}
	if len(found) < 30 {
		t.Fatalf("only %d errors found: the test looks in the wrong place", len(found))
	}
	return found
}

// sentinels are the exported variables of a file that are called Err….
func sentinels(t *testing.T, file string) (names []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		vars, ok := d.(*ast.GenDecl)
		if !ok || vars.Tok != token.VAR {
			continue
		}
		for _, spec := range vars.Specs {
			for _, id := range spec.(*ast.ValueSpec).Names {
				if strings.HasPrefix(id.Name, "Err") {
					names = append(names, f.Name.Name+"."+id.Name)
				}
			}
		}
	}
	return names
}

// errorsIn are the errors of other packages that a file of this one mentions.
func errorsIn(t *testing.T, file string) (names []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(s.Sel.Name, "Err") {
			if pkg, ok := s.X.(*ast.Ident); ok {
				names = append(names, pkg.Name+"."+s.Sel.Name)
			}
		}
		return true
	})
	return names
}
