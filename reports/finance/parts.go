package finance

import (
	"time"

	"lvv/anonymise/release/history"
	"lvv/reports/places"
	"lvv/schemas"
)

// A part is a statement that was made before over a part of this period, such as
// a quarter of this year. A year that does not come to the sum of its quarters
// has to say so, and where.
type part struct {
	period schemas.Period
	made   time.Time
	months []monthThen // of which it is the last word
}

// A monthThen is what a month came to, when it was last stated and now.
type monthThen struct {
	month     schemas.Day
	then, now amount
}

// partsBefore are the statements over parts of a period that are the last word on
// some month, in the order of those months. A month counts in the last statement
// that covered it, so that what was corrected since does not count.
func partsBefore(past *history.Past, period schemas.Period) ([]part, error) {
	var all []part
	of := map[schemas.Day]int{} // by month, which statement is the last
	then := map[schemas.Day]amount{}
	for _, r := range past.Within(schemas.Finance, period) {
		if r.Stated == nil {
			continue
		}
		lines, err := statedIn(r)
		if err != nil {
			return nil, err
		}
		stated := byMonth(lines)
		for _, m := range places.Months(r.Period) {
			of[m.From], then[m.From] = len(all), stated[m.From]
		}
		all = append(all, part{period: r.Period, made: r.Made})
	}
	var last []part
	at := map[int]int{}
	for _, m := range places.Months(period) {
		i, there := of[m.From]
		if !there {
			continue
		}
		if _, known := at[i]; !known {
			at[i] = len(last)
			last = append(last, all[i])
		}
		p := &last[at[i]]
		p.months = append(p.months, monthThen{month: m.From, then: then[m.From]})
	}
	return last, nil
}

// byMonth sums lines by their month.
func byMonth(lines []places.Line) map[schemas.Day]amount {
	months := map[schemas.Day]amount{}
	for _, l := range lines {
		sum := months[l.Month]
		sum.add(l)
		months[l.Month] = sum
	}
	return months
}

// monthly is what each month comes to now.
func (s *statement) monthly() map[schemas.Day]amount {
	lines := make([]places.Line, len(s.lines))
	for i, l := range s.lines {
		lines[i] = l.Line
	}
	return byMonth(lines)
}

// compareParts puts beside what was stated of each month what it comes to now.
func (s *statement) compareParts() {
	now := s.monthly()
	for _, p := range s.parts {
		for i := range p.months {
			p.months[i].now = now[p.months[i].month]
		}
	}
}

// sums are what the months of a part came to, and come to now.
func (p part) sums() (then, now amount) {
	for _, m := range p.months {
		then, now = then.plus(m.then), now.plus(m.now)
	}
	return then, now
}

// statedBefore is what all parts came to, and come to now; fresh is what the
// months come to that were never stated.
func (s *statement) statedBefore() (then, now, fresh amount) {
	for _, p := range s.parts {
		t, n := p.sums()
		then, now = then.plus(t), now.plus(n)
	}
	days, cents := s.amount(s.spans[0], allOrgs)
	return then, now, amount{days - now.PlaceDays, cents - now.Cents}
}

// reconcileParts holds the parts, their differences and the months that were
// never stated against the whole, month by month along another way.
func (s *statement) reconcileParts(b *balance) {
	if s.parts == nil {
		return
	}
	stated := map[string]bool{}
	var then, differences int64
	for _, p := range s.parts {
		for _, m := range p.months {
			stated[monthOf(m.month)] = true
			then += m.then.Cents
			differences += m.now.Cents - m.then.Cents
		}
	}
	var fresh int64
	for _, x := range at(month, s.spans) {
		if !stated[x.Code] {
			_, cents := s.amount(x, allOrgs)
			fresh += cents
		}
	}
	_, total := s.amount(s.spans[0], allOrgs)
	b.equal("amounts of earlier statements, differences, other months and total", then+differences+fresh, total)
	_, _, rest := s.statedBefore()
	b.equal("amounts of months that were not stated before", fresh, rest.Cents)
}
