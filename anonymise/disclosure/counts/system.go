package counts

// MaxValue bounds every figure and every sum, so that later sums cannot
// overflow.
const MaxValue = int64(1)<<40 - 1

// MaxCells bounds a table with all its totals.
const MaxCells = 1_000_000

// A System is a set of figures and the identities between them.
type System struct {
	// Dims are the classifications of a table, whose cells then lie row-major
	// over them; nil for a system that was given as cells and constraints.
	Dims        []Dim
	Count       string // name of the column with the counts of a table
	Cells       []Cell
	Constraints [][]Term // each sums to zero
	Marked      bool     // the file says which cells are primary
	Absent      int      // combinations that a table does not list; they count as zero
	Computed    int      // totals that a table does not list; they were computed
}

// A Cell is one figure.
type Cell struct {
	Name    string // of the file, or the number of the cell in the table
	Value   int64  // 0 to MaxValue
	Primary bool   // the file says that it must be hidden
}

// A Term is a cell of a constraint with its coefficient, which is not zero.
type Term struct {
	Cell int
	Coef int64
}

// A Dim is one classification: a tree of categories in which every category
// that has children is their sum. Category 0 is the total of all, and a
// category comes before its children.
type Dim struct {
	Name       string
	Categories []Category
}

// A Category is one code of a Dim.
type Category struct {
	Code   string
	Parent int // -1 for the total of all
}

// children returns for each category those it is the sum of.
func (d Dim) children() [][]int {
	all := make([][]int, len(d.Categories))
	for i, c := range d.Categories {
		if c.Parent >= 0 {
			all[c.Parent] = append(all[c.Parent], i)
		}
	}
	return all
}

// Codes returns the codes of a cell of a table, one a Dim.
func (s *System) Codes(cell int) []string {
	codes := make([]string, len(s.Dims))
	for d := len(s.Dims) - 1; d >= 0; d-- {
		n := len(s.Dims[d].Categories)
		codes[d] = s.Dims[d].Categories[cell%n].Code
		cell /= n
	}
	return codes
}
