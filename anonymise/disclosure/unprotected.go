package disclosure

import "errors"

// ErrUnprotectable means that no pattern of suppression protects the small
// cells, because of figures that are public already. The tables must be made
// coarser. If cells are to blame, errors.As finds an [*Unprotected] in it.
var ErrUnprotectable = errors.New("no pattern of suppression protects the small cells")

// Unprotected says which cells stay open to an attacker even if everything that
// is not public yet is suppressed.
type Unprotected struct {
	Cells []Ref // too small, and not protected
	// Because are Public cells, of earlier releases and other reports, without
	// which the cells could be protected: the fewest the search could find.
	Because []Ref
	text    string
}

// Error names the tables and codes of the cells, never a figure.
func (e *Unprotected) Error() string { return e.text }
