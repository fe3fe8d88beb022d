package evaluator

import (
	"slices"

	"lvv/anonymise/microdata"
)

// A numbering tells the outcome of a record and some of its columns as one number.
// There can be a million records, and what matters of them differs little: so they
// are counted in a list.
type numbering struct {
	outcome []int32
	n       int // outcomes
	columns []numbered
}

// A numbered column tells what matters of what a record is and what is written of
// it.
type numbered struct {
	q      int
	leaf   []int32
	values int32   // that can be written, with nothing as the first
	of     []int32 // of each leaf and value: the place in pairs, or nowhere
	pairs  []pair
}

// A pair is what a record is and what is written of it.
type pair struct {
	leaf    int32
	written string
}

// classes notes of each record the class in which it is written, and what is.
func (b *bridge) classes() {
	b.class, b.written = make([]int32, len(b.r.persons)), make([][quasis]int32, 1) // nothing of who was left out
	kept := b.s.Kept()
	for first, end := range b.s.classes {
		for _, row := range kept[first:end] {
			b.class[row] = int32(len(b.written))
		}
		var now [quasis]int32
		for q := range now {
			now[q] = b.s.written[q].Codes[first] + 1
		}
		b.written = append(b.written, now)
	}
}

// numbering numbers what matters of some columns, for what occurs in the set.
func (b *bridge) numbering(columns ...int) *numbering {
	out := &numbering{outcome: b.r.solution.Codes, n: len(b.r.solution.Values)}
	for _, q := range columns {
		written := b.s.written[q]
		labels := append([]string{microdata.Top}, written.Labels...)
		c := numbered{q: q, leaf: b.r.quasi[q].codes, values: int32(len(labels))}
		leaves, at := len(b.r.quasi[q].levels[0].Values), make(map[pair]int32)
		c.of = slices.Repeat([]int32{nowhere}, leaves*len(labels))
		for value, label := range labels {
			if value > 0 && written.rows[value-1] == 0 {
				continue
			}
			for leaf, inside := range b.r.quasi[q].box(label) {
				if !inside {
					continue
				}
				p := b.pair(q, pair{int32(leaf), label})
				if _, ok := at[p]; !ok {
					at[p] = int32(len(c.pairs))
					c.pairs = append(c.pairs, p)
				}
				c.of[leaf*len(labels)+value] = at[p]
			}
		}
		out.columns = append(out.columns, c)
	}
	return out
}

// pair reduces a pair to what matters: tables are by group of ages.
func (b *bridge) pair(q int, p pair) pair {
	if q != qAge {
		return p
	}
	groups := b.r.quasi[qAge].levels[groupLevel]
	group := groups.Values[p.leaf]
	if b.level(qAge, p.written) < groupLevel {
		p.written = group
	}
	return pair{int32(firstOf(groups, group)), p.written}
}

// number is that of a record of which a class tells what is written.
func (n *numbering) number(row int, written *[quasis]int32) int {
	out := int(n.outcome[row])
	for i := range n.columns {
		c := &n.columns[i]
		of := c.of[c.leaf[row]*c.values+written[c.q]]
		if of == nowhere {
			panic("evaluator: internal error: a record is written as what it is not")
		}
		out = out*len(c.pairs) + int(of)
	}
	return out
}

// count counts the records of each number.
func (n *numbering) count(b *bridge) []int64 {
	size := n.n
	for i := range n.columns {
		size *= len(n.columns[i].pairs)
	}
	out := make([]int64, size)
	for row, class := range b.class {
		if b.within(row) {
			out[n.number(row, &b.written[class])]++
		}
	}
	return out
}

// shape is what a number tells.
func (n *numbering) shape(number int) shape {
	var sh shape
	for _, c := range slices.Backward(n.columns) {
		p := c.pairs[number%len(c.pairs)]
		sh.leaf[c.q], sh.written[c.q] = p.leaf, p.written
		number /= len(c.pairs)
	}
	sh.outcome = int32(number)
	return sh
}
