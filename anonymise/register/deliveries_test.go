package register

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lvv/schemas"
)

// A model remembers deliveries in plain maps.
type model struct {
	force []modelled // what is in force, in the order in which it came
}

type modelled struct {
	scope Scope
	rows  map[[2]int32]said // by who and day
}

// deliver puts rows in force and says what changed.
func (m *model) deliver(s Scope, rows map[[2]int32]said) Changes {
	past, where := make(map[[2]int32]said), make(map[[2]int32]Scope)
	c := Changes{First: true}
	var kept []modelled
	context := make(map[[2]int32]said)
	slices.SortStableFunc(m.force, func(a, b modelled) int { return int(a.scope.Period.From - b.scope.Period.From) })
	for _, d := range m.force {
		if s.Period.Holds(d.scope.Period) {
			c.First = false
			for name, row := range d.rows {
				past[name], where[name] = row, d.scope
			}
			continue
		}
		kept = append(kept, d)
		if d.scope.Period.To+1 == s.Period.From {
			for name, row := range d.rows {
				if row.open != 0 {
					context[name], where[name] = row, d.scope
				}
			}
		}
	}
	for name, row := range rows {
		switch was, there := past[name]; {
		case !there:
			c.New++
		case was.what == row.what:
			c.Same++
		default:
			c.Changed++
		}
	}
	for name, was := range past {
		delete(context, name)
		if _, there := rows[name]; !there {
			c.Vanished++
			if was.open != 0 {
				c.Gone = append(c.Gone, Gone{where[name].Period, where[name].Seq, was.open})
			}
		}
	}
	for name, was := range context {
		if _, there := rows[name]; !there {
			c.Gone = append(c.Gone, Gone{where[name].Period, where[name].Seq, was.open})
		}
	}
	m.force = append(kept, modelled{s, rows})
	return c
}

// Whatever is delivered for whichever periods, the changes are those that plain
// maps find, however many earlier rows are in memory at once; and what is read
// back is what was written.
func TestDeliveriesAgreeWithPlainMaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		r, m := fresh(t), model{}
		for n := range rapid.IntRange(1, 6).Draw(rt, "deliveries") {
			first := rapid.IntRange(0, 2).Draw(rt, "first quarter")
			last := rapid.IntRange(first, 2).Draw(rt, "last quarter")
			s := scopeOf(schemas.Period{From: quarter(first).From, To: quarter(last).To}, n+1)
			if slices.ContainsFunc(m.force, func(d modelled) bool {
				return d.scope.Period.To >= s.Period.From && d.scope.Period.From <= s.Period.To && !s.Period.Holds(d.scope.Period)
			}) {
				continue // the store does not let this in
			}
			rows, list := make(map[[2]int32]said), []said(nil)
			for i := range rapid.IntRange(0, 30).Draw(rt, "rows") {
				row := said{rapid.ByteRange(0, 12).Draw(rt, "who"), rapid.Int32Range(-3, 3).Draw(rt, "day"),
					rapid.Uint32Range(0, 2).Draw(rt, "what"), int32(i+1) * rapid.Int32Range(0, 1).Draw(rt, "open")}
				name := [2]int32{int32(row.who), row.day}
				if _, there := rows[name]; !there {
					rows[name] = row
					list = append(list, row)
				}
			}
			session := begin(t, r, byte(n), s, list...)
			want := m.deliver(s, rows)
			for _, atOnce := range []uint64{1, 7, comparedAtOnce} {
				if err := session.compare(atOnce); err != nil {
					rt.Fatal(err)
				}
				if diff := cmp.Diff(want, session.Changes(), cmpopts.SortSlices(func(a, b Gone) bool { return a.Row < b.Row || a.Row == b.Row && a.Seq < b.Seq })); diff != "" {
					rt.Fatalf("%d at once (-want +got):\n%s", atOnce, diff)
				}
			}
			if err := session.Commit(); err != nil {
				rt.Fatal(err)
			}
			again := reopen(t, r)
			if !bytes.Equal(content(t, r), content(t, again)) {
				rt.Fatal("what is read back is not what was written")
			}
			if rapid.Bool().Draw(rt, "the next run") {
				r = again
			}
			settle(t, r, inForce(m)...)
		}
	})
}

// inForce are the segments of what is in force.
func inForce(m model) []byte {
	var segments []byte
	for _, d := range m.force {
		segments = append(segments, byte(d.scope.Seq-1))
	}
	return segments
}
