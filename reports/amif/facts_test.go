package amif

import (
	"testing"

	"lvv/reports/warehouse"
	"lvv/schemas"
)

// A fact is one stay in the test of the rule by which facts are chosen.
type fact struct {
	org, entry, nationality, sex string
	age                          int64
}

func (f fact) row(t *testing.T, n int) row {
	return row{
		"persoon": 0, "koppelstatus": code("koppelstatus", "V"), "nationaliteit": code("nationaliteit", f.nationality),
		"geslacht": code("geslacht", f.sex), "leeftijd_van": f.age, "leeftijd_tot": f.age, "datum_instroom": int64(on(t, f.entry)),
		"datum_uitstroom": none, "reden_uitstroom": none, "rij": int64(n + 2),
	}
}

// Where the facts about the person of a trajectory come from, when stays say
// different things. The trajectory is that of stil, from 1 June 2020.
func TestFactsComeFromTheNearestStayThatKnows(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		stays []fact
		// wanted
		nationality, sex, age string
		facts                 factState
	}{
		{"no stay", nil, "0000", "onbekend", "onzeker", factsNone},
		{"one stay", []fact{{"stil", "2020-05-01", "0131", "man", 30}}, "0131", "man", "18-60", factsAgree},
		{"the latest before", []fact{{"seguro", "2019-05-01", "0112", "man", 29}, {"seguro", "2020-05-01", "0131", "man", 30}},
			"0131", "man", "18-60", factsDiffer},
		{"on the day itself", []fact{{"stil", "2020-06-01", "0131", "man", 60}, {"stil", "2020-05-01", "0112", "man", 60}},
			"0131", "man", "18-60", factsDiffer},
		{"before goes before after, however near", []fact{{"stil", "2020-06-02", "0112", "vrouw", 31}, {"stil", "2019-06-02", "0131", "man", 30}},
			"0131", "man", "18-60", factsDiffer},
		{"the first after", []fact{{"stil", "2020-08-01", "0131", "vrouw", 30}, {"stil", "2020-07-01", "0112", "vrouw", 30}},
			"0112", "vrouw", "18-60", factsDiffer},
		{"the organisation of the trajectory on an equal day", []fact{{"noodopvang", "2020-05-01", "0112", "man", 30}, {"stil", "2020-05-01", "0131", "vrouw", 30}},
			"0131", "vrouw", "18-60", factsDiffer},
		{"what is unknown is passed over, each fact for itself", []fact{{"stil", "2020-05-01", "0000", "onbekend", schemas.UnknownAge}, {"stil", "2019-05-01", "0131", "man", 65}},
			"0131", "man", ">60", factsAgree},
		{"an age known before 1970", []fact{{"stil", "1969-05-01", "0131", "man", 30}}, "0131", "man", ">60", factsAgree},
		{"nobody knows", []fact{{"stil", "2020-05-01", "0000", "onbekend", schemas.UnknownAge}}, "0000", "onbekend", "onzeker", factsAgree},
		{"a year older a year later is no contradiction", []fact{{"stil", "2019-05-01", "0131", "man", 30}, {"seguro", "2020-05-01", "0131", "man", 31}},
			"0131", "man", "18-60", factsAgree},
		{"ten years older a year later is one", []fact{{"stil", "2019-05-01", "0131", "man", 30}, {"seguro", "2020-05-01", "0131", "man", 40}},
			"0131", "man", "18-60", factsDiffer},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := accountOf(t, test.stays)
			if len(a.participants) != 1 {
				t.Fatalf("%d participants", len(a.participants))
			}
			p := a.participants[0]
			nationality, sex := schemas.List(schemas.NationalityList).Codes[p.nationality].Code, schemas.List("geslacht").Codes[p.sex].Code
			age := schemas.List(schemas.AgeGroupList).Codes[p.ageGroup].Code
			if nationality != test.nationality || sex != test.sex || age != test.age || p.facts != test.facts {
				t.Errorf("got %s %s %s %s, want %s %s %s %s", nationality, sex, age, p.facts,
					test.nationality, test.sex, test.age, test.facts)
			}
		})
	}
}

// accountOf is the account of one person with one trajectory.
func accountOf(t *testing.T, stays []fact) *account {
	t.Helper()
	c := contract(t)
	period := schemas.Period{From: c.Start, To: c.End}
	guidance := given{warehouse.Delivery{Org: "stil", Period: period, Seq: 1}, []row{{
		"persoon": 0, "koppelstatus": code("koppelstatus", "V"), "trajectnummer": 1, "datum_start": int64(on(t, "2020-06-01")), "datum_einde": none,
		"scenario": code("scenario", "terugkeer"), "resultaat": code("resultaat", running), "land_van_terugkeer": none, "herintegratie": none, "rij": 2}}}
	shelter := map[string]*given{}
	var deliveries []given
	for i, f := range stays {
		if shelter[f.org] == nil {
			shelter[f.org] = &given{Delivery: warehouse.Delivery{Org: f.org, Period: period, Seq: 1}}
		}
		shelter[f.org].rows = append(shelter[f.org].rows, f.row(t, i))
	}
	for _, p := range c.Parties {
		if g := shelter[p.Code]; g != nil {
			deliveries = append(deliveries, *g)
		}
	}
	db := warehouseOf(t, c, map[string][]given{"traject": {guidance}, "opvang": deliveries})
	a, err := compute(t.Context(), jobOf(t, c, db, period), options(asAccepted([]given{guidance})))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.balance(); err != nil {
		t.Fatal(err)
	}
	return a
}
