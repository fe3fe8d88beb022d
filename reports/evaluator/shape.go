package evaluator

import (
	"maps"
	"slices"

	"lvv/anonymise/joint"
)

// A shape is what matters of a record: what it is, what is written of it, and
// which of its columns may be something else here.
type shape struct {
	free    freedom
	leaf    [quasis]int32
	written [quasis]string
	outcome int32
}

// A freedom is what may change in one move.
type freedom int

const (
	freeNationality freedom = iota // within its part of the world, which only one table sees
	freePerson                     // sex and age, and the part of the world in exchange with others
	freePart                       // nationality and the part of the world with it
	freeDuration
	freedoms
)

// A shaped is a number of records of one shape.
type shaped struct {
	shape
	joint.Kind
}

// kinds are the records when some outcomes are not told: a record that may have
// another outcome then has no other length.
func (b *bridge) kinds(c choice) []joint.Kind {
	out := make([]joint.Kind, 0, len(b.shaped))
	dark := make(map[shape]int64)
	for _, sh := range b.darkened(c) {
		dark[sh]++
	}
	for _, k := range b.shaped {
		if k.Count -= dark[k.shape]; k.Count > 0 {
			out = append(out, k.Kind)
		}
	}
	return out
}

// darkened are the shapes of the lengths of stay of records of which not even the
// group of their outcome is told.
func (b *bridge) darkened(c choice) []shape {
	if !c.dark {
		return nil
	}
	var out []shape
	for _, row := range c.veiled {
		if b.within(int(row)) {
			out = append(out, b.length(b.lengths.number(int(row), &b.written[b.class[row]])))
		}
	}
	return out
}

// shapes counts the records of each shape and lists what they may be instead,
// for those that may be something. A record whose part of the world is written
// has two shapes beside that of its duration: its nationality and its sex and age
// touch no figure in common, so both may move.
func (b *bridge) shapes() []shaped {
	b.classes()
	b.lengths = b.numbering(qDuration)
	people := b.numbering(qNationality, qSex, qAge) // tables over time are judged strictly
	count := make(map[shape]int64)
	for number, n := range b.lengths.count(b) {
		if n > 0 {
			count[b.length(number)] = n
		}
	}
	for number, n := range people.count(b) {
		if n == 0 {
			continue
		}
		for _, one := range b.personShapes(people.shape(number)) {
			count[one] += n
		}
	}
	out := []shaped{}
	for _, sh := range slices.SortedFunc(maps.Keys(count), shape.compare) {
		if moves := b.moves(sh); len(moves) > 0 {
			out = append(out, shaped{sh, joint.Kind{Count: count[sh], Moves: moves}})
		}
	}
	return out
}

// length is what matters of records for their duration.
func (b *bridge) length(number int) shape {
	sh := b.lengths.shape(number)
	sh.free = freeDuration
	return sh
}

// personShapes reduces a record to what matters for each thing that may change
// of who it is. Its nationality within a part of the world and its sex and age
// touch no figure in common, so both may move. A record of a hidden nationality
// of which not even the part is written may move to another part, and then in
// nothing else; one of a shown nationality may trade places with one of another
// part, which changes no count of nationalities.
func (b *bridge) personShapes(sh shape) []shape {
	nationality := b.r.quasi[qNationality]
	n, p := sh, sh
	n.free, p.free = freeNationality, freePerson
	for _, q := range []int{qSex, qAge} {
		n.leaf[q], n.written[q] = 0, ""
	}
	parts := nationality.levels[partLevel]
	p.leaf[qNationality] = int32(firstOf(parts, parts.Values[sh.leaf[qNationality]]))
	if b.level(qNationality, sh.written[qNationality]) <= partLevel {
		p.written[qNationality] = ""
	} else if b.hidden[sh.leaf[qNationality]] {
		sh.free, sh.written[qSex], sh.written[qAge] = freePart, "", ""
		return []shape{sh}
	}
	return []shape{n, p}
}

// level is the level of a value, remembered.
func (b *bridge) level(q int, value string) int {
	key := boxKey{q, value}
	l, ok := b.levels[key]
	if !ok {
		l = b.r.quasi[q].level(value)
		b.levels[key] = l
	}
	return l
}

// The levels of parts of the world and of the age groups that tables are by.
const (
	partLevel  = 2
	groupLevel = 2
)
