package disclosure

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lvv/anonymise/disclosure/cases"
)

func TestCases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			runCase(t, readCase(t, file))
		})
	}
}

func runCase(t *testing.T, c *cases.Case) {
	table, policy := tableOf(c), policyOf(c)
	safe, err := Protect([]Table{table}, nil, policy)
	if err != nil {
		t.Fatal(err)
	}
	pub := safe.Table("case")
	shown := make([][]string, len(c.Rows))
	for i := range pub.Len() {
		v, status := pub.At(i)
		word := fmt.Sprint(v)
		if status == Suppressed {
			word = "."
		}
		shown[i/len(c.Columns)] = append(shown[i/len(c.Columns)], word)
	}
	count := safe.Control().Tables[0]
	for _, d := range c.Differences(shown, count.Primary, count.Secondary) {
		t.Error(d)
	}
	a := newAttacker([]Table{table}, safe.Tables(), policy, 1)
	for _, f := range a.findings(policy) {
		t.Error(f)
	}
	for _, b := range c.Bounds {
		f := a.index[figureName(table, b.Row*len(c.Columns)+b.Column)]
		for _, v := range []int64{b.Low, b.High} {
			if !a.fits(f, v, a.low, a.high) {
				t.Errorf("%s %s cannot be %d", c.Rows[b.Row], c.Columns[b.Column], v)
			}
		}
	}
}

func readCase(t *testing.T, file string) *cases.Case {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, err := cases.Parse(f)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return c
}

func policyOf(c *cases.Case) Policy {
	p := DefaultPolicy()
	if c.Threshold > 0 {
		p.Threshold, p.HealthThreshold = c.Threshold, c.Threshold
	}
	if c.Width > 0 {
		p.Width = c.Width
	}
	if c.Insider > 0 {
		p.InsiderWidth = c.Insider
	}
	return p
}

func tableOf(c *cases.Case) Table {
	dim := func(name string, codes []string) Dim {
		d := Dim{Name: name}
		for _, code := range codes {
			d.Categories = append(d.Categories, Category{Code: code, Total: cases.IsTotal(code)})
		}
		return d
	}
	t := Table{Name: "case", Kind: Flow, Population: "case", Unit: UnitPersons, Dims: []Dim{dim("row", c.Rows), dim("column", c.Columns)}}
	for _, row := range c.Values {
		for _, v := range row {
			t.Cells = append(t.Cells, Cell{Value: v, Contributors: v})
		}
	}
	return t
}
