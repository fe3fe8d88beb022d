package history

import (
	"fmt"
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// Who came between two releases is one group of people, in whatever table it is
// counted: the three by sex and the three by age are the same three. So where
// nothing was taken away, the differences of all tables of one population are
// figures of one population too, as the tables themselves are.

// An increase is what a figure of such a population is the difference of.
type increase struct {
	of         string
	less, more moment
	value      int64
	impossible bool
}

// A moment is what a release told of a period.
type moment struct {
	release int
	period  schemas.Period
	value   int64
}

// alike reports whether two releases told the same of a period.
func (m moment) alike(other moment) bool { return m.period == other.period && m.value == other.value }

// share gives a table of what was added between two releases the population that it
// shares with other tables of that, unless some figure in it was compared otherwise
// there.
func (j *joint) share(t *disclosure.Table, pairs []pair, from, to int) {
	first := pairs[slices.IndexFunc(pairs, func(p pair) bool { return p.ok })]
	whom, _, _ := strings.Cut(first.more.of, "\x00")
	population := fmt.Sprintf("erbij tussen vrijgave %d over %s en %d over %s: %s", from, first.less.period, to, first.more.period, whom)
	at := coordinates(t)
	all := make([]increase, len(t.Cells))
	for i, c := range t.Cells {
		p := pairs[i]
		all[i] = increase{p.more.of, moment{from, p.less.period, p.less.value}, moment{to, p.more.period, p.more.value}, c.Value, c.Impossible}
		if known, ok := j.increases[population+at[i]]; ok && known != all[i] {
			return
		}
	}
	for i, x := range all {
		j.increases[population+at[i]] = x
		if pairs[i].ok {
			j.chain(x, at[i], disclosure.Ref{Table: t.Name, Cell: i})
		}
	}
	t.Population = population
}

// A link is one step of the way by which a figure grew.
type link struct {
	increase
	at disclosure.Ref
}

// chain notes an increase under its figure, once.
func (j *joint) chain(x increase, coordinates string, at disclosure.Ref) {
	of := x.of + "\x03" + coordinates
	if !slices.ContainsFunc(j.links[of], func(l link) bool { return l.increase == x }) {
		if j.links[of] == nil {
			j.linked = append(j.linked, of)
		}
		j.links[of] = append(j.links[of], link{x, at})
	}
}

// telescope says of each increase that it came in two steps, where there was a
// release in between, or that it is the one between two other releases that told
// the same: who is alone in the one, is alone in the other.
func (j *joint) telescope() {
	for _, of := range j.linked {
		steps := j.links[of]
		for i, whole := range steps {
			same := slices.IndexFunc(steps[:i], func(x link) bool {
				return x.less.alike(whole.less) && x.more.alike(whole.more)
			})
			if same >= 0 {
				j.equal([]disclosure.Ref{whole.at}, []disclosure.Ref{steps[same].at})
			}
			if first, then, ok := inTwo(steps, whole); ok {
				j.equal([]disclosure.Ref{whole.at}, []disclosure.Ref{first.at, then.at})
			}
		}
	}
}

// inTwo finds the last release between the two of an increase, and the steps before
// and after it.
func inTwo(steps []link, whole link) (first, then link, ok bool) {
	for _, x := range steps {
		if x.more != whole.more || x.less == whole.less || !x.less.period.Holds(whole.less.period) || ok && !x.less.period.Holds(then.less.period) {
			continue
		}
		at := slices.IndexFunc(steps, func(y link) bool { return y.less == whole.less && y.more == x.less })
		if at >= 0 {
			first, then, ok = steps[at], x, true
		}
	}
	return first, then, ok
}

// coordinates name each cell of a table by its categories that are no totals, and
// by the unit.
func coordinates(t *disclosure.Table) []string {
	out := make([]string, len(t.Cells))
	for i := range out {
		stride := len(t.Cells)
		var parts []string
		for _, d := range t.Dims {
			stride /= len(d.Categories)
			if c := d.Categories[i/stride%len(d.Categories)]; !c.Total || c.Parent != "" {
				parts = append(parts, d.Name+"\x01"+c.Code)
			}
		}
		slices.Sort(parts)
		out[i] = "\x00" + t.Unit + "\x00" + strings.Join(parts, "\x02")
	}
	return out
}
