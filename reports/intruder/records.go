package intruder

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lvv/schemas"
)

// records are the records of a parcel, put together by what is written in them.
type records struct {
	parcel string
	period schemas.Period
	n      int
	kinds  []kind
	rows   []row
}

// A kind is all records that say the same about somebody's background.
type kind struct {
	values   [4]string
	outcomes map[string]int
}

// The columns that tell what became of somebody, the finest first.
var outcomeColumns = []string{"reden_uitstroom", groups}

func newRecords(parcel string, period schemas.Period, s sheet) *records {
	r := &records{parcel: parcel, period: period, n: len(s.rows), rows: rowsOf(s)}
	at := make(map[[4]string]int)
	outcome := finest(s)
	for _, row := range s.rows {
		var values [4]string
		for i, name := range backgroundColumns {
			if c := s.column(name); c >= 0 {
				values[i] = row[c]
			}
		}
		k, ok := at[values]
		if !ok {
			k = len(r.kinds)
			at[values] = k
			r.kinds = append(r.kinds, kind{values, make(map[string]int)})
		}
		if outcome >= 0 {
			r.kinds[k].outcomes[row[outcome]]++
		}
	}
	slices.SortFunc(r.kinds, func(a, b kind) int { return slices.Compare(a.values[:], b.values[:]) })
	return r
}

// finest is the finest column of outcomes that says anything, or -1.
func finest(s sheet) int {
	for _, name := range outcomeColumns {
		c := s.column(name)
		if c >= 0 && slices.ContainsFunc(s.rows, func(row []string) bool { return !strings.HasPrefix(row[c], "-") }) {
			return c
		}
	}
	return -1
}

// A fit is what fits somebody's background: so many records, with their outcomes.
type fit struct {
	kinds    []int
	records  int
	outcomes map[string]int
}

// fitting finds the records that may be somebody's.
func (r *records) fitting(v *vocabulary, leaves [4]string) fit {
	f := fit{outcomes: make(map[string]int)}
	for i, k := range r.kinds {
		fits := true
		for c := range leaves {
			fits = fits && v.fits(c, k.values[c], leaves[c])
		}
		if !fits {
			continue
		}
		f.kinds = append(f.kinds, i)
		for outcome, n := range k.outcomes {
			f.outcomes[outcome] += n
			f.records += n
		}
	}
	return f
}

// most is how many records share the commonest outcome.
func (f fit) most() (n int) {
	for _, m := range f.outcomes {
		n = max(n, m)
	}
	return n
}

// A crowd is all real stays for whom the same records fit.
type crowd struct {
	fit
	stays []Stay
	// behind is how many persons may be behind those records: all whom at least
	// one of them fits.
	behind int
}

// A backgrounds is real stays by what is known of them, in order.
type backgrounds struct {
	order [][4]string
	stays map[[4]string][]Stay
}

// backgrounds are those of all who came in the period.
func (r *records) backgrounds(known Knowledge) backgrounds {
	b := backgrounds{stays: make(map[[4]string][]Stay)}
	for _, s := range known.Stays {
		if r.period.From <= s.In && s.In <= r.period.To {
			leaves := known.Background.values(s)
			b.stays[leaves] = append(b.stays[leaves], s)
		}
	}
	b.order = slices.SortedFunc(maps.Keys(b.stays), func(x, y [4]string) int { return slices.Compare(x[:], y[:]) })
	return b
}

// crowds looks for every real person who came in the period.
func (r *records) crowds(v *vocabulary, known Knowledge) (out []crowd) {
	at := make(map[string]int)
	b := r.backgrounds(known)
	behind := make([]map[int]bool, len(r.kinds)) // persons, by kind
	for _, leaves := range b.order {
		f := r.fitting(v, leaves)
		for _, k := range f.kinds {
			if behind[k] == nil {
				behind[k] = make(map[int]bool)
			}
			for _, s := range b.stays[leaves] {
				behind[k][s.Person] = true
			}
		}
		key := joinInts(f.kinds)
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, crowd{fit: f})
		}
		out[i].stays = append(out[i].stays, b.stays[leaves]...)
	}
	for i := range out {
		all := make(map[int]bool)
		for _, k := range out[i].kinds {
			maps.Copy(all, behind[k])
		}
		out[i].behind = len(all)
	}
	return out
}

// records looks for real persons in the records of each parcel, and of each two.
func (a *attack) records(all []content) error {
	var found []*records
	for _, c := range all {
		if c.records != nil {
			a.report.Records += c.records.n
			a.leftOut(c)
			found = append(found, c.records)
		}
	}
	v := newVocabulary()
	for i, r := range found {
		for _, later := range found[i+1:] {
			a.newcomers(r, later, v)
		}
	}
	if a.known.Stays == nil {
		return nil
	}
	for i, r := range found {
		a.lookFor(r, v)
		for _, later := range found[i+1:] {
			a.link(r, later, v)
		}
		if err := a.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// lookFor looks for every person with the records of one parcel.
func (a *attack) lookFor(r *records, v *vocabulary) {
	where := Where{Parcel: r.parcel, Table: strings.TrimSuffix(recordsFile, ".csv")}
	small := Finding{Kind: Class, Attacker: Acquaintance, Where: where, What: "records"}
	certain := Finding{Kind: Certain, Attacker: Acquaintance, Where: where, What: "records"}
	skewed := certain
	skewed.Kind = Skewed
	insider := certain
	insider.Attacker = AllButOne
	t := a.report.tally(Acquaintance)
	t.Ready = true
	for _, c := range r.crowds(v, a.known) {
		n := len(distinct(c.stays))
		t.Persons += n
		if c.records == 0 {
			continue // nobody's records: he was left out, or came to somebody else
		}
		if t.Smallest == 0 || c.records < t.Smallest {
			t.Smallest = c.records
		}
		if fewest := min(c.records, c.behind); fewest < a.rules.K {
			t.Found += n
			small.widen(fewest, n)
		}
		switch most := c.most(); {
		case most == c.records && !said(c.fit):
		case most == c.records:
			t.Certain += n
			certain.widen(c.records, n)
		case c.justCame(r.period.To): // nearly all are still there: everybody expects that
		case 100*most > int(a.rules.SkewPercent)*c.records:
			t.Certain += n
			skewed.widen(c.records, n)
		case most == c.records-1:
			insider.widen(c.records, n)
		}
	}
	for _, f := range []Finding{small, certain, skewed} {
		if f.Persons > 0 {
			a.report.Findings = append(a.report.Findings, f)
		}
	}
	a.insideClass(t.Persons, certain, insider)
}

// justCame reports whether a crowd came in the last quarter of a year before a
// day and is mostly still there: that follows from how long anybody stays.
func (c crowd) justCame(end schemas.Day) bool {
	const quarter = 92 // days
	return c.outcomes[running] == c.most() && !slices.ContainsFunc(c.stays, func(s Stay) bool { return s.In <= end-quarter })
}

// said reports whether the one outcome of the records says anything.
func said(f fit) bool {
	for outcome := range f.outcomes {
		return !strings.HasPrefix(outcome, "-")
	}
	return false
}

// insideClass reports on who takes himself out of his own class.
func (a *attack) insideClass(persons int, certain, insider Finding) {
	t := a.report.tally(AllButOne)
	if !a.known.AllButOne {
		return
	}
	t.Ready = true
	t.Persons += persons
	t.Certain += certain.Persons + insider.Persons
	if insider.Persons > 0 {
		a.report.Findings = append(a.report.Findings, insider)
	}
}

// widen adds persons for whom so many records fit.
func (f *Finding) widen(records, persons int) {
	if n := int64(records); f.Persons == 0 {
		f.Low, f.High = n, n
	} else {
		f.Low, f.High = min(f.Low, n), max(f.High, n)
	}
	f.Persons += persons
}

// leftOut holds the number of records against the number of stays in the tables:
// who was left out is a class too, and the only one that the tables tell about.
func (a *attack) leftOut(c content) {
	for _, f := range c.figures {
		if f.population != entered || f.of != "" || f.when != c.period || !f.shown {
			continue
		}
		if rest := f.value - int64(c.records.n); rest > 0 && rest < int64(a.rules.K) {
			a.report.Findings = append(a.report.Findings, Finding{Kind: Class, Attacker: Holder, Where: f.where,
				What: entered + " - records", Low: rest, High: rest})
			return
		}
	}
}

// link looks for every person with the records of two releases. An outcome does
// not change once somebody has left; so what he can have become by the first
// release must be what he can have become by the second, unless he was still
// there. And where as many records fit in both, those who were still there at
// first are the only ones whose outcome is new.
func (a *attack) link(first, later *records, v *vocabulary) {
	t := a.report.tally(Linker)
	t.Ready = true
	certain := Finding{Kind: Certain, Attacker: Linker, Where: Where{Parcel: later.parcel, Table: strings.TrimSuffix(recordsFile, ".csv"),
		Labels: []string{first.parcel}}, What: "records"}
	b := first.backgrounds(a.known)
	for _, leaves := range b.order {
		before, after := first.fitting(v, leaves), later.fitting(v, leaves)
		n := len(distinct(b.stays[leaves]))
		t.Persons += n
		if before.records == 0 || after.records == 0 {
			continue
		}
		if size := min(before.records, after.records); t.Smallest == 0 || size < t.Smallest {
			t.Smallest = size
		}
		if before.tells(after) {
			t.Certain += n
			certain.widen(min(before.records, after.records), n)
		}
	}
	if certain.Persons > 0 {
		a.report.Findings = append(a.report.Findings, certain)
	}
}

// tells reports whether the records that fit somebody in two releases leave him
// one outcome that neither release told by itself.
func (f fit) tells(after fit) bool {
	both, news := 0, 0
	for outcome, n := range after.outcomes {
		if f.outcomes[outcome] > 0 || f.outcomes[running] > 0 {
			both++
		}
		if n > f.outcomes[outcome] {
			news++
		}
	}
	stillThere := f.records == after.records && f.outcomes[running] > 0 && after.outcomes[running] == 0
	return len(f.outcomes) > 1 && len(after.outcomes) > 1 && (both == 1 || stillThere && news == 1)
}

func joinInts(list []int) string {
	var b strings.Builder
	for _, n := range list {
		b.WriteString(" " + strconv.Itoa(n))
	}
	return b.String()
}
