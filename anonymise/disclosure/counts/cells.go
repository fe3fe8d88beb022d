package counts

import "io"

// ReadSystem reads cells.csv and constraints.csv; see the package comment.
func ReadSystem(cells, constraints io.Reader) (*System, []Problem, error) {
	s := &System{}
	index, problems, err := s.readCells(cells)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	if problems, err = s.readConstraints(constraints, index); err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	return s, nil, nil
}

// readCells reads the cells and returns the index of each by name.
func (s *System) readCells(r io.Reader) (map[string]int, []Problem, error) {
	sh, problems, err := readSheet(r, true)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	name, value, primary := sh.column("cell"), sh.column("freq"), sh.column("primary")
	if problems = sh.need("cell", "freq"); len(problems) > 0 {
		return nil, problems, nil
	}
	if len(sh.rows) > MaxCells {
		return nil, []Problem{{Code: TooManyCells}}, nil
	}
	s.Marked = primary >= 0
	index := make(map[string]int, len(sh.rows))
	for row := range sh.rows {
		var c Cell
		var bad []Problem
		if c.Name, bad = sh.code(row, name); len(bad) == 0 {
			if _, twice := index[c.Name]; twice {
				bad = []Problem{sh.problem(Twice, row, name)}
			}
			index[c.Name] = row
		}
		problems = append(problems, bad...)
		c.Value, bad = sh.count(row, value)
		problems = append(problems, bad...)
		if s.Marked {
			if flag := sh.rows[row][primary]; flag != "0" && flag != "1" {
				problems = append(problems, sh.problem(NotFlag, row, primary))
			}
			c.Primary = sh.rows[row][primary] == "1"
		}
		s.Cells = append(s.Cells, c)
	}
	return index, problems, nil
}

// readConstraints reads the identities and holds them against the figures. The
// terms of one constraint may stand apart.
func (s *System) readConstraints(r io.Reader, index map[string]int) ([]Problem, error) {
	sh, problems, err := readSheet(r, true)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	if problems = sh.need("constraint", "cell", "coef"); len(problems) > 0 {
		return problems, nil
	}
	name, cell, coef := sh.column("constraint"), sh.column("cell"), sh.column("coef")
	number, first := map[string]int{}, []int{}
	seen := map[[2]int]bool{}
	for row := range sh.rows {
		key, bad := sh.code(row, name)
		problems = append(problems, bad...)
		at, ok := index[sh.rows[row][cell]]
		if !ok {
			problems = append(problems, sh.problem(NoSuchCell, row, cell))
			continue
		}
		n, known := number[key]
		if !known {
			n = len(s.Constraints)
			number[key], first = n, append(first, row)
			s.Constraints = append(s.Constraints, nil)
		}
		if seen[[2]int{n, at}] {
			problems = append(problems, sh.problem(Twice, row, cell))
		}
		seen[[2]int{n, at}] = true
		c, bad := sh.coefficient(row, coef)
		problems = append(problems, bad...)
		s.Constraints[n] = append(s.Constraints[n], Term{at, c})
	}
	if len(problems) > 0 {
		return problems, nil
	}
	return s.unequal(sh, first), nil
}

// unequal lists the constraints that do not sum to zero.
func (s *System) unequal(sh *sheet, first []int) (problems []Problem) {
	for i, terms := range s.Constraints {
		if s.sum(terms) != 0 {
			problems = append(problems, Problem{Code: NotAdditive, Row: sh.numbers[first[i]]})
		}
	}
	return problems
}

func (s *System) sum(terms []Term) (sum int64) {
	for _, t := range terms {
		sum += t.Coef * s.Cells[t.Cell].Value
	}
	return sum
}

// coefficient returns the coefficient of a term: 1 or -1. Others have no place
// in tables of counts, and would let a sum overflow.
func (sh *sheet) coefficient(row, col int) (int64, []Problem) {
	switch sh.rows[row][col] {
	case "1":
		return 1, nil
	case "-1":
		return -1, nil
	}
	return 0, []Problem{sh.problem(NotCoefficient, row, col)}
}

// need lists the columns that are missing.
func (sh *sheet) need(names ...string) (problems []Problem) {
	for _, name := range names {
		if sh.column(name) < 0 {
			problems = append(problems, Problem{Code: NoColumn, Row: 1, Column: name})
		}
	}
	return problems
}
