package synth

import "lvv/schemas"

// A Fault is something wrong that was put into a row on purpose.
type Fault struct {
	Row   int    // row number as the sender sees it; the header is row 1
	Field string // field that was spoilt; empty for the row as a whole
	Code  string // problem code by which a check must find it
}

type spoiler struct {
	w     *world
	d     *schemas.Dataset
	dice  dice
	one   [1][]string
	count uint64
}

func newSpoiler(w *world, d *schemas.Dataset) *spoiler { return &spoiler{w: w, d: d} }

func (s *spoiler) row(cells []string, number int, faults *[]Fault) [][]string {
	s.one[0] = cells
	return s.one[:]
}
