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
type Past struct {
	releases []Release
	count    func(schemas.Period) []disclosure.Table // nil when nothing can be counted again
}

// NewPast returns the past of these releases, in the order of their numbers.
func NewPast(releases []Release) *Past { return &Past{releases: releases} }

// Counting returns the past with a way to count the tables of the new parcel again
// with only what happened in a part of its period, under the same categories. So
// it becomes known how many people are behind a difference between two releases;
// without it that is at least by how many the people behind the figures differ.
func (p *Past) Counting(count func(part schemas.Period) []disclosure.Table) *Past {
	if p == nil {
		return nil
	}
	return &Past{p.releases, count}
}

// Over returns the releases for a purpose over exactly this period, in their order.
func (p *Past) Over(purpose schemas.Purpose, period schemas.Period) []Release {
	return p.of(purpose, func(q schemas.Period) bool { return q == period })
}

// Within returns the releases for a purpose over a part of a period, in their
// order.
func (p *Past) Within(purpose schemas.Purpose, period schemas.Period) []Release {
	return p.of(purpose, func(q schemas.Period) bool { return q != period && period.Holds(q) })
}

func (p *Past) of(purpose schemas.Purpose, over func(schemas.Period) bool) (found []Release) {
	if p == nil {
		return nil
	}
	for _, r := range p.releases {
		if r.Purpose == purpose && over(r.Period) {
			found = append(found, r)
		}
	}
	return found
}

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
	if err := j.roundedAlike(int(policy.Rounding.Base)); err != nil {
		return nil, err
	}
	if len(j.releases) == 0 {
		return disclosure.Protect(j.kept, j.relations, policy)
	}
	// By itself the parcel is held against all that the policy names. What that
	// hides stays hidden, and hiding more beside the past takes nothing away.
	alone := (*Past)(nil).join(tables, relations, period, policy)
	if own, err := disclosure.Protect(alone.kept, alone.relations, policy); err == nil {
		j.withhold(own)
	}
	// Beside the past nobody may find out a small difference, and who is alone in
	// one must not know it exactly: he may know more than the wider intervals of
	// the policy allow, from releases that are out.
	policy.InsiderWidth, policy.Coalition = 1, 1
	safe, err := disclosure.Protect(j.kept, j.relations, policy)
	if j.concernsPast(err) {
		return nil, j.refusal(err)
	}
	return safe, err
}

// withhold marks what was suppressed in the new tables.
func (j *joint) withhold(own *disclosure.Safe) {
	for t, p := range own.Tables() {
		for c := range p.Len() {
			if _, status := p.At(c); status == disclosure.Suppressed {
				j.kept[t].Cells[c].Withheld = true
			}
		}
	}
}
