package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/bounds"
	"lvv/anonymise/disclosure/cases"
)

// errCase means that a case did not come out as it expects.
var errCase = errors.New("the case does not hold")

// runCase runs a case as a report would be, shows what is left, and says whether
// what the case expects holds.
func (c protectCmd) runCase(env *environment) error {
	f, _, err := openRegular(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	one, err := cases.Parse(f)
	if err != nil {
		return usage(fmt.Errorf("%s: %w", filepath.Base(c.File), err))
	}
	table, policy := caseTable(one), casePolicy(one)
	if err := policy.Validate(); err != nil {
		return usage(fmt.Errorf("%s: %w", filepath.Base(c.File), err))
	}
	safe, err := disclosure.Protect([]disclosure.Table{table}, nil, policy)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(c.File), err)
	}
	shown := shownWords(safe.Table(table.Name), len(one.Columns))
	count := safe.Control().Tables[0]
	printCase(env, one, shown)
	env.print("suppressed %d small, %d to protect it", count.Primary, count.Secondary)
	differences := one.Differences(shown, count.Primary, count.Secondary)
	closer, err := boundDifferences(one, shown)
	if err != nil {
		return err
	}
	differences = append(differences, closer...)
	for _, d := range differences {
		env.print("does not hold: %s", d)
	}
	if len(differences) > 0 {
		return errCase
	}
	env.print("holds")
	return nil
}

// casePolicy is the policy of a case: as by default but for what it names.
func casePolicy(c *cases.Case) disclosure.Policy {
	p := disclosure.DefaultPolicy()
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

// caseTable is the table of a case: persons of one period.
func caseTable(c *cases.Case) disclosure.Table {
	t := disclosure.Table{
		Name: "case", Kind: disclosure.Flow, Population: "case", Unit: disclosure.UnitPersons,
		Dims: []disclosure.Dim{{Name: "row"}, {Name: "column"}},
	}
	for d, names := range [][]string{c.Rows, c.Columns} {
		for _, name := range names {
			t.Dims[d].Categories = append(t.Dims[d].Categories, disclosure.Category{Code: name, Total: cases.IsTotal(name)})
		}
	}
	for _, row := range c.Values {
		for _, v := range row {
			t.Cells = append(t.Cells, disclosure.Cell{Value: v, Contributors: v})
		}
	}
	return t
}

// shownWords is a table as readers see it, by row.
func shownWords(p disclosure.Published, columns int) (rows [][]string) {
	for i := range p.Len() {
		if i%columns == 0 {
			rows = append(rows, nil)
		}
		word := "."
		if v, status := p.At(i); status == disclosure.Shown {
			word = fmt.Sprint(v)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], word)
	}
	return rows
}

// printCase prints why the case is there, and the table as it would be shown.
func printCase(env *environment, c *cases.Case, shown [][]string) {
	for _, line := range c.About {
		env.print("# %s", line)
	}
	width, first := 0, 0
	for _, words := range append([][]string{c.Columns}, shown...) {
		for _, w := range words {
			width = max(width, len([]rune(w)))
		}
	}
	for _, name := range c.Rows {
		first = max(first, len([]rune(name)))
	}
	line := func(name string, words []string) {
		var b strings.Builder
		fmt.Fprintf(&b, "%-*s", first, name)
		for _, w := range words {
			fmt.Fprintf(&b, "  %*s", width, w)
		}
		env.print("%s", b.String())
	}
	line("", c.Columns)
	for i, name := range c.Rows {
		line(name, shown[i])
	}
}

// boundDifferences lists the cells that somebody can know more closely than the
// case expects, from what is shown and that zeros are.
func boundDifferences(c *cases.Case, shown [][]string) (differences []string, err error) {
	if len(c.Bounds) == 0 {
		return nil, nil
	}
	columns := len(c.Columns)
	s := bounds.System{Constraints: append(caseSums(c.Columns, len(c.Rows), columns, 1), caseSums(c.Rows, columns, 1, columns)...)}
	for i, row := range c.Values {
		for k, v := range row {
			s.Cells = append(s.Cells, bounds.Cell{Value: v, Hidden: shown[i][k] == ".", Lower: min(1, v), Upper: bounds.Unbounded})
		}
	}
	var cells []int
	for _, b := range c.Bounds {
		cells = append(cells, b.Row*columns+b.Column)
	}
	intervals, err := bounds.Intervals(context.Background(), s, cells)
	if err != nil {
		return nil, err
	}
	for i, b := range c.Bounds {
		got := intervals[i]
		if shown[b.Row][b.Column] != "." || got.ReachLow > b.Low || got.ReachHigh < b.High {
			differences = append(differences, fmt.Sprintf("%s %s can be bounded closer than %d..%d", c.Rows[b.Row], c.Columns[b.Column], b.Low, b.High))
		}
	}
	return differences, nil
}

// caseSums are the identities along one side of a table: of each of so many
// lines, the cell under the total is the sum of the others. Lines lie stride
// apart, and the cells of a line step.
func caseSums(names []string, lines, stride, step int) (sums [][]bounds.Term) {
	for line := range lines {
		var terms []bounds.Term
		total := false
		for i, name := range names {
			coef := int64(1)
			if cases.IsTotal(name) {
				coef, total = -1, true
			}
			terms = append(terms, bounds.Term{Cell: line*stride + i*step, Coef: coef})
		}
		if total {
			sums = append(sums, terms)
		}
	}
	return sums
}
