package counts

import "io"

// A Hierarchy says how the codes of a column are grouped, level above level.
type Hierarchy struct {
	parent map[string]string // of each code; "" for one that stands right under the total
	order  []string          // codes in the order of the file, a parent before its children
}

// ReadHierarchy reads a file of levels: one row a leaf, one column a level, the
// leaf first, no header. A last level that is the same for all is the total of
// the column and may be left out. A code that is repeated on the next level
// stands for itself there, for branches of unequal depth.
func ReadHierarchy(r io.Reader, total string) (*Hierarchy, []Problem, error) {
	s, problems, err := readSheet(r, false)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	h := &Hierarchy{parent: map[string]string{}}
	leaves := map[string]bool{}
	paths := make([][]string, len(s.rows))
	for i := range s.rows {
		path, bad := s.path(i, total)
		switch {
		case len(bad) > 0:
		case leaves[path[0]]:
			bad = []Problem{{Code: Twice, Row: s.numbers[i]}}
		case !h.add(path):
			bad = []Problem{{Code: NotNested, Row: s.numbers[i]}}
		default:
			leaves[path[0]], paths[i] = true, path
		}
		problems = append(problems, bad...)
	}
	for i, path := range paths {
		if len(path) > 1 && leaves[path[1]] { // a leaf cannot have parts
			problems = append(problems, Problem{Code: NotNested, Row: s.numbers[i]})
		}
	}
	return h, problems, nil
}

// path returns the codes of a row from the leaf upwards, without repetitions
// and without the total.
func (s *sheet) path(row int, total string) (path []string, problems []Problem) {
	for col := range s.header {
		code, bad := s.code(row, col)
		if problems = append(problems, bad...); len(bad) > 0 {
			continue
		}
		last := col == len(s.header)-1
		if last && len(path) > 0 && isTotal(code, total) {
			continue
		}
		if len(path) == 0 || path[len(path)-1] != code {
			path = append(path, code)
		}
	}
	return path, problems
}

// add takes in the path of a leaf and reports whether it agrees with those
// before it: each code has one parent, and none is above itself.
func (h *Hierarchy) add(path []string) bool {
	fresh := 0
	for fresh < len(path) && !h.knows(path[fresh]) {
		fresh++
	}
	for i := fresh; i < len(path); i++ {
		if !h.knows(path[i]) || h.parent[path[i]] != above(path, i) {
			return false
		}
	}
	for i := fresh - 1; i >= 0; i-- {
		if h.knows(path[i]) {
			return false
		}
		h.parent[path[i]] = above(path, i)
		h.order = append(h.order, path[i])
	}
	return fresh > 0
}

func (h *Hierarchy) knows(code string) bool {
	_, ok := h.parent[code]
	return ok
}

// above returns the code on the level above level i of a path.
func above(path []string, i int) string {
	if i+1 < len(path) {
		return path[i+1]
	}
	return ""
}
