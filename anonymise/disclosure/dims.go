package disclosure

import (
	"fmt"
	"math"
)

// A layout is a table whose dims have been checked, with what is needed to
// walk its cells.
type layout struct {
	table    *Table
	strides  []int
	root     []int     // per dim: the root total, or -1
	children [][][]int // per dim and category: the categories it is the sum of
}

// layOut checks the shape of a table and prepares to walk it.
func layOut(t *Table) (*layout, error) {
	if t.Kind != Stock && t.Kind != Flow {
		return nil, fmt.Errorf("table %q: it must be a stock or a flow", t.Name)
	}
	l := &layout{table: t, strides: make([]int, len(t.Dims))}
	names := map[string]bool{}
	for _, d := range t.Dims {
		if d.Name == "" || names[d.Name] {
			return nil, fmt.Errorf("table %q: dim %q has no name of its own", t.Name, d.Name)
		}
		names[d.Name] = true
		root, children, err := readTree(d)
		if err != nil {
			return nil, fmt.Errorf("table %q, dim %q: %w", t.Name, d.Name, err)
		}
		l.root = append(l.root, root)
		l.children = append(l.children, children)
	}
	size := 1
	for i := len(t.Dims) - 1; i >= 0; i-- {
		l.strides[i] = size
		if n := len(t.Dims[i].Categories); n > maxCells/size {
			return nil, fmt.Errorf("table %q: more than %d cells", t.Name, maxCells)
		}
		size *= len(t.Dims[i].Categories)
	}
	if size != len(t.Cells) {
		return nil, fmt.Errorf("table %q: %d cells for dims that need %d", t.Name, len(t.Cells), size)
	}
	return l, nil
}

// maxCells bounds one table; beyond it nobody reads the table anyway.
const maxCells = math.MaxInt32

// readTree finds the root total of a dim and the children of each total.
func readTree(d Dim) (root int, children [][]int, err error) {
	at := map[string]int{}
	root = -1
	for i, c := range d.Categories {
		if _, twice := at[c.Code]; twice || c.Code == "" {
			return 0, nil, fmt.Errorf("category %q has no code of its own", c.Code)
		}
		at[c.Code] = i
		if c.Total && c.Parent == "" {
			if root >= 0 {
				return 0, nil, fmt.Errorf("categories %q and %q are both the root total", d.Categories[root].Code, c.Code)
			}
			root = i
		}
	}
	parent := make([]int, len(d.Categories))
	children = make([][]int, len(d.Categories))
	for i, c := range d.Categories {
		parent[i] = root
		if c.Parent != "" {
			p, ok := at[c.Parent]
			if !ok || !d.Categories[p].Total {
				return 0, nil, fmt.Errorf("parent %q of category %q is not a total", c.Parent, c.Code)
			}
			parent[i] = p
		}
		if i == root {
			parent[i] = -1
		} else if parent[i] >= 0 {
			children[parent[i]] = append(children[parent[i]], i)
		}
	}
	return root, children, checkNoLoop(d, parent)
}

// checkNoLoop refuses a category that is, in the end, a part of itself.
func checkNoLoop(d Dim, parent []int) error {
	for i := range parent {
		steps := 0
		for p := parent[i]; p >= 0; p = parent[p] {
			if steps++; steps > len(parent) {
				return fmt.Errorf("category %q is a part of itself", d.Categories[i].Code)
			}
		}
	}
	return nil
}

// category returns which category of dim d cell i stands in.
func (l *layout) category(i, d int) int {
	return i / l.strides[d] % len(l.table.Dims[d].Categories)
}

// codes returns the coordinates of cell i as a person reads them.
func (l *layout) codes(i int) string {
	s := ""
	for d, dim := range l.table.Dims {
		if d > 0 {
			s += ", "
		}
		s += dim.Name + " " + dim.Categories[l.category(i, d)].Code
	}
	return s
}

// isHealth tells whether cell i stands in a category on the health threshold.
func (l *layout) isHealth(i int) bool {
	for d, dim := range l.table.Dims {
		if dim.Categories[l.category(i, d)].Health {
			return true
		}
	}
	return false
}

// sums calls yield for each identity that the table shows: cell total is the
// sum of cells parts, along dim d. The slice is reused between calls.
func (l *layout) sums(yield func(d, total int, parts []int)) {
	var parts []int
	for i := range l.table.Cells {
		for d := range l.table.Dims {
			c := l.category(i, d)
			if len(l.children[d][c]) == 0 {
				continue
			}
			parts = parts[:0]
			for _, child := range l.children[d][c] {
				parts = append(parts, i+(child-c)*l.strides[d])
			}
			yield(d, i, parts)
		}
	}
}
