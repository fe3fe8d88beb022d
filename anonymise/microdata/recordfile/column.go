package recordfile

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lvv/anonymise/microdata"
)

// A column is one named column while it is read.
type column struct {
	name      string
	at        int // place in the header
	hierarchy *microdata.Hierarchy
	codes     []int32
	strange   strange

	found  map[string]int32 // nil if the column has a hierarchy
	values []string         // by code, in the order in which they came
}

// discover returns the code of a value of a column without a hierarchy.
func (c *column) discover(value []byte) int32 {
	code, known := c.found[string(value)]
	if !known {
		code = int32(len(c.values))
		text := string(value)
		c.found[text] = code
		c.values = append(c.values, text)
	}
	return code
}

// records hands out what was collected.
func (rd *reader) records(spec Spec) (microdata.Records, error) {
	out := microdata.Records{N: rd.rows}
	for i, c := range rd.columns {
		switch {
		case i < len(spec.Quasi):
			if c.hierarchy == nil {
				var err error
				if c.hierarchy, err = flat(c.name, len(c.values)); err != nil {
					return out, err
				}
			}
			out.Quasi = append(out.Quasi, microdata.Column{Name: c.name, Hierarchy: c.hierarchy, Codes: c.codes})
		case i < len(spec.Quasi)+len(spec.Sensitive):
			if c.hierarchy == nil {
				c.inOrder()
			}
			out.Sensitive = append(out.Sensitive, microdata.Column{Name: c.name, Hierarchy: c.hierarchy, Values: c.values, Codes: c.codes})
		default:
			out.Person = c.codes
		}
	}
	return out, nil
}

// flat returns a hierarchy of n numbered leaves and nothing between them and
// the top.
func flat(name string, n int) (*microdata.Hierarchy, error) {
	rows := make([][]string, max(1, n))
	for i := range rows {
		rows[i] = []string{strconv.Itoa(i + 1), microdata.Top}
	}
	h, err := microdata.NewHierarchy(name, rows)
	if err != nil {
		return nil, fmt.Errorf("column %s: too many different values to measure without a hierarchy", name)
	}
	return h, nil
}

// inOrder renumbers the values of a column from small to large.
func (c *column) inOrder() {
	order := make([]int32, len(c.values))
	for i := range order {
		order[i] = int32(i)
	}
	numbers, all := numbersOf(c.values)
	slices.SortFunc(order, func(a, b int32) int {
		if all {
			if byNumber := cmp.Compare(numbers[a], numbers[b]); byNumber != 0 {
				return byNumber
			}
		}
		return strings.Compare(c.values[a], c.values[b])
	})
	code, sorted := make([]int32, len(order)), make([]string, len(order))
	for to, from := range order {
		code[from], sorted[to] = int32(to), c.values[from]
	}
	for row, was := range c.codes {
		c.codes[row] = code[was]
	}
	c.values = sorted
}

// numbersOf reads values as numbers, with a decimal point or comma, and reports
// whether all are.
func numbersOf(values []string) ([]float64, bool) {
	numbers := make([]float64, len(values))
	for i, v := range values {
		n, err := strconv.ParseFloat(strings.Replace(v, ",", ".", 1), 64)
		if err != nil || n != n {
			return nil, false
		}
		numbers[i] = n
	}
	return numbers, true
}
