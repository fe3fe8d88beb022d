package synth

import (
	"lvv/schemas"
)

// A world is a settled plan with what is worked out once. It is not safe for
// concurrent use, because it has one set of dice and one buffer.
type world struct {
	Plan
	dice             dice
	vfactor, voffset uint64
	orgs             []float64 // cumulative size of the organisations
	reasons          exits
	buf              []Stay
}

func (p Plan) world() *world {
	w := &world{Plan: p.settle()}
	w.dice = newDice(p.Seed)
	w.dice.at(streamVNumber, 0)
	w.vfactor = 10*(1e8+w.dice.Uint64N(9e8)) + 3
	w.voffset = w.dice.Uint64N(1e10)
	for i := range w.Orgs {
		w.orgs = append(w.orgs, 1/float64(i+2))
	}
	cumulate(w.orgs...)
	w.reasons = exitsOf(w.Contract)
	return w
}

// A Stay is one stay of one person, as it truly was.
type Stay struct {
	Person int         // true number of the person, from 0
	Number int         // which stay of the person this is, from 0
	Org    string      //
	In     schemas.Day // first day
	Out    schemas.Day // day of leaving; at or after In; meaningless when Open
	Open   bool        // still in shelter when the world ends
	Reason string      // code of the reason for leaving; empty when Open
}

// Meets reports whether the stay has a day in common with a period, the day of
// leaving included: the rule for which stays stand in a delivery.
func (s *Stay) Meets(p schemas.Period) bool {
	return s.In <= p.To && (s.Open || s.Out >= p.From)
}

// life draws all stays of person i, in order of time. The result is
// overwritten by the next call.
func (w *world) life(i int) []Stay {
	d := w.dice
	d.at(streamLife, uint64(i))
	entry := w.entry()
	room := int(w.Period.To - entry)
	left := room >= 10 && d.chance(0.615)
	span := room
	if left { // nobody left before the world began
		before := max(0, int(w.Period.From-entry))
		span = before + d.upTo(room-before, 420)
	}
	n := 1
	switch u := d.Float64(); {
	case u < 0.025:
		n = 4
	case u < 0.11:
		n = 3
	case u < 0.37:
		n = 2
	}
	n = max(1, min(n, span/14))
	w.buf = w.buf[:0]
	org := d.pick(w.orgs)
	moves := n > 1 && len(w.Orgs) > 1 && d.chance(0.22)
	w.cut(i, entry, span, n, org, moves)
	last := &w.buf[len(w.buf)-1]
	last.Open = !left
	if left {
		last.Reason = w.reasons.last(d)
		if n == 1 && entry >= w.Period.From && d.chance(0.005) {
			last.Out = last.In // came and left on one day: no night, one day present
		}
	}
	return w.buf
}

// entry draws a day of first entry: some were in shelter before the pilot
// began, and half of all came within its first third.
func (w *world) entry() schemas.Day {
	d, third := w.dice, max(1, w.Period.Days()/3)
	switch u := d.Float64(); {
	case u < 0.14:
		return w.Period.From - 1 - schemas.Day(d.IntN(200))
	case u < 0.50:
		return w.Period.From + schemas.Day(d.IntN(third))
	default:
		return w.Period.From + schemas.Day(third) + schemas.Day(d.IntN(max(1, w.Period.Days()-third)))
	}
}

// cut divides a span of days into n stays with gaps between them. A move to
// another organisation mostly follows at once, and seldom overlaps a few days.
func (w *world) cut(person int, entry schemas.Day, span, n, org int, moves bool) {
	d := w.dice
	share := span / n
	at := entry
	for k := range n {
		end := entry + schemas.Day((k+1)*share)
		if k == n-1 {
			end = entry + schemas.Day(span)
		}
		s := Stay{Person: person, Number: k, Org: w.Orgs[org], In: at, Out: end}
		if k < n-1 {
			s.Out -= schemas.Day(d.IntN(share/2 + 1))
			s.Reason = w.reasons.between(d)
			at = end + 1 + schemas.Day(d.IntN(share/4+1))
		}
		if moves && k == 0 {
			org = (org + 1 + d.IntN(len(w.Orgs)-1)) % len(w.Orgs)
			s.Reason = "overig"
			switch u := d.Float64(); {
			case u < 0.70:
				at = s.Out
			case u < 0.76:
				at = max(s.In+1, s.Out-schemas.Day(1+d.IntN(5)))
			}
		}
		w.buf = append(w.buf, s)
	}
}

// exits are the reasons for leaving that a contract knows, with their weights.
type exits struct {
	final []string
	cum   []float64
}

// exitsOf divides the reasons of a contract over durable (18 %), semi-durable
// (41 %) and none (41 %), in the shares that the final evaluation found.
func exitsOf(c *schemas.Contract) exits {
	share := map[string]float64{
		"teruggekeerd": 8, "verblijfsvergunning": 10, "art64": 14, "rijksopvang": 27,
		"mob": 21, "eenzijdige_beeindiging": 10, "overig": 10,
	}
	codes := c.Dataset("opvang").Field("reden_uitstroom").Codes
	if codes.Index("doormigratie") >= 0 {
		share["doormigratie"], share["verblijfsvergunning"] = 3, 7
	}
	var e exits
	var weights []float64
	for _, code := range codes.Strings() {
		if w := share[code]; w > 0 {
			e.final = append(e.final, code)
			weights = append(weights, w)
		}
	}
	e.cum = cumulate(weights...)
	return e
}

func (e exits) last(d dice) string { return e.final[d.pick(e.cum)] }

// between is the reason given for leaving by somebody who comes back.
func (e exits) between(d dice) string {
	switch u := d.Float64(); {
	case u < 0.45:
		return "mob"
	case u < 0.65:
		return "eenzijdige_beeindiging"
	case u < 0.90:
		return "rijksopvang"
	}
	return "overig"
}
