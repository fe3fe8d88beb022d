package synth

import "lvv/schemas"

// A Truth is what reports over a period must come to, counted from the world
// itself: nothing was delivered, read, linked or judged on the way here. It
// counts true persons, so a report that links by what is delivered may come to
// more persons, never to other stays.
type Truth struct {
	Period       schemas.Period
	Persons      int // people with a day of stay in the period
	PersonNights int // nights in the period, each person once a night
	Orgs         []OrgTruth
}

// An OrgTruth is the truth about one organisation. Stock is counted at the end
// of a day: somebody who leaves on a day is no longer there.
type OrgTruth struct {
	Org          string
	Persons      int // people with a day of stay in the period
	Stays        int // stays with a day in the period, the day of leaving included
	StockStart   int // stays at the end of the day before the period
	Inflow       int // stays that began in the period
	Outflow      int // stays that ended in the period
	StockEnd     int // stays at the end of the last day of the period
	Nights       int // half-open [in, out), cut to the period
	PresenceDays int // both ends count, cut to the period
	Reasons      []ReasonTruth
	Trajectories TrajectTruth
}

// A ReasonTruth counts the stays that ended in the period for one reason. All
// reasons of the contract are there, in its order.
type ReasonTruth struct {
	Code  string
	Count int
}

// A TrajectTruth counts trajectories with a day in the period, as they stood on
// its last day.
type TrajectTruth struct {
	All      int
	Guidance int // scenario return, of people who were no EU citizens at the start
	Returned int // of these, with return as result
	Proven   int // of these, with a reference to proof
}

// Truth counts the world over a period.
func (p Plan) Truth(period schemas.Period) Truth {
	w := p.world()
	t := Truth{Period: period, Orgs: make([]OrgTruth, len(w.Orgs))}
	number := make(map[string]int, len(w.Orgs))
	codes := w.Contract.Dataset("opvang").Field("reden_uitstroom").Codes
	for i, org := range w.Orgs {
		number[org] = i
		t.Orgs[i].Org = org
		for _, code := range codes.Strings() {
			t.Orgs[i].Reasons = append(t.Orgs[i].Reasons, ReasonTruth{Code: code})
		}
	}
	last := make([]int, len(w.Orgs)) // the last person counted at each organisation, plus one
	for i := range w.Persons {
		life := w.life(i)
		met := false
		for k := range life {
			s := &life[k]
			o := number[s.Org]
			if !t.Orgs[o].add(s, period, codes) {
				continue
			}
			met = true
			if last[o] != i+1 {
				last[o] = i + 1
				t.Orgs[o].Persons++
			}
		}
		if met {
			t.Persons++
		}
		t.PersonNights += personNights(life, period)
		w.guidance(life, period, number, t.Orgs)
	}
	return t
}

// add counts one stay; false when it has no day in the period.
func (o *OrgTruth) add(s *Stay, p schemas.Period, codes *schemas.CodeList) bool {
	if !s.Meets(p) {
		return false
	}
	o.Stays++
	if s.In < p.From {
		o.StockStart++
	} else {
		o.Inflow++
	}
	if s.Open || s.Out > p.To {
		o.StockEnd++
	} else {
		o.Outflow++
		o.Reasons[codes.Index(s.Reason)].Count++
	}
	from, out, present := nights(s, p)
	o.Nights += max(0, int(out-from))
	o.PresenceDays += int(present-from) + 1
	return true
}

// nights cuts a stay that meets a period to it: nights are [from, out), days of
// presence are from to present, both included.
func nights(s *Stay, p schemas.Period) (from, out, present schemas.Day) {
	from, out, present = max(s.In, p.From), p.To+1, p.To
	if !s.Open {
		out, present = min(s.Out, p.To+1), min(s.Out, p.To)
	}
	return from, out, present
}

// personNights counts the nights of one person in a period, a night in two
// shelters once. A life is in order of entry.
func personNights(life []Stay, p schemas.Period) int {
	sum, until := 0, p.From
	for i := range life {
		if !life[i].Meets(p) {
			continue
		}
		from, out, _ := nights(&life[i], p)
		from = max(from, until)
		sum += max(0, int(out-from))
		until = max(until, out)
	}
	return sum
}

// guidance counts the trajectories of one person.
func (w *world) guidance(life []Stay, p schemas.Period, number map[string]int, orgs []OrgTruth) {
	var who person
	for k := range life {
		if !life[k].Meets(p) {
			continue
		}
		if who.origin == nil {
			who = w.person(life[0].Person, life[0].In)
		}
		g, ok := w.guide(&life[k], &who)
		if !ok || !g.meets(p) {
			continue
		}
		g.asOf(p.To)
		t := &orgs[number[life[k].Org]].Trajectories
		t.All++
		if g.scenario != "terugkeer" || schemas.EUCitizen(who.origin.code.Code, g.start) {
			continue
		}
		t.Guidance++
		if g.returned() {
			t.Returned++
			if g.evidence != "" {
				t.Proven++
			}
		}
	}
}
