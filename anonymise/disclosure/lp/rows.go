package lp

// AddRow adds a row to the solver's matrix, which must be its own. The problem
// of the next run, which must be Again, has bounds for it.
func (s *Solver) AddRow(row []Entry) {
	s.m.add(row)
	s.grow()
	// In the product form a new row would need a factor of its own kind: it is
	// cheaper to factorise anew before the next run.
	s.stale = true
}

// Slack tells whether a row did not matter to the last movement: it could be
// dropped without changing it.
func (s *Solver) Slack(row int) bool { return s.basic[s.parts()+row] }

// Keep drops the rows that are Slack and not wanted, in the solver's matrix,
// which must be its own. It returns for each old row its new number, or -1.
func (s *Solver) Keep(wanted func(row int) bool) []int {
	number := make([]int, len(s.m.rows))
	var rows [][]Entry
	for r, row := range s.m.rows {
		number[r] = -1
		if !s.Slack(r) || wanted(r) {
			number[r] = len(rows)
			rows = append(rows, row)
		}
	}
	old := *s
	*s = *NewSolver(NewMatrix(len(s.m.cols), rows))
	s.steps, s.p = old.steps, old.p
	s.inherit(&old, number)
	return number
}

// inherit takes over the basis of a solver with more rows.
func (s *Solver) inherit(old *Solver, number []int) {
	parts := s.parts()
	copy(s.basic, old.basic[:parts])
	copy(s.atHigh, old.atHigh[:parts])
	s.head = s.head[:0]
	copy(s.price, old.price)
	for r, n := range number {
		if n >= 0 {
			s.basic[parts+n], s.atHigh[parts+n] = old.basic[parts+r], old.atHigh[parts+r]
			s.rowPrice[n] = old.rowPrice[r]
		}
	}
	for col, b := range s.basic {
		if b {
			s.head = append(s.head, col)
		}
	}
	s.stale = true
}
