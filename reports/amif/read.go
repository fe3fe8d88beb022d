package amif

import (
	"context"
	"embed"
	"strconv"

	"lvv/reports/warehouse"
	"lvv/schemas"
)

//go:embed sql/*.sql
var files embed.FS

// queries answers the statement of a table.
func query(table string) warehouse.Query {
	for _, q := range warehouse.MustParseAll(files, "sql") {
		if q.Table == table {
			return q
		}
	}
	panic("amif: internal error: no statement for table " + table)
}

// An origin says where a row came from: with it the organisation finds the row
// in its own delivery, and from there the paper file.
type origin struct {
	org   string
	until schemas.Day // last day of the delivery's period
	seq   int
	row   int
}

// A tally is the number of rows of one delivery that are in the warehouse, and
// what becomes of them. The rows of a delivery that a later one repeats are not
// there any more.
type tally struct {
	origin                                                // row is 0
	rows, otherPeriod, otherTime, otherScenario, guidance int
}

func readTallies(ctx context.Context, db *warehouse.DB, period, window schemas.Period) ([]tally, error) {
	res, err := db.Run(ctx, query("keten"), warehouse.Args{
		"van": period.From, "tot": period.To, "venster_van": window.From, "venster_tot": window.To})
	if err != nil {
		return nil, err
	}
	all := make([]tally, len(res.Keys))
	for i, k := range res.Keys {
		n := res.Values[i]
		all[i] = tally{
			origin: origin{org: k[0], until: mustDay(k[1]), seq: mustInt(k[2])},
			rows:   int(n[0]), otherPeriod: int(n[1]), otherTime: int(n[2]), otherScenario: int(n[3]), guidance: int(n[4]),
		}
	}
	return all, nil
}

func readTrajectories(ctx context.Context, db *warehouse.DB, window schemas.Period) ([]trajectory, error) {
	res, err := db.Run(ctx, query("trajecten"), warehouse.Args{"venster_van": window.From, "venster_tot": window.To})
	if err != nil {
		return nil, err
	}
	all := make([]trajectory, len(res.Keys))
	for i, k := range res.Keys {
		n := res.Values[i]
		all[i] = trajectory{
			origin: origin{org: k[0], until: schemas.Day(n[0]), seq: int(n[1]), row: int(n[2])},
			person: int32(n[3]), token: n[4], link: k[1],
			start: schemas.Day(n[5]), end: schemas.Day(n[6]), open: n[6] == warehouse.Empty,
			result: k[2], country: k[3], support: k[4], proven: n[7] == 1,
			nationality: k[5], sex: k[6], stays: int(n[8]), differ: n[12] == 1,
		}
		t := &all[i]
		t.ageFrom, t.ageTo = ageOn(uint8(n[9]), uint8(n[10]), schemas.Day(n[11]), t.start)
		t.settle(window.To)
	}
	return all, nil
}

// mustDay and mustInt read what the warehouse wrote itself.
func mustDay(s string) schemas.Day {
	d, err := schemas.ParseDay(s)
	if err != nil {
		panic("amif: internal error: the warehouse wrote a date in another form")
	}
	return d
}

func mustInt(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("amif: internal error: the warehouse wrote a number in another form")
	}
	return n
}
