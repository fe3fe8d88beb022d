package certificate

// contributors finds the persons who are alone in some hidden cell. A figure of
// one that is a part of a figure of one counts the same person. It returns for
// each cell its person, or -1, and the persons with a hidden cell.
func (c *Case) contributors() (person []int, alone map[int]bool) {
	person = make([]int, len(c.names))
	for i := range person {
		person[i] = i
	}
	root := func(i int) int {
		for person[i] != i {
			i = person[i]
		}
		return i
	}
	for _, terms := range c.constraints {
		plus, minus := c.onlyOne(terms, 1), c.onlyOne(terms, -1)
		if plus >= 0 && minus >= 0 {
			person[root(plus)] = root(minus)
		}
	}
	for i := range person { // roots first, so that every cell can be read at once
		person[i] = root(i)
	}
	alone = map[int]bool{}
	for i, v := range c.value {
		if v != 1 {
			person[i] = -1
		} else if c.hidden[i] {
			alone[person[i]] = true
		}
	}
	return person, alone
}

// onlyOne returns the cell that makes up one side of a constraint, if that side
// is one person.
func (c *Case) onlyOne(terms []term, coef int64) int {
	found, sum := -1, int64(0)
	for _, t := range terms {
		if t.coef != coef {
			continue
		}
		if sum += c.value[t.cell]; c.value[t.cell] == 1 {
			found = t.cell
		}
	}
	if sum != 1 {
		return -1
	}
	return found
}

// exposed tells whether some contributor can bound the cell more closely than
// width: none of its certificates leaves that person's own cells alone.
func (c *Case) exposed(cell int, certs []certificate, width int64, person []int, alone map[int]bool) bool {
	if len(alone) == 0 || len(alone) == 1 && person[cell] >= 0 && alone[person[cell]] {
		return false // nobody but the person in the cell itself
	}
	var met map[int]bool // persons whose cells every certificate so far changes
	for _, cert := range certs {
		if c.width(cert) < width {
			continue
		}
		touched := map[int]bool{}
		for _, world := range cert.world {
			for i := range world {
				if p := person[i]; p >= 0 && p != person[cell] && (met == nil || met[p]) {
					touched[p] = true
				}
			}
		}
		met = touched
	}
	return met == nil || len(met) > 0
}
