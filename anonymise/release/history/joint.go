package history

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// A joint system is a new parcel beside all that has left before: what somebody
// has who kept every parcel.
type joint struct {
	policy    disclosure.Policy
	tables    []disclosure.Table
	from      []int              // per table the release it is of; 0 is the new one, or difference
	keys      [][]string         // per table and cell: the figure that stands there, or nothing
	gone      map[int]bool       // tables of earlier releases that the new parcel covers
	kept      []disclosure.Table // the others
	relations []disclosure.Relation
	figures   map[string][]version
	order     []string // keys of figures in the order in which they were met

	shelved     []shelf
	prints      map[string][]stretched                  // of a figure: what of it was printed, once it was looked up
	differences map[string][]stretched                  // of a figure: differences over one period
	links       map[string][]link                       // of a figure: the steps by which it grew
	linked      []string                                // the keys of these in the order in which they were met
	crowds      map[int][]crowd                         // of a table of differences: how many people may be behind each
	count       func(schemas.Period) []disclosure.Table // what happened in a part of the period; may be nil
	recounts    map[schemas.Period]map[string]recount
	releases    map[int64]*Release
	compared    map[string][2]int   // of a table of differences: what was compared
	increases   map[string]increase // of a population that came between releases, by coordinates
	tally       tally
}

// A tally counts what the comparison found.
type tally struct {
	same     int // figures that left before and are shown or hidden as they were
	withheld int // of these, those that are hidden
	changed  int // figures of the same period that are another number now
	small    int // differences of too few people
}

// A version is one figure of one release.
type version struct {
	place
	value, people int64
	public        bool // it has left
	hidden        bool // it has been held back
	rounded       bool // it has left rounded, as printed
	printed       int64
	health        bool
}

// join puts the new tables and the past into one system.
func (p *Past) join(tables []disclosure.Table, relations []disclosure.Relation, period schemas.Period, policy disclosure.Policy) *joint {
	j := &joint{policy: policy, figures: map[string][]version{}, releases: map[int64]*Release{}, gone: map[int]bool{},
		compared: map[string][2]int{}, increases: map[string]increase{}, links: map[string][]link{}, differences: map[string][]stretched{}, prints: map[string][]stretched{},
		crowds: map[int][]crowd{}, recounts: map[schemas.Period]map[string]recount{}}
	if p != nil {
		j.count = p.count
	}
	for _, r := range relations {
		j.equal(slices.Clone(r.Plus), slices.Clone(r.Minus))
	}
	for _, t := range tables {
		t.Cells = slices.Clone(t.Cells)
		j.add(t, t.Population, 0, period)
	}
	for _, i := range p.reckon(tables) {
		r := &p.releases[i]
		j.releases[r.Number] = r
		j.addRelease(r, tables, period)
	}
	for _, of := range j.order {
		j.merge(j.figures[of])
	}
	j.shelved = j.shelves()
	j.compareAll()
	j.telescope()
	j.tile()
	j.parts()
	j.agree()
	j.settle()
	return j
}

// earlierName is the name of a table of an earlier release in the joint system.
func earlierName(number int64, table string) string {
	return fmt.Sprintf("vrijgave %d: %s", number, table)
}

// addRelease adds what left with an earlier release, and the identities that
// tied it together then.
func (j *joint) addRelease(r *Release, fresh []disclosure.Table, period schemas.Period) {
	for _, t := range r.Tables {
		e := t.Table
		e.Name, e.Population, e.Unpublished = earlierName(r.Number, t.Name), fmt.Sprintf("%d: %s", r.Number, t.Population), true
		e.Cells = slices.Clone(e.Cells)
		for i := range e.Cells {
			e.Cells[i].Public = t.Status[i] == disclosure.Shown
			e.Cells[i].Withheld = t.Status[i] == disclosure.Suppressed
			if e.Cells[i].Public && r.Rounding > 0 {
				e.Cells[i].Rounded, e.Cells[i].Printed = true, t.Printed[i]
			}
		}
		j.add(e, t.Population, int(r.Number), r.Period)
		j.gone[len(j.tables)-1] = covered(&t.Table, r.Period, fresh, period)
	}
	rename := func(refs []disclosure.Ref) (out []disclosure.Ref) {
		for _, x := range refs {
			out = append(out, disclosure.Ref{Table: earlierName(r.Number, x.Table), Cell: x.Cell})
		}
		return out
	}
	for _, rel := range r.Relations {
		j.relations = append(j.relations, disclosure.Relation{Plus: rename(rel.Plus), Minus: rename(rel.Minus)})
	}
}

// settle takes out the tables that the new parcel covers. Where such a figure
// stands in an identity, the new one takes its place.
func (j *joint) settle() {
	instead := map[disclosure.Ref]disclosure.Ref{}
	for t := range j.tables {
		if !j.gone[t] {
			continue
		}
		for i, of := range j.keys[t] {
			v, ok := j.version(t, i, of)
			if !ok {
				continue
			}
			for _, x := range j.figures[of] {
				if j.from[x.table] == 0 && x.period == v.period {
					instead[j.ref(v)] = j.ref(x)
					break
				}
			}
		}
	}
	exchange := func(refs []disclosure.Ref) {
		for i, x := range refs {
			if y, ok := instead[x]; ok {
				refs[i] = y
			}
		}
	}
	dropped := func(x disclosure.Ref) bool { return j.gone[j.table(x.Table)] }
	j.relations = slices.DeleteFunc(j.relations, func(r disclosure.Relation) bool {
		exchange(r.Plus)
		exchange(r.Minus)
		return slices.Equal(r.Plus, r.Minus) || slices.ContainsFunc(r.Plus, dropped) || slices.ContainsFunc(r.Minus, dropped)
	})
	var tables []disclosure.Table
	for t := range j.tables {
		if !j.gone[t] {
			tables = append(tables, j.tables[t])
		}
	}
	j.kept = tables
}

// add adds a table with its figures. The population is the one that figures are
// recognised by; that of the table may be another, because the figures of two
// releases are not one unknown.
func (j *joint) add(t disclosure.Table, population string, release int, period schemas.Period) {
	n := len(j.tables)
	j.tables, j.from, j.keys = append(j.tables, t), append(j.from, release), append(j.keys, make([]string, len(t.Cells)))
	plain := t
	plain.Population = population
	health := healthOf(&t)
	for _, p := range places(&plain, period) {
		c := t.Cells[p.cell]
		if c.Impossible {
			continue
		}
		p.table = n
		if j.figures[p.of] == nil {
			j.order = append(j.order, p.of)
		}
		j.keys[n][p.cell] = p.of
		j.figures[p.of] = append(j.figures[p.of], version{place: p, value: c.Value, people: c.Contributors,
			public: c.Public, hidden: c.Withheld, health: health[p.cell],
			rounded: c.Rounded, printed: c.Printed})
	}
}

// knows reports whether a release has a figure over a period.
func (j *joint) knows(release int, of string, p schemas.Period) bool {
	return slices.ContainsFunc(j.figures[of], func(v version) bool { return v.period == p && j.from[v.table] == release })
}

// numbers are the numbers of the earlier releases, in order.
func (j *joint) numbers() []int64 {
	return slices.Sorted(maps.Keys(j.releases))
}

// label names a cell by the labels of its categories.
func label(t *disclosure.Table, cell int) string {
	var parts []string
	stride := len(t.Cells)
	for _, d := range t.Dims {
		stride /= len(d.Categories)
		c := d.Categories[cell/stride%len(d.Categories)]
		if c.Total && c.Parent == "" && len(t.Dims) > 1 {
			continue
		}
		if c.Label == "" {
			c.Label = c.Code
		}
		parts = append(parts, c.Label)
	}
	if len(parts) == 0 {
		return "totaal"
	}
	return strings.Join(parts, ", ")
}

// healthOf marks the cells on the health threshold.
func healthOf(t *disclosure.Table) []bool {
	out := make([]bool, len(t.Cells))
	stride := len(t.Cells)
	for _, d := range t.Dims {
		stride /= len(d.Categories)
		for i := range out {
			out[i] = out[i] || d.Categories[i/stride%len(d.Categories)].Health
		}
	}
	return out
}

func (j *joint) ref(v version) disclosure.Ref {
	return disclosure.Ref{Table: j.tables[v.table].Name, Cell: v.cell}
}

func (j *joint) equal(plus, minus []disclosure.Ref) {
	j.relations = append(j.relations, disclosure.Relation{Plus: plus, Minus: minus})
}
