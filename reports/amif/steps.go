package amif

import (
	"fmt"
	"strings"

	"lvv/reports/workbook"
	"lvv/schemas"
)

// received leads from the rows that came in to the trajectories that count.
func (s *statement) received() {
	s.head("rijen", "1. Van ontvangen rijen naar telbare trajecten")
	top := s.add(step{code: "ontvangen", text: "Ontvangen rijen", of: func(l *link) int { return l.received }, bold: true})
	for i, code := range s.a.chain.codes {
		s.add(step{code: "geweigerd_" + code, text: "af: geweigerd bij inname, " + refusalText(code), of: func(l *link) int { return l.refused[i] }})
	}
	if len(s.a.chain.codes) == 0 {
		s.add(step{code: "geweigerd", text: "af: geweigerd bij inname", of: (*link).refusals})
	}
	s.add(step{code: "vervangen", text: "af: vervangen door een latere levering", of: func(l *link) int { return l.superseded }})
	s.add(step{code: "buiten_periode", text: "af: geen dag in de periode", of: func(l *link) int { return l.otherPeriod }})
	s.add(step{code: "buiten_looptijd", text: "af: geen dag in de looptijd van het programma", of: func(l *link) int { return l.otherTime }})
	s.add(step{code: "ander_scenario", text: "af: ander begeleidingsscenario dan terugkeer", of: func(l *link) int { return l.otherScenario }})
	end := s.add(step{code: reasonEU, text: "af: burger van de Unie op de startdag", of: func(l *link) int { return l.notEligible },
		list: func(org where) string { return s.l.count(org, is("reden", labelOf("grond", reasonEU))) }})
	count := s.add(s.countable())
	s.check(func(col int) string {
		return fmt.Sprintf("%s-SUM(%s:%s)-%s", s.sheet.At(col, top), s.sheet.At(col, top+1), s.sheet.At(col, end), s.sheet.At(col, count))
	})
}

// refusalText is what was wrong with a refused row, and the code of it.
func refusalText(code string) string {
	t, ok := schemas.Problem(code)
	if !ok {
		return code
	}
	return code + ": " + strings.TrimSuffix(t.NL, ".")
}

func (s *statement) countable() step {
	return step{code: "telbaar", text: "Telbare trajecten", bold: true, of: func(l *link) int { return l.countable },
		list: func(org where) string { return s.l.count(org, counted) }}
}

// persons leads from trajectories to unique persons.
func (s *statement) persons() {
	s.head("personen", "2. Van telbare trajecten naar unieke personen")
	count := s.add(s.countable())
	again := s.add(step{code: "herhaald", text: "af: volgende trajecten van dezelfde persoon bij dezelfde organisatie",
		of: func(l *link) int { return l.countable - l.participations }})
	parts := s.add(step{code: "deelnames", text: "Deelnames: personen per organisatie", of: func(l *link) int { return l.participations }, bold: true,
		above: func(col int) string { return s.sheet.At(col, count) + "-" + s.sheet.At(col, again) }})
	t, people := s.total(), s.a.totals()
	across := s.whole("elders", "af: deelnames van dezelfde persoon bij nog een organisatie", "", s.a.chain.across)
	persons := s.whole("personen_ondergrens", "Unieke personen, ondergrens",
		s.sheet.At(t, parts)+"-"+s.sheet.At(t, across), s.a.chain.people)
	s.whole("personen_bovengrens", "Unieke personen, bovengrens (gelijk zolang er geen koppelparen zijn voorgelegd)", s.sheet.At(t, persons), s.a.chain.people)
	s.last(workbook.Text("Controle met de lijst Deelnemers: trajecten"), workbook.Check(s.sheet.At(t, count)+"-"+s.l.term(s.l.sumPeople("trajecten"), people.counted)))
	s.last(workbook.Text("Controle met de lijst Deelnemers: deelnames"), workbook.Check(s.sheet.At(t, parts)+"-"+s.l.term(s.l.sumPeople("deelnames"), people.participations)))
	s.last(workbook.Text("Controle met de lijst Deelnemers: personen"), workbook.Check(s.sheet.At(t, persons)+"-"+s.l.term(s.l.countPeople(counted), people.countable)))
}

// results divides the trajectories that count by what came of them.
func (s *statement) results() {
	s.head("resultaten", "3. Van telbare trajecten naar resultaten")
	codes := schemas.List("resultaat").Codes
	first := 0
	for i, c := range codes {
		at := s.add(step{code: c.Code, text: c.Label, of: func(l *link) int { return l.results[i] },
			list: func(org where) string { return s.l.count(org, counted, is("resultaat", c.Label)) }})
		if i == 0 {
			first = at
		}
	}
	count := s.add(s.countable())
	s.check(func(col int) string {
		return fmt.Sprintf("SUM(%s:%s)-%s", s.sheet.At(col, first), s.sheet.At(col, first+len(codes)-1), s.sheet.At(col, count))
	})
}

// returns leads from returns to the persons of the indicators.
func (s *statement) returns() {
	s.head("terugkeer", "4. Van teruggekeerd naar indicatoren")
	t, people := s.total(), s.a.totals()
	certain := func(certainty certainty) func(org where) string {
		return func(org where) string { return s.l.count(org, counted, is("zekerheid", certainty.String())) }
	}
	sure := s.add(step{code: proven.String(), text: "Trajecten met terugkeer, aangetoond", of: func(l *link) int { return l.proven }, list: certain(proven)})
	unsure := s.add(step{code: uncertain.String(), text: "Trajecten met terugkeer, onzeker", of: func(l *link) int { return l.uncertain }, list: certain(uncertain)})
	persons := s.a.indicator("IV(c)(iii)").total.all()
	again := s.whole("herhaalde_terugkeer", "af: volgende terugkeer van dezelfde persoon", "", s.a.chain.total.returns()-persons)
	all := s.whole("teruggekeerd", "Teruggekeerde personen: IV(c)(iii), en R.3.6 met R.3.7",
		s.sheet.At(t, sure)+"+"+s.sheet.At(t, unsure)+"-"+s.sheet.At(t, again), persons)
	s.last(workbook.Text("Controle met de lijst Deelnemers: personen met terugkeer"), workbook.Check(s.sheet.At(t, all)+"-"+
		s.l.term(s.l.countPeople(counted, is("zekerheid", proven.String())), people.proven)+"-"+
		s.l.term(s.l.countPeople(counted, is("zekerheid", uncertain.String())), people.uncertain)))
	s.last(workbook.Text("Controle met de lijst Deelnemers: trajecten met terugkeer"),
		workbook.Check(s.sheet.At(t, sure)+"+"+s.sheet.At(t, unsure)+"-"+s.l.term(s.l.sumPeople("terugkeren"), people.returns)))
}

// remarks count what a reader of the figures has to know; they are part of the
// persons above and taken from nothing.
func (s *statement) remarks() {
	s.head("opmerkingen", "5. Waarvan: personen met onzekere kenmerken")
	people := func(code, text string, has func(*participant) bool, column, value string) {
		n := 0
		for i := range s.a.participants {
			if p := &s.a.participants[i]; p.countable() && has(p) {
				n++
			}
		}
		s.whole(code, text, s.l.countPeople(counted, is(column, value)), n)
	}
	nationality, age := placeOf(schemas.NationalityList, unknownNationality), placeOf(schemas.AgeGroupList, schemas.UncertainAge)
	link := placeOf("koppelstatus", unlinked)
	people("geen_verblijf", "zonder verblijf in de opvang: nationaliteit, geslacht en leeftijd onbekend",
		func(p *participant) bool { return p.facts == factsNone }, "gegevens", factsNone.String())
	people("verschillend", "met verblijven die elkaar tegenspreken",
		func(p *participant) bool { return p.facts == factsDiffer }, "gegevens", factsDiffer.String())
	people("nationaliteit_onbekend", "met onbekende nationaliteit",
		func(p *participant) bool { return p.nationality == nationality }, "nationaliteit_naam", labelOf(schemas.NationalityList, unknownNationality))
	people("leeftijd_onzeker", "met onzekere leeftijd",
		func(p *participant) bool { return p.ageGroup == age }, "leeftijd", labelOf(schemas.AgeGroupList, schemas.UncertainAge))
	people("niet_gekoppeld", "zonder V-nummer en niet gekoppeld: kan dezelfde persoon zijn als een ander",
		func(p *participant) bool { return p.link == link }, "koppelstatus", labelOf("koppelstatus", unlinked))
}

// Codes of the lists "nationaliteit", "geslacht" and "koppelstatus".
const (
	unknownNationality = "0000"
	unknownSex         = "onbekend"
	unlinked           = "E"
)

// samples tell how much of the trajectories each draw covers.
func (s *statement) samples() {
	s.head("steekproef", "6. Steekproef")
	frame := s.whole("kader", "Telbare trajecten waaruit is getrokken", s.l.count(counted), s.a.chain.total.countable)
	for _, way := range s.a.ways() {
		n := 0
		for _, d := range s.a.sample {
			if d.way == way {
				n++
			}
		}
		at := s.whole("getrokken_"+way.String(), "Getrokken, "+way.String(), "", n)
		s.cover(way.String(), frame, at, n)
	}
}

// cover is the share that a draw covers. All trajectories weigh the same, so it
// is the share of the value too.
func (s *statement) cover(way string, frame, drawn, n int) {
	if s.a.chain.total.countable == 0 {
		return
	}
	t := s.total()
	share := float64(n) / float64(s.a.chain.total.countable)
	s.last(workbook.Text("Dekking, "+way+" (ten minste 10%)"),
		workbook.Formula(s.sheet.At(t, drawn)+"/"+s.sheet.At(t, frame), workbook.Percent(share)))
}
