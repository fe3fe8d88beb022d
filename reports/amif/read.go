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

// An origin says which delivery a row came from.
type origin struct {
	org   string
	until schemas.Day // last day of the delivery's period
	seq   int
}

// A tally is the number of rows of one delivery that are in the warehouse, and
// what becomes of them. The rows of a delivery that a later one repeats are not
// there any more.
type tally struct {
	origin
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

// readTrajectories reads the return guidance in a window, with the token of each;
// the tallies are those of [readTallies], which the rows refer to.
func readTrajectories(ctx context.Context, db *warehouse.DB, window schemas.Period, tallies []tally) ([]trajectory, []int64, error) {
	c, err := db.Columns(ctx, query("trajecten"), warehouse.Args{"venster_van": window.From, "venster_tot": window.To})
	if err != nil {
		return nil, nil, err
	}
	rows, tokens := make([]trajectory, c.N), make([]int64, c.N)
	high, low := c.Of("traject_hoog"), c.Of("traject_laag")
	for i := range tokens {
		tokens[i] = int64(high[i])<<32 + int64(low[i]) + 1<<31
	}
	_, orgs := orgsOf(tallies)
	guidance(rows, c, orgs)
	people(rows, c)
	w := newWords()
	for i := range rows {
		rows[i].settle(window.To, w)
		rows[i].judge(w)
	}
	return rows, tokens, nil
}

// guidance fills in what the organisation said of each trajectory; orgs is the
// place of the organisation of each delivery.
func guidance(rows []trajectory, c *warehouse.Columns, orgs []place) {
	delivery, row, person := c.Of("levering"), c.Of("rij"), c.Of("persoon")
	start, end, proof := c.Of("datum_start"), c.Of("datum_einde"), c.Of("bewijs")
	link, result := c.Of("koppelstatus"), c.Of("resultaat")
	country, support := c.Of("land_van_terugkeer"), c.Of("herintegratie")
	for i := range rows {
		rows[i] = trajectory{
			person: person[i], delivery: delivery[i], row: row[i], org: orgs[delivery[i]],
			start: schemas.Day(start[i]), end: schemas.Day(end[i]), open: end[i] == warehouse.None, proven: proof[i] == 1,
			link: place(link[i]), result: place(result[i]), country: givenPlace(country[i], untold), support: givenPlace(support[i], untold),
		}
	}
}

// people fills in what the stays said of the person of each trajectory.
func people(rows []trajectory, c *warehouse.Columns) {
	stays, differ, nationality, sex := c.Of("verblijven"), c.Of("verschillend"), c.Of("nationaliteit"), c.Of("geslacht")
	from, to, known := c.Of("leeftijd_van"), c.Of("leeftijd_tot"), c.Of("leeftijd_op")
	noNationality, noSex := placeOf(schemas.NationalityList, unknownNationality), placeOf("geslacht", unknownSex)
	for i := range rows {
		t := &rows[i]
		t.noStay, t.differ = stays[i] == 0, differ[i] == 1
		t.nationality, t.sex = givenPlace(nationality[i], noNationality), givenPlace(sex[i], noSex)
		t.ageFrom, t.ageTo = schemas.UnknownAge, schemas.UnknownAge
		if known[i] != warehouse.None {
			t.ageFrom, t.ageTo = ageOn(uint8(from[i]), uint8(to[i]), schemas.Day(known[i]), t.start)
		}
	}
}

// givenPlace is the place of a code, or another when none was told.
func givenPlace(code int32, otherwise place) place {
	if code == warehouse.None {
		return otherwise
	}
	return place(code)
}

// orgsOf are the organisations that delivered, in order of the alphabet, and the
// place of that of each tally.
func orgsOf(tallies []tally) (names []string, of []place) {
	for _, t := range tallies {
		if len(names) == 0 || names[len(names)-1] != t.org {
			names = append(names, t.org)
		}
		of = append(of, place(len(names)-1))
	}
	return names, of
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
