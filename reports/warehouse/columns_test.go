package warehouse

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"lvv/schemas"
)

const listHeader = `-- table: lijst
-- title: Lijst
-- population: getallen
-- kind: list
-- by: a
-- measures: b, c
-- unit: getallen
-- definition: rijen om te tellen
-- clause: S-A 9
`

func parseList(t *testing.T, header, sql string) Query {
	t.Helper()
	q, err := Parse("lijst", []byte(header+sql))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// Every row of every chunk comes over, in order, with NULL as None.
func TestColumns(t *testing.T) {
	db := openTest(t)
	q := parseList(t, strings.Replace(listHeader, "-- unit", "-- params: van\n-- unit", 1),
		"SELECT range::INTEGER AS a, CASE WHEN range % 3 = 0 THEN NULL ELSE range * 2 END::INTEGER AS b,\n"+
			"       ($van::DATE - DATE '1970-01-01')::INTEGER AS c\nFROM range(10000)\nORDER BY ALL;")
	day, _ := schemas.ParseDay("2019-03-12")
	got, err := db.Columns(t.Context(), q, Args{"van": day})
	if err != nil {
		t.Fatal(err)
	}
	if got.N != 10000 {
		t.Fatalf("%d rows", got.N)
	}
	for i := range int32(10000) {
		want := i * 2
		if i%3 == 0 {
			want = None
		}
		if got.Of("a")[i] != i || got.Of("b")[i] != want || got.Of("c")[i] != int32(day) {
			t.Fatalf("row %d: %d, %d, %d", i, got.Of("a")[i], got.Of("b")[i], got.Of("c")[i])
		}
	}
	empty := parseList(t, listHeader, "SELECT 1 AS a, 2 AS b, 3 AS c WHERE false\nORDER BY ALL;")
	if got, err := db.Columns(t.Context(), empty, Args{}); err != nil || got.N != 0 || len(got.Of("c")) != 0 {
		t.Errorf("no rows: %v, %v", got, err)
	}
}

// Rows come in the order that the database would give them, whether the first
// column is dense or far apart, with NULL last.
func TestColumnsInOrder(t *testing.T) {
	db := openTest(t)
	for _, first := range []string{"(hash(range) % 900)::BIGINT", "(hash(range, 1) % 2000000000)::BIGINT - 1000000000", "2147483647 - (hash(range) % 3)::BIGINT", "NULL"} {
		q := parseList(t, listHeader, "SELECT CASE WHEN range % 7 > 0 THEN "+first+" END::INTEGER AS a,\n"+
			"CASE WHEN range % 5 > 0 THEN (hash(range, 2) % 3)::BIGINT - 1 END::INTEGER AS b, (hash(range, 3) % 1000)::INTEGER AS c\nFROM range(5000)\nORDER BY ALL;")
		got, err := db.Columns(t.Context(), q, Args{})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.conn.QueryContext(t.Context(), q.SQL)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for i := 0; rows.Next(); i++ {
			var want [3]sql.NullInt32
			if err := rows.Scan(&want[0], &want[1], &want[2]); err != nil {
				t.Fatal(err)
			}
			for k, name := range []string{"a", "b", "c"} {
				v := got.Of(name)[i]
				if want[k].Valid && v != want[k].Int32 || !want[k].Valid && v != None {
					t.Fatalf("%s: row %d column %s: %d, not %v", first, i, name, v, want[k])
				}
			}
		}
	}
}

// What the driver says of a cell stays inside, at the start and half-way.
func TestColumnsErrorsHoldNoValue(t *testing.T) {
	db := openTest(t)
	for _, bad := range []string{
		"SELECT '" + canary + "'::INTEGER AS a, 1 AS b, 1 AS c\nORDER BY ALL;",
		"SELECT 1 AS a, 1 AS b, CASE WHEN range = 90000 THEN error('" + canary + "') ELSE 1 END::INTEGER AS c FROM range(100000)\nORDER BY ALL;",
		"SELECT a FROM " + canary + "\nORDER BY ALL;",
	} {
		_, err := db.Columns(t.Context(), parseList(t, listHeader, bad), Args{})
		if err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := db.Columns(t.Context(), parseList(t, listHeader, "SELECT 1 AS a, 2 AS b, 3 AS c\nORDER BY ALL;"), Args{"van": 1}); err == nil {
		t.Error("a parameter that the query does not have was taken")
	}
}

// A list that is not what its header says is a bug, not an error.
func TestColumnsMustFit(t *testing.T) {
	db := openTest(t)
	for _, bad := range []string{
		"SELECT 1 AS a, 2 AS b\nORDER BY ALL;",
		"SELECT 1 AS a, 2 AS c, 3 AS b\nORDER BY ALL;",
		"SELECT 1 AS a, 2::BIGINT AS b, 3 AS c\nORDER BY ALL;",
	} {
		if !panics(func() { db.Columns(t.Context(), parseList(t, listHeader, bad), Args{}) }) {
			t.Errorf("accepted: %s", bad)
		}
	}
	// The connection is still of use afterwards.
	good := parseList(t, listHeader, "SELECT 1 AS a, 2 AS b, 3 AS c\nORDER BY ALL;")
	got, err := db.Columns(t.Context(), good, Args{})
	if err != nil || !slices.Equal(got.Of("b"), []int32{2}) {
		t.Fatalf("%v, %v", got, err)
	}
	if !panics(func() { got.Of("d") }) {
		t.Error("a column that the list does not have was given")
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}
