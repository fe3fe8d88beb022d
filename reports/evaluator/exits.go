package evaluator

import (
	"cmp"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/joint"
	"lvv/schemas"
)

// Tables count all who left in the period, records only those who came in it as
// well. What one takes off the other leaves is who was there before the period,
// by reason, though no table says so. Where they are few, the outcome of some
// records is not written: then each of these may be what another one was who was
// there before, and nobody can tell which.

// byReason reports whether a table counts who left by reason, and by nothing else
// that an exit does not tell.
func byReason(t *table) bool {
	if t.Population != popLeft || !slices.ContainsFunc(t.Dims, func(d disclosure.Dim) bool { return d.Name == dimReason }) {
		return false
	}
	return !slices.ContainsFunc(t.Dims, func(d disclosure.Dim) bool {
		return !slices.Contains([]string{dimTime, dimOrg, dimDuration, dimReason}, d.Name)
	})
}

// exits adds the figures by reason to a bridge: those of the tables that it does
// not hold yet, and how many of each reason were there before the period, which
// stand in no table. Small ones must keep the width; where there are none, nothing
// is added.
func (b *bridge) exits(all []table, safe *disclosure.Safe) {
	before, small := b.r.leavers.earlier(), b.asksEarlier()
	b.earlier = make(map[string]int)
	var figures []joint.Figure
	for _, reason := range b.r.reasonCodes() {
		f := joint.Figure{Value: before[reason], Hidden: true}
		if policy := b.r.policy(safe); b.s.reason && b.r.mustStayOpen(f.Value, leastOf(reason, policy)) {
			f.Width, small = policy.InsiderWidth, true
		}
		b.earlier[reason] = len(b.figures) + len(figures)
		figures = append(figures, f)
	}
	if !small {
		b.earlier = nil
		return
	}
	b.figures = append(b.figures, figures...)
	b.reasons = slices.DeleteFunc(slices.Clone(b.spans), func(sp span) bool { return !byReason(sp.table) })
	for i := range all {
		if t := &all[i]; byReason(t) && !recoverable(t.Dims) {
			b.reasons = append(b.reasons, b.plain(t, safe))
		}
	}
}

// plain adds a table of which no small figure is asked for.
func (b *bridge) plain(t *table, safe *disclosure.Safe) span {
	sp := plainSpan(t, len(b.figures))
	for c, cell := range t.Cells {
		_, status := safe.Table(t.Name).At(c)
		b.figures = append(b.figures, joint.Figure{Value: cell.Value, Hidden: status == disclosure.Suppressed})
	}
	return sp
}

// asksEarlier reports whether a hidden figure of who was there before the period,
// or of all who were not, must keep a width.
func (b *bridge) asksEarlier() bool {
	for f, fig := range b.figures {
		if fig.Width > 0 && f < b.tables && saysWhetherEarlier(b.coordinates(f)) {
			return true
		}
	}
	return false
}

func leastOf(reason string, p disclosure.Policy) int64 {
	if reason == art64 {
		return p.HealthThreshold
	}
	return p.Threshold
}

// reasonCodes are the reasons that somebody left for, in the order of the list.
func (r *records) reasonCodes() []string {
	var out []string
	for _, code := range r.reason.Values {
		if code != stillPresent {
			out = append(out, code)
		}
	}
	return out
}

// exitKinds are those who were there before the period, of whom nothing is
// written, and the records whose outcome is not, with what they may be instead.
func (b *bridge) exitKinds(c choice) []joint.Kind {
	type kind struct {
		exit
		within string // the group that is written, or nothing
	}
	count := make(map[kind]int64)
	for i, e := range b.before.kinds {
		count[kind{exit: e}] += b.before.count[i]
	}
	for _, row := range c.veiled {
		if b.earlier == nil {
			break
		}
		k := kind{exit: b.left.kinds[b.left.of[row]]}
		if !c.dark {
			k.within = group(k.reason)
		}
		count[k]++
	}
	order := make([]kind, 0, len(count))
	for k := range count {
		order = append(order, k)
	}
	slices.SortFunc(order, func(x, y kind) int {
		return cmp.Or(x.compare(y.exit), cmp.Compare(x.within, y.within))
	})
	var out []joint.Kind
	at, instead := make(stand, len(b.reasons)+1), make(stand, len(b.reasons)+1)
	for _, k := range order {
		var moves [][]joint.Change
		b.exitStands(k.exit, at)
		for _, reason := range b.r.reasonCodes() {
			if reason == k.reason || k.within != "" && group(reason) != k.within {
				continue
			}
			other := k.exit
			other.reason = reason
			if b.exitStands(other, instead) && !slices.Equal(at, instead) {
				moves = append(moves, changes(b.reasons, at, instead))
			}
		}
		out = append(out, joint.Kind{Count: count[k], Moves: moves})
	}
	return out
}

func (e exit) compare(o exit) int {
	return cmp.Or(cmp.Compare(e.time, o.time), cmp.Compare(e.org, o.org), cmp.Compare(e.length, o.length), cmp.Compare(e.reason, o.reason))
}

// exitStands notes where an exit is counted by reason. It reports false, and counts
// it nowhere, when a table does not list it.
func (b *bridge) exitStands(e exit, at stand) bool {
	for i := range at {
		at[i] = nowhere
	}
	for i, sp := range b.reasons {
		cell := 0
		for _, dim := range sp.table.Dims {
			code := e.code(dim)
			if code < 0 {
				for i := range at {
					at[i] = nowhere
				}
				return false
			}
			cell = cell*len(dim.Categories) + code
		}
		at[i] = int32(cell)
	}
	if e.length == earlier {
		at[len(b.reasons)] = int32(b.earlier[e.reason])
	}
	return true
}

// saysWhetherEarlier reports whether a figure is of those who were there before the
// period or of those who were not: what every record says by being there.
func saysWhetherEarlier(figure []coordinate) bool {
	return slices.Contains(figure, coordinate{dimDuration, earlier}) || slices.Contains(figure, coordinate{dimDuration, inPeriod})
}

// veil lists records of which the outcome need not be written for a figure of who
// was there before the period to stay open: half of them of what the figure is of
// and half of something else, each beside somebody it may change places with.
func (b *bridge) veil(figure []coordinate, c choice) []int32 {
	of := slices.IndexFunc(figure, func(c coordinate) bool { return c.dim == dimReason })
	if of < 0 || b.earlier == nil || !saysWhetherEarlier(figure) {
		return nil
	}
	swap := b.swaps(figure[of].code)
	var out []int32
	taken := make(map[int32]bool)
	for _, row := range c.veiled {
		taken[row] = true
	}
	for _, is := range []bool{true, false} {
		wanted := veiledAtOnce
		for _, kind := range b.before.of[:min(len(b.before.of), mostAsked)] {
			if wanted == 0 {
				break
			}
			e := b.before.kinds[kind]
			if swap.in(e.reason) == is {
				continue
			}
			if row, ok := b.partner(taken, func(kind int) bool { return swap.may(e, kind) && swap.in(b.left.kinds[kind].reason) == is }); ok {
				out, taken[row] = append(out, row), true
				wanted--
			}
		}
	}
	return out
}

// veiledAtOnce is how many records of each kind are veiled before the figure is
// tried again: as many as the least interval beside records is wide.
const veiledAtOnce = 5

// mostAsked bounds for how many of those who were there before a partner is
// looked for.
const mostAsked = 1000

// partner finds the first record of a kind that fits.
func (b *bridge) partner(taken map[int32]bool, fits func(kind int) bool) (row int32, ok bool) {
	for kind := range b.left.kinds {
		if !fits(kind) {
			continue
		}
		if free, is := b.left.free(kind, taken); is && (!ok || free < row) {
			row, ok = free, true
		}
	}
	return row, ok
}

// A swap is how a record may change places with somebody who was there before, for
// the sake of a figure by reason, or by group of reasons.
type swap struct {
	left   []exit
	open   []bool // of each kind of exit whether its length of stay is open
	groups map[string]string
	of     string // what the figure is of
	fine   bool   // that is one reason of a group
}

func (b *bridge) swaps(of string) swap {
	s := swap{left: b.left.kinds, of: of, fine: !isSolution(of)}
	_, s.groups = schemas.RollUp()
	for _, e := range s.left {
		s.open = append(s.open, e.reason != "" && b.openLength(e))
	}
	return s
}

func (s swap) group(reason string) string { return cmp.Or(s.groups[reason], reason) }

// in reports whether the figure counts a reason.
func (s swap) in(reason string) bool { return reason == s.of || s.group(reason) == s.of }

// may reports whether records of a kind may change places with somebody: they are
// of the same time and, where their groups differ, of the same organisation and of
// a length of stay of which the tables do not tell the group.
func (s swap) may(e exit, kind int) bool {
	x := s.left[kind]
	switch {
	case x.reason == "" || x.time != e.time:
		return false
	case s.fine:
		return s.group(x.reason) == s.group(e.reason)
	}
	return x.org == e.org && s.open[kind]
}

// openLength reports whether all tables by length of stay hide how many of an
// exit's length left for its group of reasons.
func (b *bridge) openLength(e exit) bool {
	for _, sp := range b.reasons {
		if !slices.ContainsFunc(sp.table.Dims, func(d disclosure.Dim) bool { return d.Name == dimDuration }) {
			continue
		}
		cell := 0
		for _, d := range sp.table.Dims {
			cell = cell*len(d.Categories) + e.code(d)
		}
		if !b.figures[sp.base+cell].Hidden {
			return false
		}
	}
	return true
}
