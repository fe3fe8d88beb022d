package evaluator

import (
	"maps"
	"math/bits"
	"slices"

	"lvv/anonymise/joint"
	"lvv/anonymise/microdata"
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
)

// A shaped is a number of records of one shape.
type shaped struct {
	shape
	joint.Kind
}

// kinds are the records when some outcomes are not told: a record that may have
// another outcome then has no other length.
func (b *bridge) kinds(c choice) []joint.Kind {
	if b.shaped == nil {
		b.shaped = b.shapes()
	}
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
	length, place := b.numbering(qDuration), make(map[int32]int)
	for _, row := range c.veiled {
		place[row] = -1
	}
	for at, row := range b.s.Kept() {
		if _, ok := place[row]; ok {
			place[row] = at
		}
	}
	var out []shape
	for _, row := range c.veiled {
		if b.within(int(row)) {
			out = append(out, b.spelled(length.told(length.number(int(row), int32(place[row])))).length())
		}
	}
	return out
}

// shapes counts the records of each shape and lists what they may be instead,
// for those that may be something. A record whose part of the world is written
// has two shapes beside that of its duration: its nationality and its sex and age
// touch no figure in common, so both may move.
func (b *bridge) shapes() []shaped {
	lengths, people := b.tally()
	count := make(map[shape]int64)
	for record, n := range lengths {
		count[b.spelled(record).length()] += n
	}
	for record, n := range people {
		for _, one := range b.personShapes(b.spelled(record)) {
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

// A coded record is what a record is and what is written of it, in codes; nothing
// (-1) is written of who was left out.
type coded struct {
	leaf, written [quasis]int32
	outcome       int32
}

const nothing = -1

// tally counts equal records: by duration, and by what tells who it is. There can
// be a million records, and few that differ, so each is first told as one number.
func (b *bridge) tally() (lengths, people map[coded]int64) {
	length, person := b.numbering(qDuration), b.numbering(qNationality, qSex, qAge) // tables over time are judged strictly
	kept := make([]int32, len(b.r.persons))
	for at, row := range b.s.Kept() {
		kept[row] = int32(at + 1)
	}
	byLength, byPerson := make(map[uint64]int64), make(map[uint64]int64)
	for row := range b.r.persons {
		if !b.within(row) {
			continue
		}
		byLength[length.number(row, kept[row]-1)]++
		byPerson[person.number(row, kept[row]-1)]++
	}
	return length.all(byLength), person.all(byPerson)
}

// A numbering tells the outcome of a record and some of its columns as one
// number.
type numbering struct {
	outcome []int32
	columns []numbered
}

// A numbered column is what records are of it, and what is written.
type numbered struct {
	q              int
	leaf, written  []int32
	leaves, values uint64 // how many there are of each, with nothing among the values
}

func (b *bridge) numbering(columns ...int) numbering {
	out := numbering{outcome: b.r.solution.Codes}
	all := uint64(len(b.r.solution.Values))
	for _, q := range columns {
		c := numbered{q, b.r.quasi[q].codes, b.s.written[q].Codes,
			uint64(len(b.r.quasi[q].levels[0].Values)), uint64(len(b.s.written[q].Labels)) + 1}
		for _, n := range []uint64{c.leaves, c.values} {
			over, product := bits.Mul64(all, n)
			if over > 0 {
				panic("evaluator: internal error: more kinds of record than numbers")
			}
			all = product
		}
		out.columns = append(out.columns, c)
	}
	return out
}

// number is that of a record, which stands at a place among those that are kept,
// or at -1.
func (n numbering) number(row int, at int32) uint64 {
	out := uint64(n.outcome[row])
	for i := range n.columns {
		c := &n.columns[i]
		out = (out*c.leaves + uint64(c.leaf[row])) * c.values
		if at >= 0 {
			out += uint64(c.written[at] + 1)
		}
	}
	return out
}

// all turns numbers into coded records.
func (n numbering) all(count map[uint64]int64) map[coded]int64 {
	out := make(map[coded]int64, len(count))
	for number, records := range count {
		out[n.told(number)] = records
	}
	return out
}

// told is the record of a number.
func (n numbering) told(number uint64) coded {
	record := coded{}
	for q := range record.written {
		record.written[q] = nothing
	}
	for _, c := range slices.Backward(n.columns) {
		record.written[c.q] = int32(number%c.values) - 1
		number /= c.values
		record.leaf[c.q] = int32(number % c.leaves)
		number /= c.leaves
	}
	record.outcome = int32(number)
	return record
}

// spelled is a coded record with what is written of it in full.
func (b *bridge) spelled(c coded) shape {
	sh := shape{leaf: c.leaf, outcome: c.outcome}
	for q, code := range c.written {
		sh.written[q] = microdata.Top
		if code != nothing {
			sh.written[q] = b.s.written[q].Labels[code]
		}
	}
	return sh
}

// length reduces a record to what matters for its duration.
func (sh shape) length() shape {
	out := shape{free: freeDuration, outcome: sh.outcome}
	out.leaf[qDuration], out.written[qDuration] = sh.leaf[qDuration], sh.written[qDuration]
	return out
}

// personShapes reduces a record to what matters for each thing that may change
// of who it is. Its nationality within a part of the world and its sex and age
// touch no figure in common, so both may move. A record of a hidden nationality
// of which not even the part is written may move to another part, and then in
// nothing else; one of a shown nationality may trade places with one of another
// part, which changes no count of nationalities.
func (b *bridge) personShapes(sh shape) []shape {
	nationality, age := b.r.quasi[qNationality], b.r.quasi[qAge]
	sh.leaf[qEntry], sh.leaf[qDuration], sh.written[qEntry], sh.written[qDuration] = 0, 0, "", ""
	// Tables are by group of ages: what is finer does not matter.
	group := age.levels[groupLevel].Values[sh.leaf[qAge]]
	sh.leaf[qAge] = int32(firstOf(age.levels[groupLevel], group))
	if b.level(qAge, sh.written[qAge]) < groupLevel {
		sh.written[qAge] = group
	}
	n, p := sh, sh
	n.free, p.free = freeNationality, freePerson
	for _, q := range []int{qSex, qAge} {
		n.leaf[q], n.written[q] = 0, ""
	}
	parts := nationality.levels[partLevel]
	p.leaf[qNationality] = int32(firstOf(parts, parts.Values[sh.leaf[qNationality]]))
	if b.level(qNationality, sh.written[qNationality]) <= partLevel {
		p.written[qNationality] = ""
	} else if b.hides(sh.leaf[qNationality]) {
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

// hides reports whether a table hides how many there are of a nationality.
func (b *bridge) hides(nationality int32) bool {
	for _, sp := range b.spans {
		if len(sp.table.Dims) != 1 || sp.table.Dims[0].Name != dimNationality {
			continue
		}
		if at := sp.leaf[0][nationality]; at >= 0 && b.figures[sp.base+at].Hidden {
			return true
		}
	}
	return false
}

// The levels of parts of the world and of the age groups that tables are by.
const (
	partLevel  = 2
	groupLevel = 2
)
