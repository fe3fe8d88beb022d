package history

import (
	"fmt"
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
)

// Some tables count a part of what others count: the persons who left for good
// are as many stays of those that ended, and the rest are stays of who came back.
// Whoever has both subtracts them, in one parcel or from two. So what the part
// leaves of the whole becomes a table that nobody published, and that must not be
// worked out where it is about too few people.

// parts adds what each table that counts a part leaves of its whole, in every
// release that counts the whole.
func (j *joint) parts() {
	tables := len(j.tables)
	for t := range tables {
		if j.tables[t].PartOf == (disclosure.Whole{}) || j.gone[t] {
			continue
		}
		seen := map[remainder]bool{}
		for _, release := range append(j.others(t), j.from[t]) {
			j.remain(t, release, seen)
		}
	}
}

// A remainder is a figure and the value of its whole: two releases that say the
// same are subtracted once.
type remainder struct {
	cell  int
	whole int64
}

// remain pairs the figures of a table with those of the whole in a release, and
// adds what is left when there is something to be found out.
func (j *joint) remain(t, release int, seen map[remainder]bool) {
	pairs := make([]pair, len(j.tables[t].Cells))
	fresh, small, open := false, false, false
	for i := range pairs {
		p := j.wholeOf(t, i, release)
		if !p.ok {
			continue
		}
		pairs[i] = p
		r := remainder{i, p.more.value}
		fresh, seen[r] = fresh || !seen[r], true
		small = small || p.small(j.limit(p))
		open = open || !(p.less.public && p.more.public)
	}
	bothOld := j.from[t] != 0 && release != 0
	if !fresh || !open || bothOld && !small {
		return
	}
	j.subtract(t, pairs)
}

// wholeOf finds the figure of which a figure counts a part. A whole that was
// corrected to less than its part is not one.
func (j *joint) wholeOf(t, i, release int) pair {
	of := j.keys[t][i]
	if of == "" {
		return pair{}
	}
	v, ok := j.version(t, i, of)
	if !ok {
		return pair{}
	}
	of = wholeKey(j.tables[t].PartOf, of)
	if of == j.keys[t][i] {
		return pair{} // a total that both have
	}
	at := slices.IndexFunc(j.figures[of], func(x version) bool {
		return x.period == v.period && j.from[x.table] == release && x.value >= v.value
	})
	if at < 0 {
		return pair{}
	}
	return pair{less: v, more: j.figures[of][at], ok: true, between: -1}
}

// wholeKey is the key of the figure of which another counts a part.
func wholeKey(w disclosure.Whole, of string) string {
	of = strings.SplitN(of, "\x00", 3)[2]
	if w.Dim != "" {
		parts := strings.Split(of, "\x02")
		for i, p := range parts {
			if code, ok := strings.CutPrefix(p, w.Dim+"\x01"); ok {
				parts[i] = w.As + "\x01" + code
			}
		}
		slices.Sort(parts)
		of = strings.Join(parts, "\x02")
	}
	return keyOf(w.Population, w.Unit, of)
}

// subtract adds the table of what remains.
func (j *joint) subtract(t int, pairs []pair) {
	first := pairs[slices.IndexFunc(pairs, func(p pair) bool { return p.ok })]
	part, whole := &j.tables[t], &j.tables[first.more.table]
	rest := disclosure.Table{Name: fmt.Sprintf("%s zonder %s", whole.Name, part.Name), Kind: part.Kind, Unit: part.PartOf.Unit,
		Dims: plain(part.Dims), Cells: make([]disclosure.Cell, len(pairs)), Unpublished: true}
	shaped := j.shaped(t, pairs)
	if !shaped {
		rest.Dims = flat(part)
	}
	rest.Population = rest.Name
	for i, p := range pairs {
		rest.Cells[i] = remains(p)
	}
	if shaped {
		addUp(&rest)
	}
	j.addDifference(rest, pairs, [2]int{t, first.more.table})
	for i, p := range pairs {
		if p.ok {
			if p.small(j.limit(p)) {
				j.tally.small++
			}
			j.equal([]disclosure.Ref{j.ref(p.more)}, []disclosure.Ref{j.ref(p.less), {Table: rest.Name, Cell: i}})
		}
	}
}

// plain are dims along which no group is looked for: that nearly all who came
// back had left for one reason was no outcome.
func plain(dims []disclosure.Dim) []disclosure.Dim {
	out := slices.Clone(dims)
	for i := range out {
		out[i].Sensitive = false
	}
	return out
}

// remains is what a part leaves of its whole.
func remains(p pair) disclosure.Cell {
	if !p.ok {
		return disclosure.Cell{Impossible: true}
	}
	return disclosure.Cell{Value: p.net()}
}
