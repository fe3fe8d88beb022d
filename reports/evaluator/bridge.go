package evaluator

import (
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/joint"
	"lvv/schemas"
)

// A bridge puts records and tables side by side: the figures that the records
// touch, and what each record might be instead of what it is without being
// written differently.
//
// As disclosure control of the tables does, it takes the columns for free of
// each other: that who came late cannot have stayed long is not used.
type bridge struct {
	r       *records
	s       *set // with all outcomes
	spans   []span
	figures []joint.Figure
	part    schemas.Period // which the tables are about, when not all of the period
	boxes   map[boxKey][]int32
	levels  map[boxKey]int
	hidden  []bool          // of each nationality whether a table hides how many there are
	tables  int             // so many figures are of spans
	reasons []span          // tables by reason
	left    exitList        // of each record
	before  exitList        // of who was there before the period
	earlier map[string]int  // the figures of who was there before the period, by reason
	trade   []int32         // of each nationality the figure of who of its part of the world came and went in trade: 0
	shaped  []shaped        // the records; read when first asked for
	class   []int32         // of each record the class in which it is written; 0 if it was left out
	written [][quasis]int32 // of each class the values that are written, from 1; 0 is nothing
	lengths *numbering      // tells the lengths of stay
}

// A span is a table over columns of the records.
type span struct {
	table *table
	base  int       // of its figures
	up    [][][]int // per dimension and category: itself and its totals
	into  [][]int   // per cell itself and its totals, as figures in order; made when first asked for
	by    []spanDim
	sees  [freedoms]bool // whether it is by something that may change
}

// A spanDim is what a dimension is by: a column of the records, or their outcome.
type spanDim struct {
	q int // the quasi-identifier, or outcome
	// leaf gives the category of each leaf or outcome; nowhere where none is
	// listed, because nobody is of it.
	leaf []int32
}

const (
	outcomes = -1 // stands for a quasi-identifier
	nowhere  = -1 // stands for a category or a cell
)

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
	b := &bridge{r: r, s: s, boxes: make(map[boxKey][]int32), levels: make(map[boxKey]int)}
	policy, unsettled := r.policy(safe), s.unsettled(all, safe)
	for i := range all {
		t := &all[i]
		if !inRecords(t.Population) || !recoverable(t.Dims) {
			continue
		}
		b.spans = append(b.spans, r.newSpan(t, len(b.figures)))
		v := view{Published: safe.Table(t.Name)}
		for c, cell := range t.Cells {
			_, status := v.At(c)
			f := joint.Figure{Value: cell.Value, Hidden: status == disclosure.Suppressed}
			if r.mustStayOpen(cell.Contributors, v.threshold(c, policy)) && (unsettled[t.Name] || !s.silent(v.coordinates(c))) {
				f.Width = policy.InsiderWidth
			}
			b.figures = append(b.figures, f)
		}
	}
	b.tables = len(b.figures)
	b.nationalities()
	b.exits(all, safe)
	return b
}

// policy is that by which tables were protected, with the width that hidden figures
// keep beside the records: tables that earlier releases stand beside were held to less.
func (r *records) policy(safe *disclosure.Safe) disclosure.Policy {
	p := safe.Control().Policy
	p.InsiderWidth = r.leavers.facts.job.Policy.InsiderWidth
	return p
}

// nationalities notes which of them a table hides, and adds for each part of the
// world a figure of who came and went in trade.
func (b *bridge) nationalities() {
	b.hidden = make([]bool, len(b.r.quasi[qNationality].levels[0].Values))
	for _, sp := range b.spans {
		if len(sp.by) != 1 || sp.by[0].q != qNationality {
			continue
		}
		for leaf, at := range sp.by[0].leaf {
			b.hidden[leaf] = b.hidden[leaf] || at != nowhere && b.figures[sp.base+int(at)].Hidden
		}
	}
	parts := b.r.quasi[qNationality].levels[partLevel]
	for leaf, v := range parts.Values {
		first := firstOf(parts, v)
		if first == leaf {
			b.trade = append(b.trade, int32(len(b.figures)))
			b.figures = append(b.figures, joint.Figure{})
		} else {
			b.trade = append(b.trade, b.trade[first])
		}
	}
}

// mustStayOpen reports whether a hidden figure of so many people must keep its
// width beside the records. Beside earlier releases any may be hidden because it
// differs from one of them by a few.
func (r *records) mustStayOpen(people, least int64) bool {
	return 0 < people && (people < least || r.past)
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
		if saysWhetherEarlier([]coordinate{c}) {
			continue
		}
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

// newSpan puts the columns of the records behind the dimensions of a table.
func (r *records) newSpan(t *table, base int) span {
	sp := plainSpan(t, base)
	sp.mustSplit()
	for _, d := range t.Dims {
		sp.by = append(sp.by, r.spanDim(d))
	}
	by := func(dims ...string) bool {
		return slices.ContainsFunc(t.Dims, func(d disclosure.Dim) bool { return slices.Contains(dims, d.Name) })
	}
	sp.sees = [freedoms]bool{freeNationality: by(dimNationality), freePerson: by(dimSex, dimAge),
		freePart: by(dimNationality, dimSex, dimAge), freeDuration: by(dimDuration)}
	return sp
}

// plainSpan is a table of which cells are found in another way.
func plainSpan(t *table, base int) span {
	sp := span{table: t, base: base, into: make([][]int, len(t.Cells))}
	for _, d := range t.Dims {
		sp.up = append(sp.up, ancestors(d))
	}
	return sp
}

func (r *records) spanDim(d disclosure.Dim) spanDim {
	q, ok := quasiOf(d.Name)
	if !ok {
		q = outcomes
	}
	out := spanDim{q: q}
	switch {
	case d.Name == dimReason:
		for _, code := range r.solution.Values {
			at := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == code && !c.Total })
			out.leaf = append(out.leaf, int32(at))
		}
	case ok:
		out.leaf = slices.Repeat([]int32{nowhere}, len(r.quasi[q].levels[0].Values))
		for i, c := range d.Categories {
			if c.Total || c.Code == earlier {
				continue
			}
			for at, inside := range leavesOf(coordinate{d.Name, c.Code}) {
				if inside {
					out.leaf[at] = int32(i)
				}
			}
		}
	default: // a single date
		out.leaf = make([]int32, len(r.solution.Values))
	}
	return out
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
	for reason, at := range b.earlier {
		if at == figure {
			return []coordinate{{dimDuration, earlier}, {dimReason, reason}}
		}
	}
	for _, sp := range slices.Backward(b.spans) {
		if figure >= sp.base {
			return view{Published: disclosure.Published{Dims: sp.table.Dims}}.coordinates(figure - sp.base)
		}
	}
	panic("evaluator: internal error: no such figure")
}
