package counts

import (
	"fmt"
	"strings"
)

// A Code says what is wrong. It is stable: scripts may compare it.
type Code string

// What can be wrong with a file.
const (
	Unreadable     Code = "unreadable"
	NoRows         Code = "no-rows"
	NoColumn       Code = "no-column"
	SameColumn     Code = "same-column"
	EmptyColumn    Code = "empty-column"
	TooManyColumns Code = "too-many-columns"
	RowWidth       Code = "row-width"
	Blanks         Code = "blanks"
	Empty          Code = "empty"
	NotCount       Code = "not-a-count"
	Negative       Code = "negative"
	TooLarge       Code = "too-large"
	Twice          Code = "twice"
	TwoTotals      Code = "two-totals"
	NotInHierarchy Code = "not-in-hierarchy"
	NotNested      Code = "not-nested"
	TooManyCells   Code = "too-many-cells"
	NotFlag        Code = "not-0-or-1"
	NotCoefficient Code = "not-a-coefficient"
	NoSuchCell     Code = "no-such-cell"
	NotAdditive    Code = "not-additive"
)

// advice says for each code what it is and what to do.
var advice = map[Code][2]string{
	Unreadable:     {"cannot be read as a table", "save it as CSV in UTF-8"},
	NoRows:         {"holds no rows below the header", "give the whole table"},
	NoColumn:       {"a column is missing", "see lvv protect --help for the columns; --count names the one with the counts"},
	SameColumn:     {"two columns have one name", "give each column a name of its own"},
	EmptyColumn:    {"a column has no name", "give each column a name, or take the column out"},
	TooManyColumns: {"more dimensions than can be protected", "take out columns that are no dimension of the table"},
	RowWidth:       {"the row has more or fewer cells than the header", "look for a separator that is missing or too much"},
	Blanks:         {"blanks around a code would make it another category", "take the blanks away"},
	Empty:          {"the cell is empty", "write the code, or 0 for a count of nobody"},
	NotCount:       {"not a whole number", "write counts in digits only, without decimals, points or signs"},
	Negative:       {"a count below zero", "tables of changes cannot be protected as counts"},
	TooLarge:       {"the figure is too large", "counts and totals must stay below 2^40"},
	Twice:          {"the row stands twice", "take one of the two out"},
	TwoTotals:      {"a second code for the total of the same column", "use one code for totals, and name it with --total"},
	NotInHierarchy: {"the code does not stand in the hierarchy of its column", "add it to the file of the hierarchy"},
	NotNested:      {"the hierarchy is not nested", "a code must have one parent, and stand on one level only"},
	TooManyCells:   {"the table with all its totals is too large", "protect it in parts that share no totals"},
	NotFlag:        {"neither 0 nor 1", "write 1 for a cell that must be hidden and 0 for others"},
	NotCoefficient: {"neither 1 nor -1", "write 1 for a part and -1 for its total"},
	NoSuchCell:     {"the cell does not stand in the file of cells", "give the two files that belong together"},
	NotAdditive:    {"the total is not the sum of its parts", "look for a row that is missing or was corrected in one place only"},
}

// A Problem is one thing that is wrong with a file.
type Problem struct {
	Code   Code
	Row    int    // as Excel shows it: the header is row 1; 0 for the file as a whole
	Column string // name of the column, if it is about one
}

// String says what is wrong and where.
func (p Problem) String() string {
	var b strings.Builder
	if p.Row > 0 {
		fmt.Fprintf(&b, "row %d", p.Row)
		if p.Column != "" {
			b.WriteString(", ")
		}
	}
	if p.Column != "" {
		fmt.Fprintf(&b, "column %q", p.Column)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	return b.String() + advice[p.Code][0]
}

// Advice says what to do about it.
func (p Problem) Advice() string { return advice[p.Code][1] }
