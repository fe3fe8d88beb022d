package evaluator

import (
	"cmp"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// An exit is by what tables count an ended stay whose reason records may be silent
// about.
type exit struct {
	time, org, length string
	reason            string // unknown where none is registered
}

// group is the group of a reason.
func group(reason string) string {
	_, groups := schemas.RollUp()
	return cmp.Or(groups[reason], reason)
}

// code is the category of an exit in a dimension, or -1 when it has none there.
func (e exit) code(d disclosure.Dim) int {
	codes := map[string][]string{dimTime: {e.time}, dimOrg: {e.org}, dimDuration: {e.length}, dimReason: {e.reason, group(e.reason)}}[d.Name]
	for _, code := range codes {
		if i := slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == code }); i >= 0 {
			return i
		}
	}
	return -1
}

// An exitList is the exits of some stays. There can be a million, and few that
// differ.
type exitList struct {
	kinds []exit
	count []int64 // of each kind the stays that are of it
	next  []int32 // of each kind a stay that no other of it that is free comes before
	of    []int32 // of each stay its kind
}

// free is the first stay of a kind that is not taken. What was taken stays so.
func (l *exitList) free(kind int, taken map[int32]bool) (stay int32, ok bool) {
	at := l.next[kind]
	for int(at) < len(l.of) && (l.of[at] != int32(kind) || taken[at]) {
		at++
	}
	l.next[kind] = at
	return at, int(at) < len(l.of)
}

// leavers are the stays that ended in the period: those with a record, and those
// of people who were there before it.
type leavers struct {
	facts  *facts
	rows   []int32 // of each record its stay in the facts
	before []int32
}

// An exitReader tells by what tables count each stay, as one number.
type exitReader struct {
	leavers
	axes   [3]axis // time, organisation, length
	places int     // of their combinations with a reason
}

func (l leavers) exitReader() exitReader {
	f := l.facts
	out := exitReader{leavers: l, axes: [3]axis{f.timeAxis(f.out, false), f.orgAxis(), f.durationAxis()}, places: len(f.reasons.Codes) + 1}
	for _, a := range out.axes {
		out.places *= len(a.dim.Categories)
	}
	return out
}

// place is what a stay is counted by as one number; the last one for who has not
// left.
func (r *exitReader) place(stay int32) int {
	f := r.facts
	if !f.left(int(stay)) {
		return r.places
	}
	at := 0
	for i := range r.axes {
		at = at*len(r.axes[i].dim.Categories) + int(r.axes[i].of[stay])
	}
	reason := 0
	if f.reason[stay] != warehouse.None {
		reason = int(f.reason[stay]) + 1
	}
	return at*(len(f.reasons.Codes)+1) + reason
}

// exits reads by what tables count each of some stays; empty while it goes on.
func (r *exitReader) exits(stays []int32) exitList {
	out := exitList{of: make([]int32, len(stays))}
	of := func(a axis, i int32) string { return a.dim.Categories[a.of[i]].Code }
	known := slices.Repeat([]int32{nowhere}, r.places+1)
	for n, i := range stays {
		place := r.place(i)
		kind := known[place]
		if kind == nowhere {
			kind = int32(len(out.kinds))
			e := exit{}
			if place < r.places {
				e = exit{time: of(r.axes[0], i), org: of(r.axes[1], i), length: of(r.axes[2], i), reason: r.reason(i)}
			}
			known[place], out.kinds, out.count, out.next = kind, append(out.kinds, e), append(out.count, 0), append(out.next, int32(n))
		}
		out.count[kind]++
		out.of[n] = kind
	}
	return out
}

func (l leavers) reason(stay int32) string {
	if r := l.facts.reason[stay]; r != warehouse.None {
		return l.facts.reasons.Codes[r].Code
	}
	return unknown
}

// earlier counts who was there before the period by the reason they left for.
func (l leavers) earlier() map[string]int64 {
	out := make(map[string]int64)
	for _, i := range l.before {
		out[l.reason(i)]++
	}
	return out
}
