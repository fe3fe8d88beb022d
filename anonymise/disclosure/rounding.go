package disclosure

import (
	"fmt"
	"slices"

	"lvv/anonymise/disclosure/rounding"
)

// A Rounding asks for figures that are multiples of a base and still add up,
// instead of suppression. Of a rounded figure a reader knows only that the true
// one is less than a base away, so a small count need not be hidden. What
// rounding does not hide is suppressed as always: figures of which one person
// may bring in a good deal more than a base, as nights, and groups of nearly
// everybody that are large.
type Rounding struct {
	Base int64 // 0 is no rounding
	// Key is the secret by which figures go up or down, of at least 16 bytes. Who
	// has it can work the figures out, so it is in no Control.
	Key []byte `json:"-"`
}

// leastKey is the least length of a key, in bytes.
const leastKey = 16

// validate refuses a base that tells too much beside the thresholds.
func (r Rounding) validate(p Policy) error {
	if r.Base == 0 {
		return nil
	}
	if r.Base < 2 || r.Base > p.Threshold {
		return fmt.Errorf("disclosure policy: rounding to %d is not between 2 and the threshold of %d", r.Base, p.Threshold)
	}
	for _, threshold := range []int64{p.Threshold, p.HealthThreshold} {
		if err := rounding.Compatible(threshold, r.Base); err != nil {
			return fmt.Errorf("disclosure policy: %w", err)
		}
	}
	return nil
}

// hides tells whether rounding a figure hides what any one person brings in: he
// who knows all the rest of it must be off by up to half of that. If the largest
// part is not known, everybody else is taken to bring in one.
func (r Rounding) hides(u unknown) bool {
	largest := u.largest
	switch {
	case u.persons:
		largest = 1
	case largest == 0:
		largest = u.value - u.contributors + 1
	}
	return r.Base > 0 && largest <= 2*(r.Base-1)
}

// hidesGroup tells whether rounding hides that a part holds nearly all of a
// total: it may be that the part is a base less one lower and the rest as much
// higher, which in a group of this size is enough.
func (p Policy) hidesGroup(total int64) bool {
	most := p.Rounding.Base - 1
	return most > 0 && (total+most)*(100-p.GroupPercent) <= 100*most
}

// A roundedSystem is a system with every figure rounded.
type roundedSystem struct {
	*outcome
	figures []int64 // per unknown
	reach   int64
	far     int // figures that went farther than to a multiple next to them
	width   int64
	worlds  int // that the audit has checked
	proved  []Certificate
}

// finish makes the Safe of a pattern that has passed the audit, rounded if the
// policy asks for it.
func (s *system) finish(o *outcome, relations []Relation) (*Safe, error) {
	if o.policy.Rounding.Base == 0 {
		return s.safe(o, relations), nil
	}
	r, err := s.round(o)
	if err != nil {
		return nil, err
	}
	if err := r.audit(relations); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnprotectable, err)
	}
	safe := s.safe(o, relations)
	safe.round(s, r)
	return safe, nil
}

// round puts figures in place of the exact ones, and says so.
func (safe *Safe) round(s *system, r *roundedSystem) {
	base := r.policy.Rounding.Base
	safe.rounding = int(base)
	safe.certificates = append(safe.certificates, r.proved...)
	i := 0
	for t, l := range s.layouts {
		if l.table.Unpublished {
			continue
		}
		p := safe.tables[i]
		for c, u := range s.cells[t] {
			if p.status[c] == Shown {
				p.values[c] = r.figures[u]
			}
		}
		i++
	}
	safe.control.Policy.Rounding.Key = nil
	safe.control.Rounding = RoundingControl{Base: base, Reach: r.reach, Farther: r.far, SmallestWidth: r.width}
	safe.control.Certificates += r.worlds
	if w := safe.control.SmallestWidth; r.width >= 0 && (w < 0 || r.width < w) {
		safe.control.SmallestWidth = r.width
	}
	safe.control.Models = roundedModels(safe.control, base, r.width)
	safe.control.Attackers = nil
	for _, m := range safe.control.Models {
		safe.control.Attackers = append(safe.control.Attackers, m.Name)
	}
}

// roundedModels are against whom rounded tables hold: the others only hold for
// what is hidden, if anything is.
func roundedModels(c Control, base, width int64) []Model {
	list := []Model{{fmt.Sprintf("buitenstaander met alle op %d afgeronde tabellen naast elkaar: van geen klein aantal blijven minder dan %d waarden over", base, base), width, base - 1}}
	if slices.ContainsFunc(c.Tables, func(t TableControl) bool { return t.Primary > 0 }) {
		for _, m := range c.Models {
			list = append(list, Model{m.Name + "; voor wat onderdrukt is", m.SmallestWidth, m.Demanded})
		}
	}
	return list
}

// A RoundingControl says what rounding has done.
type RoundingControl struct {
	Base  int64 // 0: the figures are not rounded
	Reach int64 // a true figure is less than Reach times Base away from its rounded one
	// Farther is how many figures went farther than to a multiple next to them.
	Farther int
	// SmallestWidth is the narrowest interval around a shown figure that is too
	// small, as the audit has proved it from the rounded figures; -1 if there is
	// none.
	SmallestWidth int64
}

// Rounding returns the base to which all shown figures are rounded, or 0.
func (s *Safe) Rounding() int {
	s.mustBeMade()
	return s.rounding
}
