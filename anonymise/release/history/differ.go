package history

import (
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// differ adds two tables that nobody published: who was added between two
// releases, and who was taken away by a correction. What is too small in them
// must not be worked out.
//
// They have the shape of the table that is compared, so that a total of what was
// added is known to hold its parts: the only person in a part is the only one in
// the total. Where the shape is not the same on both sides, each figure is
// compared by itself.
func (j *joint) differ(t int, pairs []pair) {
	first := pairs[slices.IndexFunc(pairs, func(p pair) bool { return p.ok })]
	from, name := j.tables[t].Name, j.tables[first.more.table].Name
	shape, shaped := t, j.shaped(t, pairs)
	if !shaped {
		// The later table may have categories that nobody was in before.
		if u, wider := j.widened(t, pairs); wider != nil {
			shape, pairs, shaped = u, wider, true
		}
	}
	plus, minus := j.tables[shape], j.tables[shape]
	dims := plus.Dims
	if !shaped {
		dims = flat(&plus)
	}
	plus = disclosure.Table{Name: fmt.Sprintf("erbij tussen %s en %s", from, name), Kind: plus.Kind, Unit: plus.Unit, Dims: dims, Unpublished: true}
	minus = plus
	minus.Name = "eraf" + plus.Name[len("erbij"):]
	plus.Population, minus.Population = plus.Name, minus.Name
	plus.Cells, minus.Cells = make([]disclosure.Cell, len(pairs)), make([]disclosure.Cell, len(pairs))
	for i, p := range pairs {
		plus.Cells[i], minus.Cells[i] = part(p, 1), part(p, -1)
	}
	if shaped {
		addUp(&plus)
		addUp(&minus)
	}
	less := slices.ContainsFunc(minus.Cells, func(c disclosure.Cell) bool { return c.Value > 0 })
	if shaped && !less {
		j.share(&plus, pairs, j.from[t], j.from[first.more.table])
	}
	j.addDifference(plus, pairs, [2]int{t, first.more.table})
	if less {
		j.addDifference(minus, pairs, [2]int{t, first.more.table})
	}
	for i, p := range pairs {
		if !p.ok {
			continue
		}
		j.note(p)
		right := []disclosure.Ref{{Table: plus.Name, Cell: i}}
		if !p.fresh {
			right = append(right, j.ref(p.less))
		}
		left := []disclosure.Ref{j.ref(p.more)}
		if less {
			left = append(left, disclosure.Ref{Table: minus.Name, Cell: i})
		}
		j.equal(left, right)
		j.stretch(p, right[0], less)
		if p.between >= 0 && !less {
			j.equal([]disclosure.Ref{j.ref(j.figures[p.less.of][p.between])}, right[:1])
		}
		if less && p.net() == 0 && p.less.period == p.more.period && !minus.Cells[i].Impossible {
			// As many were added as taken away: when it is one, it is one person.
			j.equal(left[1:], right[:1])
		}
	}
}

// stretch notes a difference of which it is known what it is from, as a figure over
// a period of its own where it is over one.
func (j *joint) stretch(p pair, at disclosure.Ref, less bool) {
	if less || p.fresh || p.less.period == p.more.period {
		return
	}
	q, _ := rest(p.more.period, p.less.period)
	j.differences[p.more.of] = append(j.differences[p.more.of], stretched{period: q, value: p.net(), at: at, table: j.table(at.Table),
		health: p.more.health, less: p.less.period, more: p.more.period})
}

// difference marks a table of the joint system that is of no release.
const difference = -1

// note counts what the second person is told.
func (j *joint) note(p pair) {
	if p.less.period == p.more.period && p.net() != 0 {
		j.tally.changed++
	}
	if p.small(j.limit(p)) {
		j.tally.small++
	}
}

// addDifference adds a table that nobody published, of what was compared.
func (j *joint) addDifference(t disclosure.Table, pairs []pair, compared [2]int) {
	crowds := make([]crowd, len(pairs))
	for i, p := range pairs {
		crowds[i] = j.crowd(p, t.Unit, t.Cells[i].Value)
	}
	j.crowds[len(j.tables)] = crowds
	j.tables, j.from = append(j.tables, t), append(j.from, difference)
	j.compared[t.Name] = compared
}

// part is what a pair adds or, with sign -1, takes away. Nobody knows more than
// the difference itself: a figure that grew is taken to have lost nobody, and one
// of the same period that did not change to be as it was.
func part(p pair, sign int64) disclosure.Cell {
	n := sign * p.net()
	if !p.ok || n < 0 || n == 0 && (sign < 0 || p.less.period == p.more.period) {
		return disclosure.Cell{Impossible: true}
	}
	return disclosure.Cell{Value: n}
}

// flat makes a dim of the cells of a table, one beside the other.
func flat(t *disclosure.Table) []disclosure.Dim {
	d := disclosure.Dim{Name: "cel"}
	health := healthOf(t)
	for i := range t.Cells {
		d.Categories = append(d.Categories, disclosure.Category{Code: fmt.Sprint(i), Label: label(t, i), Health: health[i]})
	}
	return []disclosure.Dim{d}
}

// widened pairs the figures of the later table with those of the earlier one,
// whose categories are fewer: who is in none of them, is in none. That is so when
// the differences then add up.
func (j *joint) widened(t int, pairs []pair) (shape int, wider []pair) {
	votes := map[int]int{}
	for _, p := range pairs {
		if p.ok {
			votes[p.more.table]++
		}
	}
	shape = -1
	for u, n := range votes {
		if shape < 0 || n > votes[shape] || n == votes[shape] && u < shape {
			shape = u
		}
	}
	of := map[string]pair{}
	for i, key := range j.keys[t] {
		if pairs[i].ok {
			of[key] = pairs[i]
		}
	}
	for i, key := range j.keys[shape] {
		p, known := of[key]
		if v, ok := j.version(shape, i, key); ok && !known {
			less := v
			less.value, less.people, less.period = 0, 0, schemas.Period{}
			p = pair{less: less, more: v, ok: true, between: -1, fresh: true}
		}
		wider = append(wider, p)
	}
	if !j.shaped(shape, wider) {
		return 0, nil
	}
	return shape, wider
}

// shaped reports whether the differences of a table add up as the table does:
// every figure has its counterpart, and each total differs by what its parts
// differ by.
func (j *joint) shaped(t int, pairs []pair) bool {
	table := &j.tables[t]
	for i, c := range table.Cells {
		if !c.Impossible && !pairs[i].ok {
			return false
		}
	}
	ok := true
	eachSum(table, func(total int, parts []int) {
		n := pairs[total].net()
		for _, p := range parts {
			n -= pairs[p].net()
		}
		ok = ok && n == 0
	})
	return ok
}

// addUp makes each total of a table the sum of its parts, from the inside out.
func addUp(t *disclosure.Table) {
	sums := map[int][][]int{}
	eachSum(t, func(total int, parts []int) { sums[total] = append(sums[total], slices.Clone(parts)) })
	done := make([]bool, len(t.Cells))
	var settle func(i int)
	settle = func(i int) {
		if done[i] || len(sums[i]) == 0 {
			return
		}
		done[i] = true
		c := &t.Cells[i]
		c.Impossible = true
		for _, parts := range sums[i] {
			c.Value = 0
			for _, p := range parts {
				settle(p)
				c.Value += t.Cells[p].Value
				c.Impossible = c.Impossible && t.Cells[p].Impossible
			}
		}
	}
	for i := range t.Cells {
		settle(i)
	}
}

// eachSum yields each identity that a table shows: a total and its parts along
// one dim. The slice is reused.
func eachSum(t *disclosure.Table, yield func(total int, parts []int)) {
	stride := len(t.Cells)
	var parts []int
	for _, d := range t.Dims {
		stride /= len(d.Categories)
		below := childrenOf(d)
		for i := range t.Cells {
			at := i / stride % len(d.Categories)
			if len(below[at]) == 0 {
				continue
			}
			parts = parts[:0]
			for _, c := range below[at] {
				parts = append(parts, i+(c-at)*stride)
			}
			yield(i, parts)
		}
	}
}

// childrenOf lists for each category those that it is the sum of.
func childrenOf(d disclosure.Dim) [][]int {
	out := make([][]int, len(d.Categories))
	root := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Total && c.Parent == "" })
	for i, c := range d.Categories {
		up := slices.IndexFunc(d.Categories, func(x disclosure.Category) bool { return x.Code == c.Parent })
		if c.Parent == "" {
			up = root
		}
		if up >= 0 && up != i {
			out[up] = append(out[up], i)
		}
	}
	return out
}
