package pattern

// A separator looks for cuts that a pattern in parts of cells violates.
type separator struct {
	asker   *asker
	among   *region
	next    int   // of its needs, the one to go on with: each gets its turn
	fresh   []int // needs that gave cuts in the last round: they come first
	doubles []cut // found since they were collected last
	// damp is how far from the relaxation towards a good pattern the cuts are
	// looked for: cuts from the inside are deeper (Ben-Ameur and Neto 2007).
	damp float64
}

// A round ends when it has given so many cuts, or enough cuts from so many
// needs: after that the relaxation has moved on.
const (
	roundCuts  = 60
	enoughCuts = 8
	enoughAsks = 120
)

func newSeparator(s *system, among *region) *separator {
	return &separator{asker: newAsker(s, nil, true), among: among, damp: 0.5}
}

// round returns cuts that the relaxation violates, or none if no need gives
// one.
func (x *separator) round(open []float64, good []bool, stop func() bool) []cut {
	for {
		cuts := x.sweep(open, good, stop)
		done := len(cuts) > 0 || x.damp == 0 || stop()
		if len(cuts) < enoughCuts {
			if x.damp /= 2; x.damp < 0.05 || good == nil {
				x.damp = 0
			}
		}
		if done {
			return cuts
		}
	}
}

func (x *separator) sweep(open []float64, good []bool, stop func() bool) []cut {
	x.aim(open, good)
	s, needs := x.asker.s, x.among.needs
	queue, fresh := x.fresh, len(x.fresh)
	x.fresh = nil
	queue = append(append(queue, needs[x.next:]...), needs[:x.next]...)
	var cuts []cut
	seen := map[string]bool{}
	asked := map[int]bool{}
	for k, i := range queue {
		if asked[i] {
			continue
		}
		if stop() || len(cuts) >= roundCuts || len(cuts) >= enoughCuts && len(asked) >= enoughAsks {
			break
		}
		asked[i] = true
		if k >= fresh {
			x.next = (x.next + 1) % len(needs)
		}
		f := x.asker.judge(s.needs[i])
		x.double(s.needs[i])
		if !f.proved || f.cut.sum(open) >= 1-violation {
			continue
		}
		x.fresh = append(x.fresh, i)
		if key := f.cut.key(); !seen[key] {
			seen[key] = true
			cuts = append(cuts, f.cut)
		}
	}
	return cuts
}

// double keeps the cuts that ask for two cells, from the proofs of the need
// judged last. They may be of use later if they are not now.
func (x *separator) double(n need) {
	for _, weight := range x.asker.rays {
		if c, ok := x.asker.s.double(n.cell, weight); ok {
			x.doubles = append(x.doubles, c)
		}
	}
}

// aim sets the point at which cuts are looked for.
func (x *separator) aim(open []float64, good []bool) {
	for v, o := range open {
		if good != nil && x.damp > 0 {
			o *= 1 - x.damp
			if good[v] {
				o += x.damp
			}
		}
		x.asker.open[v] = o
	}
}
