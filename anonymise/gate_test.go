package anonymise_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"lvv/anonymise"
	"lvv/anonymise/register"
	"lvv/anonymise/store/rowstest"
	"lvv/ingest/check"
	"lvv/schemas"
)

type cells = rowstest.Cells

// A passed is what came of a delivery at the gate.
type passed struct {
	rows     []string // one text a row, column=value
	problems []check.Problem
	persons  [][16]byte
	changes  register.Changes
}

// pass takes a delivery through the gate and keeps it in the register.
func pass(t *testing.T, reg *register.Register, s register.Scope, batches ...*check.Rows) passed {
	t.Helper()
	var p passed
	d := rowstest.Dataset(t, s.Dataset)
	session := rowstest.Begin(t, reg, s)
	out := &rowstest.Out{Batch: func(b anonymise.Batch) error {
		p.rows = append(p.rows, texts(t, b)...)
		return nil
	}}
	g := anonymise.NewGate(d, rowstest.Keys(1), session, out)
	for _, rows := range batches {
		problems, err := g.Admit(rows)
		if err != nil {
			t.Fatal(err)
		}
		p.problems = append(p.problems, problems...)
	}
	if err := errors.Join(g.Finish(), session.Seal(register.Hash{byte(s.Seq)}), session.Commit()); err != nil {
		t.Fatal(err)
	}
	p.persons, p.changes = out.Persons, session.Changes()
	if _, err := reg.Settle(func(register.Hash) bool { return true }); err != nil {
		t.Fatal(err)
	}
	return p
}

// texts writes a batch out, and checks that its columns are those of the schema.
func texts(t *testing.T, b anonymise.Batch) []string {
	t.Helper()
	rec, columns := b.Record(), b.Dataset().Columns()
	if int(rec.NumCols()) != len(columns) {
		t.Fatalf("%d columns, want %d", rec.NumCols(), len(columns))
	}
	rows := make([]string, rec.NumRows())
	for i, c := range columns {
		if rec.ColumnName(i) != c.Name {
			t.Fatalf("column %d is %s, want %s", i, rec.ColumnName(i), c.Name)
		}
		for k := range rows {
			rows[k] += " " + c.Name + "=" + valueText(rec.Column(i), c, k)
		}
	}
	for k := range rows {
		rows[k] = rows[k][1:]
	}
	return rows
}

func valueText(a arrow.Array, c schemas.Column, k int) string {
	switch v := a.(type) {
	case *array.Dictionary:
		if v.IsNull(k) {
			return "-"
		}
		return c.Codes.Codes[v.GetValueIndex(k)].Code
	case *array.Date32:
		if v.IsNull(k) {
			return "-"
		}
		return schemas.Day(v.Value(k)).String()
	}
	if a.IsNull(k) {
		return "-"
	}
	return a.ValueStr(k)
}

func scope(t *testing.T, org, dataset string) register.Scope {
	return rowstest.Scope(t, org, dataset, "2019-01-01", "2019-12-31")
}

func TestWhatIsKeptOfEachDataset(t *testing.T) {
	t.Parallel()
	day := func(s string) schemas.Day { return rowstest.Day(t, s) }
	for _, c := range []struct {
		dataset string
		rows    []cells
		want    []string
	}{
		{"opvang", []cells{
			{"v_nummer": 1234567890, "naam": "Amina", "nationaliteit": 2, "geslacht": 1, "geboortedatum": 19900600,
				"datum_instroom": day("2019-06-15"), "datum_uitstroom": day("2019-07-01"), "reden_uitstroom": 3},
			{"naam": "Jan", "nationaliteit": 0, "geslacht": 0, "datum_instroom": day("2019-02-01")},
		}, []string{
			"persoon=0 koppelstatus=V nationaliteit=" + code(t, "opvang", "nationaliteit", 2) + " geslacht=vrouw leeftijd_van=28 leeftijd_tot=29 datum_instroom=2019-06-15 datum_uitstroom=2019-07-01 reden_uitstroom=teruggekeerd rij=2",
			"persoon=1 koppelstatus=E nationaliteit=" + code(t, "opvang", "nationaliteit", 0) + " geslacht=man leeftijd_van=255 leeftijd_tot=255 datum_instroom=2019-02-01 datum_uitstroom=- reden_uitstroom=- rij=3",
		}},
		{"aanmelding", []cells{
			{"v_nummer": 1234567890, "datum_aanmelding": day("2019-06-15"), "lijn": 1, "besluit": 0, "datum_besluit": day("2019-06-20")},
			{"datum_aanmelding": day("2019-06-16"), "lijn": 0, "besluit": 1, "grond": 2, "uitzondering": 1},
		}, []string{
			"persoon=0 koppelstatus=V datum_aanmelding=2019-06-15 lijn=2 besluit=toegelaten grond=- uitzondering=- datum_besluit=2019-06-20 rij=2",
			"persoon=1 koppelstatus=E datum_aanmelding=2019-06-16 lijn=1 besluit=afgewezen grond=eu_burger uitzondering=nee datum_besluit=- rij=3",
		}},
		{"hulp", []cells{{"maand": day("2019-06-01"), "soort": 1, "aantal_personen": 12, "aantal_contacten": 2147483647}},
			[]string{"maand=2019-06-01 soort=juridisch aantal_personen=12 aantal_contacten=2147483647 rij=2"}},
		{"kosten", []cells{{"maand": day("2019-06-01"), "kostensoort": 0, "begroot": 5_508_000_00, "gerealiseerd": -1}},
			[]string{"maand=2019-06-01 kostensoort=personeel begroot=550800000 gerealiseerd=-1 rij=2"}},
	} {
		got := pass(t, rowstest.Register(t), scope(t, "a", c.dataset), rowstest.Of(t, rowstest.Dataset(t, c.dataset), c.rows...))
		if diff := cmp.Diff(c.want, got.rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.dataset, diff)
		}
		if len(got.problems) != 0 {
			t.Errorf("%s: problems %v", c.dataset, got.problems)
		}
	}
}

func code(t *testing.T, dataset, field string, i int) string {
	t.Helper()
	return rowstest.Dataset(t, dataset).Field(field).Codes.Codes[i].Code
}

func TestTokensAndPresence(t *testing.T) {
	t.Parallel()
	d := rowstest.Dataset(t, "traject")
	row := func(ref, proof any) cells {
		return cells{"v_nummer": 1, "trajectnummer": ref, "datum_start": 18000, "scenario": 0, "resultaat": 0, "bewijs_kenmerk": proof}
	}
	rows := func() *check.Rows { return rowstest.Of(t, d, row("T-1", "B-9"), row("T-2", nil)) }
	token := func(p passed, i int) string { return strings.Fields(p.rows[i])[2] }
	a := pass(t, rowstest.Register(t), scope(t, "a", d.Name), rows())
	again := pass(t, rowstest.Register(t), scope(t, "a", d.Name), rows())
	other := pass(t, rowstest.Register(t), scope(t, "b", d.Name), rows())
	if diff := cmp.Diff(a.rows, again.rows); diff != "" {
		t.Errorf("the same delivery gives other rows:\n%s", diff)
	}
	if token(a, 0) == token(a, 1) || token(a, 0) == token(other, 0) {
		t.Error("other references, or those of another organisation, have the same token")
	}
	if strings.Contains(token(a, 0), "-") || !strings.HasPrefix(token(a, 0), "trajectnummer=") {
		t.Errorf("token %s is not a positive number", token(a, 0))
	}
	if !strings.Contains(a.rows[0], "bewijs_kenmerk=true") || !strings.Contains(a.rows[1], "bewijs_kenmerk=false") {
		t.Errorf("presence is wrong: %v", a.rows)
	}
}

func TestProblemsBetweenRows(t *testing.T) {
	t.Parallel()
	stay := func(v, in int, out any) cells {
		c := cells{"v_nummer": v, "nationaliteit": 0, "geslacht": 0, "datum_instroom": in}
		if out != nil {
			c["datum_uitstroom"], c["reden_uitstroom"] = out, 0
		}
		return c
	}
	for _, c := range []struct {
		about string
		rows  []cells
		want  []string // code and row
		kept  int
	}{
		{"one after the other", []cells{stay(1, 10, 20), stay(1, 20, 30), stay(1, 5, 10)}, nil, 3},
		{"the same stay twice", []cells{stay(1, 10, 20), stay(1, 10, 25)}, []string{"dubbele-rij 3"}, 1},
		{"the same stay three times", []cells{stay(1, 10, 20), stay(1, 10, 20), stay(1, 10, 20)}, []string{"dubbele-rij 3", "dubbele-rij 4"}, 1},
		{"the same day, another person", []cells{stay(1, 10, 20), stay(2, 10, 20)}, nil, 2},
		{"overlap by a night", []cells{stay(1, 10, 20), stay(1, 19, 30)}, []string{"overlap 3"}, 2},
		{"overlap with one that is open", []cells{stay(1, 10, nil), stay(1, 19, 30)}, []string{"overlap 3"}, 2},
		{"before one that is open", []cells{stay(1, 10, nil), stay(1, 5, 10)}, nil, 2},
		{"around another", []cells{stay(1, 10, 12), stay(1, 5, 30)}, []string{"overlap 3"}, 2},
		{"open twice", []cells{stay(1, 10, nil), stay(1, 12, nil)}, []string{"overlap 3"}, 2},
	} {
		d := rowstest.Dataset(t, "opvang")
		got := pass(t, rowstest.Register(t), scope(t, "a", d.Name), rowstest.Of(t, d, c.rows...))
		if diff := cmp.Diff(c.want, problemTexts(got.problems)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.about, diff)
		}
		if len(got.rows) != c.kept {
			t.Errorf("%s: %d rows, want %d", c.about, len(got.rows), c.kept)
		}
	}
}

func problemTexts(problems []check.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.Code+" "+itoa(int(p.Row)))
	}
	return out
}

func TestRowsWithAKeyOfTheirOwn(t *testing.T) {
	t.Parallel()
	reg := rowstest.Register(t)
	d := rowstest.Dataset(t, "traject")
	row := func(v int, ref string) cells {
		return cells{"v_nummer": v, "trajectnummer": ref, "datum_start": 18000, "scenario": 0, "resultaat": 0}
	}
	got := pass(t, reg, scope(t, "a", d.Name), rowstest.Of(t, d, row(1, "T-1"), row(1, "T-2"), row(2, "T-1"), row(3, "T-3")))
	if diff := cmp.Diff([]string{"dubbele-rij 4"}, problemTexts(got.problems)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(got.persons) != 2 || reg.Len() != 2 {
		t.Errorf("%d persons, %d in the register: who stands in a refused row alone must not be known", len(got.persons), reg.Len())
	}
	months := rowstest.Dataset(t, "hulp")
	counts := pass(t, rowstest.Register(t), scope(t, "a", "hulp"), rowstest.Of(t, months,
		cells{"maand": 17900, "soort": 0, "aantal_personen": 1, "aantal_contacten": 1},
		cells{"maand": 17900, "soort": 1, "aantal_personen": 1, "aantal_contacten": 1},
		cells{"maand": 17900, "soort": 0, "aantal_personen": 2, "aantal_contacten": 2}))
	if diff := cmp.Diff([]string{"dubbele-rij 4"}, problemTexts(counts.problems)); diff != "" || len(counts.persons) != 0 {
		t.Errorf("%d persons, -want +got:\n%s", len(counts.persons), diff)
	}
}

func TestBatchesAreFullAndInOrder(t *testing.T) {
	t.Parallel()
	session := rowstest.Begin(t, rowstest.Register(t), scope(t, "a", "opvang"))
	rows, batches := 0, 0
	last := int32(1)
	g := anonymise.NewGate(rowstest.Dataset(t, "opvang"), rowstest.Keys(1), session, &rowstest.Out{Batch: func(b anonymise.Batch) error {
		batches++
		rows += b.Len()
		column := b.Record().Column(int(b.Record().NumCols()) - 1).(*array.Int32)
		for _, n := range column.Int32Values() {
			if n <= last {
				t.Fatalf("row %d after row %d", n, last)
			}
			last = n
		}
		return nil
	}})
	doubles := 0
	for _, r := range rowstest.Stays(t, 200_000, 9000, 1) {
		problems, err := g.Admit(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			if p.Code == anonymise.RowTwice {
				doubles++
			}
		}
	}
	if err := g.Finish(); err != nil {
		t.Fatal(err)
	}
	if rows+doubles != 200_000 || batches > 4 {
		t.Errorf("%d rows and %d doubles in %d batches", rows, doubles, batches)
	}
}

// Rows about persons who are known already cost no memory of their own.
func TestAdmitDoesNotAllocateByRow(t *testing.T) {
	session := rowstest.Begin(t, rowstest.Register(t), scope(t, "a", "opvang"))
	g := anonymise.NewGate(rowstest.Dataset(t, "opvang"), rowstest.Keys(1), session, new(rowstest.Out))
	batches := rowstest.Stays(t, 60_000, 10_000, 1)
	i := 0
	got := testing.AllocsPerRun(len(batches)-1, func() {
		if _, err := g.Admit(batches[i]); err != nil {
			t.Fatal(err)
		}
		i++
	})
	if got > 500 { // growing tables, and persons without a number
		t.Errorf("%.0f allocations for 10,000 rows", got)
	}
}

func TestZeroValuesPanic(t *testing.T) {
	t.Parallel()
	for what, f := range map[string]func(){
		"Batch.Record":  func() { anonymise.Batch{}.Record() },
		"Batch.Dataset": func() { anonymise.Batch{}.Dataset() },
		"Batch.Len":     func() { anonymise.Batch{}.Len() },
		"Batch.Retain":  func() { anonymise.Batch{}.Retain() },
		"Batch.Release": func() { anonymise.Batch{}.Release() },
		"Persons.Len":   func() { anonymise.Persons{}.Len() },
		"Persons.All":   func() { anonymise.Persons{}.All() },
	} {
		func() {
			defer func() {
				if s, _ := recover().(string); !strings.HasPrefix(s, "anonymise: internal error: ") {
					t.Errorf("%s: recovered %q", what, s)
				}
			}()
			f()
		}()
	}
}

// Rows may be prepared side by side and long before their turn; what they come to
// is what it would have been.
func TestPreparedRowsComeToTheSame(t *testing.T) {
	t.Parallel()
	d := rowstest.Dataset(t, "opvang")
	var batches []*check.Rows
	for i := range 8 {
		nobody := cells{"nationaliteit": 2, "geslacht": 1, "geboortedatum": 19900000, "datum_instroom": 18000 + i/2}
		batches = append(batches, rowstest.Of(t, d, nobody,
			cells{"v_nummer": i / 3, "naam": "Jan", "nationaliteit": 1, "geslacht": 0, "geboortedatum": 19800203, "datum_instroom": 18100 + i}, nobody))
	}
	want := pass(t, rowstest.Register(t), scope(t, "a", d.Name), batches...)

	s := scope(t, "a", d.Name)
	session := rowstest.Begin(t, rowstest.Register(t), s)
	var got []string
	g := anonymise.NewGate(d, rowstest.Keys(1), session, &rowstest.Out{Batch: func(b anonymise.Batch) error {
		got = append(got, texts(t, b)...)
		return nil
	}})
	prepared := make([]anonymise.Prepared, len(batches))
	var group sync.WaitGroup
	for i, rows := range batches {
		group.Go(func() { g.Prepare(rows, &prepared[i]) })
	}
	group.Wait()
	for i, rows := range batches {
		if _, err := g.AdmitPrepared(rows, &prepared[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Finish(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.rows, got); diff != "" {
		t.Errorf("rows (-one by one +prepared):\n%s", diff)
	}
}
