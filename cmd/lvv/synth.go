package main

import (
	"io"
	"os"
	"path/filepath"

	"lvv/anonymise/durable"
	"lvv/schemas"
	"lvv/schemas/synth"
)

type synthCmd struct {
	Folder   string   `arg:"" name:"dir" help:"Folder to write to; it is made when it is not there."`
	Seed     uint64   `default:"1" help:"The same seed gives the same bytes."`
	Persons  int      `default:"2065" help:"Number of invented people."`
	Contract string   `default:"utrecht-2019" help:"Delivery contract."`
	Dataset  string   `default:"opvang" help:"Dataset, or all."`
	Yearly   bool     `help:"One delivery a year instead of one a quarter."`
	Whole    bool     `help:"One delivery for the whole pilot."`
	Errors   float64  `help:"Share of the rows that get a labelled fault, 0 to 1."`
	Canary   string   `help:"A word that every invented name carries, to search for afterwards."`
	XLSX     bool     `help:"Fill in the Excel template instead of writing CSV."`
	Orgs     []string `help:"Only these organisations."`
}

func (synthCmd) Help() string {
	return `Example:
  lvv synth invented --seed 7 --persons 200 --errors 0.02

Writes files named as deliveries are, ready for lvv check and lvv seal. No real
person is in them.`
}

func (c synthCmd) Run(env *environment, all *cli) error {
	contract, err := schemas.Load(c.Contract)
	if err != nil {
		return usage(err)
	}
	if err := os.MkdirAll(c.Folder, 0o700); err != nil {
		return err
	}
	plan := planFor(contract, c.Seed, c.Persons)
	plan.Errors, plan.Canary = c.Errors, c.Canary
	orgs := c.Orgs
	if len(orgs) == 0 {
		orgs = plan.Orgs
	}
	for _, d := range contract.Datasets {
		if c.Dataset != "all" && c.Dataset != d.Name {
			continue
		}
		for _, org := range orgs {
			for _, p := range c.periods(plan) {
				path, err := c.write(plan, org, d.Name, p, env)
				if err != nil {
					return err
				}
				env.print("%s", path)
			}
		}
	}
	return nil
}

// planFor is the world of a contract: its organisations and its pilot's days.
func planFor(contract *schemas.Contract, seed uint64, persons int) synth.Plan {
	p := synth.Plan{Seed: seed, Persons: persons, Contract: contract,
		Period: schemas.Period{From: contract.Start, To: contract.End}}
	for _, party := range contract.Parties {
		p.Orgs = append(p.Orgs, party.Code)
	}
	return p
}

func (c synthCmd) periods(plan synth.Plan) []schemas.Period {
	switch {
	case c.Whole:
		return []schemas.Period{plan.Period}
	case c.Yearly:
		return years(plan.Period)
	}
	return plan.Quarters()
}

// years are the calendar years that a period lies in, cut to it.
func years(p schemas.Period) []schemas.Period {
	var all []schemas.Period
	for from := p.From; from <= p.To; {
		year, _, _ := from.Date()
		to, _ := schemas.NewDay(year, 12, 31)
		all = append(all, schemas.Period{From: from, To: min(to, p.To)})
		from = to + 1
	}
	return all
}

func (c synthCmd) write(plan synth.Plan, org, dataset string, p schemas.Period, env *environment) (string, error) {
	name := synth.FileName(org, dataset, p)
	if c.XLSX {
		path := filepath.Join(c.Folder, name+".xlsx")
		return path, writeFilledForm(path, plan, org, dataset, p, env)
	}
	path := filepath.Join(c.Folder, name+".csv")
	return path, durable.WriteFile(path, 0o600, func(w io.Writer) error {
		_, err := plan.WriteCSV(w, org, dataset, p)
		return err
	})
}

// writeFilledForm writes an invented delivery as a caseworker would: in the
// organisation's own template.
func writeFilledForm(path string, plan synth.Plan, org, dataset string, p schemas.Period, env *environment) error {
	return durable.WriteFile(path, 0o600, func(w io.Writer) error {
		_, err := plan.WriteXLSX(w, org, dataset, p, env.now())
		return err
	})
}
