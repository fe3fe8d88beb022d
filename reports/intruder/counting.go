package intruder

import (
	"strconv"
	"strings"

	"lvv/anonymise/disclosure/bounds"
	"lvv/schemas"
)

// mostCombinations bounds what is written down of one crossing.
const mostCombinations = 20_000

// count ties records to the figures that count the same stays: each record is in
// one of the cells that it may be in, and a cell holds the records that are in it
// and some of who was left out.
func (j *joint) count(r *records, v *vocabulary) {
	censuses := r.censuses()
	var without []bounds.Term // who has no record: of all, and of each state
	for _, c := range censuses {
		without = append(without, bounds.Term{Cell: j.aid(known{high: bounds.Unbounded}), Coef: 1})
		j.begunInTime(c)
	}
	written := bounds.Term{Cell: j.aid(known{shown: true, value: int64(r.n)}), Coef: 1}
	j.whole(j.at(censuses[0].base), written, without[0])
	j.whole(without[0].Cell, without[1:]...)
	for i, c := range censuses {
		for _, x := range j.crossings(c) {
			j.spread(c, x, v, without[i].Cell)
		}
	}
	j.within(r, v)
}

// begunInTime makes sure of a figure of those who came in the period, where there
// is one of all.
func (j *joint) begunInTime(c census) {
	for _, p := range j.sorted() {
		if _, ok := c.about(p); ok && c.base.of != "" {
			p.by = c.base.by
			j.at(p.with(begun, inTime))
		}
	}
}

// spread writes down in which cells of a crossing the records may be, and who has
// none.
func (j *joint) spread(c census, x crossing, v *vocabulary, without int) {
	boxes, ok := c.boxes(x, v)
	cells := product(x.categories)
	if !ok || len(boxes)*len(cells) > mostCombinations {
		return
	}
	in := make(map[string][]bounds.Term)
	for _, b := range boxes {
		whole, ways := j.aid(known{shown: b.sure, value: b.n, high: b.n}), product(b.may)
		if len(ways) == 1 {
			in[name(ways[0])] = append(in[name(ways[0])], bounds.Term{Cell: whole, Coef: 1})
			continue
		}
		var parts []bounds.Term
		for _, way := range ways {
			part := bounds.Term{Cell: j.aid(known{high: b.n}), Coef: 1}
			parts = append(parts, part)
			in[name(way)] = append(in[name(way)], part)
		}
		j.whole(whole, parts...)
	}
	var rest []bounds.Term
	for _, cell := range cells {
		p := c.base
		for d, code := range cell {
			p = p.with(x.dims[d], code)
		}
		leftOut := bounds.Term{Cell: j.aid(known{high: bounds.Unbounded}), Coef: 1}
		j.whole(j.at(p), append(in[name(cell)], leftOut)...)
		rest = append(rest, leftOut)
	}
	j.whole(without, rest...)
}

func name(codes []string) string {
	text := ""
	for _, c := range codes {
		text += c + ";"
	}
	return text
}

// aid is a number that stands in no table, by which identities are written down.
func (j *joint) aid(k known) int {
	k.aid = true
	j.places = append(j.places, place{})
	j.cells = append(j.cells, k)
	return len(j.cells) - 1
}

// within bounds figures of a part of the period by the records that must, or may,
// be of that part: when somebody came is written, and when he left follows from
// how long he stayed.
func (j *joint) within(r *records, v *vocabulary) {
	rest, known := j.leftOut(r)
	for _, p := range j.sorted() {
		if p.unit != stays || p.population != entered && p.population != left || p.when == r.period ||
			p.when.From < r.period.From || p.when.To > r.period.To {
			continue
		}
		low, high, told := r.between(p, v)
		k := &j.cells[j.index[p]]
		if k.low = max(k.low, low); told && known && p.population == entered {
			k.high = min(k.high, high+rest)
		}
	}
}

// leftOut is how many stays have no record, if the tables tell.
func (j *joint) leftOut(r *records) (n int64, known bool) {
	i, there := j.index[placed(entered, stays, r.period, nil)]
	if !there || !j.cells[i].shown {
		return 0, false
	}
	return j.cells[i].value - int64(r.n), true
}

// between counts the records that must be in a figure and those that may be.
func (r *records) between(p place, v *vocabulary) (must, may int64, told bool) {
	of := p.coordinates()
	for _, w := range r.rows {
		from, to, dated := w.on(p.population, r.period)
		if p.population == left && w.state == running {
			continue
		}
		in := dated && p.when.From <= from && to <= p.when.To && (p.population == entered || w.state == left)
		out := dated && (to < p.when.From || p.when.To < from)
		for _, c := range of {
			column, ok := columnOf(c.dim)
			if !ok {
				return 0, 0, false
			}
			in = in && v.lies(column, w.values[column], c.code)
			out = out || !v.meets(column, w.values[column], c.code)
		}
		if in {
			must += w.n
		}
		if !out {
			may += w.n
		}
	}
	return must, may, true
}

// on is between which days a record came, or left; dated is false when it does
// not tell.
func (w row) on(population string, period schemas.Period) (from, to schemas.Day, dated bool) {
	came, ok := (&content{period: period}).time(w.values[byEntry])
	if !ok || population == entered {
		return came.From, came.To, ok
	}
	shortest, longest, ok := months(w.values[byLength])
	if !ok {
		return 0, 0, false
	}
	return later(came.From, shortest, false), min(later(came.To, longest, true), period.To), true
}

// months reads a length of stay: 3-6 is three whole months or more and fewer than
// six, 24+ is 24 or more.
func months(length string) (shortest, longest int, ok bool) {
	const ever = 12 * 100
	text, open := strings.CutSuffix(length, "+")
	from, to, ends := strings.Cut(text, "-")
	shortest, err := strconv.Atoi(from)
	if open && err == nil {
		return shortest, ever, true
	}
	longest, err2 := strconv.Atoi(to)
	return shortest, longest, ends && err == nil && err2 == nil
}

// later is the first or the last day of the month so many months after a day.
func later(d schemas.Day, months int, last bool) schemas.Day {
	year, month, _ := d.Date()
	year, month = year+(month-1+months)/12, (month-1+months)%12+1
	day := 1
	if last {
		day = schemas.DaysIn(year, month)
	}
	out, _ := schemas.NewDay(year, month, day)
	return out
}
