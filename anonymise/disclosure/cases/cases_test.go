package cases

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const good = `# One small cell takes a whole block of four with it.
policy threshold 10 width 12
table
            2020  2021  total
  Utrecht     14     7     21
  total       14     7     21
expect
            2020  2021  total
  Utrecht      .     .     21
  total       14     7     21
suppressed 1 small, 3 to protect it
cannot be bounded closer than 1..20  Utrecht 2021
`

func TestParse(t *testing.T) {
	t.Parallel()
	got, err := Parse(strings.NewReader("\ufeff" + strings.ReplaceAll(good, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := &Case{
		About:     []string{"One small cell takes a whole block of four with it."},
		Threshold: 10, Width: 12,
		Rows: []string{"Utrecht", "total"}, Columns: []string{"2020", "2021", "total"},
		Values: [][]int64{{14, 7, 21}, {14, 7, 21}},
		Want:   [][]string{{".", ".", "21"}, {"14", "7", "21"}},
		Small:  1, Protect: 3, Bounds: []Bound{{1, 20, 0, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	c, err := Parse(strings.NewReader(good))
	if err != nil {
		t.Fatal(err)
	}
	if d := c.Differences(c.Want, 1, 3); d != nil {
		t.Error(d)
	}
	got := c.Differences([][]string{{".", "7", "21"}, {"14", "7", "."}}, 1, 2)
	want := []string{"Utrecht 2021: 7 is shown, expected .", "total total: . is shown, expected 21", "suppressed 1 small, 2 to protect it; expected 1 and 3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, says string }{
		{"policy threshold 10 width 12", "policy threshold", "line 2: each rule"},
		{"policy threshold 10", "policy threshold -1", "line 2: a policy has"},
		{"policy threshold 10", "policy treshold 10", "line 2: a policy has"},
		{"table\n", "tables\n", "line 3: expected policy, table or expect"},
		{"table\n", "", "line 3: expected policy"},
		{"14     7     21\n  total", "14     7\n  total", "line 5: a row has a name and 3"},
		{"Utrecht     14", "Utrecht     x", "line 5: not a whole number"},
		{"Utrecht     14", "total     14", "line 6: a name stands twice"},
		{"2020  2021", "2020  2020", "line 4: a name stands twice"},
		{"expect\n            2020", "expect\n            2019", "line 8: the columns"},
		{"Utrecht      .", "Zwolle      .", "line 9: the rows"},
		{"Utrecht      .", "Utrecht      -", "line 9: expected is a figure"},
		{"  total       14     7     21\nsuppressed", "suppressed", "expect does not have all rows"},
		{"expect\n", "table\n", "line 7: a case has one table"},
		{"small,", "tiny,", "line 11: expected: suppressed"},
		{"1..20", "20..1", "line 12: a range"},
		{"Utrecht 2021\n", "Utrecht\n", "line 12: expected: cannot"},
		{"Utrecht 2021\n", "Zwolle 2021\n", "line 12: the table has no such cell"},
		{good, "", "the case has no table"},
	} {
		if !strings.Contains(good, c.from) {
			t.Fatalf("%q does not stand in the case", c.from)
		}
		_, err := Parse(strings.NewReader(strings.Replace(good, c.from, c.to, 1)))
		if err == nil || !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%q: %v, want %s", c.to, err, c.says)
		}
	}
}

// Whatever the bytes: no panic, and what is taken is a table with an
// expectation for each cell.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("../testdata/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no cases to begin with: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		for i := range c.Rows {
			if len(c.Values[i]) != len(c.Columns) || len(c.Want[i]) != len(c.Columns) {
				t.Fatal("a row has more or fewer cells than the table")
			}
		}
		c.Differences(c.Want, c.Small, c.Protect)
	})
}
