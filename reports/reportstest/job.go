package reportstest

import (
	"testing"
	"testing/fstest"
	"time"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/reports/warehouse"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// Plan is an invented world of so many persons in Utrecht.
func Plan(t testing.TB, seed uint64, persons int) synth.Plan {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	p := synth.Plan{Seed: seed, Persons: persons, Contract: c, Period: schemas.Period{From: c.Start, To: c.End}}
	for _, party := range c.Parties {
		p.Orgs = append(p.Orgs, party.Code)
	}
	return p
}

// Job is a report over a period of the plan's world. Each organisation has
// delivered every dataset once, for the whole of the world's time.
func Job(t testing.TB, plan synth.Plan, period schemas.Period) reports.Job {
	t.Helper()
	job := reports.Job{
		Programme: "Pilot LVV Utrecht", Contact: "de gemeente", Contract: plan.Contract, Period: period,
		At:     time.Date(2022, 1, 15, 12, 0, 0, 0, time.UTC),
		DB:     Warehouse(t, plan),
		Policy: disclosure.DefaultPolicy(), Registers: Registers(t, plan),
		Provenance: parcel.Provenance{Version: "lvv test"},
	}
	for _, p := range plan.Contract.Parties {
		job.Orgs = append(job.Orgs, reports.Org{Code: p.Code, Name: p.Name})
	}
	return job
}

// Registers give every organisation forty places at fifty euro.
func Registers(t testing.TB, plan synth.Plan) places.Registers {
	t.Helper()
	capacity := "organisatie;locatie;van;tot;plaatsen\n"
	for _, p := range plan.Contract.Parties {
		capacity += p.Code + ";hoofdlocatie;" + plan.Period.From.String() + ";;40\n"
	}
	r, err := places.Read(fstest.MapFS{
		"capaciteit.csv":   {Data: []byte(capacity)},
		"tarief.csv":       {Data: []byte("van;tot;eur_per_plek_per_dag\n2015-01-01;;50,00\n")},
		"financiering.csv": {Data: []byte("jaar;bron;bedrag\n2019;JenV;4.500.000,00\n2019;Gemeentefonds;1.500.000,00\n2020;JenV;4.500.000,00\n2020;Gemeentefonds;1.500.000,00\n2021;JenV;4.500.000,00\n2021;Gemeentefonds;1.500.000,00\n")},
		"pilots.csv":       {Data: []byte("van;tot;actief;gepland\n2015-01-01;;5;5\n")},
		"doelen.csv":       {Data: []byte("doel;noemer;waarde\nbestendige_oplossingen;plaatsen;72\nplaatsen;plaatsen;360\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Empty is a warehouse with all tables of a contract and no row.
func Empty(t testing.TB, c *schemas.Contract) *warehouse.DB {
	t.Helper()
	return Load(t, c, func(*schemas.Dataset) []Delivery { return nil })
}

// Warehouse is a warehouse loaded with the world of a plan.
func Warehouse(t testing.TB, plan synth.Plan) *warehouse.DB {
	t.Helper()
	return Load(t, plan.Contract, func(d *schemas.Dataset) []Delivery {
		var all []Delivery
		for _, org := range plan.Orgs {
			rows, answers, err := plan.Rows(org, d.Name, plan.Period)
			if err != nil {
				t.Fatal(err)
			}
			said := told{org, rows[1:], answers.Person}
			all = append(all, Delivery{warehouse.Delivery{Org: org, Period: plan.Period, Seq: 1}, len(said.rows),
				func(col schemas.Column, row int) int64 { return said.value(d, col, row) }})
		}
		return all
	})
}
