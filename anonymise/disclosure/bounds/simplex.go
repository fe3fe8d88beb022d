package bounds

import (
	"fmt"
	"math/bits"
)

// patience is how many steps in a row may lead nowhere before the method takes
// Bland's rule, which is slow and cannot go round in circles.
const patience = 30

// A step is how far a column may rise: by over/under, until row leaves at 0 (or,
// up, at the end of its room); row -1 means the end of the column's own room.
type step struct {
	over, under int64
	row         int
	up          bool
	free        bool // nothing stops it
}

// shorter compares two steps; Bland's rule decides between equals.
func (t *tableau) shorter(a, b step) bool {
	if b.free {
		return true
	}
	hi1, lo1 := bits.Mul64(uint64(a.over), uint64(b.under))
	hi2, lo2 := bits.Mul64(uint64(b.over), uint64(a.under))
	if hi1 != hi2 {
		return hi1 < hi2
	}
	if lo1 != lo2 {
		return lo1 < lo2
	}
	return b.row >= 0 && t.rows[a.row].basic < t.rows[b.row].basic
}

// ratio finds how far column k may rise. What is within its room stays there;
// what is below 0 or above its room stops it where it comes in.
func (t *tableau) ratio(k int) (step, error) {
	best := step{free: true}
	if room := t.room[t.columns[k]]; room != Unbounded {
		best = step{over: room, under: 1, row: -1}
	}
	for i := range t.rows {
		l := &t.rows[i]
		a := l.num[k]
		if a == 0 {
			continue
		}
		over, room, err := t.slack(l)
		if err != nil {
			return best, err
		}
		s := step{row: i, under: max(a, -a)}
		below, above := l.right < 0, room && over > 0
		switch {
		case a > 0 && above:
			s.over, s.up = over, true
		case a > 0 && !below:
			s.over = l.right
		case a < 0 && below:
			s.over = -l.right
		case a < 0 && room && !above:
			s.over, s.up = -over, true
		default:
			continue // nothing to meet on that side
		}
		if t.shorter(s, best) {
			best = s
		}
	}
	return best, nil
}

// slack is by how much (times den) a basic variable is above its room: negative
// when there is room left; room says whether it has an end at all.
func (t *tableau) slack(l *line) (over int64, room bool, err error) {
	w := t.room[l.basic]
	if w == Unbounded {
		return 0, false, nil
	}
	e := exact{}
	e.add(1, l.right)
	e.add(-l.den, w)
	over, ok := e.value()
	if !ok {
		return 0, false, errTooLarge
	}
	return over, true, nil
}

// move lets column k rise by a step.
func (t *tableau) move(k int, s step) error {
	if s.row < 0 {
		return t.flip(k)
	}
	if err := t.pivot(s.row, k); err != nil {
		return err
	}
	if s.up {
		return t.flip(k)
	}
	return nil
}

// feasible moves to a corner where every variable is within its room, by making
// the sum of what is out of it smaller. Errors: ErrInconsistent, with a proof
// that was checked, when there is no such corner.
func (t *tableau) feasible(w witness) error {
	for idle := 0; ; idle++ {
		weights, err := t.lacking()
		if err != nil || weights == nil {
			return err
		}
		speed, err := t.speeds(weights)
		if err != nil {
			return err
		}
		k := t.repairing(speed, idle > patience)
		if k < 0 && t.contradicted(w, weights, speed) {
			return fmt.Errorf("bounds: %w", ErrInconsistent)
		}
		if k < 0 {
			return errTooLarge
		}
		s, err := t.ratio(k)
		if err != nil {
			return err
		}
		if s.free {
			panic("bounds: internal error: what is out of its room can fall for ever")
		}
		if s.over > 0 {
			idle = 0
		}
		if err := t.move(k, s); err != nil {
			return err
		}
	}
}

// lacking weighs the rows that are out of their room, by a common multiple of
// the denominators: above it positive, below 0 negative. It returns nil if there
// are none.
func (t *tableau) lacking() ([]int64, error) {
	var weights []int64
	common := int64(1)
	for i := range t.rows {
		over, room, err := t.slack(&t.rows[i])
		if err != nil {
			return nil, err
		}
		sign := int64(0)
		if t.rows[i].right < 0 {
			sign = -1
		} else if room && over > 0 {
			sign = 1
		}
		if sign == 0 {
			continue
		}
		if weights == nil {
			weights = make([]int64, len(t.rows))
		}
		weights[i] = sign
		d := t.rows[i].den
		if common = common / gcd(common, d) * d; common >= largest {
			return nil, errTooLarge
		}
	}
	for i := range weights {
		weights[i] *= common / t.rows[i].den
	}
	return weights, nil
}

// speeds says how fast what is out of its room comes nearer to it, weighed, when
// a column rises.
func (t *tableau) speeds(weights []int64) ([]int64, error) {
	speed := make([]int64, len(t.columns))
	for i, w := range weights {
		if w == 0 {
			continue
		}
		if w = max(w, -w); w >= largest/4 {
			return nil, errTooLarge
		}
		for k, a := range t.rows[i].num {
			if speed[k] += weights[i] * a; max(speed[k], -speed[k]) >= 1<<61 {
				return nil, errTooLarge
			}
		}
	}
	return speed, nil
}

// repairing is a column whose rise makes what is out of its room smaller: the one
// that does so fastest, or the first one. It is -1 if there is none.
func (t *tableau) repairing(speed []int64, first bool) int {
	best := -1
	for k, v := range t.columns {
		if speed[k] <= 0 || t.room[v] == 0 {
			continue
		}
		if best < 0 || first && v < t.columns[best] || !first && speed[k] > speed[best] {
			best = k
		}
	}
	return best
}

// push moves from a corner within all rooms to one where the variable is as
// large (up) or as small as it can be; free means that nothing stops it.
func (t *tableau) push(v int, up bool) (free bool, err error) {
	for idle := 0; ; idle++ {
		rise := up != t.flipped[v]
		k := ^t.where[v]
		if k < 0 {
			k = t.improving(t.where[v], rise, idle > patience)
		} else if !rise {
			return false, nil // it stands at 0
		}
		if k < 0 {
			return false, nil
		}
		s, err := t.ratio(k)
		if err != nil {
			return false, err
		}
		if s.free {
			return true, nil
		}
		if s.over > 0 {
			idle = 0
		}
		if err := t.move(k, s); err != nil {
			return false, err
		}
	}
}

// improving is a column whose rise moves the basic variable of a row the right
// way: the fastest, or the first. It is -1 if there is none.
func (t *tableau) improving(r int, rise, first bool) int {
	best, most := -1, int64(0)
	for k, a := range t.rows[r].num {
		if rise {
			a = -a
		}
		if a <= 0 || t.room[t.columns[k]] == 0 {
			continue
		}
		if best < 0 || first && t.columns[k] < t.columns[best] || !first && a > most {
			best, most = k, a
		}
	}
	return best
}
