package intruder

import (
	"slices"
	"strings"

	"lvv/schemas"
)

// A span is between how many records something lies.
type span struct{ low, high int64 }

// A sieve says of each value of a column of the records whether it lies within, or
// may be, each value that a box can have there.
type sieve map[[2]string]fitness

type fitness struct{ lies, meets bool }

// newcomers looks for groups of which a later release holds a few records more, or
// fewer, than an earlier one, of those who came in the time of both: a few people
// were added since, corrected, or left out of one of them, and are told apart so.
// A group is what some records are alike in, or less of that.
func (a *attack) newcomers(first, later *records, v *vocabulary) {
	t := a.report.tally(Linker)
	t.Ready = true
	sieves := sievesOf(first, later, v)
	found := Finding{Kind: Class, Attacker: Linker, Where: Where{Parcel: later.parcel, Table: strings.TrimSuffix(recordsFile, ".csv"),
		Labels: []string{first.parcel}}, What: "records - records"}
	seen := make(map[[4]string]bool)
	for _, k := range slices.Concat(first.kinds, later.kinds) {
		for coarser := range 1 << len(k.values) {
			b := k.values
			for c := range b {
				if coarser&(1<<c) != 0 {
					b[c] = schemas.Everything
				}
			}
			if seen[b] {
				continue
			}
			seen[b] = true
			before, after := first.within(b, first.period, sieves), later.within(b, first.period, sieves)
			more, fewer := span{after.low - before.high, after.high - before.low}, span{before.low - after.high, before.high - after.low}
			for _, d := range []span{more, fewer} {
				if 0 < d.low && d.high < int64(a.rules.K) {
					found.widen(int(d.low), 1)
					t.Found++
				}
			}
		}
	}
	if found.Persons > 0 {
		found.Persons = 0 // groups, not persons
		a.report.Findings = append(a.report.Findings, found)
	}
}

// within counts the records of a box of which it is sure, or possible, that they
// are of who came in a time.
func (r *records) within(b [4]string, when schemas.Period, sieves [4]sieve) (s span) {
	for _, k := range r.kinds {
		came, ok := (&content{period: r.period}).time(k.values[byEntry])
		in := ok && when.From <= came.From && came.To <= when.To || r.period == when
		out := ok && (came.To < when.From || when.To < came.From)
		for c := range b {
			f := sieves[c][[2]string{k.values[c], b[c]}]
			in, out = in && f.lies, out || !f.meets
		}
		n := k.records()
		if in {
			s.low += n
		}
		if !out {
			s.high += n
		}
	}
	return s
}

func (k kind) records() (n int64) {
	for _, m := range k.outcomes {
		n += int64(m)
	}
	return n
}

// sievesOf holds every value that two sets of records have against every other.
func sievesOf(first, later *records, v *vocabulary) (out [4]sieve) {
	all := slices.Concat(first.kinds, later.kinds)
	for c := range out {
		out[c] = make(sieve)
		values := map[string]bool{schemas.Everything: true}
		for _, k := range all {
			values[k.values[c]] = true
		}
		for value := range values {
			for box := range values {
				out[c][[2]string{value, box}] = v.fitness(c, value, box)
			}
		}
	}
	return out
}

// fitness says whether what is written of a record lies within a value, or may.
func (v *vocabulary) fitness(column int, value, box string) fitness {
	if box == schemas.Everything {
		return fitness{true, true}
	}
	if column != byEntry {
		return fitness{v.lies(column, value, box), v.meets(column, value, box)}
	}
	whole := &content{period: schemas.Period{From: 0, To: Goes}}
	of, ok := whole.time(value)
	in, told := whole.time(box)
	if !ok || !told {
		return fitness{value == box, true}
	}
	return fitness{in.From <= of.From && of.To <= in.To, of.From <= in.To && in.From <= of.To}
}
