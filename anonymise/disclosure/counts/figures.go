package counts

import "strconv"

// figures puts the counts of the rows in their cells.
func (t *tableReader) figures() {
	size := 1
	for _, d := range t.system.Dims {
		size *= len(d.Categories)
	}
	t.system.Cells = make([]Cell, size)
	t.given = make([]int, size)
	for i := range t.given {
		t.given[i] = -1
		t.system.Cells[i].Name = strconv.Itoa(i)
	}
	for row := range t.sheet.rows {
		n, bad := t.sheet.count(row, t.count)
		t.problems = append(t.problems, bad...)
		cell := 0
		for d, col := range t.dims {
			cell = cell*len(t.system.Dims[d].Categories) + t.index[d][t.sheet.rows[row][col]]
		}
		if t.given[cell] >= 0 {
			t.problems = append(t.problems, Problem{Code: Twice, Row: t.sheet.numbers[row]})
			continue
		}
		t.given[cell], t.system.Cells[cell].Value = row, n
	}
}

// sums makes the identities, computes the totals that are not given, and holds
// those that are against their parts. Parts come behind their total, so cells
// are taken from the last to the first.
func (t *tableReader) sums() {
	children := make([][][]int, len(t.system.Dims))
	strides := make([]int, len(t.system.Dims))
	stride := 1
	for d := len(t.system.Dims) - 1; d >= 0; d-- {
		children[d], strides[d] = t.system.Dims[d].children(), stride
		stride *= len(t.system.Dims[d].Categories)
	}
	for cell := len(t.system.Cells) - 1; cell >= 0; cell-- {
		leaf := true
		for d, dim := range t.system.Dims {
			c := cell / strides[d] % len(dim.Categories)
			if len(children[d][c]) == 0 {
				continue
			}
			terms := []Term{{cell, -1}}
			for _, child := range children[d][c] {
				terms = append(terms, Term{cell + (child-c)*strides[d], 1})
			}
			t.system.Constraints = append(t.system.Constraints, terms)
			t.total(terms, leaf)
			leaf = false
		}
		if leaf && t.given[cell] < 0 {
			t.system.Absent++
		}
		if len(t.problems) > 0 && t.problems[len(t.problems)-1].Code == TooLarge {
			return
		}
	}
}

// total holds a total against its parts, and computes it first if it is not
// given.
func (t *tableReader) total(terms []Term, first bool) {
	var sum int64
	for _, part := range terms[1:] {
		sum += t.system.Cells[part.Cell].Value // at most MaxCells times MaxValue
	}
	total := terms[0].Cell
	row := t.given[total]
	switch {
	case sum > MaxValue:
		t.problems = append(t.problems, Problem{Code: TooLarge})
	case row < 0 && first:
		t.system.Cells[total].Value = sum
		t.system.Computed++
	case row >= 0 && t.system.Cells[total].Value != sum:
		t.mismatch(row) // one that was computed differs only if a given one below it does
	}
}

// mismatch notes a total that is not the sum of its parts, once a row.
func (t *tableReader) mismatch(row int) {
	p := Problem{Code: NotAdditive, Row: t.sheet.numbers[row]}
	if n := len(t.problems); n == 0 || t.problems[n-1] != p {
		t.problems = append(t.problems, p)
	}
}
