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
// period, beside all that has left before. A figure that left is shown again, one
// that was hidden stays hidden, and more is hidden where two releases together
// would tell about fewer people than the policy allows.
//
// Errors are those of disclosure.Protect. When the tables could go out by
// themselves, and not beside earlier releases, the error is a *[Refusal], which
// is ErrDifferencing as well.
func (p *Past) Protect(tables []disclosure.Table, relations []disclosure.Relation, policy disclosure.Policy, period schemas.Period) (*disclosure.Safe, error) {
	j := p.join(tables, relations, period, policy)
	if len(j.releases) == 0 {
		return disclosure.Protect(tables, relations, policy)
	}
	safe, err := disclosure.Protect(j.kept, j.relations, policy)
	if j.concernsPast(err) && (policy.InsiderWidth > 1 || policy.Coalition > 1) {
		// Who is alone in a difference between two releases, and two of them even
		// more, may know more of it than they were made for. He must still not
		// know it exactly. The control sheet shows by which rules it was judged.
		policy.InsiderWidth, policy.Coalition = 1, 1
		safe, err = disclosure.Protect(j.kept, j.relations, policy)
	}
	if j.concernsPast(err) {
		return nil, j.refusal(err)
	}
	return safe, err
}
