package evaluator

import (
	"maps"
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/joint"
	"lvv/anonymise/microdata"
)

// A bridge puts records and tables side by side: the figures that the records
// touch, and what each record might be instead of what it is without being
// written differently.
//
// As disclosure control of the tables does, it takes the columns for free of
// each other: that who came late cannot have stayed long is not used.
type bridge struct {
	r       *records
	s       *set
	spans   []span
	figures []joint.Figure
	boxes   map[boxKey][]int32
	levels  map[boxKey]int
	trade   map[string]int // per part of the world the figure of who came and went in trade: 0
}

// A span is a table over columns of the records.
type span struct {
	table *table
	base  int       // of its figures
	up    [][][]int // per dimension and category: itself and its totals
	// leaf gives, per dimension of a quasi-identifier, the category of each
	// leaf; -1 where none is listed, because nobody is of it.
	leaf [][]int
}

type boxKey struct {
	q     int
	value string
}

// recoverable reports whether the records may be silent about what a table is
// by: only then can worlds be made by letting records be something else.
func recoverable(dims []disclosure.Dim) bool {
	some := false
	for _, d := range dims {
		switch d.Name {
		case dimNationality, dimSex, dimAge, dimDuration:
			some = true
		case dimReason, dimDate:
			if len(d.Categories) > 1 && d.Name == dimDate {
				return false // how long somebody has been there differs by date
			}
		default:
			return false
		}
	}
	return some
}

func newBridge(r *records, s *set, all []table, safe *disclosure.Safe) *bridge {
	b := &bridge{r: r, s: s, boxes: make(map[boxKey][]int32), levels: make(map[boxKey]int), trade: make(map[string]int)}
	policy, unsettled := safe.Control().Policy, s.unsettled(all, safe)
	for i := range all {
		t := &all[i]
		if !inRecords(t.Population) || !recoverable(t.Dims) {
			continue
		}
		b.spans = append(b.spans, newSpan(t, len(b.figures)))
		v := view{Published: safe.Table(t.Name)}
		for c, cell := range t.Cells {
			_, status := v.At(c)
			f := joint.Figure{Value: cell.Value, Hidden: status == disclosure.Suppressed}
			if least := v.threshold(c, policy); cell.Contributors > 0 && cell.Contributors < least && (unsettled[t.Name] || !s.silent(v.coordinates(c))) {
				f.Width = policy.InsiderWidth
			}
			b.figures = append(b.figures, f)
		}
	}
	for _, v := range distinct(r.quasi[qNationality].levels[partLevel].Values) {
		b.trade[v] = len(b.figures)
		b.figures = append(b.figures, joint.Figure{})
	}
	return b
}

// unsettled names the tables of which records and tables together tell more than
// the tables: those with a hidden figure, small or not, that can be counted in the
// records, as of how many men there are, which may tell how many men are of an
// age though the records say nothing of ages; and those that share a hidden
// figure with these, through which it reaches them.
func (s *set) unsettled(all []table, safe *disclosure.Safe) map[string]bool {
	out := map[string]bool{}
	var views, reached []view
	for _, t := range all {
		if !inRecords(t.Population) || !recoverable(t.Dims) {
			continue
		}
		v := view{Published: safe.Table(t.Name)}
		views = append(views, v)
		if s.tellsHidden(v) {
			out[t.Name], reached = true, append(reached, v)
		}
	}
	for len(reached) > 0 {
		from := reached[0]
		reached = reached[1:]
		for _, v := range views {
			if !out[v.Name] && from.sharesHidden(v) {
				out[v.Name], reached = true, append(reached, v)
			}
		}
	}
	return out
}

// sharesHidden reports whether a hidden figure of a table stands in another too.
func (v view) sharesHidden(other view) bool {
	for i := range v.Len() {
		if _, status := v.At(i); status != disclosure.Suppressed {
			continue
		}
		if !slices.ContainsFunc(v.coordinates(i), func(c coordinate) bool { return !other.has(c) }) {
			return true
		}
	}
	return false
}

func (v view) has(at coordinate) bool {
	return slices.ContainsFunc(v.Dims, func(d disclosure.Dim) bool {
		return d.Name == at.dim && slices.ContainsFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == at.code })
	})
}

// tellsHidden reports whether a hidden figure of a table can be counted in the
// records.
func (s *set) tellsHidden(v view) bool {
	for c := range v.Len() {
		if _, status := v.At(c); status == disclosure.Suppressed && !s.silent(v.coordinates(c)) {
			return true
		}
	}
	return false
}

// silent reports whether nothing at all is written of a coordinate: then a cell
// cannot be counted in the records. In a table that is settled as well, the audit
// of the tables is enough.
func (s *set) silent(at []coordinate) bool {
	for _, c := range at {
		if q, ok := quasiOf(c.dim); ok && !s.told[q] {
			return true
		}
	}
	return false
}

// threshold is the fewest persons that a cell may show.
func (v view) threshold(i int, p disclosure.Policy) int64 {
	for d := range v.Dims {
		if v.category(i, d).Health {
			return p.HealthThreshold
		}
	}
	return p.Threshold
}

func newSpan(t *table, base int) span {
	sp := span{table: t, base: base}
	sp.mustSplit()
	for _, d := range t.Dims {
		sp.up = append(sp.up, ancestors(d))
		var leaf []int
		if _, ok := quasiOf(d.Name); ok {
			for i, c := range d.Categories {
				if c.Total || c.Code == earlier {
					continue
				}
				for at, inside := range leavesOf(coordinate{d.Name, c.Code}) {
					if leaf == nil {
						leaf = slices.Repeat([]int{-1}, len(leavesOf(coordinate{d.Name, c.Code})))
					}
					if inside {
						leaf[at] = i
					}
				}
			}
		}
		sp.leaf = append(sp.leaf, leaf)
	}
	return sp
}

// mustSplit panics at a table of sex or age by more of nationality than the part
// of the world: then what may change of a record would not come apart as
// [freedom] says.
func (sp span) mustSplit() {
	fine, person := false, false
	for _, d := range sp.table.Dims {
		person = person || d.Name == dimSex || d.Name == dimAge
		for _, c := range d.Categories {
			fine = fine || d.Name == dimNationality && !c.Total && !strings.HasPrefix(c.Code, partCode(""))
		}
	}
	if fine && person {
		panic("evaluator: internal error: table " + sp.table.Name + " is by nationality and by sex or age")
	}
}

// coordinates are those of a figure.
func (b *bridge) coordinates(figure int) []coordinate {
	for _, sp := range slices.Backward(b.spans) {
		if figure >= sp.base {
			return view{Published: disclosure.Published{Dims: sp.table.Dims}}.coordinates(figure - sp.base)
		}
	}
	panic("evaluator: internal error: no such figure")
}

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

// kinds counts the records of each shape and lists what they may be instead. A
// record whose part of the world is written has two shapes: its nationality and
// its sex and age touch no figure in common, so both may move.
func (b *bridge) kinds() []joint.Kind {
	count := make(map[shape]int64)
	kept := make([]int32, len(b.r.persons))
	for at, row := range b.s.Kept() {
		kept[row] = int32(at + 1)
	}
	for row := range b.r.persons {
		sh := shape{outcome: b.r.solution.Codes[row]}
		for q := range b.r.quasi {
			sh.leaf[q], sh.written[q] = b.r.quasi[q].codes[row], microdata.Top // of who was left out nothing is known
			if at := kept[row] - 1; at >= 0 {
				v := b.s.written[q]
				sh.written[q] = v.Labels[v.Codes[at]]
			}
		}
		for _, one := range b.shapes(sh) {
			count[one]++
		}
	}
	var out []joint.Kind
	for _, sh := range slices.SortedFunc(maps.Keys(count), shape.compare) {
		if moves := b.moves(sh); len(moves) > 0 {
			out = append(out, joint.Kind{Count: count[sh], Moves: moves})
		}
	}
	return out
}

// shapes reduces a record to what matters for each thing that may change. Its
// nationality within a part of the world and its sex and age touch no figure in
// common, so both may move. A record of a hidden nationality of which not even
// the part is written may move to another part, and then in nothing else; one of
// a shown nationality may trade places with one of another part, which changes
// no count of nationalities.
func (b *bridge) shapes(sh shape) []shape {
	nationality, age := b.r.quasi[qNationality], b.r.quasi[qAge]
	out := []shape{{free: freeDuration, outcome: sh.outcome}}
	out[0].leaf[qDuration], out[0].written[qDuration] = sh.leaf[qDuration], sh.written[qDuration]
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
		return append(out, sh)
	}
	return append(out, n, p)
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
