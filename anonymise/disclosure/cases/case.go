package cases

import (
	"fmt"
	"strings"
)

// A Case is a table with what is expected of it.
type Case struct {
	About []string // the lines that begin with "#", without it
	// Threshold, Width and Insider are 0 if the case does not name them.
	Threshold, Width, Insider int64
	Rows, Columns             []string
	Values                    [][]int64  // by row
	Want                      [][]string // by row: a figure, or "." for a hidden one
	Small, Protect            int        // cells hidden because they are small, and to protect those; -1 if not said
	Bounds                    []Bound
}

// A Bound says that nobody can know a cell closer than from Low to High.
type Bound struct {
	Low, High   int64
	Row, Column int
}

// IsTotal tells whether a row or column of that name is the sum of the others.
func IsTotal(name string) bool {
	switch strings.ToLower(name) {
	case "total", "totaal":
		return true
	}
	return false
}

// Differences says where what is shown is not what the case expects. Shown has
// a word for each cell, as Want has.
func (c *Case) Differences(shown [][]string, small, protect int) (differences []string) {
	for i, row := range c.Want {
		for k, want := range row {
			if got := shown[i][k]; got != want {
				differences = append(differences, fmt.Sprintf("%s %s: %s is shown, expected %s", c.Rows[i], c.Columns[k], got, want))
			}
		}
	}
	if c.Small >= 0 && (small != c.Small || protect != c.Protect) {
		differences = append(differences, fmt.Sprintf("suppressed %d small, %d to protect it; expected %d and %d", small, protect, c.Small, c.Protect))
	}
	return differences
}
