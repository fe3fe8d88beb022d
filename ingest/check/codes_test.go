package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"lvv/schemas"
)

// between are the codes of what lies between the rows of a person. The gate where
// persons are recognised gives them, in a room that this one may not know.
var between = []string{"overlap", "verdwenen"}

// Every code that can be given has its texts, every text can be given, and the
// texts are complete.
func TestCodesHaveTexts(t *testing.T) {
	given := append(constants(t), between...)
	for _, name := range schemas.Names() {
		c, err := schemas.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range c.Datasets {
			for _, r := range d.Rules {
				given = append(given, r.Code)
			}
		}
	}
	slices.Sort(given)
	given = slices.Compact(given)
	all := schemas.ProblemCodes()
	for _, code := range given {
		if !slices.Contains(all, code) {
			t.Errorf("%s has no text in problems.toml", code)
		}
	}
	for _, code := range all {
		if !slices.Contains(given, code) {
			t.Errorf("%s stands in problems.toml, and nothing gives it", code)
		}
		text, _ := schemas.Problem(code)
		if text.NL == "" || text.EN == "" || text.AdviceNL == "" || text.AdviceEN == "" {
			t.Errorf("%s: a text is missing", code)
		}
		if !slices.Contains([]schemas.Tier{schemas.TierFile, schemas.TierRow, schemas.TierWarning}, text.Tier) {
			t.Errorf("%s: unknown tier %q", code, text.Tier)
		}
	}
}

// constants reads the values of the constants in codes.go.
func constants(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		return true
	})
	if len(out) == 0 {
		t.Fatal("codes.go holds no codes")
	}
	return out
}
