package finance

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"lvv/anonymise/release/history"
	"lvv/reports/places"
	"lvv/schemas"
)

// ErrEarlier means that the data file of an earlier statement cannot be read
// back, or that it is about other months than the correction.
var ErrEarlier = errors.New("not the place-days of an earlier statement over this period")

// An earlier is a statement that was made before. A closed statement is never
// changed: it is followed by a correction that says what differs, for each month
// and location what was stated, what is stated now and the difference. Amounts
// only are compared: nights of two statements, subtracted from each other, could
// tell about single persons.
type earlier struct {
	number int       // of the statement, the first being 1
	made   time.Time // when
	lines  []places.Line
}

// before is the statement that this one corrects: the last one over the period
// that came to something else. It is nil for the first, made again or not.
func before(now []byte, past *history.Past, period schemas.Period) (*earlier, error) {
	made := past.Over(schemas.Finance, period)
	made = slices.DeleteFunc(made, func(r history.Release) bool { return r.Stated == nil })
	made = slices.CompactFunc(made, func(a, b history.Release) bool { return bytes.Equal(a.Stated, b.Stated) })
	if n := len(made); n > 0 && bytes.Equal(made[n-1].Stated, now) {
		made = made[:n-1]
	}
	if len(made) == 0 {
		return nil, nil
	}
	last := made[len(made)-1]
	lines, err := statedIn(last)
	if err != nil {
		return nil, err
	}
	return &earlier{len(made), last.Made, lines}, nil
}

// statedIn reads back the lines of an earlier statement, which are all about
// months of its period.
func statedIn(r history.Release) ([]places.Line, error) {
	lines, err := readLines(bytes.NewReader(r.Stated))
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if l.Month < r.Period.From || l.Month > r.Period.To {
			return nil, fmt.Errorf("finance: %s: %w", monthOf(l.Month), ErrEarlier)
		}
	}
	return lines, nil
}

// readLines reads back gegevens/plaatsdagen.csv of an earlier statement. A file
// that is not exactly that is [ErrEarlier], with its line.
func readLines(r io.Reader) ([]places.Line, error) {
	in := csv.NewReader(r)
	header, err := in.Read()
	if err != nil || !slices.Equal(header, placeDayHeader()) {
		return nil, fmt.Errorf("finance: line 1: %w", ErrEarlier)
	}
	var all []places.Line
	for {
		row, err := in.Read()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("finance: line %d: %w", len(all)+2, ErrEarlier)
		}
		l, ok := readLine(row)
		if !ok {
			return nil, fmt.Errorf("finance: line %d: %w", len(all)+2, ErrEarlier)
		}
		all = append(all, l)
	}
}

func readLine(row []string) (l places.Line, ok bool) {
	month, err := schemas.ParseDay(row[0] + "-01")
	days, badDays := strconv.ParseInt(row[3], 10, 64)
	rate, goodRate := places.ParseCents(strings.Replace(row[4], ".", ",", 1))
	amount, goodAmount := places.ParseCents(strings.Replace(row[5], ".", ",", 1))
	l = places.Line{Month: month, Org: strings.TrimPrefix(row[1], "'"), Location: strings.TrimPrefix(row[2], "'"),
		PlaceDays: days, Rate: rate, Cents: amount}
	ok = err == nil && badDays == nil && days >= 0 && days <= maxPlaceDays && goodRate && goodAmount
	return l, ok && days*rate == amount
}

// maxPlaceDays bounds a line: a hundred thousand places for a month is no
// statement of ours, and below it the amount cannot overflow.
const maxPlaceDays = 3_100_000

// A change is what one location came to in one month, then and now.
type change struct {
	Month         schemas.Day
	Org, Location string
	Then, Now     amount
}

type amount struct{ PlaceDays, Cents int64 }

func (a *amount) add(l places.Line) { *a = a.plus(amount{l.PlaceDays, l.Cents}) }

func (a amount) plus(b amount) amount { return amount{a.PlaceDays + b.PlaceDays, a.Cents + b.Cents} }

// changes are the months and locations that differ from the earlier statement,
// by month, then in the order of the organisations.
func (s *statement) changes() []change {
	type key struct {
		month         schemas.Day
		org, location string
	}
	at := map[key]int{}
	var all []change
	find := func(l places.Line) *change {
		k := key{l.Month, l.Org, l.Location}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, change{Month: l.Month, Org: l.Org, Location: l.Location})
		}
		return &all[i]
	}
	for _, l := range s.lines {
		find(l.Line).Now.add(l.Line)
	}
	for _, l := range s.earlier.lines {
		find(l).Then.add(l)
	}
	all = slices.DeleteFunc(all, func(c change) bool { return c.Then == c.Now })
	orgs := s.orgCodes()
	slices.SortStableFunc(all, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(slices.Index(orgs, a.Org), slices.Index(orgs, b.Org)),
			cmp.Compare(a.Location, b.Location))
	})
	return all
}

// before is what the earlier statement came to.
func (s *statement) before() (sum amount) {
	for _, l := range s.earlier.lines {
		sum.add(l)
	}
	return sum
}

// reconcileCorrection holds the differences against those of the totals.
func (s *statement) reconcileCorrection(b *balance) {
	if s.earlier == nil {
		return
	}
	var days, cents int64
	for _, c := range s.changes() {
		days += c.Now.PlaceDays - c.Then.PlaceDays
		cents += c.Now.Cents - c.Then.Cents
	}
	nowDays, nowCents := s.amount(s.spans[0], allOrgs)
	b.equal("place-days then, differences and now", s.before().PlaceDays+days, nowDays)
	b.equal("amounts then, differences and now", s.before().Cents+cents, nowCents)
}
