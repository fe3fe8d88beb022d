package suppression

import (
	"lvv/anonymise/disclosure/counts"
	"lvv/anonymise/disclosure/pattern"
)

// A person is alone in some cells, which lie within each other.
type person struct{ cells []int } // sorted

// contributors finds the persons who are alone in a cell: figures of one that
// are the only part of each other count the same person.
func contributors(s *counts.System) []person {
	same := make([]int, len(s.Cells))
	for i := range same {
		same[i] = i
	}
	find := func(i int) int {
		for same[i] != i {
			same[i] = same[same[i]]
			i = same[i]
		}
		return i
	}
	for _, terms := range s.Constraints {
		var sum [2]int64
		var one [2]int
		for _, t := range terms {
			side := 0
			if t.Coef < 0 {
				side = 1
			}
			if v := s.Cells[t.Cell].Value; v > 0 {
				sum[side] += v
				one[side] = t.Cell
			}
		}
		if sum == [2]int64{1, 1} {
			same[find(one[0])] = find(one[1])
		}
	}
	index := map[int]int{}
	var all []person
	for i, c := range s.Cells {
		if c.Value != 1 {
			continue
		}
		n, ok := index[find(i)]
		if !ok {
			n = len(all)
			index[find(i)] = n
			all = append(all, person{})
		}
		all[n].cells = append(all[n].cells, i)
	}
	return all
}

// refine says what a pattern that holds against outsiders lacks.
func (t *task) refine(s pattern.Solution) (needs []pattern.Need, covers [][]int) {
	if t.rule.Insiders {
		needs = t.exposed(s)
		t.asked = append(t.asked, needs...)
	}
	if t.rule.Unions {
		covers = t.unions(s)
	}
	return needs, covers
}

// need returns a need by the number that certificates know it by.
func (t *task) need(i int) pattern.Need {
	if n := len(t.problem.Needs); i >= n {
		return t.asked[i-n]
	}
	return t.problem.Needs[i]
}

// exposed returns, for every small cell, the contributors for whom no
// certificate leaves their own cells alone.
func (t *task) exposed(s pattern.Solution) (needs []pattern.Need) {
	of := make(map[int][]pattern.Certificate)
	for _, c := range s.Certificates {
		if cell := t.need(c.Need).Cell; holds(c, s.Hidden) && t.width(c, cell) >= t.rule.InsiderWidth() {
			of[cell] = append(of[cell], c)
		}
	}
	owner := t.owners(s.Hidden)
	for i := range t.primary {
		if !t.primary[i] {
			continue
		}
		met := t.touchedByAll(of[i], owner)
		for p, who := range t.persons {
			if met[p] && !owns(who, i) {
				needs = append(needs, pattern.Need{Cell: i, Width: t.rule.InsiderWidth(), Known: who.cells})
			}
		}
	}
	return needs
}

// holds tells whether the worlds of a certificate change hidden cells only. One
// that was found for another pattern may not.
func holds(c pattern.Certificate, hidden []bool) bool {
	for _, world := range []pattern.World{c.Low, c.High} {
		for _, change := range world {
			if !hidden[change.Cell] {
				return false
			}
		}
	}
	return true
}

// owners returns by hidden cell the person who is alone in it.
func (t *task) owners(hidden []bool) map[int]int {
	owner := map[int]int{}
	for p, who := range t.persons {
		for _, cell := range who.cells {
			if hidden[cell] {
				owner[cell] = p
			}
		}
	}
	return owner
}

func owns(who person, cell int) bool {
	for _, c := range who.cells {
		if c == cell {
			return true
		}
	}
	return false
}

// touchedByAll returns the persons whose cells every certificate changes.
func (t *task) touchedByAll(certs []pattern.Certificate, owner map[int]int) map[int]bool {
	var met map[int]bool
	for _, c := range certs {
		touched := map[int]bool{}
		for _, world := range []pattern.World{c.Low, c.High} {
			for _, change := range world {
				if p, ok := owner[change.Cell]; ok && (met == nil || met[p]) {
					touched[p] = true
				}
			}
		}
		met = touched
	}
	return met
}

// width is how far apart the worlds of a certificate lie in a cell.
func (t *task) width(c pattern.Certificate, cell int) int64 {
	return t.in(c.High, cell) - t.in(c.Low, cell)
}

func (t *task) in(w pattern.World, cell int) int64 {
	for _, change := range w {
		if change.Cell == cell {
			return change.Value
		}
	}
	return t.system.Cells[cell].Value
}

// unions returns the totals that give away too small a group: with the small
// cell in it hidden anyway, either another part or the total must be hidden.
func (t *task) unions(s pattern.Solution) (covers [][]int) {
	least := t.rule.least(t.system)
	for _, terms := range t.system.Constraints {
		var sum, sign int64
		small, known := false, true
		var others []int
		for _, term := range terms {
			if !s.Hidden[term.Cell] {
				if t.problem.Cells[term.Cell].State == pattern.Free {
					others = append(others, term.Cell)
				}
				continue
			}
			known = known && (sign == 0 || sign == term.Coef)
			sign = term.Coef
			sum += t.system.Cells[term.Cell].Value
			small = small || t.primary[term.Cell]
		}
		if known && small && sum > 0 && sum < least {
			covers = append(covers, others)
		}
	}
	return covers
}
