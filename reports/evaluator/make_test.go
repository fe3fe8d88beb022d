package evaluator

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise"
	"lvv/anonymise/disclosure"
	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
	"lvv/reports/workbook/workbooktest"
	"lvv/schemas"
)

// The parcel holds what was promised, each table in both forms, and the same
// bytes when it is made again.
func TestTheParcelIsWholeAndTheSameTwice(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	first := p.parcel(t, Options{K: 10})
	again := approved(t, reportstest.Job(t, p.plan, p.plan.Period), Options{K: 10})
	want := []string{"gegevens/microdata.csv", "gegevens/microdata.parquet", "excel/microdata.csv", "tabellen.xlsx", "datapackage.json", "codeboek.html",
		"inlezen.R", "inlezen.sps", "onthullingscontrole.html", "onthullingscontrole.json", "monitoring.html", "grafieken/bezetting.svg",
		"gegevens/balans.csv", "excel/kengetallen.csv", "gegevens/cumulatieve_incidentie.csv"}
	for _, d := range definitions {
		want = append(want, "gegevens/"+d.table+".csv", "excel/"+d.table+".csv")
	}
	for _, path := range want {
		content(t, first, path)
	}
	for _, f := range first.Files {
		if content(t, first, f.Name) != content(t, again, f.Name) {
			t.Errorf("%s differs when it is made again", f.Name)
		}
		if f.About == "" {
			t.Errorf("%s does not say what it is", f.Name)
		}
	}
}

// What readers get is committed as text: the figures of a small world in which
// they are all shown. UPDATE=1 writes it anew.
func TestGolden(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, Options{K: 10})
	for _, path := range []string{"gegevens/kengetallen.csv", "excel/uitstroom_reden.csv", "gegevens/verblijfsduur_lopend.csv"} {
		reportstest.Golden(t, filepath.Base(path)+".golden", content(t, c, path))
	}
}

// The formulas of the workbook come to what the program wrote beside them.
func TestWorkbookCalculates(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, Options{K: 10})
	if n := workbooktest.CheckFormulas(t, []byte(content(t, c, "tabellen.xlsx"))); n < 10 {
		t.Errorf("only %d formulas", n)
	}
}

// Stock at the start + inflow - outflow = stock at the end, in what is printed.
func TestTheBalanceIsPrinted(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, Options{K: 10})
	checked := 0
	for _, row := range lines(t, content(t, c, "gegevens/balans.csv"), ',')[1:] {
		var n [4]int
		ok := true
		for i, col := range []int{3, 4, 5, 7} {
			v, err := strconv.Atoi(row[col])
			ok = ok && err == nil
			n[i] = v
		}
		if !ok {
			continue
		}
		checked++
		if n[0]+n[1]-n[2] != n[3] {
			t.Errorf("%v does not balance", row[:8])
		}
	}
	if checked < 10 {
		t.Errorf("only %d lines are whole", checked)
	}
}

// A stay that ends before it begins, on either side of the start of the period,
// came in and never left: the report is refused.
func TestUnbalancedIsRefused(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 1, 40)
	job := reportstest.Job(t, plan, plan.Period)
	job.DB = impossibleStay(t, plan.Contract, plan.Orgs[0], plan.Period)
	_, err := Make(t.Context(), job, Options{K: 10})
	if !errors.Is(err, reports.ErrUnbalanced) {
		t.Fatalf("got %v, want ErrUnbalanced", err)
	}
	if !strings.Contains(err.Error(), plan.Orgs[0]) {
		t.Errorf("%q does not say where", err)
	}
}

// impossibleStay is a warehouse with one stay, which is impossible.
func impossibleStay(t *testing.T, c *schemas.Contract, org string, p schemas.Period) *warehouse.DB {
	t.Helper()
	db := reportstest.Empty(t, &schemas.Contract{Datasets: []*schemas.Dataset{c.Dataset("hulp"), c.Dataset("aanmelding"), c.Dataset("traject")}})
	d := c.Dataset("opvang")
	err := db.Load(t.Context(), d, func(deliver func(warehouse.Delivery, anonymise.Batch) error) error {
		alloc := warehouse.Memory()
		layout := anonymise.NewLayout(d, alloc)
		defer layout.Release()
		rec := stay(layout.Schema(), d, alloc, map[string]int64{"datum_instroom": int64(p.From + 3), "datum_uitstroom": int64(p.From - 3)})
		defer rec.Release()
		b, err := anonymise.Reopen(layout, rec)
		if err != nil {
			return err
		}
		defer b.Release()
		return deliver(warehouse.Delivery{Org: org, Period: p, Seq: 1}, b)
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// stay is a record of one row, 0 in every column that is not given.
func stay(schema *arrow.Schema, d *schemas.Dataset, alloc memory.Allocator, given map[string]int64) arrow.RecordBatch {
	var columns []arrow.Array
	for i, c := range d.Columns() {
		v := given[c.Name]
		switch dt := schema.Field(i).Type.(type) {
		case *arrow.DictionaryType:
			b := array.NewBuilder(alloc, dt.IndexType)
			b.AppendEmptyValue()
			words := array.NewStringBuilder(alloc)
			words.AppendValues(c.Codes.Strings(), nil)
			columns = append(columns, array.NewDictionaryArray(dt, b.NewArray(), words.NewArray()))
		case *arrow.Date32Type:
			b := array.NewDate32Builder(alloc)
			b.Append(arrow.Date32(v))
			columns = append(columns, b.NewArray())
		default:
			b := array.NewBuilder(alloc, dt)
			b.AppendEmptyValue()
			columns = append(columns, b.NewArray())
		}
	}
	return array.NewRecordBatch(schema, columns, 1)
}

// A pilot in which nothing has happened yet gives tables of zeros and no
// records.
func TestEmptyPeriod(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 1, 1)
	job := reportstest.Job(t, plan, plan.Period)
	job.DB = reportstest.Empty(t, plan.Contract)
	c := approved(t, job, Options{K: 10})
	for _, row := range lines(t, content(t, c, "gegevens/instroom.csv"), ',')[1:] {
		if row[2] != "0" {
			t.Fatalf("%v in an empty world", row[:3])
		}
	}
	for _, f := range c.Files {
		if strings.Contains(f.Name, "microdata") {
			t.Errorf("%s in an empty world", f.Name)
		}
	}
}

// A small pilot is told in less detail; one that is so small that nothing can
// be told is refused.
func TestSmallPilots(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		persons int
		want    detail
	}{{large, quarterByOrg}, {150, yearByOrg}, {30, yearOnly}} {
		plan := reportstest.Plan(t, 3, test.persons)
		f, _, err := load(t.Context(), reportstest.Job(t, plan, plan.Period))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.protected(); err != nil || f.detail != test.want {
			t.Errorf("%d persons are told %s, want %s: %v", test.persons, f.detail, test.want, err)
		}
	}
	told := pilotOf(t, large).parcel(t, Options{K: 10}).Provenance.Settings
	if !slices.ContainsFunc(told, func(p parcel.Setting) bool { return p.Value == quarterByOrg.String() }) {
		t.Error("the parcel does not say how much detail there is")
	}
	plan := reportstest.Plan(t, 3, 3)
	if _, err := Make(t.Context(), reportstest.Job(t, plan, plan.Period), Options{K: 10}); !errors.Is(err, disclosure.ErrUnprotectable) {
		t.Errorf("three persons: %v", err)
	}
}

// Amsterdam registers onward migration, Utrecht does not: there the cell is
// blank and says so, and is not 0.
func TestOnwardMigration(t *testing.T) {
	t.Parallel()
	for contract, registered := range map[string]bool{"utrecht-2019": false, "amsterdam-2019": true} {
		c, err := schemas.Load(contract)
		if err != nil {
			t.Fatal(err)
		}
		plan := reportstest.Plan(t, 2, 600)
		plan.Contract, plan.Orgs, plan.Period = c, nil, schemas.Period{From: c.Start, To: c.End}
		for _, p := range c.Parties {
			plan.Orgs = append(plan.Orgs, p.Code)
		}
		f, _, err := load(t.Context(), reportstest.Job(t, plan, plan.Period))
		if err != nil {
			t.Fatal(err)
		}
		tables, err := f.protected()
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := (view{Published: tables.safe.Table("uitstroom_reden")}).excel(&text); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(text.String(), "Doormigratie (niet afzonderlijk geregistreerd);;;"); got == registered {
			t.Errorf("%s: onward migration is blank: %v", contract, got)
		}
	}
}

// Every query runs on empty tables and gives the columns of its header.
func TestQueries(t *testing.T) {
	t.Parallel()
	plan := reportstest.Plan(t, 1, 1)
	db := reportstest.Empty(t, plan.Contract)
	for _, q := range queries {
		args := warehouse.Args{}
		for _, name := range q.Params {
			switch name {
			case "van":
				args[name] = plan.Period.From
			case "tot":
				args[name] = plan.Period.To
			default:
				args[name] = strings.Join(plan.Orgs, " ")
			}
		}
		var err error
		if q.Table == "balans" {
			_, err = db.Run(t.Context(), q, args)
		} else {
			_, err = db.Columns(t.Context(), q, args)
		}
		if err != nil {
			t.Errorf("%s: %v", q.Table, err)
		}
	}
}

// The pages hold no figure of a hidden cell: they are written from what may be
// shown, and no zero Approved opens them.
func TestNothingWithoutLeave(t *testing.T) {
	t.Parallel()
	d := pilotOf(t, large).made(t, Options{K: 10})
	defer func() {
		if recover() == nil {
			t.Error("a parcel was written without leave")
		}
	}()
	d.Render(release.Approved{})
}

// BenchmarkParcel makes and writes the parcel of a large world; set N to the
// number of persons.
func BenchmarkParcel(b *testing.B) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	plan := reportstest.Plan(b, 1, max(n, 2065))
	job := reportstest.Job(b, plan, plan.Period)
	for b.Loop() {
		approved(b, job, Options{K: 10})
	}
}
