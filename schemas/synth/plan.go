package synth

import (
	"fmt"
	"slices"

	"lvv/schemas"
)

// The size of the world when a plan does not say: the number of people who
// took part in the pilot up to July 2022.
const defaultPersons = 2065

// A Plan says which world to invent. The zero value is a good plan: 2,065
// persons, the eight organisations of Utrecht, 2019 to 2021, no faults.
type Plan struct {
	Seed     uint64
	Persons  int               // 0 means 2,065
	Contract *schemas.Contract // nil means utrecht-2019
	Orgs     []string          // names without spaces or underscores; nil means [UtrechtOrgs]
	Period   schemas.Period    // the days over which the world runs; zero means 2019-01-01 to 2021-12-31
	Errors   float64           // share of rows, 0 to 1, that get a fault on purpose
	Canary   string            // a word that every name carries, to search for afterwards; empty for none
	Habits   bool              // each organisation writes headers, dates, sexes and nationalities its own way, and some add a column
}

// UtrechtOrgs are short names of the eight organisations of the Utrecht
// agreement, in its order.
func UtrechtOrgs() []string {
	return []string{"leeuwenberch", "toevlucht", "tussenvoorziening", "noodopvang", "seguro", "stil", "villavrede", "vluchtelingenwerk"}
}

// settle fills in what the plan leaves open.
func (p Plan) settle() Plan {
	if p.Persons == 0 {
		p.Persons = defaultPersons
	}
	if p.Contract == nil {
		c, err := schemas.Load("utrecht-2019")
		if err != nil {
			panic("synth: internal error: " + err.Error())
		}
		p.Contract = c
	}
	if len(p.Orgs) == 0 {
		p.Orgs = UtrechtOrgs()
	}
	if p.Period == (schemas.Period{}) {
		from, _ := schemas.NewDay(2019, 1, 1)
		to, _ := schemas.NewDay(2021, 12, 31)
		p.Period = schemas.Period{From: from, To: to}
	}
	return p
}

// Quarters returns the calendar quarters that cover the plan's period, which
// are the periods over which organisations deliver.
func (p Plan) Quarters() []schemas.Period {
	p = p.settle()
	var qs []schemas.Period
	year, month, _ := p.Period.From.Date()
	month = (month-1)/3*3 + 1
	for {
		from, _ := schemas.NewDay(year, month, 1)
		if from > p.Period.To {
			return qs
		}
		to, _ := schemas.NewDay(year, month+2, schemas.DaysIn(year, month+2))
		qs = append(qs, schemas.Period{From: from, To: to})
		if month += 3; month > 12 {
			year, month = year+1, 1
		}
	}
}

// find returns the number of an organisation and a dataset of the contract.
func (p Plan) find(org, dataset string) (int, *schemas.Dataset, error) {
	o := slices.Index(p.Orgs, org)
	if o < 0 {
		return 0, nil, fmt.Errorf("the plan has no organisation %q", org)
	}
	d := p.Contract.Dataset(dataset)
	if d == nil {
		return 0, nil, fmt.Errorf("contract %s has no dataset %q", p.Contract.Name, dataset)
	}
	return o, d, nil
}
