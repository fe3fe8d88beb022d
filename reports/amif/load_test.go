package amif

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"testing"
	"time"

	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// none is an empty cell.
const none = warehouse.Empty

// A row is what the store keeps of a delivered row, by column; codes as their
// position in the list.
type row map[string]int64

// A given delivery is rows that passed gate 1.
type given struct {
	warehouse.Delivery
	rows []row
}

// warehouseOf loads exactly these deliveries.
func warehouseOf(t testing.TB, c *schemas.Contract, deliveries map[string][]given) *warehouse.DB {
	t.Helper()
	return reportstest.Load(t, c, func(d *schemas.Dataset) (all []reportstest.Delivery) {
		for _, g := range deliveries[d.Name] {
			all = append(all, reportstest.Delivery{Delivery: g.Delivery, Rows: len(g.rows),
				Value: func(col schemas.Column, r int) int64 { return g.rows[r][col.Name] }})
		}
		return all
	})
}

func contract(t testing.TB) *schemas.Contract {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func jobOf(t testing.TB, c *schemas.Contract, db *warehouse.DB, period schemas.Period) reports.Job {
	t.Helper()
	job := reports.Job{
		Programme: "Pilot LVV Utrecht", Contact: "de gemeente", Contract: c, Period: period,
		At: time.Date(2022, 1, 15, 12, 0, 0, 0, time.UTC), DB: db,
		Provenance: parcel.Provenance{Version: "lvv test"},
	}
	for _, p := range c.Parties {
		job.Orgs = append(job.Orgs, reports.Org{Code: p.Code, Name: p.Name})
	}
	return job
}

// pseudonyms are stand-ins that show nothing of the number they are made from.
func pseudonym(prefix string, n uint64) string {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(prefix), n))
	s := hex.EncodeToString(sum[:8])
	return prefix + "-" + s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

func options(counts []RefusedCount) Options {
	return Options{
		Profile: Profile2014, Sample: 30, Seed: 2019, Refused: counts,
		Pseudonyms:   each(func(person int32) string { return pseudonym("AM", uint64(person)) }),
		Trajectories: each(func(token int64) string { return pseudonym("TR", uint64(token)) }),
	}
}

// each names many with what names one.
func each[T any](name func(T) string) func([]T) ([]string, error) {
	return func(all []T) ([]string, error) {
		var names []string
		for _, of := range all {
			names = append(names, name(of))
		}
		return names, nil
	}
}

// asAccepted are the counts of deliveries of which no row was refused.
func asAccepted(deliveries []given) []RefusedCount {
	var all []RefusedCount
	for _, g := range deliveries {
		all = append(all, RefusedCount{Delivery: g.Delivery, In: len(g.rows), Accepted: len(g.rows)})
	}
	return all
}

func on(t testing.TB, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func code(list, code string) int64 {
	if code == "" {
		return none
	}
	i := schemas.List(list).Index(code)
	if i < 0 {
		panic("no such code")
	}
	return int64(i)
}
