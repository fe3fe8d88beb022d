package history

import (
	"errors"

	"lvv/anonymise/disclosure"
)

// A workspace rounds all that it releases about the same people, or nothing of
// it. An exact figure beside a rounded one of a part of it would bound the other
// parts more closely than either release was judged for. So a release is refused
// beside an earlier one about the same people that was rounded otherwise.
//
// Beside releases that were rounded alike, a figure that left before stays what
// it was printed as, and the other figures are rounded around it: who saw one
// figure rounded twice in two ways would know it from both sides.

// ErrRounding is why a release is refused beside one that was rounded otherwise.
var ErrRounding = errors.New("it was rounded otherwise, or not at all")

// roundedAlike refuses earlier releases about the same people whose figures were
// rounded to something else.
func (j *joint) roundedAlike(base int) error {
	var others []int64
	for _, n := range j.numbers() {
		if j.releases[n].Rounding != base {
			others = append(others, n)
		}
	}
	if len(others) == 0 {
		return nil
	}
	r := &Refusal{Rounding: true, cause: errors.Join(disclosure.ErrUnprotectable, ErrRounding)}
	for _, n := range others {
		r.Because = append(r.Because, j.prior(n, nil))
	}
	return r
}
